import { expect, test } from '@jest/globals';
import { listWords } from '../../../app/src/model/left-out.js';

const USERS = { targets: ['user'] };

test.each<[string, readonly (readonly string[])[], readonly number[]]>([
  ['The list of all 1,271 accounts', [['user'], ['user']], [1271]],
  ['The list of all 1 account', [['user']], [1]],
  ['The list of all 271 accounts', [['computer', 'inetOrgPerson', 'msDS-GroupManagedServiceAccount']], [271]],
  // A group is no account.
  ['The list of all 271 targets', [['user'], ['group']], [271]],
  ['The list of all 1 target', [['user', 'organizationalUnit']], [1]],
])('%s', (words, targets, rows) => {
  expect(
    listWords(
      targets.map((of) => ({ targets: of })),
      rows,
    ),
  ).toBe(words);
});

test('of several accounts under audit, every list counts', () => {
  expect(listWords([USERS], [271, 271])).toBe('The list of all 271 accounts');
  expect(listWords([USERS], [271, 1012, 0])).toBe('The lists of all accounts, 0 to 1,012 for each account under audit');
});
