/** Random changes of the lab's domain: of lists on containers with children of many classes, memberships, moves, new objects. */
import { isInherited } from '../../../src/access/inherit.js';
import { type Change, numberValues } from '../../../src/changes/index.js';
import { parseSddl } from '../../../src/descriptor/index.js';
import { type Ace, SdControl, type SecurityDescriptor, type Sid } from '../../../src/descriptor/types.js';
import { accountDn, type Directory } from '../../../src/directory/directory.js';
import { scopeOf } from '../../../src/directory/groups.js';
import type { DescriptorId } from '../../../src/directory/ids.js';
import { nestingFault } from '../../../src/directory/nesting.js';
import type { AccountRecord } from '../../../src/directory/records.js';
import { rdnText } from '../../../src/names/dn.js';
import type { World } from '../../changes/world.js';
import type { Random } from '../random.js';

const CLASSES = {
  user: 'bf967aba-0de6-11d0-a285-00aa003049e2',
  computer: 'bf967a86-0de6-11d0-a285-00aa003049e2',
  group: 'bf967a9c-0de6-11d0-a285-00aa003049e2',
  inetOrgPerson: '4828cc14-1437-45bc-9b07-ad6f015e5f28',
  organizationalUnit: 'bf967aa5-0de6-11d0-a285-00aa003049e2',
  managed: '7b8b558a-93a5-4af7-adca-c017e67f1057',
} as const;
const OBJECT_TYPES = [
  'bf967a68-0de6-11d0-a285-00aa003049e2',
  'bf967a0a-0de6-11d0-a285-00aa003049e2',
  '4c164200-20c0-11d0-a768-00aa006e0529',
  '00299570-246d-11d0-a768-00aa006e0529',
] as const;
const FLAGS = ['', 'CI', 'CI', 'CI', 'CIIO', 'CIIO', 'CINP', 'CINPIO', 'OICI', 'OI'] as const;
const RIGHTS = ['RP', 'WP', 'RPWP', 'RC', 'RPWPCR', 'WD', 'WO', 'GR', 'GW', 'GA', 'LC'] as const;
/** Places whose objects are changed: none that the server, or whoever tries, needs. */
const PLACES = [
  'OU=Managed',
  'OU=Other People',
  'OU=Well Known Trustees',
  'OU=Tier 0',
  'OU=Delegation Groups',
  'OU=Trial',
] as const;
/** Put into the database as no server writes it: made anew as soon as a list above it changes, and then nobody can tell how. */
const RAW = 'OU=Raw Entries,';
const ABOVE_RAW = 'OU=Other People';

/** What there is to choose from. */
interface Choice {
  readonly random: Random;
  readonly directory: Directory;
  readonly domainDn: string;
  readonly domainSid: Sid;
  readonly containers: readonly string[];
  readonly groups: readonly string[];
  readonly accounts: readonly string[];
  /** Who gets what; a denial is for none that the administrator is. */
  readonly trustees: readonly Sid[];
  readonly records: readonly AccountRecord[];
  readonly own: (dn: string) => readonly Ace[];
  readonly number: () => number;
}

