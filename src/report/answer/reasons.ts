/** Why some of those that an account is meant to reach are no plain `can`, and the change that would mend most of it. */

import type { MainReach, MainReason } from '../../result/answer.js';
import type { AccountSummary, Hole, MendStep } from '../../result/audit.js';
import { listed } from '../../words/lists.js';
import { cautionsOf } from '../../words/mends.js';
import { REASON_TEXTS } from '../../words/reasons.js';
import { compare, type Digest } from '../digest.js';
import type { ReasonCount } from '../digest-reasons.js';
import { relativeDn } from '../relative-names.js';
import { bounded } from './bounded.js';

const MOST_REASONS = 3;
const LONGEST_DN = 64;

/**
 * Those of the headline's action, the most frequent first; where it has fewer than three, those that only other actions
 * have.
 * @param index of the account under audit
 */
export function mainReasons(
  digest: Digest,
  index: number,
  account: AccountSummary,
  main: MainReach | null,
): readonly MainReason[] {
  const counts = expectedCounts(digest, index);
  const own = counts.filter(({ action }) => action === main?.action);
  const others = counts.filter(({ reason }) => !own.some((each) => each.reason === reason));
  const chosen: ReasonCount[] = [];
  for (const count of [...own, ...others])
    if (!chosen.some(({ reason }) => reason === count.reason)) chosen.push(count);
  return chosen.slice(0, MOST_REASONS).map(({ reason, verdict, action, count }) => ({
    reason,
    verdict,
    action,
    count,
    words: REASON_TEXTS[reason].label,
    ...mendOf(digest, account, { reason, action }),
  }));
}

/** By action and reason, over all populations that it is meant to reach; the most frequent first. */
function expectedCounts({ reasons, header }: Digest, index: number): readonly ReasonCount[] {
  const sums = new Map<string, ReasonCount>();
  for (const each of reasons) {
    const { account, population, verdict, action, reason } = each;
    if (account !== index || verdict === 'can' || header.populations[population]?.expected !== true) continue;
    const key = `${action} ${reason}`;
    const known = sums.get(key);
    sums.set(key, known === undefined ? each : { ...known, count: known.count + each.count });
  }
  const order = header.actions.map(({ id }) => id);
  return [...sums.values()].sort(
    (a, b) => b.count - a.count || order.indexOf(a.action) - order.indexOf(b.action) || compare(a.reason, b.reason),
  );
}

/** The change by which most accounts gain the action that this reason keeps from them. */
function mendOf(
  { evidence }: Digest,
  { holes }: AccountSummary,
  { reason, action }: Pick<ReasonCount, 'reason' | 'action'>,
): Pick<MainReason, 'mend' | 'gain' | 'caution'> {
  let best: Hole | null = null;
  let gain = 0;
  for (const hole of holes) {
    const own = hole.gains.find((each) => each.reason === reason && each.action === action)?.accounts ?? 0;
    // What is too many to be told apart is no change that somebody could make.
    if (hole.mend.length > 0 && own > gain) [best, gain] = [hole, own];
  }
  if (best === null) return { mend: null, gain: 0, caution: null };
  const mend = listed(best.mend.map((step) => shortly(step, (dn) => bounded(relativeDn(dn, evidence), LONGEST_DN))));
  return { mend, gain, caution: cautionOn(best) };
}

/** What a change brings beside the gain, in a few words; null: nothing that is known. */
function cautionOn({ mend, aboveTierZero }: Hole): string | null {
  const words = [...cautionsOf(mend), ...(aboveTierZero ? ['Tier-0 accounts below'] : [])];
  return words.length === 0 ? null : words.join('; ');
}

/** A change in a few words; `words/mends.ts` has it in full. */
function shortly(step: MendStep, dn: (dn: string) => string): string {
  const at = step.at === null ? 'each account' : dn(step.at);
  switch (step.change) {
    case 'enable-inheritance':
      return step.at === null ? 'inheritance on' : `inheritance on at ${at}`;
    case 'propagate':
      return 'write their lists again';
    case 'name-class':
      return `delegate for ${bounded(step.className, LONGEST_DN)} on ${at}`;
    case 'remove-deny':
      return step.at === null ? 'remove their denial' : `take a deny entry off ${at}`;
    case 'delegate':
      return `delegate on ${at}`;
    case 'clear-flag':
      return `clear ${bounded(step.flag, LONGEST_DN)} on ${at}`;
  }
}
