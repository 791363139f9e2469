import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { type Group, GroupType, isDomainLocal, isSecurityGroup } from '../../src/directory/groups.js';
import type { Tristate } from '../../src/result/tristate.js';

const ofType = (groupType: number | null, sid: Sid | null = null): Group => ({
  dn: 'CN=x',
  name: 'x',
  sid,
  sidHistory: [],
  domain: null,
  descriptor: null,
  classes: null,
  container: null,
  groupType,
  adminCount: null,
  samAccountName: null,
  shadow: false,
  membershipsProven: false,
  historyKnown: false,
  namesUnseen: false,
  membersCut: false,
  hidesMembers: false,
  incomplete: false,
  unresolvedMembers: [],
  open: false,
});

test.each<[string, number | null, { security: Tristate; domainLocal: Tristate }]>([
  // groupType as a directory stores it, signed.
  ['global', -2147483646, { security: 'yes', domainLocal: 'no' }],
  ['domain-local', -2147483644, { security: 'yes', domainLocal: 'yes' }],
  ['universal', -2147483640, { security: 'yes', domainLocal: 'no' }],
  ['alias of BUILTIN', -2147483643, { security: 'yes', domainLocal: 'yes' }],
  ['created by the system alone', -2147483647, { security: 'yes', domainLocal: 'yes' }],
  ['global, for mail', 2, { security: 'no', domainLocal: 'no' }],
  ['domain-local, for mail', 4, { security: 'no', domainLocal: 'yes' }],
  ['universal, for mail', 8, { security: 'no', domainLocal: 'no' }],
  ['no bit at all', 0, { security: 'no', domainLocal: 'no' }],
  // Some exports write it without a sign.
  ['global, unsigned', 0x80000002, { security: 'yes', domainLocal: 'no' }],
  ['not read', null, { security: 'unknown', domainLocal: 'unknown' }],
])('%s: %p', (_, groupType, { security, domainLocal }) => {
  expect(isSecurityGroup(ofType(groupType))).toBe(security);
  expect(isDomainLocal(ofType(groupType))).toBe(domainLocal);
});

describe('where the type was not read, the SID shows that of a group that every domain has', () => {
  const GLOBAL = { security: 'yes', domainLocal: 'no' } as const;
  const LOCAL = { security: 'yes', domainLocal: 'yes' } as const;
  const OPEN = { security: 'unknown', domainLocal: 'unknown' } as const;
  const kindOf = (group: Group) => ({ security: isSecurityGroup(group), domainLocal: isDomainLocal(group) });

  test.each<[string, { security: Tristate; domainLocal: Tristate }, readonly number[]]>([
    ['global or universal', GLOBAL, [498, 512, 513, 514, 515, 516, 518, 519, 520, 521, 522, 525, 526, 527]],
    ['domain-local', LOCAL, [553, 571, 572]],
    // Cert Publishers is global in a domain that Windows 2000 made.
    ['not known', OPEN, [500, 502, 517, 544, 554, 1000, 1512, 5120]],
  ])('%s', (_, expected, rids) => {
    for (const rid of rids) {
      const sid: Sid = `S-1-5-21-10-20-30-${rid}`;
      expect([rid, kindOf(ofType(null, sid))]).toEqual([rid, expected]);
      // What was read counts, whatever the SID.
      expect(kindOf(ofType(4, sid))).toEqual({ security: 'no', domainLocal: 'yes' });
    }
  });

  test.each<[Sid, { security: Tristate; domainLocal: Tristate }]>([
    ['S-1-5-32-544', LOCAL],
    ['S-1-5-32-9999', LOCAL],
    ['S-1-5-21-10-20-512', OPEN],
    ['S-1-5-21-10-20-30-40-512', OPEN],
    ['S-1-5-22-10-20-30-512', OPEN],
    ['S-1-5-512', OPEN],
    ['S-1-18-1', OPEN],
  ])('%s', (sid, expected) => {
    expect(kindOf(ofType(null, sid))).toEqual(expected);
  });
});

test('the bits of groupType', () => {
  expect(GroupType).toEqual({
    BuiltinLocal: 1,
    Global: 2,
    DomainLocal: 4,
    Universal: 8,
    SecurityEnabled: -2147483648,
  });
});