/** @returns changes to be made one after the other; some of them may turn out to be impossible */
export function randomChanges(world: World, domainDn: string, domainSid: Sid, random: Random, file: number): Change[] {
  const { directory, accounts } = world;
  const inPlace = (dn: string) =>
    PLACES.some((place) => dn.endsWith(`${place},${domainDn}`)) &&
    !dn.includes(RAW) &&
    dn !== `${ABOVE_RAW},${domainDn}`;
  const isReadable = (number: DescriptorId | null | undefined) => {
    const stored = number == null ? null : directory.descriptors.get(number);
    return (
      stored?.state === 'parsed' && stored.value.dacl !== null && (stored.value.control & SdControl.DaclPresent) !== 0
    );
  };
  const lists = new Map<string, DescriptorId>();
  const accountDns: string[] = [];
  for (const record of accounts) {
    const dn = accountDn(directory, record);
    if (!inPlace(dn) || !isReadable(record.descriptor)) continue;
    accountDns.push(dn);
    lists.set(dn, record.descriptor!);
  }
  const containers = directory.containers.filter(
    ({ dn, descriptor }) => inPlace(dn) && isReadable(descriptor) && /^OU=/.test(dn),
  );
  for (const { dn, descriptor } of containers) lists.set(dn, descriptor!);
  const groups = directory.groups.filter(({ dn, descriptor }) => inPlace(dn) && isReadable(descriptor));
  for (const { dn, descriptor } of groups) lists.set(dn, descriptor!);
  let number = 0;
  const choice: Choice = {
    random,
    directory,
    domainDn,
    domainSid,
    containers: containers.map(({ dn }) => dn),
    groups: groups.map(({ dn }) => dn),
    accounts: accountDns,
    trustees: trusteesOf(
      accounts,
      groups.flatMap(({ sid }) => sid ?? []),
    ),
    records: accounts,
    own(dn) {
      const stored = directory.descriptors.get(lists.get(dn)!);
      return stored.state === 'parsed' ? (stored.value.dacl?.aces.filter((ace) => !isInherited(ace)) ?? []) : [];
    },
    number: () => file * 100 + number++,
  };
  const changes: Change[] = [];
  for (let left = 1 + random.below(5); left > 0; left--) changes.push(...oneChange(choice));
  return changes;
}

function trusteesOf(accounts: readonly AccountRecord[], groups: readonly Sid[]): readonly Sid[] {
  const audited = accounts.flatMap(({ sid, samAccountName }) =>
    sid !== undefined && /^(?:mdi|helpdesk|known)/.test(samAccountName ?? '') ? [sid] : [],
  );
  return [...audited, ...groups.slice(0, 12)];
}

function oneChange(choice: Choice): Change[] {
  const { random } = choice;
  return random.weighted<(choice: Choice) => Change[]>([
    [6, addEntry],
    [3, removeEntry],
    [3, inheritance],
    [4, writeDescriptor],
    [4, membership],
    [2, flags],
    [2, attribute],
    [4, create],
    [4, move],
    [2, remove],
  ])(choice);
}

const objectOf = ({ random, containers, groups, accounts }: Choice): string =>
  random.weighted([
    [5, random.pick(containers)],
    [1, random.pick(groups)],
    [3, random.pick(accounts)],
  ]);

function entry({ random, trustees }: Choice): Ace {
  const denies = random.chance(0.3);
  const trustee = random.weighted<string>([
    [6, random.pick(trustees)],
    [denies ? 0 : 2, 'AU'],
    [denies ? 0 : 1, 'WD'],
    [denies ? 0 : 2, 'PS'],
    [denies ? 0 : 2, 'CO'],
    [denies ? 0 : 1, 'CG'],
  ]);
  const flag = random.pick(FLAGS);
  const isObject = random.chance(0.6);
  const [type, inherited] = isObject
    ? [
        random.chance(0.7) ? random.pick(OBJECT_TYPES) : '',
        random.chance(0.5) ? random.pick(Object.values(CLASSES)) : '',
      ]
    : ['', ''];
  const rights = type === OBJECT_TYPES[3] ? 'CR' : random.pick(RIGHTS);
  const kind = `${isObject && (type !== '' || inherited !== '') ? 'O' : ''}${denies ? 'D' : 'A'}`;
  return parseSddl(`D:(${kind};${flag};${rights};${type};${inherited};${trustee})`).dacl!.aces[0]!;
}

function addEntry(choice: Choice): Change[] {
  return [{ kind: 'add-entry', dn: objectOf(choice), entry: entry(choice) }];
}

function removeEntry(choice: Choice): Change[] {
  const dn = objectOf(choice);
  const own = choice.own(dn);
  return own.length === 0 ? [] : [{ kind: 'remove-entry', dn, entry: choice.random.pick(own) }];
}

