/** A directory written by hand, as a source: for tests of the stages below `sources`. */

import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import type { EvidenceSource } from '../../src/directory/evidence.js';
import type { AccountRecord, AccountStreamRecord, GroupRecord, ModelRecord } from '../../src/directory/records.js';

export const DOMAIN_SID = 'S-1-5-21-10-20-30';
export const DOMAIN_DN = 'DC=example,DC=com';

export const USER_CLASS = 'bf967aba-0de6-11d0-a285-00aa003049e2';
export const INETORGPERSON_CLASS = '4828cc14-1437-45bc-9b07-ad6f015e5f28';
export const COMPUTER_CLASS = 'bf967a86-0de6-11d0-a285-00aa003049e2';
export const USER_ACCOUNT_CONTROL = 'bf967a68-0de6-11d0-a285-00aa003049e2';
export const PWD_LAST_SET = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
export const ACCOUNT_RESTRICTIONS = '4c164200-20c0-11d0-a768-00aa006e0529';
export const RESET_PASSWORD = '00299570-246d-11d0-a768-00aa006e0529';

/** @returns the base64 of a descriptor written as SDDL */
export function sd(sddl: string): string {
  return Buffer.from(encodeSecurityDescriptor(parseSddl(sddl, { domainSid: DOMAIN_SID }))).toString('base64');
}

export const SECURITY = 0x80000000 | 0;
export const GLOBAL = SECURITY | 2;
export const DOMAIN_LOCAL = SECURITY | 4;
export const UNIVERSAL = SECURITY | 8;
export const BUILTIN = SECURITY | 5;

const SCHEMA: readonly ModelRecord[] = [
  {
    t: 'class',
    name: 'top',
    guid: 'bf967ab7-0de6-11d0-a285-00aa003049e2',
    parent: 'top',
    category: 2,
    auxiliary: [],
    attributes: [],
  },
  {
    t: 'class',
    name: 'person',
    guid: 'bf967aa7-0de6-11d0-a285-00aa003049e2',
    parent: 'top',
    category: 0,
    auxiliary: [],
    attributes: [],
  },
  { t: 'class', name: 'user', guid: USER_CLASS, parent: 'person', category: 1, auxiliary: [], attributes: [] },
  {
    t: 'class',
    name: 'inetOrgPerson',
    guid: INETORGPERSON_CLASS,
    parent: 'user',
    category: 1,
    auxiliary: [],
    attributes: [],
  },
  { t: 'class', name: 'computer', guid: COMPUTER_CLASS, parent: 'user', category: 1, auxiliary: [], attributes: [] },
  { t: 'attribute', name: 'userAccountControl', guid: USER_ACCOUNT_CONTROL, set: ACCOUNT_RESTRICTIONS },
  { t: 'attribute', name: 'pwdLastSet', guid: PWD_LAST_SET, set: ACCOUNT_RESTRICTIONS },
  { t: 'attribute', name: 'description', guid: 'bf967950-0de6-11d0-a285-00aa003049e2' },
  {
    t: 'right',
    name: 'User-Force-Change-Password',
    displayName: 'Reset Password',
    guid: RESET_PASSWORD,
    validAccesses: 0x100,
    appliesTo: [],
  },
  {
    t: 'right',
    name: 'User-Account-Restrictions',
    displayName: 'Account Restrictions',
    guid: ACCOUNT_RESTRICTIONS,
    validAccesses: 0x30,
    appliesTo: [],
  },
];

export const CLASS_LISTS = [
  ['top', 'person', 'user'],
  ['top', 'person', 'user', 'inetOrgPerson'],
  ['top', 'person', 'user', 'computer'],
  ['top', 'container'],
] as const;

/** Numbers as tests write them: which list they are positions of is plain from where they stand. */
export type Plain<T> = T extends number
  ? number
  : T extends readonly (infer Item)[]
    ? readonly Plain<Item>[]
    : T extends object
      ? { readonly [Key in keyof T]: Plain<T[Key]> }
      : T;

export interface Written {
  readonly groups?: readonly Plain<Omit<GroupRecord, 't'>>[];
  readonly foreign?: readonly { readonly s: Sid; readonly m: readonly number[] }[];
  readonly accounts?: readonly Plain<Omit<AccountRecord, 't'>>[];
  readonly descriptors?: readonly string[];
  readonly more?: readonly Plain<ModelRecord>[];
  readonly dSHeuristics?: string | null;
  /** Number of the descriptor of AdminSDHolder; absent: not in the sources. */
  readonly adminSDHolder?: number;
}

/** Containers: 0 the domain, 1 CN=System, 2 CN=AdminSDHolder, 3 OU=Staff, 4 CN=Builtin. */
export function memorySource(written: Written): EvidenceSource {
  const model: Plain<ModelRecord>[] = [
    ...SCHEMA,
    { t: 'forest', dSHeuristics: written.dSHeuristics ?? null },
    { t: 'domain', dn: DOMAIN_DN, dnsName: 'example.com', netbiosName: 'EXAMPLE', sid: DOMAIN_SID },
    ...CLASS_LISTS.map((names): Plain<ModelRecord> => ({ t: 'classes', names })),
    ...(written.descriptors ?? []).map((sddl): Plain<ModelRecord> => ({ t: 'sd', b: sd(sddl) })),
    { t: 'container', dn: DOMAIN_DN, c: 3, d: 0 },
    { t: 'container', dn: `CN=System,${DOMAIN_DN}`, p: 0, c: 3 },
    written.adminSDHolder === undefined
      ? { t: 'container', dn: `CN=Other,CN=System,${DOMAIN_DN}`, p: 1, c: 3 }
      : { t: 'container', dn: `CN=AdminSDHolder,CN=System,${DOMAIN_DN}`, p: 1, c: 3, d: written.adminSDHolder },
    { t: 'container', dn: `OU=Staff,${DOMAIN_DN}`, p: 0, c: 3, d: 0 },
    { t: 'container', dn: `CN=Builtin,${DOMAIN_DN}`, p: 0, c: 3 },
    ...(written.groups ?? []).map((group): Plain<ModelRecord> => ({ t: 'group', ...group })),
    ...(written.foreign ?? []).map(
      ({ s, m }): Plain<ModelRecord> => ({
        t: 'foreign',
        dn: `CN=${s},CN=ForeignSecurityPrincipals,${DOMAIN_DN}`,
        s,
        m,
      }),
    ),
    ...(written.more ?? []),
  ];
  const accounts = (written.accounts ?? []).map((account) => ({ t: 'account', ...account }) as AccountStreamRecord);
  return {
    sources: [{ name: 'memory', kind: 'ldif', sha256: '0'.repeat(64), collectedAt: null, server: null }],
    async *model() {
      yield model as readonly ModelRecord[];
    },
    async *accounts() {
      yield accounts;
    },
    async close() {},
  };
}

/** A group of the domain, in OU=Staff. */
export function group(
  rid: number,
  name: string,
  gt: number,
  memberOf: readonly number[] = [],
  more: Plain<Partial<GroupRecord>> = {},
) {
  return {
    dn: `CN=${name},OU=Staff,${DOMAIN_DN}`,
    p: 3,
    s: `${DOMAIN_SID}-${rid}` as Sid,
    n: name,
    gt,
    m: memberOf,
    ...more,
  };
}

/** A user in OU=Staff. */
export function user(rid: number, name: string, more: Plain<Partial<AccountRecord>> = {}) {
  return { r: `CN=${name}`, p: 3, c: 0, s: `${DOMAIN_SID}-${rid}` as Sid, n: name, f: 0x200, pg: 513, ...more };
}
