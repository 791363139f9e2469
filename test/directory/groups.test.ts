import { expect, test } from '@jest/globals';
import { type Group, GroupType, isDomainLocal, isSecurityGroup } from '../../src/directory/groups.js';
import type { Tristate } from '../../src/result/tristate.js';

const ofType = (groupType: number | null): Group => ({
  dn: 'CN=x',
  name: 'x',
  sid: null,
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

test('the bits of groupType', () => {
  expect(GroupType).toEqual({
    BuiltinLocal: 1,
    Global: 2,
    DomainLocal: 4,
    Universal: 8,
    SecurityEnabled: -2147483648,
  });
});
