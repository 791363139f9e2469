/** A directory written by hand, as a source: for tests of the stages below `sources`. */

import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';
import type { RecordSource, Store } from '../../src/directory/record-source.js';
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
    type: 'class',
    name: 'top',
    guid: 'bf967ab7-0de6-11d0-a285-00aa003049e2',
    parent: 'top',
    category: 2,
    auxiliary: [],
    attributes: [],
  },
  {
    type: 'class',
    name: 'person',
    guid: 'bf967aa7-0de6-11d0-a285-00aa003049e2',
    parent: 'top',
    category: 0,
    auxiliary: [],
    attributes: [],
  },
  { type: 'class', name: 'user', guid: USER_CLASS, parent: 'person', category: 1, auxiliary: [], attributes: [] },
  {
    type: 'class',
    name: 'inetOrgPerson',
    guid: INETORGPERSON_CLASS,
    parent: 'user',
    category: 1,
    auxiliary: [],
    attributes: [],
  },
  { type: 'class', name: 'computer', guid: COMPUTER_CLASS, parent: 'user', category: 1, auxiliary: [], attributes: [] },
  { type: 'attribute', name: 'userAccountControl', guid: USER_ACCOUNT_CONTROL, set: ACCOUNT_RESTRICTIONS },
  { type: 'attribute', name: 'pwdLastSet', guid: PWD_LAST_SET, set: ACCOUNT_RESTRICTIONS },
  { type: 'attribute', name: 'description', guid: 'bf967950-0de6-11d0-a285-00aa003049e2' },
  {
    type: 'right',
    name: 'User-Force-Change-Password',
    displayName: 'Reset Password',
    guid: RESET_PASSWORD,
    validAccesses: 0x100,
    appliesTo: [],
  },
  {
    type: 'right',
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
  readonly groups?: readonly Plain<Omit<GroupRecord, 'type'>>[];
  readonly foreign?: readonly { readonly sid: Sid; readonly memberOf: readonly number[] }[];
  readonly accounts?: readonly Plain<Omit<AccountRecord, 'type'>>[];
  readonly descriptors?: readonly string[];
  readonly more?: readonly Plain<ModelRecord>[];
  readonly dSHeuristics?: string | null;
  /** Number of the descriptor of AdminSDHolder; absent: not in the sources. */
  readonly adminSDHolder?: number | undefined;
  /** Only the groups that are written: as of a part of a domain. */
  readonly part?: true;
}

/** Containers: 0 the domain, 1 CN=System, 2 CN=AdminSDHolder, 3 OU=Staff, 4 CN=Builtin. */
export function memorySource(written: Written): RecordSource {
  const model: Plain<ModelRecord>[] = [
    ...SCHEMA,
    { type: 'forest', dSHeuristics: written.dSHeuristics ?? null },
    { type: 'domain', dn: DOMAIN_DN, dnsName: 'example.com', netbiosName: 'EXAMPLE', sid: DOMAIN_SID },
    ...CLASS_LISTS.map((names): Plain<ModelRecord> => ({ type: 'classes', names })),
    ...(written.descriptors ?? []).map((sddl): Plain<ModelRecord> => ({ type: 'descriptor', base64: sd(sddl) })),
    { type: 'container', dn: DOMAIN_DN, classes: 3, descriptor: 0 },
    { type: 'container', dn: `CN=System,${DOMAIN_DN}`, parent: 0, classes: 3 },
    written.adminSDHolder === undefined
      ? { type: 'container', dn: `CN=Other,CN=System,${DOMAIN_DN}`, parent: 1, classes: 3 }
      : {
          type: 'container',
          dn: `CN=AdminSDHolder,CN=System,${DOMAIN_DN}`,
          parent: 1,
          classes: 3,
          descriptor: written.adminSDHolder,
        },
    { type: 'container', dn: `OU=Staff,${DOMAIN_DN}`, parent: 0, classes: 3, descriptor: 0 },
    { type: 'container', dn: `CN=Builtin,${DOMAIN_DN}`, parent: 0, classes: 3 },
    ...(written.groups ?? []).map((group): Plain<ModelRecord> => ({ type: 'group', ...group })),
    ...(written.part ? [] : ALWAYS_THERE)
      .filter(({ sid }) => !written.groups?.some((group) => group.sid === sid))
      .map((group): Plain<ModelRecord> => ({ type: 'group', ...group })),
    ...(written.foreign ?? []).map(
      ({ sid, memberOf }): Plain<ModelRecord> => ({
        type: 'foreign',
        dn: `CN=${sid},CN=ForeignSecurityPrincipals,${DOMAIN_DN}`,
        sid,
        memberOf,
      }),
    ),
    ...(written.more ?? []),
  ];
  return recordSource(
    model,
    (written.accounts ?? []).map((account) => ({ type: 'account', ...account })),
  );
}

