/** What the states of protection mean. */
import type { ProtectionState } from '../result/codes.js';

export const PROTECTION_TEXTS: Readonly<Record<ProtectionState, string>> = {
  none: 'not protected, and without a trace of it',
  normal: "protected, with AdminSDHolder's list and owner",
  pending: 'protected, but not given the list yet: it has no adminCount, and its list or owner is another one',
  tampered: 'protected and marked by an earlier run (adminCount), but its list or owner is another one',
  excluded: 'not protected, because dSHeuristics takes out the operator groups that it is a member of',
  orphaned: 'no member of a protected group, but still without inheritance and with adminCount or the very list',
  'stale-flag': 'no member of a protected group and inheriting again; adminCount is left',
  unknown: 'the evidence does not decide',
};
