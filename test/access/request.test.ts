import { describe, expect, test } from '@jest/globals';
import {
  controlAccessRequest,
  objectRequest,
  propertyRequest,
  Right,
  validatedWriteRequest,
} from '../../src/access/request.js';
import type { Guid } from '../../src/descriptor/types.js';

const CLASS = 'c0000000-0000-0000-0000-000000000001';
const SET = 'a0000000-0000-0000-0000-000000000001';
const ATTRIBUTE = 'b0000000-0000-0000-0000-000000000001';

describe('what an entry has to name to cover a request', () => {
  test.each<[Guid | undefined, Guid | undefined, readonly Guid[]]>([
    [SET, CLASS, [ATTRIBUTE, SET, CLASS]],
    [undefined, CLASS, [ATTRIBUTE, CLASS]],
    [SET, undefined, [ATTRIBUTE, SET]],
    [undefined, undefined, [ATTRIBUTE]],
  ])('a property, its set %s, the class %s (MS-ADTS 5.1.3.3.3)', (set, classGuid, covers) => {
    expect(propertyRequest(Right.WriteProperty, ATTRIBUTE, set, classGuid)).toStrictEqual({
      right: 0x20,
      covers,
      ownerImplicit: false,
    });
  });

  test('a control access right: itself alone (5.1.3.3.4)', () => {
    expect(controlAccessRequest(SET)).toStrictEqual({ right: 0x100, covers: [SET], ownerImplicit: false });
  });

  test('a validated write: itself alone (5.1.3.3.5)', () => {
    expect(validatedWriteRequest(ATTRIBUTE)).toStrictEqual({ right: 0x8, covers: [ATTRIBUTE], ownerImplicit: false });
  });

  test('the object as a whole: its class, and what its owner holds counts (5.1.3.3.2)', () => {
    expect(objectRequest(Right.Delete, CLASS)).toStrictEqual({ right: 0x10000, covers: [CLASS], ownerImplicit: true });
    expect(objectRequest(Right.WriteDac, undefined)).toStrictEqual({ right: 0x40000, covers: [], ownerImplicit: true });
  });
});
