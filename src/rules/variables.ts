/**
 * The one table of what rules can read: variables, their fields with types and documentation, and which variables each
 * scope has. The compiler holds it complete against `audit/facts.ts`; CEL is typed from it; docs/rules.md is made of it.
 */
import type {
  AccountFacts,
  DelegationFacts,
  ReachFacts,
  RetrieverFacts,
  Scope,
  ScopeVariables,
  TargetFacts,
  VerdictFacts,
} from '../audit/facts.js';
import type { Access, ReasonCode, Tristate, VerdictCode } from '../audit/result.js';
import type { Field, FieldsOf } from './field.js';

const TRISTATE: Readonly<Record<Tristate, string>> = {
  yes: 'known to be so',
  no: 'known not to be so',
  unknown: 'the evidence does not say',
};

const ACCESS: Readonly<Record<Access, string>> = {
  granted: 'the directory accepts the request',
  denied: 'the directory refuses it',
  unknown: 'the evidence does not decide',
};

const VERDICT: Readonly<Record<VerdictCode, string>> = {
  can: 'accepted, takes effect, and stays so',
  'can-until-sdprop': 'accepted now; the next AdminSDHolder run takes it away',
  'no-effect': 'accepted, but does not do what the operator expects',
  cannot: 'refused',
  unknown: 'the evidence does not decide',
};

const REASON: Readonly<Record<ReasonCode, string>> = {
  'allowed-by-entry': 'an entry allows it',
  'allowed-without-dacl': 'the target has a NULL DACL, which allows everything',
  'allowed-as-adminsdholder': "an entry allows it, and so does AdminSDHolder's list",
  'adminsdholder-will-deny': "AdminSDHolder's list, once put on the target, denies it",
  'password-never-expires': 'DONT_EXPIRE_PASSWD is set',
  'smartcard-required': 'SMARTCARD_REQUIRED is set',
  'trust-account': 'one of the trust-account bits 0x800, 0x1000, 0x2000 is set',
  'denied-by-entry': 'an entry denies it',
  'no-entry': 'no entry allows it',
  'no-entry-inheritance-off': 'no entry allows it, and the target does not inherit',
  'no-entry-for-class': 'the entries that would allow it are for other classes',
  'no-entry-inherit-only': 'the entries that would allow it are inherit-only',
  'empty-dacl': 'the DACL has no entries',
  'descriptor-unreadable': "the target's descriptor was not readable",
  'descriptor-damaged': "the target's descriptor is damaged",
  'dacl-absent': 'the descriptor has no DACL',
  'conditional-entry': 'a conditional entry decides',
  'unresolved-trustee': 'an entry names a trustee whose members are not in the sources',
  'class-unknown': "the target's class was not readable",
  'user-account-control-unreadable': 'userAccountControl was not readable',
  'adminsdholder-missing': 'AdminSDHolder is not in the sources',
  'adminsdholder-undecided': "AdminSDHolder's list does not decide",
  'protection-undecided': 'whether the target is protected is not known',
};

const account: FieldsOf<AccountFacts> = {
  sid: { type: 'string', identifying: true, doc: 'SID.', example: 'S-1-5-21-1000000000-2000000000-3000000000-1601' },
  dn: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name; empty for LocalSystem.',
    example: 'CN=mdiAction,CN=Managed Service Accounts,DC=securelab,DC=local',
  },
  name: { type: 'string', identifying: true, doc: 'DOMAIN\\sAMAccountName.', example: 'SECURELAB\\mdiAction$' },
  kind: {
    type: 'string',
    doc: 'What it is.',
    example: 'gmsa',
    values: {
      gmsa: 'group managed service account',
      smsa: 'standalone managed service account',
      dmsa: 'delegated managed service account',
      user: 'user',
      inetorgperson: 'inetOrgPerson',
      computer: 'computer',
      group: 'group, audited as if by a member of it',
      foreign: 'a principal of another domain',
      'local-system': 'the domain controller itself',
    },
  },
  protected: {
    type: 'string',
    doc: 'Member of the set that AdminSDHolder protects (MS-ADTS 3.1.1.6.1.2), by membership.',
    example: 'no',
    values: TRISTATE,
  },
  groups: {
    type: 'list<string>',
    doc: 'SIDs of its token that come from memberships.',
    example: ['S-1-5-21-1000000000-2000000000-3000000000-1701'],
  },
  primaryGroup: { type: 'int', doc: 'RID of the primary group; 0 where not known.', example: 515 },
  managed: { type: 'bool', doc: 'True where the fields of managed service accounts apply.', example: true },
  passwordInterval: { type: 'int', doc: 'msDS-ManagedPasswordInterval, days; 0 where not readable.', example: 30 },
  encryptionTypesKnown: {
    type: 'bool',
    doc: 'msDS-SupportedEncryptionTypes was readable and set; without it the four fields below say nothing.',
    example: true,
  },
  des: { type: 'bool', doc: 'DES-CBC-CRC or DES-CBC-MD5 is among the encryption types.', example: false },
  rc4: { type: 'bool', doc: 'RC4-HMAC is among the encryption types.', example: false },
  aes128: { type: 'bool', doc: 'AES128-CTS-HMAC-SHA1-96 is among the encryption types.', example: true },
  aes256: { type: 'bool', doc: 'AES256-CTS-HMAC-SHA1-96 is among the encryption types.', example: true },
  retrieversKnown: {
    type: 'bool',
    doc: 'msDS-GroupMSAMembership was readable and set.',
    example: true,
  },
};

