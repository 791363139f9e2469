/** The enumerations of a result, each as one list: types, published schemas and texts are made from these. */

/** What the directory would answer to the request itself. */
export const ACCESS_CODES = ['granted', 'denied', 'unknown'] as const;
export type Access = (typeof ACCESS_CODES)[number];

/** In the order in which reports show them: from the best answer to the missing one. */
export const VERDICT_CODES = ['can', 'can-until-sdprop', 'no-effect', 'cannot', 'unknown'] as const;
export type VerdictCode = (typeof VERDICT_CODES)[number];

/** Why a verdict is what it is, by verdict, in the order in which reports show them; the texts are in `words/reasons.ts`. */
export const REASON_CODES = [
  // can
  'allowed-by-entry',
  'allowed-as-owner',
  'allowed-without-dacl',
  'allowed-as-adminsdholder',
  // can-until-sdprop
  'adminsdholder-will-deny',
  // no-effect
  'password-never-expires',
  'smartcard-required',
  'trust-account',
  // cannot
  'denied-by-entry',
  'no-entry',
  'no-entry-inheritance-off',
  'no-entry-for-class',
  'no-entry-inherit-only',
  'empty-dacl',
  'trust-refuses-logon',
  // unknown
  'descriptor-unreadable',
  'descriptor-damaged',
  'dacl-absent',
  'conditional-entry',
  'unresolved-trustee',
  'class-unknown',
  'user-account-control-unreadable',
  'adminsdholder-missing',
  'adminsdholder-undecided',
  'protection-undecided',
  'logon-undecided',
] as const;
export type ReasonCode = (typeof REASON_CODES)[number];

/** Reasons that a rule file may give for a request that is accepted and yet does nothing. */
export const NO_EFFECT_REASONS = [
  'password-never-expires',
  'smartcard-required',
  'trust-account',
] as const satisfies readonly ReasonCode[];
export type NoEffectReason = (typeof NO_EFFECT_REASONS)[number];

/** What an answer of the access control list leaves out; changes no verdict. The texts are in `words/reasons.ts`. */
export const CAVEAT_CODES = [
  'read-right-missing',
  'platform-may-refuse',
  'random-password-instead',
  'retained-flag-needs-right',
  'retained-flag-needs-privilege',
  'reset-forces-change',
  'already-so',
] as const;
export type CaveatCode = (typeof CAVEAT_CODES)[number];

/** What a right on an object is good for, beyond the actions; the most first. The texts are in `words/powers.ts`. */
export const POWER_CODES = [
  'full-control',
  'write-dac',
  'write-owner',
  'write-all-properties',
  'all-extended-rights',
  'replicate-secrets',
  'reset-password',
  'write-members',
  'add-self',
  'write-key-credential',
  'write-allowed-to-act',
  'write-spn',
  'write-alt-security-identities',
  'write-password-readers',
  'write-succession',
  'read-local-admin-password',
  'link-group-policy',
  'create-delegated-account',
  'write-group-policy',
  'create-group-policy',
  'write-certificate-template',
  'create-certificate-template',
  'write-certificate-authority',
  'create-any-child',
  'delete-any-child',
  'delete',
  'delete-tree',
] as const;
export type PowerCode = (typeof POWER_CODES)[number];

/** Parts of a forest that give power over its accounts; empty: any other. */
export const AREA_CODES = ['', 'group-policy', 'dns', 'certificate-services', 'schema', 'configuration'] as const;
export type AreaCode = (typeof AREA_CODES)[number];

/** How an account stands to AdminSDHolder; `none`: it is not protected and bears no trace of it. */
export const PROTECTION_STATES = [
  'none',
  'normal',
  'pending',
  'tampered',
  'excluded',
  'orphaned',
  'stale-flag',
  'unknown',
] as const;
export type ProtectionState = (typeof PROTECTION_STATES)[number];

/** What is missing where the state is not known: whether it is a member, its descriptor, AdminSDHolder's. */
export type ProtectionWhy = '' | 'membership' | 'descriptor' | 'adminsdholder';

/** Worst first. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

export const ACCOUNT_KINDS = [
  'gmsa',
  'smsa',
  'dmsa',
  'user',
  'inetorgperson',
  'computer',
  'group',
  'foreign',
  'local-system',
] as const;
export type AccountKind = (typeof ACCOUNT_KINDS)[number];

export const SOURCE_KINDS = ['ldap', 'snapshot', 'ldif', 'adexplorer'] as const;
export type SourceKind = (typeof SOURCE_KINDS)[number];

/** Whether a descriptor takes entries over from above (SE_DACL_PROTECTED off). */
export const INHERITANCE_STATES = ['on', 'off', 'unknown'] as const;
export type InheritanceState = (typeof INHERITANCE_STATES)[number];

/** What became of a finding: it counts, somebody accepted it, or a former result had it already. */
export const FINDING_STATUSES = ['open', 'suppressed', 'baseline'] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** What kind of account the rules are for: Defender for Identity's action account, or any account with delegated rights. */
export const PROFILES = ['mdi-action-account', 'delegated-account'] as const;
export type Profile = (typeof PROFILES)[number];

/** What a rule is evaluated on (`facts/`). */
export const RULE_SCOPES = [
  'account',
  'delegation',
  'target',
  'reach',
  'verdict',
  'retriever',
  'membership',
  'grant',
  'possibleGrant',
  'domain',
  'population',
  'coverage',
  'hole',
  'takeover',
  'mode',
  'question',
  'entry',
  'deleted',
] as const;
