import { expect, test } from '@jest/globals';
import { ACCOUNT_KINDS } from '../../src/result/codes.js';
import { kindWords, SHORT_CLASSES_TEXT, shortClass } from '../../src/words/account-kind.js';

test('every kind has words of its own', () => {
  expect(new Set(ACCOUNT_KINDS.map(kindWords)).size).toBe(ACCOUNT_KINDS.length);
});

test.each([
  ['msDS-GroupManagedServiceAccount', 'gMSA'],
  ['msDS-ManagedServiceAccount', 'sMSA'],
  ['msDS-DelegatedManagedServiceAccount', 'dMSA'],
  ['inetOrgPerson', 'inetOrgPerson'],
  ['constructor', 'constructor'],
])('%s is called %s where there is no room', (className, expected) => {
  expect(shortClass(className)).toBe(expected);
  if (className !== expected) expect(SHORT_CLASSES_TEXT).toContain(expected);
});