/** What a test does not speak of is known: members of groups were shown, and nobody was called anything else before. */
function asRead<R extends Plain<ModelRecord> | Plain<AccountStreamRecord>>(record: R): R {
  switch (record.type) {
    case 'group':
      return { membersRead: 'yes', sidHistory: [], ...record };
    case 'account':
      return { sidHistory: [], ...record };
    default:
      return record;
  }
}

/** A source of exactly these records: for directories that are not the one domain of `memorySource`. */
export function recordSource(
  model: readonly Plain<ModelRecord>[],
  accounts: readonly Plain<AccountStreamRecord>[] = [],
): RecordSource {
  return {
    sources: [{ name: 'memory', kind: 'ldif', sha256: '0'.repeat(64), collectedAt: null, server: null }],
    async *model() {
      yield model.map(asRead) as readonly ModelRecord[];
    },
    async *accounts() {
      yield accounts.map(asRead) as readonly AccountStreamRecord[];
    },
    store: memoryStore,
    async close() {},
  };
}

/** What stands in for a file. */
export function memoryStore(): Store {
  const pieces: Uint8Array[] = [];
  let size = 0;
  return {
    get size() {
      return size;
    },
    append(bytes) {
      pieces.push(bytes);
      size += bytes.length;
    },
    read: (offset, length) => Buffer.concat(pieces).subarray(offset, offset + length),
  };
}

/** A source without the records of a type, as of an export that lacks them. */
export function without(source: RecordSource, type: ModelRecord['type']): RecordSource {
  return {
    ...source,
    async *model() {
      for await (const batch of source.model()) yield batch.filter((record) => record.type !== type);
    },
  };
}

/** A group of the domain, in OU=Staff. */
export function group(
  rid: number,
  name: string,
  groupType: number,
  memberOf: readonly number[] = [],
  more: Plain<Partial<GroupRecord>> = {},
) {
  return {
    dn: `CN=${name},OU=Staff,${DOMAIN_DN}`,
    parent: 3,
    sid: `${DOMAIN_SID}-${rid}` as Sid,
    samAccountName: name,
    groupType,
    memberOf,
    ...more,
  };
}

/** An alias of BUILTIN, in CN=Builtin. */
export function alias(
  rid: number,
  name: string,
  memberOf: readonly number[] = [],
  more: Plain<Partial<GroupRecord>> = {},
) {
  return {
    dn: `CN=${name},CN=Builtin,${DOMAIN_DN}`,
    parent: 4,
    sid: `S-1-5-32-${rid}` as Sid,
    samAccountName: name,
    groupType: BUILTIN,
    memberOf,
    ...more,
  };
}

/** A user in OU=Staff. */
export function user(rid: number, name: string, more: Plain<Partial<AccountRecord>> = {}) {
  return {
    rdn: `CN=${name}`,
    parent: 3,
    classes: 0,
    sid: `${DOMAIN_SID}-${rid}` as Sid,
    samAccountName: name,
    userAccountControl: 0x200,
    primaryGroupId: 513,
    ...more,
  };
}

/** Protected groups that every domain has, after those that are written. */
const ALWAYS_THERE = [
  alias(544, 'Administrators'),
  alias(548, 'Account Operators'),
  alias(549, 'Server Operators'),
  alias(550, 'Print Operators'),
  alias(551, 'Backup Operators'),
  group(512, 'Domain Admins', GLOBAL),
];
