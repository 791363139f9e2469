/** Verdicts of one account under audit, added up over populations. */

import type { Bar, MainReach } from '../../result/answer.js';
import type { AccountSummary, Population, VerdictCounts } from '../../result/audit.js';
import { capital } from '../../words/lists.js';
import type { Digest } from '../digest.js';
import { NO_VERDICTS, together, totalOf } from '../verdict-counts.js';

export type Action = Digest['header']['actions'][number];

/** How long `can-until-sdprop` lasts. */
export const UNTIL = "until AdminSDHolder's run";

/** The verdicts of one action over some populations. */
export function reachOf(
  { populations }: AccountSummary,
  action: string,
  over: readonly Pick<Population, 'id'>[],
): VerdictCounts {
  return together(over.map(({ id }) => populations[id]?.actions[action] ?? NO_VERDICTS));
}

/** Those that it is meant to reach and that have targets. */
export function meant(digest: Digest, account: AccountSummary): readonly Population[] {
  return digest.header.populations.filter(
    ({ id, expected }) => expected && (account.populations[id]?.targets ?? 0) > 0,
  );
}

/** The first action that there is something to say of, on those that it is meant to reach; or else on all targets. */
export function mainReach(digest: Digest, account: AccountSummary): MainReach | null {
  const over = meant(digest, account);
  const populations = over.map(({ id }) => id);
  for (const { id } of digest.header.actions) {
    const counts = reachOf(account, id, over);
    if (totalOf(counts) > 0) return reach(id, counts, populations);
  }
  for (const { id } of digest.header.actions) {
    const counts = account.actions[id] ?? NO_VERDICTS;
    if (totalOf(counts) > 0) return reach(id, counts, []);
  }
  return null;
}

function reach(action: string, counts: VerdictCounts, populations: readonly string[]): MainReach {
  return { action, populations, can: counts.can, unknown: counts.unknown, targets: totalOf(counts) };
}

/** Populations with targets: whom it is meant to reach first, then tier zero, then the others as they are declared. */
export function barsOf(digest: Digest, account: AccountSummary): readonly Bar[] {
  const rank = ({ expected, tierZero }: Bar) => (expected ? 0 : tierZero ? 1 : 2);
  return digest.header.populations
    .map(({ id, title, expected, tierZero }): Bar => {
      const { targets = 0, actions = {} } = account.populations[id] ?? {};
      const shown = digest.header.actions.map((action) => ({
        action: action.id,
        title: action.title,
        counts: actions[action.id] ?? NO_VERDICTS,
      }));
      return {
        population: id,
        title: capital(title),
        expected,
        tierZero,
        targets,
        actions: shown.filter(({ counts }) => totalOf(counts) > 0),
      };
    })
    .filter(({ targets }) => targets > 0)
    .sort((a, b) => rank(a) - rank(b));
}
