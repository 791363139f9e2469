import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { AccountRecord } from '../../src/directory/records.js';
import type { Tristate } from '../../src/result/tristate.js';
import {
  hasFlag,
  platformAccount,
  type TargetTraits,
  traitsOf,
  UserAccountControl,
} from '../../src/verdicts/target.js';
import { DOMAIN_SID, user } from '../directory/memory-source.js';

const record = (more: Parameters<typeof user>[2] = {}) =>
  ({ type: 'account', ...user(1001, 'x', more) }) as AccountRecord;

test('the bits of userAccountControl', () => {
  expect(UserAccountControl).toEqual({
    AccountDisable: 0x2,
    PasswordNotRequired: 0x20,
    EncryptedTextPasswordAllowed: 0x80,
    InterdomainTrustAccount: 0x800,
    WorkstationTrustAccount: 0x1000,
    ServerTrustAccount: 0x2000,
    DontExpirePassword: 0x10000,
    SmartcardRequired: 0x40000,
    TrustedForDelegation: 0x80000,
    TrustedToAuthenticateForDelegation: 0x1000000,
    PartialSecretsAccount: 0x4000000,
  });
});

test.each<[number | null, number, Tristate]>([
  [0x202, 0x2, 'yes'],
  [0x200, 0x2, 'no'],
  [0, 0x2, 'no'],
  [null, 0x2, 'unknown'],
])('hasFlag(%p, %p) is %s', (flags, bit, expected) => {
  expect(hasFlag(flags, bit)).toBe(expected);
});

test.each<[Sid | undefined, TargetTraits['platform']]>([
  [`${DOMAIN_SID}-500`, 'administrator'],
  [`${DOMAIN_SID}-502`, 'krbtgt'],
  [`${DOMAIN_SID}-501`, null],
  [`${DOMAIN_SID}-1500`, null],
  [`${DOMAIN_SID}-1502`, null],
  [undefined, null],
])('%s is %s', (sid, expected) => {
  expect(platformAccount(record({ sid }))).toBe(expected);
});

describe('traits', () => {
  test('of an account of which all was read', () => {
    const all = record({
      parent: 4,
      classes: 2,
      descriptor: 7,
      adminCount: 1,
      pwdLastSet: '0',
      sid: `${DOMAIN_SID}-502`,
    });
    expect(traitsOf(all, 0x202, 'yes', true)).toEqual({
      container: 4,
      classes: 2,
      descriptor: 7,
      flags: 0x202,
      protected: 'yes',
      adminCount: 1,
      platform: 'krbtgt',
      mustChange: true,
      isSelf: true,
    });
  });

  test('of an account of which little was read', () => {
    expect(traitsOf(record(), null, 'unknown', false)).toEqual({
      container: 3,
      classes: 0,
      descriptor: null,
      flags: null,
      protected: 'unknown',
      adminCount: null,
      platform: null,
      mustChange: false,
      isSelf: false,
    });
  });

  test('only a pwdLastSet of 0 asks for a new password', () => {
    expect(
      ['0', '1', '133000000000000000', '-1'].map(
        (pwdLastSet) => traitsOf(record({ pwdLastSet }), 0, 'no', false).mustChange,
      ),
    ).toEqual([true, false, false, false]);
  });
});
