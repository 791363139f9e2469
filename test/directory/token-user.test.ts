import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { accountUser, groupUser, localSystemUser } from '../../src/directory/token-user.js';
import { domainId, groupId } from './ids.js';
import { userOf } from './users.js';

const SID = 'S-1-5-21-1-2-3-1000';
const PRIMARY = 'S-1-5-21-1-2-3-513';
const FORMER: readonly Sid[] = ['S-1-5-21-9-9-9-7'];
const NETWORK_LOGON = [
  { sid: 'S-1-1-0', name: 'Everyone' },
  { sid: 'S-1-5-2', name: 'NETWORK' },
  { sid: 'S-1-5-11', name: 'Authenticated Users' },
  { sid: 'S-1-5-15', name: 'This Organization' },
];

test('an account: a network logon, its own groups, its primary group', () => {
  expect(userOf(domainId(2), SID, 'EXAMPLE\\x', FORMER, PRIMARY, [groupId(3), groupId(1)])).toEqual({
    domain: 2,
    sid: SID,
    name: 'EXAMPLE\\x',
    sidHistory: FORMER,
    primaryGroupSid: PRIMARY,
    primaryGroupKnown: true,
    groups: [3, 1],
    membershipsProven: false,
    historyKnown: true,
    wellKnown: NETWORK_LOGON,
  });
});

test('an account whose primary group was not read, of no known domain', () => {
  expect(userOf(null, SID, 'x', [], null, [])).toEqual({
    domain: null,
    sid: SID,
    name: 'x',
    sidHistory: [],
    primaryGroupSid: null,
    primaryGroupKnown: false,
    groups: [],
    membershipsProven: false,
    historyKnown: true,
    wellKnown: NETWORK_LOGON,
  });
});

test('a group: what a member holds through it; a primary group does not come into it', () => {
  expect(groupUser(domainId(1), SID, 'EXAMPLE\\team', groupId(4))).toEqual({
    domain: 1,
    sid: SID,
    name: 'EXAMPLE\\team',
    sidHistory: [],
    primaryGroupSid: null,
    primaryGroupKnown: true,
    groups: [4],
    holdsNothing: true,
    membershipsProven: false,
    historyKnown: true,
    wellKnown: NETWORK_LOGON,
  });
});

test('LocalSystem on a domain controller', () => {
  expect(localSystemUser).toEqual({
    domain: null,
    sid: 'S-1-5-18',
    name: 'NT AUTHORITY\\SYSTEM',
    sidHistory: [],
    primaryGroupSid: null,
    primaryGroupKnown: true,
    groups: [],
    membershipsProven: true,
    historyKnown: true,
    wellKnown: [],
    fixed: [
      { sid: 'S-1-5-18', name: 'NT AUTHORITY\\SYSTEM' },
      { sid: 'S-1-5-32-544', name: 'BUILTIN\\Administrators' },
      { sid: 'S-1-1-0', name: 'Everyone' },
      { sid: 'S-1-5-11', name: 'Authenticated Users' },
    ],
  });
});

test('a computer whose flags were not read may be a domain controller; a user is none', () => {
  const of = (isComputer: boolean, flags: number | null) =>
    accountUser({
      domain: domainId(0),
      sid: SID,
      name: 'x',
      sidHistory: [],
      primaryGroupSid: null,
      groups: [],
      flags,
      isComputer,
      forestRoot: 'S-1-5-21-7-7-7',
    }).mayHold;
  expect(of(true, null)).toEqual(new Set(['S-1-5-9', 'S-1-5-21-7-7-7-498']));
  expect(of(true, 0x1000)).toBeUndefined();
  expect(of(false, null)).toBeUndefined();
});

describe('what an account carries for what it is', () => {
  const ROOT = 'S-1-5-21-7-7-7';
  const CONTROLLERS = { sid: 'S-1-5-9', name: 'Enterprise Domain Controllers' };
  const READ_ONLY = { sid: `${ROOT}-498`, name: 'Enterprise Read-only Domain Controllers' };
  const account = {
    domain: domainId(0),
    sid: SID,
    name: 'x',
    sidHistory: [],
    primaryGroupSid: null,
    groups: [],
  } as const;

  test.each<[string, number | null | undefined, Sid | null | undefined, (typeof CONTROLLERS)[]]>([
    ['a user', 0x200, ROOT, []],
    ['a member server', 0x1000, ROOT, []],
    ['a domain controller', 0x82000, ROOT, [CONTROLLERS]],
    ['a domain controller of a forest whose root is not known', 0x2000, null, [CONTROLLERS]],
    ['a read-only domain controller', 0x5001000, ROOT, [READ_ONLY]],
    ['a read-only one of a forest whose root is not known', 0x4001000, null, []],
    ['a read-only one, where nobody asked for the root', 0x4001000, undefined, []],
    ['the bit of a read-only one alone', 0x4000000, ROOT, []],
    ['an account whose flags were not read', null, ROOT, []],
    ['an account of which nobody told the flags', undefined, ROOT, []],
  ])('%s', (_, flags, forestRoot, expected) => {
    const { wellKnown, mayHold } = accountUser({
      ...account,
      ...(flags !== undefined && { flags }),
      ...(forestRoot !== undefined && { forestRoot }),
    });
    expect(wellKnown).toEqual([...NETWORK_LOGON, ...expected]);
    expect(mayHold).toBeUndefined();
  });

  test('Guest is no authenticated user', () => {
    const carried = (sid: Sid) => accountUser({ ...account, sid }).wellKnown.map((known) => known.sid);
    expect(carried('S-1-5-21-1-2-3-501')).toEqual(['S-1-1-0', 'S-1-5-2', 'S-1-5-15']);
    expect(carried('S-1-5-21-1-2-3-1501')).toEqual(['S-1-1-0', 'S-1-5-2', 'S-1-5-11', 'S-1-5-15']);
  });

  test('a computer without flags, in a forest whose root is not known, may be a domain controller that can be written', () => {
    for (const more of [{}, { forestRoot: null }, { forestRoot: null, flags: null }]) {
      expect(accountUser({ ...account, isComputer: true, ...more }).mayHold).toEqual(new Set(['S-1-5-9']));
    }
  });

  test('memberships are proven where that is said', () => {
    const proven = (membershipsProven?: boolean) =>
      accountUser({ ...account, ...(membershipsProven !== undefined && { membershipsProven }) }).membershipsProven;
    expect([proven(true), proven(false), proven()]).toEqual([true, false, false]);
  });
});
