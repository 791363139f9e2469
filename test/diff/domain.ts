/** A small domain written by hand, with lists as the directory would store them: two states of it are compared in tests. */
import { inheritedAnew } from '../../src/changes/lists.js';
import { encodeSecurityDescriptor, parseSddl } from '../../src/descriptor/index.js';
import type { Guid, SecurityDescriptor, Sid } from '../../src/descriptor/types.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { AccountStreamRecord, ModelRecord } from '../../src/directory/records.js';
import {
  BUILTIN,
  CLASS_LISTS,
  COMPUTER_CLASS,
  DOMAIN_DN,
  DOMAIN_SID,
  GLOBAL,
  memorySource,
  type Plain,
  recordSource,
  USER_CLASS,
} from '../directory/memory-source.js';

export interface Ou {
  /** What stays when it is renamed or moved; its first name by default. */
  readonly id?: string;
  readonly in?: string;
  /** Own part of its list. */
  readonly sddl?: string | null;
}

export interface GroupOf {
  readonly rid: number;
  readonly in?: string;
  readonly type?: number;
  readonly memberOf?: readonly string[];
}

export interface UserOf {
  readonly id?: string;
  readonly rid?: number;
  readonly in?: string;
  /** Null: not read. */
  readonly sddl?: string | null;
  readonly uac?: number | null;
  readonly memberOf?: readonly string[];
  readonly adminCount?: number;
  readonly computer?: true;
  readonly sidHistory?: readonly Sid[];
}

export interface State {
  readonly root?: string;
  readonly holder?: string;
  readonly dSHeuristics?: string;
  /** By name; each after the one that it is in. */
  readonly ous?: Readonly<Record<string, Ou>>;
  readonly groups?: Readonly<Record<string, GroupOf>>;
  readonly users?: Readonly<Record<string, UserOf>>;
}

const PLAIN = 'O:DAG:DAD:';
export const HOLDER_LIST = 'O:DAG:DAD:P(A;;GA;;;SY)';

/** Groups of every domain of these tests. */
const ALWAYS: Readonly<Record<string, GroupOf>> = {
  'Domain Admins': { rid: 512, memberOf: ['Administrators'] },
  'Domain Users': { rid: 513 },
  'Domain Computers': { rid: 515 },
};
const BUILTINS: Readonly<Record<string, number>> = {
  Administrators: 544,
  'Account Operators': 548,
  'Server Operators': 549,
  'Print Operators': 550,
  'Backup Operators': 551,
};

