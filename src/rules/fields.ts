/** The fields that rules can read, with types and docs: the compiler holds them complete, docs/rules.md is made of them. */
import type { AccountFacts } from '../facts/account-facts.js';
import type { DelegationFacts } from '../facts/delegation.js';
import type { MembershipFacts } from '../facts/membership.js';
import type { TargetFacts } from '../facts/target.js';
import type { VerdictFacts } from '../facts/verdict.js';
import type { Access, Tristate } from '../result/audit.js';
import { PROTECTION_TEXTS } from '../words/protection.js';
import { REASON_TEXTS, VERDICT_TEXTS } from '../words/reasons.js';
import { accountTraits } from './account-trait-fields.js';
import type { FieldsOf } from './field.js';

export const TRISTATE: Readonly<Record<Tristate, string>> = {
  yes: 'known to be so',
  no: 'known not to be so',
  unknown: 'the evidence does not say',
};

const ACCESS: Readonly<Record<Access, string>> = {
  granted: 'the directory accepts the request',
  denied: 'the directory refuses it',
  unknown: 'the evidence does not decide',
};

/** The codes with their short labels. */
function labels<K extends string>(texts: Readonly<Record<K, { readonly label: string }>>): Readonly<Record<K, string>> {
  const entries = Object.entries<{ readonly label: string }>(texts).map(([code, { label }]) => [code, label]);
  return Object.fromEntries(entries) as Record<K, string>;
}

