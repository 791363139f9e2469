/** From the directory's answer to the verdict: does it take effect, does it last (contract of the result format). */
import type { CheckResult } from '../access/check.js';
import type { Access, ReasonCode, VerdictCode } from '../result/audit.js';
import type { Tristate } from '../result/tristate.js';
import type { ActionDefinition } from './action.js';
import type { Decided } from './decide.js';

export interface Judgement {
  readonly access: Access;
  readonly verdict: VerdictCode;
  readonly reason: ReasonCode;
}

/** What AdminSDHolder's next run means for an answer that is granted now. */
export type Lasting =
  /** Not protected, or the descriptor is AdminSDHolder's already, or it would grant the same. */
  | { readonly lasts: 'yes'; readonly asAdminSDHolder: boolean }
  | { readonly lasts: 'no' }
  | {
      readonly lasts: 'unknown';
      readonly reason: Extract<
        ReasonCode,
        'adminsdholder-missing' | 'adminsdholder-undecided' | 'protection-undecided'
      >;
    };

const CANNOT: Readonly<Record<string, ReasonCode>> = { entry: 'denied-by-entry', 'empty-dacl': 'empty-dacl' };
const UNKNOWN: Readonly<Record<string, ReasonCode>> = {
  conditional: 'conditional-entry',
  'unresolved-trustee': 'unresolved-trustee',
  'unknown-entry': 'class-unknown',
};

/**
 * @param decided the answer of the access check
 * @param flags the target's userAccountControl; null where it was not read
 * @param lasting asked only where the answer is granted
 * @param inheritanceLost whether an ancestor's entry would have granted it, had the target's inheritance been on
 */
export function judge(
  action: ActionDefinition,
  decided: Decided,
  flags: number | null,
  lasting: () => Lasting,
  inheritanceLost: () => boolean,
): Judgement {
  const { access } = decided;
  if (access.decision === 'denied') {
    return { access: 'denied', verdict: 'cannot', reason: refusal(decided, inheritanceLost) };
  }
  if (access.decision === 'unknown') {
    return { access: 'unknown', verdict: 'unknown', reason: UNKNOWN[access.basis] ?? 'unresolved-trustee' };
  }
  if (action.noEffect.length > 0) {
    if (flags === null) return { access: 'granted', verdict: 'unknown', reason: 'user-account-control-unreadable' };
    const hit = action.noEffect.find((entry) => (flags & entry.bit) !== 0);
    if (hit) return { access: 'granted', verdict: 'no-effect', reason: hit.reason };
  }
  const next = lasting();
  if (next.lasts === 'no') return { access: 'granted', verdict: 'can-until-sdprop', reason: 'adminsdholder-will-deny' };
  if (next.lasts === 'unknown') return { access: 'granted', verdict: 'unknown', reason: next.reason };
  return { access: 'granted', verdict: 'can', reason: grant(access, next.asAdminSDHolder) };
}

function refusal(decided: Decided, inheritanceLost: () => boolean): ReasonCode {
  const known = CANNOT[decided.access.basis];
  if (known) return known;
  if (decided.nearMiss === 'class') return 'no-entry-for-class';
  // A list that was put on the object whole (AdminSDHolder's) holds inherit-only entries too: what the object lost with
  // its inheritance is the cause.
  if (inheritanceLost()) return 'no-entry-inheritance-off';
  return decided.nearMiss === 'inherit-only' ? 'no-entry-inherit-only' : 'no-entry';
}

function grant(access: CheckResult, asAdminSDHolder: boolean): ReasonCode {
  if (access.basis === 'no-dacl') return 'allowed-without-dacl';
  if (access.basis === 'owner' && !asAdminSDHolder) return 'allowed-as-owner';
  return asAdminSDHolder ? 'allowed-as-adminsdholder' : 'allowed-by-entry';
}

/** @param answerOfHolder what the check on AdminSDHolder's descriptor says: once as it stands, once without what it inherits */
export function lastingOf(
  isProtected: Tristate,
  sameAsHolder: boolean,
  answerOfHolder: () => { readonly asIs: Access; readonly own: Access } | null,
): Lasting {
  if (isProtected === 'no') return { lasts: 'yes', asAdminSDHolder: false };
  if (sameAsHolder) return { lasts: 'yes', asAdminSDHolder: true };
  const holder = answerOfHolder();
  if (holder === null) {
    return { lasts: 'unknown', reason: isProtected === 'yes' ? 'adminsdholder-missing' : 'protection-undecided' };
  }
  if (holder.asIs === 'granted' && holder.own === 'granted') return { lasts: 'yes', asAdminSDHolder: true };
  if (isProtected !== 'yes') return { lasts: 'unknown', reason: 'protection-undecided' };
  if (holder.asIs === 'denied' && holder.own === 'denied') return { lasts: 'no' };
  return { lasts: 'unknown', reason: 'adminsdholder-undecided' };
}
