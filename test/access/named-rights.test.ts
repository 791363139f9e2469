import { describe, expect, test } from '@jest/globals';
import { className, namedRightsOf, nameGiven, nameRequired, placeOf } from '../../src/access/named-rights.js';
import { parseSddl } from '../../src/descriptor/index.js';
import type { BasicAce, ObjectAce } from '../../src/descriptor/types.js';
import { builtinNames } from '../../src/directory/names.js';
import type { GivenRightKind, NamedRequiredRight, RequiredRight } from '../../src/result/rights.js';
import type { GuidMeaning, SchemaNames } from '../../src/result/schema.js';

const { schema } = builtinNames();
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const RESET = '00299570-246d-11d0-a768-00aa006e0529';
const SPN = 'f3a64788-5306-11d1-a9c5-0000f80367c1';
const NOBODY = '11111111-2222-3333-4444-555555555555';

test('a GUID that stands for an attribute and a validated write: what it is depends on what is looked for first', () => {
  expect(placeOf(SPN, schema).kind).toBe('attribute');
  expect(placeOf(SPN, schema, ['validated-write'])).toEqual({
    guid: SPN,
    kind: 'validated-write',
    name: 'Validated-SPN',
  });
});

test('a GUID that nothing has', () => {
  expect(placeOf(NOBODY, schema)).toEqual({ guid: NOBODY, kind: 'unknown', name: `{${NOBODY}}` });
  expect(className(NOBODY, schema)).toBe(`{${NOBODY}}`);
  expect(className(USER, schema)).toBe('user');
  expect(className(SPN, schema)).toBe(`{${SPN}}`);
});

test('the rights of an entry, with what its GUID stands for with each of them; bits that are no right come last', () => {
  const ace = parseSddl(`D:(OA;;0x800209;${USER};;WD)`).dacl!.aces[0] as BasicAce | ObjectAce;
  const place = { guid: USER, kind: 'class', name: 'user' };
  expect(namedRightsOf(ace, schema)).toEqual([
    { right: 'validated-write', bit: 0x8, place },
    { right: 'create-child', bit: 0x1, place },
    { right: 'other', bit: 0x200, place: null },
    { right: 'other', bit: 0x800000, place: null },
  ]);
});

/** What a GUID is taken for, the first that it may stand for; with each kind of right (MS-ADTS 5.1.3.2). */
describe('a GUID that may stand for several things', () => {
  const ALL = ['class', 'control-access', 'validated-write', 'property-set', 'attribute'] as const;
  const standing = (kinds: readonly GuidMeaning['kind'][]): SchemaNames => ({
    attribute: () => undefined,
    right: () => undefined,
    meanings: () => kinds.map((kind) => ({ kind, name: `as ${kind}` })),
  });
  const PROPERTIES = ['attribute', 'property-set', 'class'] as const;

  test.each<[GivenRightKind, readonly GuidMeaning['kind'][]]>([
    ['read-property', PROPERTIES],
    ['write-property', PROPERTIES],
    ['control-access', ['control-access', 'attribute', 'class']],
    ['validated-write', ['validated-write', 'attribute', 'property-set']],
    ['create-child', ['class']],
    ['write-dac', ['class']],
  ])('%s: %j', (right, order) => {
    const others = ALL.filter((kind) => !order.includes(kind));
    for (let from = 0; from <= order.length; from++) {
      const meanings = [...others, ...order.slice(from).reverse()];
      const kind = order[from] ?? others[0];
      const place = { guid: NOBODY, kind, name: `as ${kind}` };
      expect(nameGiven({ right, bit: 1, guid: NOBODY }, standing(meanings))).toEqual({ right, bit: 1, place });
    }
  });

  test('asked for by nothing in particular: attribute, property set, control access right, validated write, class', () => {
    const order = ['attribute', 'property-set', 'control-access', 'validated-write', 'class'] as const;
    for (const [from, kind] of order.entries()) {
      expect(placeOf(NOBODY, standing(order.slice(from).reverse())).kind).toBe(kind);
    }
  });

  test('a right without a GUID has no place', () => {
    expect(nameGiven({ right: 'delete', bit: 0x10000, guid: null }, standing(ALL))).toEqual({
      right: 'delete',
      bit: 0x10000,
      place: null,
    });
  });
});

describe('a required right by the names of the directory', () => {
  test.each<[RequiredRight, NamedRequiredRight]>([
    [
      { right: 'write-property', attribute: 'PWDLASTSET' },
      { right: 'write-property', attribute: 'pwdLastSet', guid: 'bf967a0a-0de6-11d0-a285-00aa003049e2' },
    ],
    [
      { right: 'control-access', controlAccessRight: 'user-force-change-password' },
      {
        right: 'control-access',
        controlAccessRight: 'User-Force-Change-Password',
        displayName: 'User Force Change Password',
        guid: RESET,
      },
    ],
    [
      { right: 'control-access', controlAccessRight: 'No-Such-Right' },
      { right: 'control-access', controlAccessRight: 'No-Such-Right', displayName: null, guid: null },
    ],
    [
      { right: 'read-confidential', attribute: 'noSuchAttribute' },
      { right: 'read-confidential', attribute: 'noSuchAttribute', guid: null },
    ],
    [
      { right: 'read-property', attribute: 'DESCRIPTION' },
      { right: 'read-property', attribute: 'description', guid: 'bf967950-0de6-11d0-a285-00aa003049e2' },
    ],
    [
      { right: 'validated-write', validatedWrite: 'validated-spn' },
      {
        right: 'validated-write',
        validatedWrite: 'Validated-SPN',
        displayName: 'Validated SPN',
        guid: SPN,
      },
    ],
    [{ right: 'write-owner' }, { right: 'write-owner' }],
  ])('%j', (right, named) => {
    expect(nameRequired(right, schema)).toEqual(named);
  });
});