function inheritance(choice: Choice): Change[] {
  const { random } = choice;
  const dn = objectOf(choice);
  return random.chance(0.5)
    ? [{ kind: 'set-inheritance', dn, inherits: true }]
    : [{ kind: 'set-inheritance', dn, inherits: false, keep: 'copies' }];
}

/** Who administers keeps everything: the next file is to be tried as well. */
function listOf(choice: Choice, isProtected: boolean): SecurityDescriptor {
  const { random, domainSid } = choice;
  const frame = parseSddl(`D:${isProtected ? 'P' : ''}(A;CI;GA;;;DA)(A;CI;GA;;;SY)(A;CI;RPLCRC;;;AU)`, { domainSid });
  const entries = Array.from({ length: random.below(4) }, () => entry(choice));
  const aces = random.chance(0.5) ? [...entries, ...frame.dacl!.aces] : [...frame.dacl!.aces, ...entries];
  const revision = aces.some(({ form }) => form === 'object') ? 4 : 2;
  return { ...frame, dacl: { revision, aces } };
}

function writeDescriptor(choice: Choice): Change[] {
  const { random, trustees } = choice;
  const list = listOf(choice, random.chance(0.3));
  const owner = random.chance(0.3) ? random.pick(trustees) : null;
  const dn = objectOf(choice);
  return owner === null
    ? [{ kind: 'write-descriptor', dn, descriptor: list, parts: ['dacl'] }]
    : [{ kind: 'write-descriptor', dn, descriptor: { ...list, owner }, parts: ['owner', 'dacl'] }];
}

function membership(choice: Choice): Change[] {
  const { random, directory } = choice;
  const group = random.pick(choice.groups);
  if (random.chance(0.65)) {
    // The lab's server takes members that Windows refuses for their scope, and simulate with it.
    const own = directory.groups.find(({ dn }) => dn === group)!;
    const fitting = directory.groups.filter(
      (each) =>
        choice.groups.includes(each.dn) &&
        nestingFault(own, { kind: 'group', scope: scopeOf(each), sameDomain: true }) === null,
    );
    const nested = random.chance(0.6) || fitting.length === 0 ? null : random.pick(fitting).dn;
    return [{ kind: 'add-member', group, member: nested ?? random.pick(choice.accounts) }];
  }
  const id = directory.groups.findIndex(({ dn }) => dn === group);
  const members = choice.records.filter(({ memberOf }) => memberOf?.includes(id as never));
  if (members.length > 0 && random.chance(0.7))
    return [{ kind: 'remove-member', group, member: accountDn(directory, random.pick(members)) }];
  const nested = directory.groups.filter((_, member) => directory.membership.isMember(member as never, id as never));
  return nested.length === 0 ? [] : [{ kind: 'remove-member', group, member: random.pick(nested).dn }];
}

function flags(choice: Choice): Change[] {
  const { random } = choice;
  const bits = [0x2, 0x10000, 0x40000, 0x80000, 0x20, 0x100000];
  return [
    {
      kind: 'set-flags',
      dn: random.pick(choice.accounts),
      set: random.pick([0, ...bits]),
      clear: random.pick([0, ...bits]),
    },
  ];
}

function attribute(choice: Choice): Change[] {
  const { random } = choice;
  const dn = random.pick(choice.accounts);
  const text = (name: string, value: string): Change => ({
    kind: 'set-attribute',
    dn,
    attribute: name,
    values: [Buffer.from(value)],
  });
  return [
    random.weighted<() => Change>([
      [1, () => text('userPrincipalName', `trial${choice.number()}@securelab.local`)],
      [1, () => text('description', 'tried')],
      [1, () => text('sAMAccountName', `trial${choice.number()}`)],
      [1, () => text('servicePrincipalName', `trial/host${choice.number()}`)],
      [1, () => primaryGroup(choice) ?? text('description', 'of no other group')],
      [
        1,
        () => ({ kind: 'set-attribute', dn, attribute: 'adminCount', values: numberValues(random.pick([null, 0, 1])) }),
      ],
    ])(),
  ];
}

