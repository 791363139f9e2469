/** Scope `target`: an account that can be acted on, whoever acts. */
import type { TargetKind } from '../directory/account-kind.js';
import type { ProtectionState, ProtectionWhy } from '../result/codes.js';
import type { Tristate } from '../result/tristate.js';
import { hasFlag, UserAccountControl } from '../verdicts/target.js';
import { type FactProfile, type FactScope, withIdentity } from './scope.js';

/** `target`: what can be acted on (scopes target, reach, verdict). */
export interface TargetFacts {
  readonly sid: string;
  readonly dn: string;
  readonly name: string;
  /** DN of the parent. */
  readonly container: string;
  readonly className: string;
  /** Its class is `user`, or derived from it. */
  readonly isAccount: boolean;
  /** What kind of account its classes make it. */
  readonly kind: TargetKind;
  /** It has service principal names. */
  readonly servicePrincipal: Tristate;
  /** A domain controller, read-only ones too. */
  readonly domainController: Tristate;
  /** It stands for another domain in a trust: nobody logs on with it (INTERDOMAIN_TRUST_ACCOUNT, MS-ADTS 2.2.16). */
  readonly trustAccount: Tristate;
  readonly enabled: Tristate;
  readonly protected: Tristate;
  readonly inheritance: 'on' | 'off' | 'unknown';
  /** 0 where not set or not readable. */
  readonly adminCount: number;
  /** DACL equal to AdminSDHolder's. */
  readonly matchesAdminSDHolder: Tristate;
  /** How it stands to AdminSDHolder. */
  readonly protection: ProtectionState;
  readonly protectionWhy: ProtectionWhy;
  /** What the next run of the AdminSDHolder task would change of its descriptor. */
  readonly nextRun: 'nothing' | 'list' | 'owner' | 'unknown';
  readonly passwordNeverExpires: Tristate;
  readonly smartcardRequired: Tristate;
}

const CONTROLLER = UserAccountControl.ServerTrustAccount | UserAccountControl.PartialSecretsAccount;

/** The facts of a profile of target; its identity is empty. */
export function targetFacts(profile: FactProfile): TargetFacts {
  const { container, state, matchesAdminSDHolder, flags, isAccount, kind, hasSpn, protection } = profile;
  return {
    sid: '',
    dn: '',
    name: '',
    container,
    className: state.className,
    isAccount,
    kind,
    servicePrincipal: hasSpn === null ? 'unknown' : hasSpn ? 'yes' : 'no',
    domainController: hasFlag(flags, CONTROLLER),
    trustAccount: hasFlag(flags, UserAccountControl.InterdomainTrustAccount),
    enabled: state.enabled,
    protected: state.protected,
    inheritance: state.inheritance,
    adminCount: state.adminCount ?? 0,
    matchesAdminSDHolder,
    protection: protection.state,
    protectionWhy: protection.why,
    nextRun: protection.nextRun,
    passwordNeverExpires: hasFlag(flags, UserAccountControl.DontExpirePassword),
    smartcardRequired: hasFlag(flags, UserAccountControl.SmartcardRequired),
  };
}

export const targetScope: FactScope<{ readonly target: TargetFacts }> = {
  once: true,
  profiles: { accountsOnly: true, of: (_, profile) => [{ target: targetFacts(profile) }], named: withIdentity },
};
