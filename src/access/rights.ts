/** The rights that an entry names, one by one (MS-ADTS 5.1.3.2). */
import { AccessMask, FULL_CONTROL, mapGenericMask } from '../descriptor/access-mask.js';
import type { BasicAce, ObjectAce } from '../descriptor/types.js';
import type { GivenRight, GivenRightKind } from '../result/rights.js';

/** In the order in which rights are told. */
const BITS: readonly (readonly [number, GivenRightKind])[] = [
  [AccessMask.ReadProperty, 'read-property'],
  [AccessMask.WriteProperty, 'write-property'],
  [AccessMask.ControlAccess, 'control-access'],
  [AccessMask.Self, 'validated-write'],
  [AccessMask.CreateChild, 'create-child'],
  [AccessMask.DeleteChild, 'delete-child'],
  [AccessMask.Delete, 'delete'],
  [AccessMask.DeleteTree, 'delete-tree'],
  [AccessMask.WriteDac, 'write-dac'],
  [AccessMask.WriteOwner, 'write-owner'],
  [AccessMask.ReadControl, 'read-control'],
  [AccessMask.ListContents, 'list-contents'],
  [AccessMask.ListObject, 'list-object'],
];

/** Rights that only let something be read or listed. */
const READING: ReadonlySet<GivenRightKind> = new Set(['read-property', 'read-control', 'list-contents', 'list-object']);

/** @returns what the entry names, generic rights mapped; full control of the whole object as one right */
export function rightsOf(ace: BasicAce | ObjectAce): readonly GivenRight[] {
  const mask = mapGenericMask(ace.mask);
  const guid = ace.form === 'object' ? ace.objectType : null;
  if (guid === null && (mask & FULL_CONTROL) === FULL_CONTROL) {
    return [{ right: 'full-control', bit: FULL_CONTROL, guid }];
  }
  return BITS.flatMap(([bit, right]) => ((mask & bit) === 0 ? [] : [{ right, bit, guid }]));
}

/** @returns whether a right only lets something be read or listed */
export function isReading({ right }: GivenRight): boolean {
  return READING.has(right);
}
