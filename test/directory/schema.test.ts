import { describe, expect, test } from '@jest/globals';
import type { Guid } from '../../src/descriptor/types.js';
import type { AttributeRecord, ClassRecord, RightRecord } from '../../src/directory/records.js';
import { createSchema, type GuidMeaning } from '../../src/directory/schema.js';

const guid = (number: number): Guid => `00000000-0000-0000-0000-${String(number).padStart(12, '0')}`;
const [SET, RIGHT, WRITE, BOTH, PLAIN] = [guid(50), guid(51), guid(52), guid(53), guid(54)];

const classRecord = (name: string, number: number, parent: string, category = 1): ClassRecord => ({
  type: 'class',
  name,
  guid: guid(number),
  parent,
  category,
  auxiliary: [],
  attributes: [],
});
const attribute = (name: string, number: number, set?: Guid): AttributeRecord => ({
  type: 'attribute',
  name,
  guid: guid(number),
  set,
});
const right = (name: string, id: Guid, validAccesses?: number, displayName?: string): RightRecord => ({
  type: 'right',
  name,
  guid: id,
  validAccesses,
  displayName,
  appliesTo: [],
});

const CLASSES = [
  classRecord('top', 1, 'top', 2),
  classRecord('person', 2, 'top', 0),
  classRecord('user', 3, 'person'),
  classRecord('computer', 4, 'user'),
  classRecord('msDS-GroupManagedServiceAccount', 5, 'computer'),
  classRecord('mailRecipient', 6, 'top', 3),
  classRecord('deepAuxiliary', 7, 'msDS-GroupManagedServiceAccount', 3),
  classRecord('deepAbstract', 8, 'msDS-GroupManagedServiceAccount', 2),
];
const ATTRIBUTES = [
  attribute('givenName', 20, SET),
  attribute('title', 21, SET),
  attribute('servicePrincipalName', 53),
  attribute('pwdLastSet', 22),
];
const RIGHTS = [
  right('General-Information', SET, undefined, 'General Information'),
  right('User-Force-Change-Password', RIGHT, 0x100, 'Reset Password'),
  right('Validated-SPN', BOTH, 0x8, 'Validated write to service principal name'),
  right('Self-Membership', WRITE, 0x8),
  right('Membership', guid(55), 0x30),
  right('Reads-A-Set', guid(56), 0x10),
  right('No-Valid-Accesses', PLAIN),
  right('reset password', guid(57), 0x100, 'Something Else'),
];
const schema = createSchema(CLASSES, ATTRIBUTES, RIGHTS);

describe('by name', () => {
  test('attributes and classes, ignoring case', () => {
    expect(schema.attribute('pwdlastset')).toBe(ATTRIBUTES[3]);
    expect(schema.attribute('user')).toBeUndefined();
    expect(schema.class('USER')).toBe(CLASSES[2]);
    expect(schema.class('pwdLastSet')).toBeUndefined();
  });

  test('rights by their cn or display name, ignoring case; a display name hides no cn', () => {
    expect(schema.right('user-force-change-password')).toBe(RIGHTS[1]);
    expect(schema.right('GENERAL INFORMATION')).toBe(RIGHTS[0]);
    expect(schema.right('Reset Password')).toBe(RIGHTS[7]);
    expect(schema.right('something else')).toBe(RIGHTS[7]);
    expect(schema.right('nothing')).toBeUndefined();
    // In whatever order the two come.
    expect(createSchema(CLASSES, ATTRIBUTES, [...RIGHTS].reverse()).right('Reset Password')).toBe(RIGHTS[7]);
  });
});

describe('what a GUID stands for', () => {
  test.each<[string, Guid, readonly GuidMeaning[]]>([
    ['a class', guid(3), [{ kind: 'class', name: 'user' }]],
    ['an attribute', guid(22), [{ kind: 'attribute', name: 'pwdLastSet' }]],
    ['a property set, by its members alone', SET, [{ kind: 'property-set', name: 'General-Information' }]],
    ['a property set, by its valid accesses', guid(55), [{ kind: 'property-set', name: 'Membership' }]],
    ['a property set that is only read', guid(56), [{ kind: 'property-set', name: 'Reads-A-Set' }]],
    ['a control access right', RIGHT, [{ kind: 'control-access', name: 'User-Force-Change-Password' }]],
    ['a right without valid accesses', PLAIN, [{ kind: 'control-access', name: 'No-Valid-Accesses' }]],
    ['a validated write', WRITE, [{ kind: 'validated-write', name: 'Self-Membership' }]],
    [
      'an attribute and the validated write of it',
      BOTH,
      [
        { kind: 'attribute', name: 'servicePrincipalName' },
        { kind: 'validated-write', name: 'Validated-SPN' },
      ],
    ],
    ['nothing', guid(99), []],
  ])('%s', (_, id, expected) => {
    expect(schema.meanings(id)).toEqual(expected);
  });

  test('the members of a property set', () => {
    expect(schema.members(SET)).toEqual([ATTRIBUTES[0], ATTRIBUTES[1]]);
    expect(schema.members(RIGHT)).toEqual([]);
  });
});

