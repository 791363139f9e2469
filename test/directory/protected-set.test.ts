import { describe, expect, test } from '@jest/globals';
import { loadDirectory } from '../../src/directory/load.js';
import { adminSDExMask, protectedSet } from '../../src/directory/protected-set.js';
import { domainId, groupId } from './ids.js';
import { BUILTIN, DOMAIN_SID, GLOBAL, group, memorySource } from './memory-source.js';

const sid = (rid: number) => `${DOMAIN_SID}-${rid}` as const;
const alias = (rid: number, name: string) => ({
  dn: `CN=${name},CN=Builtin,DC=example,DC=com`,
  parent: 4,
  sid: `S-1-5-32-${rid}` as const,
  samAccountName: name,
  groupType: BUILTIN,
});

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

  test('a distribution group is never stamped itself', async () => {
    expect((await setOf()).group(groupId(3))).toBe('no');
    expect((await setOf()).group(groupId(2))).toBe('yes');
  });
});
