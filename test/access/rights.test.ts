import { describe, expect, test } from '@jest/globals';
import { isReading, rightsOf } from '../../src/access/rights.js';
import { AceType, type BasicAce, type Guid, type ObjectAce } from '../../src/descriptor/types.js';
import type { GivenRight } from '../../src/result/rights.js';

const GUID = 'b0000000-0000-0000-0000-000000000001';
const COMMON = { flags: 0, sid: 'S-1-1-0', applicationData: new Uint8Array() } as const;
const basic = (mask: number): BasicAce => ({ form: 'basic', type: AceType.AccessAllowed, mask, ...COMMON });
const object = (mask: number, objectType: Guid | null): ObjectAce => ({
  form: 'object',
  type: AceType.AccessAllowedObject,
  mask,
  objectType,
  inheritedObjectType: null,
  ...COMMON,
});
const names = (rights: readonly GivenRight[]) => rights.map(({ right }) => right).join(' ');

/** Bit, name, and whether it only reads or lists (MS-ADTS 5.1.3.2), in the order in which they are told. */
const RIGHTS = [
  [0x10, 'read-property', true],
  [0x20, 'write-property', false],
  [0x100, 'control-access', false],
  [0x8, 'validated-write', false],
  [0x1, 'create-child', false],
  [0x2, 'delete-child', false],
  [0x10000, 'delete', false],
  [0x40, 'delete-tree', false],
  [0x40000, 'write-dac', false],
  [0x80000, 'write-owner', false],
  [0x20000, 'read-control', true],
  [0x4, 'list-contents', true],
  [0x80, 'list-object', true],
] as const;

describe('the rights that an entry names', () => {
  test.each(RIGHTS)('bit %i is %s', (bit, right, reading) => {
    expect(rightsOf(basic(bit))).toEqual([{ right, bit, guid: null }]);
    expect(rightsOf(object(bit, GUID))).toEqual([{ right, bit, guid: GUID }]);
    expect(isReading({ right, bit, guid: null })).toBe(reading);
  });

  test('several are told in one order; bits without a name are passed over', () => {
    expect(names(rightsOf(object(0xf01ff, GUID)))).toBe(RIGHTS.map(([, right]) => right).join(' '));
    expect(rightsOf(basic(0x100000))).toEqual([]);
    expect(rightsOf(basic(0))).toEqual([]);
  });

  test.each([
    [0x80000000, 'read-property read-control list-contents list-object'],
    [0x40000000, 'write-property validated-write read-control'],
    [0x20000000, 'read-control list-contents'],
    [0x10000000, 'full-control'],
    [0xf01ff, 'full-control'],
    [0x1f01ff, 'full-control'],
    [0xf01fe, RIGHTS.flatMap(([bit, right]) => (bit === 1 ? [] : [right])).join(' ')],
  ])('mask %i: %s', (mask, expected) => {
    expect(names(rightsOf(basic(mask)))).toBe(expected);
  });

  test('full control is of the whole object: an object entry has it where it names no object type', () => {
    const full = [{ right: 'full-control', bit: 0xf01ff, guid: null }];
    expect(rightsOf(basic(0xf01ff))).toEqual(full);
    expect(rightsOf(object(0x10000000, null))).toEqual(full);
    expect(isReading({ right: 'full-control', bit: 0xf01ff, guid: null })).toBe(false);
  });
});