describe('the most specific class', () => {
  test.each<[readonly string[], string | undefined]>([
    [['top', 'person', 'user'], 'user'],
    [['user', 'person', 'top'], 'user'],
    [['computer', 'top', 'user', 'person'], 'computer'],
    [['TOP', 'PERSON', 'USER'], 'user'],
    [['top', 'person', 'user', 'computer', 'msDS-GroupManagedServiceAccount'], 'msDS-GroupManagedServiceAccount'],
    // Auxiliary classes and abstract ones are not what an object is, however deep they stand.
    [['user', 'mailRecipient', 'deepAuxiliary', 'deepAbstract'], 'user'],
    [['top', 'mailRecipient'], undefined],
    // An 88-class may be.
    [['top', 'person'], 'person'],
    // Names that the schema lacks do not count.
    [['top', 'person', 'user', 'unheardOf'], undefined],
    [['unheardOf'], undefined],
    [[], undefined],
  ])('%j: %s', (names, expected) => {
    expect(schema.mostSpecificClass(names)?.name).toBe(expected);
  });

  test('none of two that stand beside each other, as where subClassOf of one was not read', () => {
    const siblings = createSchema([...CLASSES, classRecord('contact', 9, 'person')], ATTRIBUTES, RIGHTS);
    expect(siblings.mostSpecificClass(['contact', 'user'])).toBeUndefined();
    expect(siblings.mostSpecificClass(['user', 'contact'])).toBeUndefined();
  });

  test('a circle of classes in a damaged schema ends, and so does a parent that is missing', () => {
    const circle = createSchema(
      [classRecord('a', 1, 'b'), classRecord('b', 2, 'A'), classRecord('c', 3, 'gone'), classRecord('d', 4, 'c')],
      ATTRIBUTES,
      RIGHTS,
    );
    expect(circle.mostSpecificClass(['a', 'b'])?.name).toBe('a');
    expect(circle.mostSpecificClass(['c', 'd'])?.name).toBe('d');
    expect(circle.mostSpecificClass(['d', 'c'])?.name).toBe('d');
  });

  test('a chain of classes as long as anybody likes', () => {
    const chain = Array.from({ length: 50_000 }, (_, n) => classRecord(`c${n}`, n, `c${n + 1}`));
    const schema = createSchema(chain, [attribute('a', 1)], []);
    expect(schema.mostSpecificClass(['c7', 'c3', 'c9'])?.name).toBe('c3');
  });
});

describe('where the source has none, the base schema', () => {
  const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
  const RESET_PASSWORD = '00299570-246d-11d0-a768-00aa006e0529';

  test.each<[string, Parameters<typeof createSchema>, readonly string[], boolean, boolean]>([
    ['all there', [CLASSES, ATTRIBUTES, RIGHTS], [], false, false],
    ['no classes', [[], ATTRIBUTES, RIGHTS], ['schema'], true, false],
    ['no attributes', [CLASSES, [], RIGHTS], ['schema'], true, false],
    ['no rights', [CLASSES, ATTRIBUTES, []], ['rights'], false, true],
    ['nothing', [[], [], []], ['schema', 'rights'], true, true],
  ])('%s', (_, args, builtin, baseSchema, baseRights) => {
    const made = createSchema(...args);
    expect(made.builtin).toEqual(builtin);
    expect(made.class('user')?.guid).toBe(baseSchema ? USER : guid(3));
    expect(made.attribute('pwdLastSet')?.guid).toBe(baseSchema ? 'bf967a0a-0de6-11d0-a285-00aa003049e2' : guid(22));
    expect(made.right('User-Force-Change-Password')?.guid).toBe(baseRights ? RESET_PASSWORD : RIGHT);
  });
});
