import { describe, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { adminSDExMask, protectedSet } from '../../src/directory/protected-set.js';
import type { Tristate } from '../../src/result/tristate.js';
import { domainId, groupId } from './ids.js';
import {
  alias,
  DOMAIN_DN,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  recordSource,
  UNIVERSAL,
  type Written,
  without,
} from './memory-source.js';

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
