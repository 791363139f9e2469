import { expect, test } from '@jest/globals';
import { type Group, GroupType, isDomainLocal, isSecurityGroup } from '../../src/directory/groups.js';

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
  unresolvedMembers: [],
  open: false,
});

test.each<[string, number | null, { security: boolean; domainLocal: boolean }]>([
  // groupType as a directory stores it, signed.
  ['global', -2147483646, { security: true, domainLocal: false }],
  ['domain-local', -2147483644, { security: true, domainLocal: true }],
  ['universal', -2147483640, { security: true, domainLocal: false }],
  ['alias of BUILTIN', -2147483643, { security: true, domainLocal: true }],
  ['created by the system alone', -2147483647, { security: true, domainLocal: true }],
  ['global, for mail', 2, { security: false, domainLocal: false }],
  ['domain-local, for mail', 4, { security: false, domainLocal: true }],
  ['universal, for mail', 8, { security: false, domainLocal: false }],
  ['no bit at all', 0, { security: false, domainLocal: false }],
  // Some exports write it without a sign.
  ['global, unsigned', 0x80000002, { security: true, domainLocal: false }],
  ['not read', null, { security: true, domainLocal: false }],
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