/** Of an account, a global or universal group that it is in. */
function primaryGroup({ random, directory, records, accounts }: Choice): Change | null {
  const dns = new Set(accounts);
  const able = records.flatMap((record) => {
    const dn = accountDn(directory, record);
    const groups = (record.memberOf ?? []).flatMap((number) => directory.groups[number]!);
    const fit = groups.filter(
      ({ groupType, sid }) => [-2147483646, -2147483640].includes(groupType ?? 0) && sid !== null,
    );
    return dns.has(dn) && fit.length > 0 ? [{ dn, rid: fit[0]!.sid!.split('-').at(-1)! }] : [];
  });
  if (able.length === 0) return null;
  const { dn, rid } = random.pick(able);
  return { kind: 'set-attribute', dn, attribute: 'primaryGroupID', values: [Buffer.from(rid)] };
}

type NewClass = readonly [weight: number, name: string, rdn: 'CN' | 'OU'];
const NEW: readonly NewClass[] = [
  [3, 'organizationalUnit', 'OU'],
  [4, 'user', 'CN'],
  [2, 'computer', 'CN'],
  [3, 'group', 'CN'],
  [1, 'inetOrgPerson', 'CN'],
  [1, 'container', 'CN'],
  [1, 'contact', 'CN'],
  [1, 'msDS-GroupManagedServiceAccount', 'CN'],
];

function create(choice: Choice): Change[] {
  const { random } = choice;
  const [, className, rdn] = random.weighted(NEW.map((each) => [each[0], each] as const));
  const number = choice.number();
  const dn = `${rdn}=trial${number},${random.pick(choice.containers)}`;
  const attributes = new Map<string, readonly Buffer[]>();
  const set = (name: string, ...values: string[]) =>
    attributes.set(
      name,
      values.map((value) => Buffer.from(value)),
    );
  const isAccount = !['organizationalUnit', 'container', 'contact', 'group'].includes(className);
  if (isAccount || className === 'group')
    set('sAMAccountName', `trial${number}${/computer|Managed/.test(className) ? '$' : ''}`);
  if (className.startsWith('msDS')) set('msDS-ManagedPasswordInterval', '30');
  if (className === 'group') {
    if (random.chance(0.6)) set('groupType', String(random.pick([-2147483646, -2147483644, -2147483640, 2, 8])));
    if (random.chance(0.5)) set('member', random.pick(choice.accounts));
  }
  if (className === 'user' && random.chance(0.4)) set('userAccountControl', String(random.pick([514, 66082, 546])));
  const descriptor = random.chance(0.3) ? listOf(choice, random.chance(0.4)) : null;
  const made: Change = { kind: 'create', dn, classes: [className], attributes, descriptor };
  // Something in it, and something about it, as people do.
  if (className === 'organizationalUnit' && random.chance(0.6)) {
    const inner = new Map([['sAMAccountName', [Buffer.from(`trial${choice.number()}`)]]]);
    return [made, { kind: 'create', dn: `CN=inner,${dn}`, classes: ['user'], attributes: inner, descriptor: null }];
  }
  return [made];
}

function move(choice: Choice): Change[] {
  const { random } = choice;
  const dn = random.weighted([
    [3, random.pick(choice.accounts)],
    [1, random.pick(choice.groups)],
    [2, random.pick(choice.containers)],
  ]);
  const type = rdnText(dn).slice(0, rdnText(dn).indexOf('='));
  const to = random.chance(0.85) ? random.pick(choice.containers) : dn.slice(rdnText(dn).length + 1);
  return [{ kind: 'move', dn, to, ...(random.chance(0.4) && { rdn: `${type}=moved${choice.number()}` }) }];
}

function remove(choice: Choice): Change[] {
  const { random } = choice;
  const made = [...choice.accounts, ...choice.containers, ...choice.groups].filter((dn) =>
    /^(?:CN|OU)=(?:trial|moved|inner|bulk)/.test(dn),
  );
  const dn = random.chance(0.3) || made.length === 0 ? random.pick(choice.accounts) : random.pick(made);
  return [{ kind: 'delete', dn, tree: random.chance(0.6) }];
}
