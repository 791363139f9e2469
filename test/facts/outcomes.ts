/** A profile of targets with outcomes of every kind, as an evaluator makes it, and its facts. */
import type { FactProfile } from '../../src/facts/scope.js';
import type { TargetFacts } from '../../src/facts/target.js';
import type { Outcome } from '../../src/result/audit.js';

const outcome = (action: string, more: Partial<Outcome>): Outcome => ({
  action,
  access: 'granted',
  verdict: 'can',
  reason: 'allowed-by-entry',
  documentedSet: true,
  ace: null,
  caveats: [],
  ...more,
});

export const PROFILE: FactProfile = {
  container: 'OU=Staff,DC=example,DC=com',
  flags: 0x200,
  isAccount: true,
  kind: 'user',
  hasSpn: false,
  state: { className: 'user', enabled: 'yes', protected: 'no', inheritance: 'on', adminCount: null },
  matchesAdminSDHolder: 'unknown',
  matchesOwner: 'unknown',
  protection: { state: 'none', why: '', nextRun: 'nothing' },
  outcomes: [
    outcome('lasts', {}),
    outcome('for-now', { verdict: 'can-until-sdprop', reason: 'adminsdholder-will-deny', documentedSet: false }),
    outcome('refused', { access: 'denied', verdict: 'cannot', reason: 'no-entry', documentedSet: false }),
    outcome('idle', { verdict: 'no-effect', reason: 'trust-account' }),
    outcome('open', { access: 'unknown', verdict: 'unknown', reason: 'unresolved-trustee', documentedSet: null }),
  ],
};

export const TARGET: TargetFacts = {
  sid: '',
  dn: '',
  name: '',
  container: 'OU=Staff,DC=example,DC=com',
  className: 'user',
  isAccount: true,
  kind: 'user',
  servicePrincipal: 'no',
  domainController: 'no',
  trustAccount: 'no',
  enabled: 'yes',
  protected: 'no',
  inheritance: 'on',
  adminCount: 0,
  matchesAdminSDHolder: 'unknown',
  protection: 'none',
  protectionWhy: '',
  nextRun: 'nothing',
  passwordNeverExpires: 'no',
  smartcardRequired: 'no',
};

export const IDENTITY = { sid: 'S-1-5-21-1-2-3-1000', dn: 'CN=x', name: 'EXAMPLE\\x' };
