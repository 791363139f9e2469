import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { type GrowingDirectory, loadDirectory } from '../../src/directory/load.js';
import { accountScope } from '../../src/facts/account.js';
import type { AccountFacts } from '../../src/facts/account-facts.js';
import { accountTraits } from '../../src/facts/account-traits.js';
import type { AccountKind } from '../../src/result/audit.js';
import type { Tristate } from '../../src/result/tristate.js';
import {
  alias,
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  recordSource,
} from '../directory/memory-source.js';
import { auditedGroup, auditedUser, LOCAL_SYSTEM } from '../verdicts/accounts.js';
import { contextOf } from './context.js';

const sid = (rid: number): Sid => `${DOMAIN_SID}-${rid}`;
/** 0 Domain Admins, 1 team (in 2), 2 local, 3 an alias that authenticated users are in, 4 not in it. */
let directory: GrowingDirectory;
beforeAll(async () => {
  directory = await loadDirectory(
    memorySource({
      groups: [
        group(512, 'Domain Admins', GLOBAL),
        group(2001, 'team', GLOBAL, [2]),
        group(2002, 'local', DOMAIN_LOCAL),
        alias(554, 'Pre-Windows 2000 Compatible Access'),
        group(2003, 'apart', GLOBAL),
      ],
      foreign: [{ sid: 'S-1-5-11', memberOf: [3] }],
    }),
  );
});
const facts = (...args: Parameters<typeof auditedUser>): AccountFacts =>
  contextOf(directory, auditedUser(...args)).account;

describe('every field', () => {
  test('of a user', () => {
    expect(facts(1000, 'actor', { groups: [1] })).toEqual({
      ...accountTraits(contextOf(directory, auditedUser(1000, 'actor')).tokens.account.record, directory),
      sid: sid(1000),
      dn: `CN=actor,OU=Staff,${DOMAIN_DN}`,
      name: 'EXAMPLE\\actor',
      kind: 'user',
      protected: 'no',
      // Those of the sources alone, not SIDs that come with the logon.
      groups: [sid(2001), 'S-1-5-32-554', sid(2002)],
      primaryGroup: 513,
      managed: false,
      passwordInterval: 0,
      encryptionTypesKnown: false,
      des: false,
      rc4: false,
      aes128: false,
      aes256: false,
      retrieversKnown: false,
      powerfulGroups: [],
      aesByDefault: 'unknown',
    });
  });

  test('of a managed service account', () => {
    const managed = { retrievers: 3, interval: 30, encryptionTypes: 0x1c };
    expect(facts(1000, 'gmsa', { kind: 'gmsa', primaryGroup: 515, record: { managed } })).toMatchObject({
      kind: 'gmsa',
      primaryGroup: 515,
      managed: true,
      passwordInterval: 30,
      encryptionTypesKnown: true,
      des: false,
      rc4: true,
      aes128: true,
      aes256: true,
      retrieversKnown: true,
    });
  });

  test('of LocalSystem', () => {
    expect(contextOf(directory, LOCAL_SYSTEM).account).toEqual({
      ...accountTraits(null, directory),
      sid: 'S-1-5-18',
      dn: '',
      name: 'NT AUTHORITY\\SYSTEM',
      kind: 'local-system',
      protected: 'no',
      groups: ['S-1-5-32-544'],
      primaryGroup: 0,
      managed: false,
      passwordInterval: 0,
      encryptionTypesKnown: false,
      des: false,
      rc4: false,
      aes128: false,
      aes256: false,
      retrieversKnown: false,
      powerfulGroups: [],
      aesByDefault: 'unknown',
    });
  });

  test('of a group', () => {
    expect(contextOf(directory, auditedGroup(1, sid(2001), 'team')).account).toMatchObject({
      sid: sid(2001),
      kind: 'group',
      protected: 'no',
      groups: [sid(2001), 'S-1-5-32-554', sid(2002)],
      primaryGroup: 0,
    });
  });
});

describe('is protected', () => {
  test.each<[string, () => AccountFacts, Tristate]>([
    ['a member of Domain Admins', () => facts(1000, 'x', { groups: [0] }), 'yes'],
    ['by its primary group perhaps', () => facts(1000, 'x', { primaryGroup: 512 }), 'unknown'],
    ['Administrator', () => facts(500, 'x'), 'yes'],
    ['a protected group', () => contextOf(directory, auditedGroup(0, sid(512), 'Domain Admins')).account, 'yes'],
    ['LocalSystem', () => contextOf(directory, LOCAL_SYSTEM).account, 'no'],
    [
      'somebody of no known domain',
      () => contextOf(directory, { ...auditedUser(1000, 'x'), kind: 'foreign', domain: null, record: null }).account,
      'unknown',
    ],
    [
      'somebody of whom nothing was read but the SID',
      () => contextOf(directory, { ...auditedUser(1000, 'x'), record: null }).account,
      'unknown',
    ],
    ['Administrator, the same', () => contextOf(directory, { ...auditedUser(500, 'x'), record: null }).account, 'yes'],
  ])('%s', (_, account, expected) => {
    expect(account().protected).toBe(expected);
  });

  test('an account whose domain has no set is open', async () => {
    const empty = await loadDirectory(recordSource([]));
    expect(contextOf(empty, auditedUser(1000, 'x')).account.protected).toBe('unknown');
    expect(contextOf(empty, LOCAL_SYSTEM).account.protected).toBe('no');
  });
});

describe('managed service accounts', () => {
  test.each<[AccountKind, boolean]>([
    ['gmsa', true],
    ['smsa', true],
    ['dmsa', true],
    ['user', false],
    ['inetorgperson', false],
    ['computer', false],
    ['foreign', false],
  ])('%s: %p', (kind, expected) => {
    expect(facts(1000, 'x', { kind }).managed).toBe(expected);
  });

  test('one whose kind was not read, but whose attributes were', () => {
    expect(facts(1000, 'x', { kind: 'user', record: { managed: {} } })).toMatchObject({
      managed: true,
      passwordInterval: 0,
      encryptionTypesKnown: false,
      retrieversKnown: false,
      powerfulGroups: [],
      aesByDefault: 'unknown',
    });
  });

  test('who may retrieve it is known where the number is 0 as well', () => {
    expect(facts(1000, 'x', { record: { managed: { retrievers: 0 } } }).retrieversKnown).toBe(true);
  });
});

describe('encryption types', () => {
  test.each<[number, string[]]>([
    [0, []],
    [0x1, ['des']],
    [0x2, ['des']],
    [0x3, ['des']],
    [0x4, ['rc4']],
    [0x8, ['aes128']],
    [0x10, ['aes256']],
    [0x18, ['aes128', 'aes256']],
    [0x1f, ['des', 'rc4', 'aes128', 'aes256']],
    [0x20, []],
  ])('%p: %j', (encryptionTypes, expected) => {
    const account = facts(1000, 'x', { record: { managed: { encryptionTypes } } });
    expect(account.encryptionTypesKnown).toBe(true);
    expect((['des', 'rc4', 'aes128', 'aes256'] as const).filter((type) => account[type])).toEqual(expected);
  });
});

test('the primary group that was not read is 0', () => {
  expect(facts(1000, 'x', { primaryGroup: null }).primaryGroup).toBe(0);
});

test('the scope tells the account once, and nothing of targets', () => {
  const context = contextOf(directory, auditedUser(1000, 'actor'));
  expect([...accountScope.start!(context)]).toEqual([{ account: context.account }]);
  expect(Object.keys(accountScope)).toEqual(['start']);
});
