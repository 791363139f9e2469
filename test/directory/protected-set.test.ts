import { describe, expect, jest, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { loadDirectory } from '../../src/directory/load.js';
import { adminSDExMask, protectedSet } from '../../src/directory/protected-set.js';
import type { Tristate } from '../../src/result/tristate.js';
import { domainId, groupId } from './ids.js';
import {
  alias,
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  recordSource,
  sd,
  UNIVERSAL,
  type Written,
  without,
} from './memory-source.js';
import { A, B, twoDomains as domainsAB, groupOf } from './two-domains.js';

const sid = (rid: number) => `${DOMAIN_SID}-${rid}` as const;
// 0 Administrators, 1 Domain Admins (in 0), 2 nested (in 1), 3 distribution (in 1), 4 Account Operators, 5 Key Admins, 6 DnsAdmins
const GROUPS = [
  alias(544, 'Administrators'),
  group(512, 'Domain Admins', GLOBAL, [0]),
  group(2001, 'nested', GLOBAL, [1]),
  group(2002, 'mail', 2, [1]),
  alias(548, 'Account Operators'),
  group(526, 'Key Admins', GLOBAL),
  group(1101, 'DnsAdmins', GLOBAL),
  group(516, 'Domain Controllers', GLOBAL),
];

async function setOf(dSHeuristics: string | null = null) {
  return protectedSet(await loadDirectory(memorySource({ groups: GROUPS, dSHeuristics })), domainId(0));
}

describe('the protected set', () => {
  test('members of protected groups, however deep, also through distribution groups', async () => {
    const set = await setOf();
    expect(set.account(sid(1000), 513, [groupId(1)])).toBe('yes');
    expect(set.account(sid(1000), 513, [groupId(2)])).toBe('yes');
    expect(set.account(sid(1000), 513, [groupId(3)])).toBe('yes');
    expect(set.account(sid(1000), 513, [groupId(6)])).toBe('no');
    expect(set.account(sid(1000), 513, undefined)).toBe('no');
  });

  test('Administrator and krbtgt themselves', async () => {
    const set = await setOf();
    expect([set.account(sid(500), 513, []), set.account(sid(502), 513, []), set.account(sid(501), 513, [])]).toEqual([
      'yes',
      'yes',
      'no',
    ]);
  });

  test('Domain Controllers: the group, not its members', async () => {
    const set = await setOf();
    expect(set.group(groupId(7))).toBe('yes');
    expect(set.account(sid(1000), 516, [groupId(7)])).toBe('no');
  });

  test('what no trusted source decides stays open: primary group, version-dependent groups', async () => {
    const set = await setOf();
    expect(set.account(sid(1000), 512, [])).toBe('unknown');
    expect(set.account(sid(1000), 513, [groupId(5)])).toBe('unknown');
  });

  test('dSHeuristics takes operator groups out', async () => {
    const excluding = '0000000001000001';
    expect(adminSDExMask(excluding)).toBe(1);
    expect((await setOf(excluding)).account(sid(1000), 513, [groupId(4)])).toBe('no');
    expect((await setOf('0000000001000002')).account(sid(1000), 513, [groupId(4)])).toBe('yes');
    expect((await setOf(null)).account(sid(1000), 513, [groupId(4)])).toBe('yes');
    expect([
      adminSDExMask(null),
      adminSDExMask(''),
      adminSDExMask('000000000100000f'),
      adminSDExMask(undefined),
    ]).toEqual([0, 0, 15, null]);
  });

  test('who is in such a group, through others too, is excluded; nobody is where the set is whole', async () => {
    const names = GROUPS.map(({ sid: of }) => of);
    const operators = names.indexOf('S-1-5-32-548');
    const set = await setOf('0000000001000001');
    expect([set.excluded([groupId(operators)]), set.excluded([]), set.excluded(undefined)]).toEqual([
      true,
      false,
      false,
    ]);
    expect((await setOf()).excluded([groupId(operators)])).toBe(false);
  });

  test('so is who has it, or a group in it, as the primary group', async () => {
    const nested = group(2900, 'nested', GLOBAL, [1]);
    const source = memorySource({
      groups: [nested, alias(548, 'Account Operators')],
      dSHeuristics: '0000000001000001',
    });
    const set = protectedSet(await loadDirectory(source), domainId(0));
    expect([set.excluded([], 2900), set.excluded([], 513), set.excluded(undefined, 2900)]).toEqual([true, false, true]);
  });

  test('where dSHeuristics was not read, membership in an operator group is undecided', async () => {
    const source = memorySource({ groups: GROUPS });
    const directory = await loadDirectory({
      ...source,
      async *model() {
        for await (const batch of source.model()) yield batch.filter((record) => record.type !== 'forest');
      },
    });
    const set = protectedSet(directory, domainId(0));
    expect(set.account(sid(1000), 513, [groupId(4)])).toBe('unknown');
    expect(set.account(sid(1000), 513, [groupId(0)])).toBe('yes');
  });

  test('a group whose SID was not read may be one of the protected ones', async () => {
    const groups = [...GROUPS, group(3000, 'nameless', GLOBAL, [], { sid: undefined })];
    const set = protectedSet(await loadDirectory(memorySource({ groups })), domainId(0));
    expect(set.account(sid(1000), 513, [groupId(GROUPS.length)])).toBe('unknown');
    expect(set.account(sid(1000), 513, [groupId(6)])).toBe('no');
  });

  test('of several forests each has its own dSHeuristics', async () => {
    const forest = (name: string, dSHeuristics: string | null) =>
      ({
        type: 'forest',
        dSHeuristics,
        dn: `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${name}`,
      }) as const;
    const partition = (nCName: string, name: string) =>
      ({ type: 'partition', nCName, dn: `CN=X,CN=Partitions,CN=Configuration,${name}` }) as const;
    const operators = async (...more: Parameters<typeof memorySource>[0]['more'] & object) => {
      const source = memorySource({ groups: GROUPS, more });
      const directory = await loadDirectory({
        ...source,
        async *model() {
          for await (const batch of source.model()) {
            yield batch.filter((record) => record.type !== 'forest' || record.dn !== undefined);
          }
        },
      });
      return protectedSet(directory, domainId(0)).account(sid(1000), 513, [groupId(4)]);
    };
    const own = 'DC=example,DC=com';
    const other = 'DC=other,DC=net';
    const excluding = forest(own, '0000000001000001');
    const partitions = [partition(own, own), partition(other, other)];
    expect(await operators(excluding, forest(other, null), ...partitions)).toBe('no');
    expect(await operators(forest(other, null), excluding, ...partitions)).toBe('no');
    expect(await operators(forest(own, null), forest(other, '0000000001000001'), ...partitions)).toBe('yes');
    // One forest's settings say nothing of a domain that is not in it; without its partitions they are taken for ours.
    expect(await operators(excluding)).toBe('no');
    expect(await operators(forest(other, null), partition(other, other))).toBe('unknown');
    expect(await operators(excluding, forest(other, null))).toBe('unknown');
  });

  test('a distribution group in a protected group is stamped like any other member', async () => {
    expect((await setOf()).group(groupId(3))).toBe('yes');
    expect((await setOf()).group(groupId(2))).toBe('yes');
  });
});

/** Of a directory with this group alone: what it is as a root, as an object, and what its members are. */
async function groupAlone(only: NonNullable<Written['groups']>[number], dSHeuristics: string | null = null) {
  const set = protectedSet(await loadDirectory(memorySource({ groups: [only], dSHeuristics })), domainId(0));
  return {
    root: set.root(groupId(0)),
    group: set.group(groupId(0)),
    member: set.account(sid(1000), 513, [groupId(0)]),
  };
}
const all = (value: Tristate) => ({ root: value, group: value, member: value });

describe('row by row', () => {
  test.each<[number, string]>([
    [544, 'Administrators'],
    [548, 'Account Operators'],
    [549, 'Server Operators'],
    [550, 'Print Operators'],
    [551, 'Backup Operators'],
    [552, 'Replicator'],
  ])('alias %i, %s, is protected with its members', async (rid, name) => {
    expect(await groupAlone(alias(rid, name))).toEqual(all('yes'));
  });

  test.each<[number, string]>([
    [512, 'Domain Admins'],
    [518, 'Schema Admins'],
    [519, 'Enterprise Admins'],
  ])('group %i, %s, is protected with its members', async (rid, name) => {
    expect(await groupAlone(group(rid, name, GLOBAL))).toEqual(all('yes'));
  });

  test.each<[number, string]>([
    [526, 'Key Admins'],
    [527, 'Enterprise Key Admins'],
  ])('group %i, %s, depends on the version', async (rid, name) => {
    expect(await groupAlone(group(rid, name, GLOBAL))).toEqual(all('unknown'));
  });

  test.each<[number, string]>([
    [516, 'Domain Controllers'],
    [521, 'Read-only Domain Controllers'],
  ])('group %i, %s, is protected, its members are not', async (rid, name) => {
    expect(await groupAlone(group(rid, name, GLOBAL))).toEqual({ root: 'no', group: 'yes', member: 'no' });
  });

  test.each<[string, NonNullable<Written['groups']>[number]]>([
    ['Enterprise Read-only Domain Controllers', group(498, 'Enterprise Read-only Domain Controllers', GLOBAL)],
    ['Users', alias(545, 'Users')],
    ['Guests', alias(546, 'Guests')],
    ['Remote Desktop Users', alias(555, 'Remote Desktop Users')],
    ['Domain Users', group(513, 'Domain Users', GLOBAL)],
    ['Domain Guests', group(514, 'Domain Guests', GLOBAL)],
    ['Domain Computers', group(515, 'Domain Computers', GLOBAL)],
    ['Cert Publishers', group(517, 'Cert Publishers', GLOBAL)],
    ['Group Policy Creator Owners', group(520, 'Group Policy Creator Owners', GLOBAL)],
    ['a group of the domain with the RID of an alias', group(544, 'no alias', GLOBAL)],
    ['an alias with the RID of a domain group', alias(512, 'no domain group')],
    ['Domain Admins of a domain that is elsewhere', group(1, 'x', GLOBAL, [], { sid: 'S-1-5-21-9-9-9-512' })],
    ['Enterprise Admins of a domain that is elsewhere', group(1, 'x', GLOBAL, [], { sid: 'S-1-5-21-9-9-9-519' })],
  ])('%s is not protected', async (_, only) => {
    expect(await groupAlone(only)).toEqual(all('no'));
  });

  test.each<[number, Tristate]>([
    [500, 'yes'],
    [501, 'no'],
    [502, 'yes'],
    [503, 'no'],
    [1000, 'no'],
  ])('the account with RID %i: %s', async (rid, expected) => {
    expect((await setOf()).account(sid(rid), 513, [])).toBe(expected);
    // Of another domain it is just an account.
    expect((await setOf()).account(`S-1-5-21-9-9-9-${rid}`, 513, [])).toBe('no');
  });

  test('an account without a SID is what its groups are', async () => {
    const set = await setOf();
    expect([set.account(undefined, 513, [groupId(1)]), set.account(undefined, undefined, undefined)]).toEqual([
      'yes',
      'unknown',
    ]);
  });
});

describe('dSHeuristics', () => {
  const OPERATORS = [548, 549, 550, 551];
  const withDigit = (digit: string) => `000000000100000${digit}`;

  /** For each operator group: whether its members are protected. */
  const operators = async (dSHeuristics: string | null) =>
    Promise.all(OPERATORS.map(async (rid) => (await groupAlone(alias(rid, 'x'), dSHeuristics)).member));

  test.each<[string, Tristate[]]>([
    ['0', ['yes', 'yes', 'yes', 'yes']],
    ['1', ['no', 'yes', 'yes', 'yes']],
    ['2', ['yes', 'no', 'yes', 'yes']],
    ['4', ['yes', 'yes', 'no', 'yes']],
    ['8', ['yes', 'yes', 'yes', 'no']],
    ['3', ['no', 'no', 'yes', 'yes']],
    ['5', ['no', 'yes', 'no', 'yes']],
    ['6', ['yes', 'no', 'no', 'yes']],
    ['9', ['no', 'yes', 'yes', 'no']],
    ['c', ['yes', 'yes', 'no', 'no']],
    ['C', ['yes', 'yes', 'no', 'no']],
    ['f', ['no', 'no', 'no', 'no']],
    ['F', ['no', 'no', 'no', 'no']],
    // No hexadecimal digit: as if it were not set.
    ['x', ['yes', 'yes', 'yes', 'yes']],
  ])('16th character %s: Account, Server, Print, Backup Operators %j', async (digit, expected) => {
    expect(await operators(withDigit(digit))).toEqual(expected);
  });

  test('an operator group that is taken out is no root, nor protected itself', async () => {
    expect(await groupAlone(alias(548, 'Account Operators'), withDigit('1'))).toEqual(all('no'));
  });

  test('Administrators and Replicator cannot be taken out', async () => {
    for (const rid of [544, 552]) expect(await groupAlone(alias(rid, 'x'), withDigit('f'))).toEqual(all('yes'));
  });

  test.each<[string | null | undefined, number | null]>([
    [undefined, null],
    [null, 0],
    ['', 0],
    ['0000000001', 0],
    ['000000000100000', 0],
    ['0000000001000001', 1],
    ['0000000001000002', 2],
    ['0000000001000004', 4],
    ['0000000001000008', 8],
    ['000000000100000a', 10],
    ['000000000100000F', 15],
    ['000000000100000g', 0],
    ['00000000010000010', 1],
    // The 20th character and what comes after has nothing to do with it.
    ['00000000010000002000f', 0],
  ])('%p gives the mask %p', (dSHeuristics, expected) => {
    expect(adminSDExMask(dSHeuristics)).toBe(expected);
  });

  test('not read: the operator groups are undecided, the others are not', async () => {
    const groups = [544, 548, 549, 550, 551, 552].map((rid) => alias(rid, `x${rid}`));
    const set = protectedSet(await loadDirectory(without(memorySource({ groups }), 'forest')), domainId(0));
    expect(groups.map((_, number) => set.root(groupId(number)))).toEqual([
      'yes',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'yes',
    ]);
    expect(groups.map((_, number) => set.group(groupId(number)))).toEqual([
      'yes',
      'unknown',
      'unknown',
      'unknown',
      'unknown',
      'yes',
    ]);
  });
});

describe('nesting', () => {
  test('a surer root wins over one that depends on the version, in either order', async () => {
    const groups = [
      group(512, 'Domain Admins', GLOBAL),
      group(526, 'Key Admins', GLOBAL),
      group(2001, 'in both', GLOBAL, [0, 1]),
      group(2002, 'in the second', GLOBAL, [1]),
    ];
    const set = protectedSet(await loadDirectory(memorySource({ groups })), domainId(0));
    expect([2, 3].map((number) => set.group(groupId(number)))).toEqual(['yes', 'unknown']);
    for (const memberOf of [
      [0, 1],
      [1, 0],
    ]) {
      expect(set.account(sid(1000), 513, memberOf.map(groupId))).toBe('yes');
    }
    expect(set.account(sid(1000), 513, [groupId(1)])).toBe('unknown');
  });

  test('only a root makes members protected: nested groups are no roots', async () => {
    const set = await setOf();
    expect([0, 1, 2, 3, 6, 99].map((number) => set.root(groupId(number)))).toEqual([
      'yes',
      'yes',
      'no',
      'no',
      'no',
      'no',
    ]);
    expect(set.group(groupId(99))).toBe('no');
  });

  test('a group whose groupType was not read counts as a security group', async () => {
    const groups = [group(512, 'Domain Admins', GLOBAL), group(2001, 'x', 0, [0], { groupType: undefined })];
    const set = protectedSet(await loadDirectory(memorySource({ groups })), domainId(0));
    expect(set.group(groupId(1))).toBe('yes');
  });
});

describe('the primary group', () => {
  test.each<[string, NonNullable<Written['groups']>, number | undefined, Tristate]>([
    ['is a root', [group(512, 'Domain Admins', GLOBAL)], 512, 'unknown'],
    ['is a root that the sources lack', [], 512, 'unknown'],
    ['is one that they lack and that depends on the version', [], 526, 'unknown'],
    ['is an ordinary one that they lack', [], 513, 'no'],
    ['is an ordinary one', [group(2001, 'x', GLOBAL)], 2001, 'no'],
    ['has the RID of an alias that is a root', [alias(544, 'Administrators')], 544, 'no'],
    [
      'has no group, and the RID of a group whose SID was not read',
      [group(1, 'x', GLOBAL, [], { sid: undefined })],
      1,
      'no',
    ],
    ['is nested in a root', [group(512, 'Domain Admins', GLOBAL), group(2001, 'x', GLOBAL, [0])], 2001, 'unknown'],
    ['is one whose group alone is protected', [group(516, 'Domain Controllers', GLOBAL)], 516, 'no'],
    ['was not read', [group(512, 'Domain Admins', GLOBAL)], undefined, 'unknown'],
  ])('%s', async (_, groups, primaryGroupId, expected) => {
    const set = protectedSet(await loadDirectory(memorySource({ groups })), domainId(0));
    expect(set.account(sid(1000), primaryGroupId, [])).toBe(expected);
    // The second answer comes from what the first one found.
    expect(set.account(sid(1001), primaryGroupId, undefined)).toBe(expected);
  });

  test('changes nothing about a member', async () => {
    expect((await setOf()).account(sid(1000), 512, [groupId(1)])).toBe('yes');
  });
});

describe('of two domains', () => {
  const OTHER_SID = 'S-1-5-21-7-7-7';
  const OTHER_DN = 'DC=other,DC=com';

  /** Groups: 0 and 1 Administrators of each, 2 Enterprise Admins, 3 Domain Admins, 4 Key Admins, 5 nameless, all three of the second; 6 of the first, in 2. */
  const twoDomains = () =>
    loadDirectory(
      recordSource([
        { type: 'forest', dSHeuristics: null },
        { type: 'domain', dn: DOMAIN_DN, dnsName: 'example.com', sid: DOMAIN_SID },
        { type: 'domain', dn: OTHER_DN, dnsName: 'other.com', sid: OTHER_SID },
        { type: 'container', dn: DOMAIN_DN },
        { type: 'container', dn: OTHER_DN },
        { type: 'group', ...alias(544, 'Administrators'), parent: 0 },
        { type: 'group', ...alias(544, 'Administrators'), parent: 1 },
        ...[519, 512, 526].map((rid) => ({
          type: 'group' as const,
          ...group(rid, `x${rid}`, UNIVERSAL, [], { sid: `${OTHER_SID}-${rid}` }),
          parent: 1,
        })),
        { type: 'group', ...group(1, 'nameless', GLOBAL, [], { sid: undefined }), parent: 1 },
        { type: 'group', ...group(2001, 'here', GLOBAL, [2]), parent: 0 },
      ]),
    );

  test('an alias counts for its own domain, Enterprise Admins for all, Domain Admins for theirs', async () => {
    const directory = await twoDomains();
    const numbers = [0, 1, 2, 3, 4, 5].map(groupId);
    const roots = (domain: number) => {
      const { root } = protectedSet(directory, domainId(domain));
      return numbers.map(root);
    };
    expect(roots(0)).toEqual(['yes', 'no', 'yes', 'no', 'no', 'no']);
    expect(roots(1)).toEqual(['no', 'yes', 'yes', 'yes', 'unknown', 'unknown']);
  });

  test('a group belongs to the set of its own domain only; its members to that of theirs', async () => {
    const directory = await twoDomains();
    const first = protectedSet(directory, domainId(0));
    const second = protectedSet(directory, domainId(1));
    expect([2, 6].map((number) => first.group(groupId(number)))).toEqual(['no', 'yes']);
    expect([2, 6].map((number) => second.group(groupId(number)))).toEqual(['yes', 'no']);
    expect(first.account(sid(1000), 513, [groupId(2)])).toBe('yes');
  });
});

describe('Key Admins, by the list that AdminSDHolder stamps', () => {
  const STAMP = 'D:PAI(A;;GA;;;DA)';
  const OTHER = 'D:PAI(A;;GA;;;DA)(A;;GR;;;AU)';
  /** Numbers of descriptors: 0 the stamp, 1 the same list with another owner, 2 another list, 3 a damaged one. */
  const DESCRIPTORS = [`O:DAG:DA${STAMP}`, `O:BAG:BA${STAMP}`, `O:DAG:DA${OTHER}`];
  const DAMAGED = 3;
  const NOT_READ = undefined;

  test.each<[string, (number | undefined)[], Tristate]>([
    ['all the same', [0, 0, 0], 'yes'],
    ['all the same, but for owners', [0, 1, 1], 'yes'],
    ['another list, where Domain Admins has that of AdminSDHolder', [0, 0, 2], 'no'],
    ['another list, as Domain Admins has', [0, 2, 2], 'unknown'],
    ['the list of AdminSDHolder, which Domain Admins has not', [0, 2, 0], 'unknown'],
    ['AdminSDHolder not read', [NOT_READ, 0, 0], 'unknown'],
    ['Domain Admins not read', [0, NOT_READ, 0], 'unknown'],
    ['its own not read', [0, 0, NOT_READ], 'unknown'],
    ['AdminSDHolder damaged', [DAMAGED, 0, 0], 'unknown'],
    ['Domain Admins damaged', [0, DAMAGED, 0], 'unknown'],
    ['its own damaged', [0, 0, DAMAGED], 'unknown'],
    ['AdminSDHolder and Domain Admins damaged', [DAMAGED, DAMAGED, 0], 'unknown'],
    ['nothing read', [NOT_READ, NOT_READ, NOT_READ], 'unknown'],
  ])('%s', async (_, [adminSDHolder, admins, own], expected) => {
    const groups = [
      group(526, 'Key Admins', GLOBAL, [], { descriptor: own }),
      group(512, 'Domain Admins', GLOBAL, [], { descriptor: admins }),
      group(527, 'Enterprise Key Admins', UNIVERSAL, [], { descriptor: own }),
      // Any group will not do for Domain Admins.
      group(513, 'Domain Users', GLOBAL, [], { descriptor: 2 }),
    ];
    const more = [{ type: 'descriptor', base64: 'AAAA' }] as const;
    const set = protectedSet(
      await loadDirectory(memorySource({ groups, adminSDHolder, descriptors: DESCRIPTORS, more })),
      domainId(0),
    );
    for (const [number, rid] of [
      [0, 526],
      [2, 527],
    ] as const) {
      expect(set.root(groupId(number))).toBe(expected);
      expect(set.account(sid(1000), 513, [groupId(number)])).toBe(expected);
      expect(set.account(sid(1000), rid, [])).toBe(expected === 'no' ? 'no' : 'unknown');
    }
  });

  test('without the group or without Domain Admins in the sources it stays open', async () => {
    const rootsOf = async (...groups: NonNullable<Written['groups']>) => {
      const set = protectedSet(
        await loadDirectory(memorySource({ groups, adminSDHolder: 0, descriptors: DESCRIPTORS })),
        domainId(0),
      );
      return set.account(sid(1000), 526, []);
    };
    expect(await rootsOf(group(512, 'Domain Admins', GLOBAL, [], { descriptor: 0 }))).toBe('unknown');
    expect(await rootsOf(group(526, 'Key Admins', GLOBAL, [], { descriptor: 2 }))).toBe('unknown');
  });
});

describe('groups that hide members', () => {
  const cut = (dn: string) => ({ type: 'gap', code: 'members-incomplete', message: 'cut', dn }) as const;
  const PROVEN = { otherGroups: [] };
  const DOMAIN_LOCAL_ALIAS = { sid: 'S-1-5-32-544' } as const;
  /**
   * 0 Domain Admins of A, 1 proven to be in no further group, 2 not proven, 3 proven and in 2, 4 a group of B, 5 an alias of A,
   * Administrators, 6 Enterprise Admins of B, 7 of A and in the group of B, 8 in Domain Admins, 9 protected of no kind.
   */
  const GROUPS = [
    groupOf(A, 512, GLOBAL, [], PROVEN),
    groupOf(A, 2001, GLOBAL, [], PROVEN),
    groupOf(A, 2002, GLOBAL),
    groupOf(A, 2003, GLOBAL, [2], PROVEN),
    groupOf(B, 2004, UNIVERSAL, [], PROVEN),
    groupOf(A, 544, DOMAIN_LOCAL, [], { ...PROVEN, ...DOMAIN_LOCAL_ALIAS }),
    groupOf(B, 519, UNIVERSAL, [], PROVEN),
    groupOf(A, 2007, GLOBAL, [4], PROVEN),
    groupOf(A, 2008, GLOBAL, [0], PROVEN),
    groupOf(A, 2009, GLOBAL, [], PROVEN),
    // What every domain has: a protected group that the sources lack hides its members.
    ...([A, B] as const).flatMap((of) => [
      groupOf(of, 513, GLOBAL, [], PROVEN),
      ...[544, 548, 549, 550, 551]
        .filter((rid) => of === B || rid !== 544)
        .map((rid) => groupOf(of, rid, DOMAIN_LOCAL, [], { ...PROVEN, sid: `S-1-5-32-${rid}` })),
    ]),
    groupOf(B, 512, GLOBAL, [], PROVEN),
  ];
  const dnOf = (number: number) => GROUPS[number]!.dn;
  const set = async (hiding: readonly number[], domain = 0) =>
    protectedSet(
      await domainsAB({ trust: null, groups: GROUPS, more: hiding.map((each) => cut(dnOf(each))) }),
      domainId(domain),
    );
  const [ACCOUNT, OF_B] = [`${A}-1000`, `${B}-1000`] as const;
  const yes = () => true;
  const no = () => false;

  test.each<[string, number[], number[], Tristate]>([
    ['nothing hides: a group that is not proven', [], [2], 'no'],
    ['nothing hides: a group of another domain', [], [4], 'no'],
    ['one that is not protected hides', [9], [2], 'no'],
    ['Domain Admins hides: no groups', [0], [], 'no'],
    ['Domain Admins hides: a proven group', [0], [1], 'no'],
    ['Domain Admins hides: a group that is not proven', [0], [2], 'unknown'],
    ['Domain Admins hides: the last of several is not proven', [0], [1, 9, 2], 'unknown'],
    ['Domain Admins hides: a group in one that is not proven', [0], [3], 'unknown'],
    // A global group has no members of other domains.
    ['Domain Admins hides: a group of another domain', [0], [4], 'no'],
    ['Domain Admins hides: a member of it all the same', [0], [0], 'yes'],
    ['a group in Domain Admins hides: a group that is not proven', [8], [2], 'unknown'],
    ['Administrators hides: a proven group', [5], [1], 'no'],
    ['Administrators hides: a group of another domain, which may be in it', [5], [4], 'unknown'],
    ['Administrators hides: a group in one of another domain', [5], [7], 'unknown'],
    ['both hide: a group of another domain', [0, 5], [4], 'unknown'],
    // The account's own side does not tell of groups of another domain.
    ['Enterprise Admins of another domain hides: no groups', [6], [], 'unknown'],
    ['it and Domain Admins hide: a proven group', [0, 6], [1], 'unknown'],
    ['it hides: a member of Domain Admins', [6], [0], 'yes'],
  ])('%s', async (_, hiding, memberOf, expected) => {
    const found = await set(hiding);
    expect(found.account(ACCOUNT, 513, memberOf.map(groupId), yes)).toBe(expected);
    if (memberOf.length === 0) expect(found.account(ACCOUNT, 513, undefined, yes)).toBe(expected);
  });

  test('an account that may be in further groups may be in the hiding one', async () => {
    const found = await set([0]);
    for (const proven of [no, undefined]) {
      expect(found.account(ACCOUNT, 513, [], proven)).toBe('unknown');
      expect(found.account(ACCOUNT, 513, [groupId(1)], proven)).toBe('unknown');
      expect(found.account(ACCOUNT, 513, [groupId(0)], proven)).toBe('yes');
    }
    expect(found.account(`${A}-500`, 513, [], no)).toBe('yes');
    // A primary group is open in any case.
    expect(found.account(ACCOUNT, 512, [], yes)).toBe('unknown');
    expect(found.account(ACCOUNT, undefined, [], yes)).toBe('unknown');
  });

  test.each<[string, number, Tristate]>([
    ['proven', 2001, 'no'],
    ['not proven', 2002, 'unknown'],
    ['in one that is not proven', 2003, 'unknown'],
    ['in no source', 2999, 'unknown'],
  ])('a primary group that is %s, where a protected group hides members', async (_, rid, expected) => {
    const found = await set([0]);
    // Its answer is remembered.
    for (const _time of [1, 2]) expect(found.account(ACCOUNT, rid, [], yes)).toBe(expected);
    expect((await set([])).account(ACCOUNT, rid, [], yes)).toBe('no');
  });

  test('an account without a SID may be one that is protected', async () => {
    expect((await set([])).account(undefined, 513, [], yes)).toBe('unknown');
  });

  test('that is asked only where it matters', async () => {
    const proven = jest.fn(yes);
    expect((await set([])).account(ACCOUNT, 513, [], proven)).toBe('no');
    expect((await set([0])).account(ACCOUNT, 513, [groupId(0)], proven)).toBe('yes');
    expect((await set([0])).account(ACCOUNT, 513, [groupId(2)], proven)).toBe('unknown');
    expect(proven).not.toHaveBeenCalled();
    expect((await set([0])).account(ACCOUNT, 513, [groupId(1)], proven)).toBe('no');
    expect(proven).toHaveBeenCalledTimes(1);
  });

  test.each<[string, number[], string]>([
    ['nothing', [], 'yes no no no no yes no no yes no'],
    ['Domain Admins', [0], 'yes no unknown unknown no yes no no yes no'],
    ['Administrators', [5], 'yes no unknown unknown no yes no unknown yes no'],
    ['Enterprise Admins of another domain', [6], 'yes unknown unknown unknown no yes no unknown yes unknown'],
    ['one that is not protected', [9], 'yes no no no no yes no no yes no'],
  ])('the groups themselves, where members are hidden by %s', async (_, hiding, expected) => {
    const found = await set(hiding);
    const written = expected.split(' ');
    expect(written.map((_answer, number) => found.group(groupId(number)))).toEqual(written);
  });

  test('an unseen member of the own domain is none of another one', async () => {
    const withUnseen = async (dn: string) => {
      const groups = GROUPS.map((each, number) => (number === 5 ? { ...each, unresolvedMembers: [dn] } : each));
      const found = protectedSet(await domainsAB({ trust: null, groups }), domainId(0));
      return [2, 4].map((number) => found.account(ACCOUNT, 513, [groupId(number)], yes));
    };
    expect(await withUnseen('CN=x,DC=a,DC=example')).toEqual(['unknown', 'no']);
    expect(await withUnseen('CN=x,DC=b,DC=example')).toEqual(['unknown', 'unknown']);
    expect(await withUnseen('CN=x,DC=elsewhere')).toEqual(['no', 'no']);
  });

  test('the other domain: what hides there hides nobody of here', async () => {
    const found = await set([0], 1);
    expect(found.account(OF_B, 513, [groupId(2)], no)).toBe('no');
    const own = await set([6], 1);
    expect(own.account(OF_B, 513, [groupId(4)], yes)).toBe('no');
    expect(own.account(OF_B, 513, [groupId(4)], no)).toBe('unknown');
  });
});

/** What every domain has: a protected group that the sources lack hides its members. */
const OF_EVERY_DOMAIN = [
  groupOf(A, 513, GLOBAL),
  groupOf(A, 512, GLOBAL),
  ...[544, 548, 549, 550, 551].map((rid) => groupOf(A, rid, DOMAIN_LOCAL, [], { sid: `S-1-5-32-${rid}` })),
].map((each) => ({ ...each, otherGroups: [] }));

test.each<[string, Sid | null, Tristate]>([
  ['none', null, 'no'],
  ['Domain Admins', `${A}-512`, 'unknown'],
  ...[544, 548, 549, 550, 551].map((rid): [string, Sid, Tristate] => [`S-1-5-32-${rid}`, `S-1-5-32-${rid}`, 'unknown']),
  // Not every domain has it.
  ['Replicator', 'S-1-5-32-552', 'no'],
])('the sources lack of what protects: %s', async (_, lacking, expected) => {
  const heuristics = { type: 'forest', dSHeuristics: null } as const;
  const groups = OF_EVERY_DOMAIN.filter(({ sid }) => sid !== lacking);
  const set = protectedSet(await domainsAB({ trust: null, groups, more: [heuristics] }), domainId(0));
  expect(set.account(`${A}-1000`, 513, [], () => false)).toBe(expected);
  // All of its groups are known, and the one that is lacking would be among them.
  expect(set.account(`${A}-1000`, 513, [], () => true)).toBe('no');
});

test.each<[string, number, Tristate]>([
  ['the list of AdminSDHolder', 0, 'unknown'],
  ['another list', 1, 'no'],
])('members elsewhere of Enterprise Key Admins of another domain, with %s', async (_, own, expected) => {
  const descriptors = ['O:DAG:DAD:PAI(A;;GA;;;DA)', 'O:DAG:DAD:PAI(A;;GR;;;AU)'];
  const groups = [
    groupOf(B, 527, UNIVERSAL, [], { descriptor: own }),
    groupOf(B, 512, GLOBAL, [], { descriptor: 0 }),
    groupOf(B, 2000, UNIVERSAL, [0]),
    ...OF_EVERY_DOMAIN,
  ];
  const more = [
    ...descriptors.map((sddl) => ({ type: 'descriptor' as const, base64: sd(sddl) })),
    { type: 'container' as const, dn: 'CN=System,DC=b,DC=example', parent: 1 },
    { type: 'container' as const, dn: 'CN=AdminSDHolder,CN=System,DC=b,DC=example', parent: 2, descriptor: 0 },
  ];
  const directory = await domainsAB({ trust: null, groups, more });
  const roots = [0, 1].map((domain) => protectedSet(directory, domainId(domain)).root(groupId(0)));
  // In its own domain the list decides whether its members are protected.
  expect(roots).toEqual([expected, expected === 'no' ? 'no' : 'yes']);
});

test('a shadow principal has the SID of Enterprise Admins of another forest, and is not that group', async () => {
  const groups = [
    groupOf(A, 2000, UNIVERSAL, [], { sid: `${B}-519`, shadow: true }),
    groupOf(A, 2001, UNIVERSAL, [], { sid: `${B}-519` }),
    ...OF_EVERY_DOMAIN,
  ];
  const set = protectedSet(await domainsAB({ trust: null, groups }), domainId(0));
  expect([0, 1].map((number) => set.root(groupId(number)))).toEqual(['no', 'yes']);
  expect([0, 1].map((number) => set.account(`${A}-1000`, 513, [groupId(number)]))).toEqual(['no', 'yes']);
});

test('the primary group is one of the own domain', async () => {
  const groups = [
    groupOf(B, 519, UNIVERSAL),
    groupOf(B, 2001, UNIVERSAL, [0]),
    groupOf(A, 2002, GLOBAL, [0]),
    groupOf(A, 2003, GLOBAL),
    ...OF_EVERY_DOMAIN,
  ];
  const set = protectedSet(await domainsAB({ trust: null, groups }), domainId(0));
  expect([519, 2001, 2002, 2003].map((rid) => set.account(`${A}-1000`, rid, []))).toEqual([
    'unknown',
    'no',
    'unknown',
    'no',
  ]);
});