const target: FieldsOf<TargetFacts> = {
  sid: { type: 'string', identifying: true, doc: 'SID.', example: 'S-1-5-21-1000000000-2000000000-3000000000-1105' },
  dn: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name.',
    example: 'CN=Ada Byron,OU=Staff,DC=securelab,DC=local',
  },
  name: { type: 'string', identifying: true, doc: 'DOMAIN\\sAMAccountName.', example: 'SECURELAB\\ada' },
  container: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name of the parent.',
    example: 'OU=Staff,DC=securelab,DC=local',
  },
  className: { type: 'string', doc: 'Most specific class, as lDAPDisplayName.', example: 'user' },
  enabled: { type: 'string', doc: 'Not disabled (ACCOUNTDISABLE off).', example: 'yes', values: TRISTATE },
  protected: {
    type: 'string',
    doc: 'Member of the set that AdminSDHolder protects (MS-ADTS 3.1.1.6.1.2), by membership and not by adminCount.',
    example: 'no',
    values: TRISTATE,
  },
  inheritance: {
    type: 'string',
    doc: 'Whether the DACL takes entries from above.',
    example: 'on',
    values: { on: 'inherits', off: 'does not inherit (SE_DACL_PROTECTED)', unknown: 'the descriptor is not readable' },
  },
  adminCount: { type: 'int', doc: 'adminCount; 0 where not set or not readable.', example: 0 },
  matchesAdminSDHolder: {
    type: 'string',
    doc: "The DACL equals that of the domain's AdminSDHolder.",
    example: 'no',
    values: TRISTATE,
  },
  passwordNeverExpires: { type: 'string', doc: 'DONT_EXPIRE_PASSWD is set.', example: 'no', values: TRISTATE },
  smartcardRequired: { type: 'string', doc: 'SMARTCARD_REQUIRED is set.', example: 'no', values: TRISTATE },
};

const verdict: FieldsOf<VerdictFacts> = {
  action: { type: 'string', actionIds: true, doc: 'Id of the action.', example: 'disable' },
  access: { type: 'string', doc: 'What the directory would answer.', example: 'granted', values: ACCESS },
  verdict: { type: 'string', doc: 'The verdict.', example: 'can', values: VERDICT },
  reason: { type: 'string', doc: 'Why.', example: 'allowed-by-entry', values: REASON },
  documentedSet: {
    type: 'string',
    doc: "All rights of the action's documented set are held.",
    example: 'yes',
    values: TRISTATE,
  },
};

const reach: FieldsOf<ReachFacts> = {
  granted: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions whose access is granted.',
    example: ['disable', 'enable'],
  },
  lasting: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions whose verdict is `can`.',
    example: ['disable', 'enable'],
  },
};

