import { describe, expect, test } from '@jest/globals';
import type { Directory } from '../../src/directory/directory.js';
import type { AccountRecord } from '../../src/directory/records.js';
import { type AccountTraits, accountTraits } from '../../src/facts/account-traits.js';

const DIRECTORY = { kdsRootKeys: [{ type: 'kdsRootKey', dn: 'CN=key' }] } as unknown as Directory;
const traits = (record: Partial<AccountRecord>) => accountTraits(record as AccountRecord, DIRECTORY);

const NOTHING_READ: AccountTraits = {
  enabled: 'unknown',
  passwordNeverExpires: 'unknown',
  passwordNotRequired: 'unknown',
  reversiblePassword: 'unknown',
  desOnly: 'unknown',
  withoutPreauthentication: 'unknown',
  trustedForDelegation: 'unknown',
  trustedToAuthenticate: 'unknown',
  formerSids: [],
  servicePrincipal: 'unknown',
  dnsHostName: '',
  rootKeys: 1,
  rootKeyServed: false,
};

test('of what has no record, and of one that nothing was read of, nothing is known', () => {
  expect(accountTraits(null, DIRECTORY)).toEqual(NOTHING_READ);
  expect(traits({})).toEqual(NOTHING_READ);
});

describe('each flag by its bit (MS-ADTS 2.2.16)', () => {
  const FLAGS = [
    'passwordNeverExpires',
    'passwordNotRequired',
    'reversiblePassword',
    'desOnly',
    'withoutPreauthentication',
    'trustedForDelegation',
    'trustedToAuthenticate',
  ] as const;

  test.each<[number, readonly (typeof FLAGS)[number][], 'yes' | 'no']>([
    [0x200, [], 'yes'],
    [0x202, [], 'no'],
    [0x220, ['passwordNotRequired'], 'yes'],
    [0x280, ['reversiblePassword'], 'yes'],
    [0x10200, ['passwordNeverExpires'], 'yes'],
    [0x80200, ['trustedForDelegation'], 'yes'],
    [0x200200, ['desOnly'], 'yes'],
    [0x400200, ['withoutPreauthentication'], 'yes'],
    [0x1000200, ['trustedToAuthenticate'], 'yes'],
    [0x16902a2, FLAGS, 'no'],
  ])('%p', (userAccountControl, set, enabled) => {
    const of = traits({ userAccountControl });
    expect([FLAGS.filter((name) => of[name] === 'yes'), of.enabled]).toEqual([set, enabled]);
    expect(FLAGS.every((name) => of[name] !== 'unknown')).toBe(true);
  });
});

test('former SIDs, service names, host name, root key', () => {
  const managed = { dnsHostName: 'svc.example', hasPasswordId: true };
  expect(traits({ sidHistory: ['S-1-5-21-1'], hasSpn: true, managed })).toMatchObject({
    formerSids: ['S-1-5-21-1'],
    servicePrincipal: 'yes',
    dnsHostName: 'svc.example',
    rootKeyServed: true,
  });
  expect(traits({ hasSpn: false }).servicePrincipal).toBe('no');
});
