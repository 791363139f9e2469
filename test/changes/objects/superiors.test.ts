/** The whole table is held against a directory's schema in test/changes/lab.test.ts. */
import { expect, test } from '@jest/globals';
import { mayLieBelow, namingAttribute } from '../../../src/changes/objects/superiors.js';
import { createSchema } from '../../../src/directory/schema.js';

const schema = createSchema([], [], []);

test.each<[string, readonly string[], boolean | null]>([
  ['user', ['top', 'organizationalUnit'], true],
  ['USER', ['top', 'container'], true],
  ['user', ['top', 'person', 'organizationalPerson', 'user'], false],
  ['organizationalUnit', ['top', 'container'], false],
  ['organizationalUnit', ['top', 'domain', 'domainDNS'], true],
  ['msDS-GroupManagedServiceAccount', ['top', 'person', 'organizationalPerson', 'user', 'computer'], true],
  // Of which it is not known where its objects may be.
  ['applicationSettings', ['top', 'container'], null],
  ['user', [], null],
])('%s below %j', (name, parent, may) => {
  expect(mayLieBelow(schema, name, parent)).toBe(may);
});

test('what objects are named by', () => {
  expect(['organizationalUnit', 'user', 'domainDNS'].map(namingAttribute)).toEqual(['ou', 'cn', 'dc']);
});