const delegation: FieldsOf<DelegationFacts> = {
  holder: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name of the object that holds the entry.',
    example: 'OU=Staff,DC=securelab,DC=local',
  },
  atDomainRoot: { type: 'bool', doc: 'The holder is the head of the domain.', example: false },
  onAdminSDHolder: { type: 'bool', doc: "The holder is the domain's AdminSDHolder object.", example: false },
  index: { type: 'int', identifying: true, doc: "Position in the holder's DACL, from 0.", example: 4 },
  sddl: {
    type: 'string',
    identifying: true,
    doc: 'The entry as SDDL.',
    example:
      '(OA;CIIO;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;S-1-5-21-1000000000-2000000000-3000000000-1701)',
  },
  trustee: {
    type: 'string',
    doc: 'SID of the trustee.',
    example: 'S-1-5-21-1000000000-2000000000-3000000000-1701',
  },
  trusteeName: {
    type: 'string',
    doc: 'Name of the trustee; its SID where no name is known.',
    example: 'SECURELAB\\MDI Action',
  },
  direct: { type: 'bool', doc: 'The trustee is the audited account itself, not a group.', example: false },
  actions: {
    type: 'list<string>',
    actionIds: true,
    doc: 'Ids of the actions for which the entry gives the request itself, or a part of it.',
    example: ['disable', 'enable'],
  },
  rights: {
    type: 'list<string>',
    doc: 'The rights in words.',
    example: ['read userAccountControl', 'write userAccountControl'],
  },
  excess: { type: 'list<string>', doc: "Those of `rights` that no action's documented set holds.", example: [] },
  appliesTo: { type: 'string', doc: 'Class that inherits it (lDAPDisplayName); empty: every class.', example: 'user' },
};

const retriever: FieldsOf<RetrieverFacts> = {
  sid: { type: 'string', identifying: true, doc: 'SID.', example: 'S-1-5-21-1000000000-2000000000-3000000000-1000' },
  dn: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name; empty where the sources have no such object.',
    example: 'CN=DC1,OU=Domain Controllers,DC=securelab,DC=local',
  },
  name: { type: 'string', identifying: true, doc: 'DOMAIN\\sAMAccountName, or the SID.', example: 'SECURELAB\\DC1$' },
  className: { type: 'string', doc: 'Most specific class; empty where not known.', example: 'computer' },
  domainController: { type: 'string', doc: 'It is a domain controller.', example: 'yes', values: TRISTATE },
  through: {
    type: 'string',
    doc: "Name of the entry's trustee through which it may.",
    example: 'SECURELAB\\Domain Controllers',
  },
};

export type VariableName = { [S in Scope]: keyof ScopeVariables[S] }[Scope];

interface Variable {
  readonly doc: string;
  readonly fields: Readonly<Record<string, Field>>;
}

/** The variables, in the order of the reference. */
export const VARIABLES: Readonly<Record<VariableName, Variable>> = {
  account: { doc: 'The account under audit.', fields: { ...account } },
  target: { doc: 'An account that can be acted on.', fields: { ...target } },
  verdict: { doc: 'The outcome of one action of the account on the target.', fields: { ...verdict } },
  reach: { doc: 'The outcomes of all actions of the account on the target.', fields: { ...reach } },
  delegation: {
    doc: 'An entry, written on a container, that gives the account under audit something.',
    fields: { ...delegation },
  },
  retriever: {
    doc: 'A principal that may retrieve the managed password of the account under audit.',
    fields: { ...retriever },
  },
};

interface ScopeEntry<S extends Scope> {
  readonly doc: string;
  /** Every variable of the scope, each once. */
  readonly variables: Readonly<Record<keyof ScopeVariables[S], true>>;
}

const SCOPE_TABLE: { readonly [S in Scope]: ScopeEntry<S> } = {
  account: { doc: 'once for each account under audit', variables: { account: true } },
  target: { doc: 'once for each target, whoever is audited', variables: { target: true } },
  reach: {
    doc: 'once for each account under audit and target',
    variables: { account: true, target: true, reach: true },
  },
  verdict: {
    doc: 'once for each account under audit, target and action',
    variables: { account: true, target: true, verdict: true },
  },
  delegation: {
    doc: 'once for each entry on a container that gives the account under audit something',
    variables: { account: true, delegation: true },
  },
  retriever: {
    doc: "once for each principal that may retrieve the account's managed password",
    variables: { account: true, retriever: true },
  },
};

export const SCOPE_NAMES = Object.keys(SCOPE_TABLE) as readonly Scope[];

/** When rules of a scope are evaluated, in words. */
export function scopeDoc(scope: Scope): string {
  return SCOPE_TABLE[scope].doc;
}

/** The variables that rules of a scope see. */
export function variablesOf(scope: Scope): readonly VariableName[] {
  return Object.keys(SCOPE_TABLE[scope].variables) as VariableName[];
}