export const account: FieldsOf<AccountFacts> = {
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
  powerfulGroups: {
    type: 'list<string>',
    doc: 'Groups of its token that bring much power and are not among those that AdminSDHolder protects: DnsAdmins, Cert Publishers, Group Policy Creator Owners, Key Admins and their like.',
    example: [],
  },
  aesByDefault: {
    type: 'string',
    doc: 'An account without msDS-SupportedEncryptionTypes gets AES only, as the question aes-by-default was answered.',
    example: 'unknown',
    values: TRISTATE,
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
  ...accountTraits,
};

export const target: FieldsOf<TargetFacts> = {
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
  isAccount: {
    type: 'bool',
    doc: 'Its class is `user`, or derived from it; what is no account is a target only of actions that name its class.',
    example: true,
  },
  kind: {
    type: 'string',
    doc: 'What kind of account its classes make it.',
    example: 'user',
    values: {
      user: 'user',
      inetorgperson: 'inetOrgPerson',
      computer: 'computer',
      gmsa: 'group managed service account',
      smsa: 'standalone managed service account',
      dmsa: 'delegated managed service account',
      other: 'no account',
    },
  },
  servicePrincipal: {
    type: 'string',
    doc: 'It has service principal names: a program runs as this account.',
    example: 'no',
    values: TRISTATE,
  },
  domainController: {
    type: 'string',
    doc: 'It is a domain controller, a read-only one too.',
    example: 'no',
    values: TRISTATE,
  },
  trustAccount: { type: 'string', doc: 'INTERDOMAIN_TRUST_ACCOUNT is set.', example: 'no', values: TRISTATE },
  enabled: {
    type: 'string',
    doc: 'Not disabled (ACCOUNTDISABLE off); what is no account is not disabled.',
    example: 'yes',
    values: TRISTATE,
  },
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
  protection: {
    type: 'string',
    doc: 'How it stands to AdminSDHolder (docs/concepts.md).',
    example: 'none',
    values: PROTECTION_TEXTS,
  },
  protectionWhy: {
    type: 'string',
    doc: 'What is not known where `protection` is `unknown`.',
    example: '',
    values: {
      '': 'the state is known',
      membership: 'whether it belongs to the protected set',
      descriptor: 'its own descriptor',
      adminsdholder: "AdminSDHolder's descriptor",
    },
  },
  nextRun: {
    type: 'string',
    doc: 'What the next run of the AdminSDHolder task would change of its descriptor.',
    example: 'nothing',
    values: {
      nothing: 'nothing',
      list: "everything: AdminSDHolder's list and owner",
      owner: 'the owner alone',
      unknown: 'the evidence does not say',
    },
  },
  passwordNeverExpires: { type: 'string', doc: 'DONT_EXPIRE_PASSWD is set.', example: 'no', values: TRISTATE },
  smartcardRequired: { type: 'string', doc: 'SMARTCARD_REQUIRED is set.', example: 'no', values: TRISTATE },
};

export const verdict: FieldsOf<VerdictFacts> = {
  action: { type: 'string', actionIds: true, doc: 'Id of the action.', example: 'disable' },
  access: { type: 'string', doc: 'What the directory would answer.', example: 'granted', values: ACCESS },
  verdict: { type: 'string', doc: 'The verdict (docs/reasons.md).', example: 'can', values: labels(VERDICT_TEXTS) },
  reason: { type: 'string', doc: 'Why (docs/reasons.md).', example: 'allowed-by-entry', values: labels(REASON_TEXTS) },
  documentedSet: {
    type: 'string',
    doc: "All rights of the action's documented set are held.",
    example: 'yes',
    values: TRISTATE,
  },
};

export const delegation: FieldsOf<DelegationFacts> = {
  holder: {
    type: 'string',
    identifying: true,
    doc: 'Distinguished name of the object that holds the entry; the first by name where several do.',
    example: 'OU=Staff,DC=securelab,DC=local',
  },
  objects: { type: 'int', doc: 'How many objects hold the same entry.', example: 1 },
  where: {
    type: 'list<string>',
    identifying: true,
    doc: 'The first 20 of them by name.',
    example: ['OU=Staff,DC=securelab,DC=local'],
  },
  atDomainRoot: { type: 'bool', doc: 'The holder is the head of the domain.', example: false },
  onAdminSDHolder: { type: 'bool', doc: "The holder is the domain's AdminSDHolder object.", example: false },
  index: { type: 'int', identifying: true, doc: "Position in the holder's DACL, from 0.", example: 4 },
  identity: {
    type: 'string',
    identifying: true,
    doc: 'What the entry says, by GUIDs and SIDs, with the domain whose head or AdminSDHolder holds it: the same while the entry is the same.',
    example:
      '(OA;CIIO;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;bf967aba-0de6-11d0-a285-00aa003049e2;S-1-5-21-1000000000-2000000000-3000000000-1701)',
  },
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
  through: {
    type: 'string',
    doc: 'Name of the privileged group through which the trustee is in the token (scope membership); empty: none.',
    example: '',
  },
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
  inheritOnly: { type: 'bool', doc: 'It is for objects below only, not for the one that holds it.', example: false },
  byDefault: {
    type: 'bool',
    doc: 'Windows itself puts the entry there: on every new object of the class, or on this well-known object.',
    example: false,
  },
  default: {
    type: 'string',
    doc: "The same. `unknown`: the trustee is one of Windows' own, and no source tells what Windows puts there in every version.",
    example: 'no',
    values: TRISTATE,
  },
};

export const membership: FieldsOf<MembershipFacts> = {
  group: { type: 'string', doc: 'SID of the group.', example: 'S-1-5-21-1000000000-2000000000-3000000000-512' },
  groupName: { type: 'string', doc: 'Name of the group.', example: 'SECURELAB\\Domain Admins' },
  path: {
    type: 'list<string>',
    doc: 'From the account to the group, names.',
    example: ['SECURELAB\\mdiAction$', 'SECURELAB\\MDI Action', 'SECURELAB\\Domain Admins'],
  },
  entries: {
    type: 'int',
    doc: "Different entries of objects' own, and ownerships, that give the account something because of it.",
    example: 141,
  },
  objects: { type: 'int', doc: 'On how many objects, once for each of those entries.', example: 2310 },
  tierZero: {
    type: 'int',
    doc: 'Of those, on objects that stand for the whole domain: what AdminSDHolder protects, domain controllers and what is above them, AdminSDHolder and the head of the domain.',
    example: 38,
  },
};
