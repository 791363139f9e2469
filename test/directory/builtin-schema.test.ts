import { describe, expect, test } from '@jest/globals';
import { builtinSchema } from '../../src/directory/builtin-schema.js';

const { classes, attributes, rights } = builtinSchema();
const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('the base schema', () => {
  test('records as a source would have them', () => {
    expect(classes.find(({ name }) => name === 'computer')).toEqual({
      type: 'class',
      name: 'computer',
      guid: 'bf967a86-0de6-11d0-a285-00aa003049e2',
      parent: 'user',
      category: 1,
      auxiliary: [],
      attributes: [],
    });
    expect(attributes.find(({ name }) => name === 'pwdLastSet')).toEqual({
      type: 'attribute',
      name: 'pwdLastSet',
      guid: 'bf967a0a-0de6-11d0-a285-00aa003049e2',
      set: '4c164200-20c0-11d0-a768-00aa006e0529',
    });
    // One that belongs to no property set has no such field.
    expect(Object.keys(attributes.find(({ name }) => name === 'Enabled')!)).toEqual(['type', 'name', 'guid']);
    expect(rights.find(({ name }) => name === 'User-Account-Restrictions')).toEqual({
      type: 'right',
      name: 'User-Account-Restrictions',
      displayName: 'Account Restrictions',
      guid: '4c164200-20c0-11d0-a768-00aa006e0529',
      validAccesses: 48,
      appliesTo: [],
    });
  });

  test('each has a name and a GUID of its own kind, written as everywhere', () => {
    for (const list of [classes, attributes, rights]) {
      expect(list.filter(({ name, guid }) => name === '' || !GUID.test(guid))).toEqual([]);
      expect(new Set(list.map(({ name }) => name.toLowerCase())).size).toBe(list.length);
    }
    expect(attributes.filter(({ set }) => set !== undefined && !GUID.test(set))).toEqual([]);
    expect(new Set(classes.map(({ category }) => category))).toEqual(new Set([0, 1, 2, 3]));
    expect(rights.filter(({ validAccesses }) => ![0x8, 0x30, 0x100].includes(validAccesses ?? -1))).toEqual([]);
  });

  test('each parent of a class is one of the classes', () => {
    const names = new Set(classes.map(({ name }) => name));
    expect(classes.filter(({ parent }) => !names.has(parent))).toEqual([]);
  });

  test('is read once', () => {
    expect(builtinSchema()).toBe(builtinSchema());
  });
});
