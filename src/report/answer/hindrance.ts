/** What keeps an account from acting, whatever it was granted. */
import type { Digest } from '../digest.js';

const DISABLED = 'ADR-ACCOUNT-DISABLED';

/** By the rule that found it. */
const CANNOT_ACT: Readonly<Record<string, string>> = {
  [DISABLED]: 'the account itself is disabled',
  'ADR-ACCOUNT-NOT-CONFIGURED': 'the portal names other accounts',
};

/** @returns in words; null where no rule found anything */
export function hindranceOf(digest: Digest, sid: string): string | null {
  const rule = Object.keys(CANNOT_ACT).find((id) => found(digest, sid, id));
  return rule === undefined ? null : CANNOT_ACT[rule]!;
}

/** Whether the account under audit is found to be disabled itself. */
export function isDisabled(digest: Digest, sid: string): boolean {
  return found(digest, sid, DISABLED);
}

/** Of whatever status: accepted or known, it is still so. */
function found({ findingTotals }: Digest, sid: string, rule: string): boolean {
  return findingTotals.get(sid)?.rules.has(rule) ?? false;
}
