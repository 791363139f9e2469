/**
 * The values that rule conditions see, by scope. Every field is documented here; the rule reference is generated from
 * it. Absent values are never an empty guess: three-valued fields say `unknown`.
 */
import type { AccountKind, Tristate } from '../result/audit.js';

/** `account`: the audited account (scopes account, delegation, reach, verdict, retriever). */
export interface AccountFacts {
  readonly sid: string;
  /** Empty for LocalSystem. */
  readonly dn: string;
  readonly name: string;
  readonly kind: AccountKind;
  /** Member of the set that AdminSDHolder protects. */
  readonly protected: Tristate;
  /** SIDs of its token that come from memberships. */
  readonly groups: readonly string[];
  /** RID of the primary group; 0 where unknown. */
  readonly primaryGroup: number;
  /** True where the managed-service-account fields below apply. */
  readonly managed: boolean;
  /** msDS-ManagedPasswordInterval in days; 0 where not readable. */
  readonly passwordInterval: number;
  /** msDS-SupportedEncryptionTypes was readable and set. */
  readonly encryptionTypesKnown: boolean;
  readonly des: boolean;
  readonly rc4: boolean;
  readonly aes128: boolean;
  readonly aes256: boolean;
  /** msDS-GroupMSAMembership was readable and set. */
  readonly retrieversKnown: boolean;
}

/** `target`: an account that can be acted on (scopes target, reach, verdict). */
export interface TargetFacts {
  readonly sid: string;
  readonly dn: string;
  readonly name: string;
  /** DN of the parent. */
  readonly container: string;
  readonly className: string;
  readonly enabled: Tristate;
  readonly protected: Tristate;
  readonly inheritance: 'on' | 'off' | 'unknown';
  /** 0 where not set or not readable. */
  readonly adminCount: number;
  /** DACL equal to AdminSDHolder's. */
  readonly matchesAdminSDHolder: Tristate;
  readonly passwordNeverExpires: Tristate;
  readonly smartcardRequired: Tristate;
}

/** `verdict`: one outcome (scope verdict). */
export interface VerdictFacts {
  readonly action: string;
  readonly access: string;
  readonly verdict: string;
  readonly reason: string;
  readonly documentedSet: Tristate;
}

/** `reach`: all outcomes of one account on one target (scope reach). */
export interface ReachFacts {
  /** Ids of the actions whose access is granted. */
  readonly granted: readonly string[];
  /** Ids of the actions whose verdict is `can`. */
  readonly lasting: readonly string[];
}

/** `delegation`: an entry written on a container that gives the audited account something (scope delegation). */
export interface DelegationFacts {
  /** DN of the object that holds the entry. */
  readonly holder: string;
  readonly atDomainRoot: boolean;
  /** The holder is the domain's AdminSDHolder object. */
  readonly onAdminSDHolder: boolean;
  readonly index: number;
  readonly sddl: string;
  readonly trustee: string;
  readonly trusteeName: string;
  /** The trustee is the audited account itself, not a group. */
  readonly direct: boolean;
  /** Ids of the actions for which the entry gives the request itself, or a part of it. */
  readonly actions: readonly string[];
  /** Rights in words, for example `write pwdLastSet`. */
  readonly rights: readonly string[];
  /** Those of `rights` that no action's documented set holds. */
  readonly excess: readonly string[];
  /** Class that inherits it (lDAPDisplayName); empty: every class. */
  readonly appliesTo: string;
}

/** `retriever`: a principal that may retrieve the managed password of the audited account (scope retriever). */
export interface RetrieverFacts {
  readonly sid: string;
  readonly dn: string;
  readonly name: string;
  readonly className: string;
  readonly domainController: Tristate;
  /** Name of the entry's trustee through which it may. */
  readonly through: string;
}

/** The variables of each scope. */
export interface ScopeVariables {
  readonly account: { readonly account: AccountFacts };
  readonly target: { readonly target: TargetFacts };
  readonly reach: { readonly account: AccountFacts; readonly target: TargetFacts; readonly reach: ReachFacts };
  readonly verdict: { readonly account: AccountFacts; readonly target: TargetFacts; readonly verdict: VerdictFacts };
  readonly delegation: { readonly account: AccountFacts; readonly delegation: DelegationFacts };
  readonly retriever: { readonly account: AccountFacts; readonly retriever: RetrieverFacts };
}

export type Scope = keyof ScopeVariables;