/** A GUID that a name always has. */
export function guidOf(name: string): Guid {
  let hash = 0n;
  for (const char of name) hash = (hash * 1_000_003n + BigInt(char.codePointAt(0)!)) % 2n ** 128n;
  const hex = hash.toString(16).padStart(32, '0');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const parsed = (sddl: string) => parseSddl(sddl, { domainSid: DOMAIN_SID });

export async function sourceOf(state: State): Promise<RecordSource> {
  const schema: ModelRecord[] = [];
  for await (const batch of memorySource({ part: true, dSHeuristics: state.dSHeuristics ?? null }).model())
    schema.push(...batch.filter(({ type }) => ['class', 'attribute', 'right', 'forest', 'domain'].includes(type)));
  const descriptors: string[] = [];
  const number = (value: SecurityDescriptor): number => {
    const base64 = Buffer.from(encodeSecurityDescriptor(value)).toString('base64');
    if (!descriptors.includes(base64)) descriptors.push(base64);
    return descriptors.indexOf(base64);
  };
  const containers: Extract<Plain<ModelRecord>, { readonly type: 'container' }>[] = [];
  const values: (SecurityDescriptor | null)[] = [];
  const places = new Map<string, number>();
  const place = (name: string, dn: string, parent: number | null, sddl: string | null, id: string, classes = 3) => {
    const own = sddl === null ? null : parsed(sddl);
    const above = parent === null ? null : values[parent]!;
    const value = own === null ? null : inheritedAnew(own, { parent: above, classGuid: undefined });
    places.set(name, containers.length);
    values.push(value);
    containers.push({
      type: 'container',
      dn,
      classes,
      ...(parent !== null && { parent }),
      ...(value !== null && { descriptor: number(value) }),
      guid: guidOf(id),
    });
  };
  place('', DOMAIN_DN, null, state.root ?? PLAIN, 'root');
  place('System', `CN=System,${DOMAIN_DN}`, 0, PLAIN, 'System');
  place('AdminSDHolder', `CN=AdminSDHolder,CN=System,${DOMAIN_DN}`, 1, state.holder ?? HOLDER_LIST, 'AdminSDHolder');
  place('Builtin', `CN=Builtin,${DOMAIN_DN}`, 0, PLAIN, 'Builtin');
  place('Users', `CN=Users,${DOMAIN_DN}`, 0, PLAIN, 'Users');
  for (const [name, ou] of Object.entries(state.ous ?? {})) {
    const parent = places.get(ou.in ?? '')!;
    place(name, `OU=${name},${containers[parent]!.dn}`, parent, ou.sddl === undefined ? PLAIN : ou.sddl, ou.id ?? name);
  }
  const named = { ...ALWAYS, ...state.groups };
  const names = [...Object.keys(BUILTINS), ...Object.keys(named)];
  const members = (of: readonly string[] | undefined) =>
    (of ?? []).map((name) => names.indexOf(name)).sort((a, b) => a - b);
  const groups: Plain<ModelRecord>[] = names.map((name) => {
    const rid = BUILTINS[name];
    const of = named[name] ?? { rid: 0 };
    const parent = places.get(rid === undefined ? (of.in ?? 'Users') : 'Builtin')!;
    return {
      type: 'group',
      dn: `CN=${name},${containers[parent]!.dn}`,
      parent,
      sid: rid === undefined ? `${DOMAIN_SID}-${of.rid}` : `S-1-5-32-${rid}`,
      samAccountName: name,
      groupType: rid === undefined ? (of.type ?? GLOBAL) : BUILTIN,
      classes: 4,
      memberOf: members(of.memberOf),
      membersRead: 'yes',
      sidHistory: [],
    } as Plain<ModelRecord>;
  });
  const accounts = Object.entries(state.users ?? {}).map(([name, user], index): Plain<AccountStreamRecord> => {
    const parent = places.get(user.in ?? 'Users')!;
    const classes = user.computer ? 2 : 0;
    const classGuid = user.computer ? COMPUTER_CLASS : USER_CLASS;
    const own = user.sddl === null ? null : parsed(user.sddl ?? PLAIN);
    return {
      type: 'account',
      rdn: `CN=${name}`,
      parent,
      classes,
      ...(own !== null && { descriptor: number(inheritedAnew(own, { parent: values[parent]!, classGuid })) }),
      guid: guidOf(user.id ?? name),
      sid: `${DOMAIN_SID}-${user.rid ?? 2000 + index}`,
      samAccountName: name,
      ...(user.uac !== null && { userAccountControl: user.uac ?? 0x200 }),
      primaryGroupId: user.computer ? 515 : 513,
      memberOf: members(user.memberOf),
      sidHistory: user.sidHistory ?? [],
      ...(user.adminCount !== undefined && { adminCount: user.adminCount }),
    } as Plain<AccountStreamRecord>;
  });
  return recordSource(
    [
      ...(schema as readonly Plain<ModelRecord>[]),
      ...[...CLASS_LISTS, ['top', 'group']].map((list): Plain<ModelRecord> => ({ type: 'classes', names: list })),
      ...descriptors.map((base64): Plain<ModelRecord> => ({ type: 'descriptor', base64 })),
      ...containers,
      ...groups,
    ],
    accounts,
  );
}
