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

/** What to do about accounts of a state; empty: nothing. */
export const PROTECTION_ADVICE: Readonly<Record<ProtectionState, string>> = {
  none: '',
  normal: 'Use another procedure for these: delegations on organisational units do not reach them.',
  pending:
    'Read it again after two hours: by then the task has run. If nothing has changed, look at the domain controller that holds the PDC emulator role.',
  tampered:
    'Find out who changed the list or the owner (event 5136), or whether AdminSDHolder itself was changed. Read it again after two hours.',
  excluded: 'Empty the operator groups, or set the 16th character of dSHeuristics back to 0.',
  orphaned:
    'Confirm that it is no administrator. Then switch inheritance on again, put the default entries of its class in place, and clear adminCount.',
  'stale-flag': 'Clear adminCount once it is confirmed that it is no administrator.',
  unknown: 'Complete the evidence: its groups, its list, or AdminSDHolder could not be read.',
};
