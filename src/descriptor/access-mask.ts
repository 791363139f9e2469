/** Access masks of directory objects: bits, generic mapping, words (MS-ADTS 5.1.3.2, MS-DTYP 2.4.3). */

/** Bits of an access mask on a directory object, by their names in MS-ADTS 5.1.3.2. */
export const AccessMask = {
  CreateChild: 0x1,
  DeleteChild: 0x2,
  ListContents: 0x4,
  /** RIGHT_DS_WRITE_PROPERTY_EXTENDED: validated write. */
  Self: 0x8,
  ReadProperty: 0x10,
  WriteProperty: 0x20,
  DeleteTree: 0x40,
  ListObject: 0x80,
  ControlAccess: 0x100,
  Delete: 0x0001_0000,
  ReadControl: 0x0002_0000,
  WriteDac: 0x0004_0000,
  WriteOwner: 0x0008_0000,
  Synchronize: 0x0010_0000,
  AccessSystemSecurity: 0x0100_0000,
  MaximumAllowed: 0x0200_0000,
  GenericAll: 0x1000_0000,
  GenericExecute: 0x2000_0000,
  GenericWrite: 0x4000_0000,
  GenericRead: 0x8000_0000,
} as const;

/** What each generic right means on a directory object (MS-ADTS 5.1.3.2). */
const GENERIC_MAPPING: readonly (readonly [number, number])[] = [
  [AccessMask.GenericRead, 0x0002_0094],
  [AccessMask.GenericWrite, 0x0002_0028],
  [AccessMask.GenericExecute, 0x0002_0004],
  [AccessMask.GenericAll, 0x000f_01ff],
];
const GENERIC_BITS = 0xf000_0000;

/** All rights of a directory object: what GENERIC_ALL stands for. */
export const FULL_CONTROL = 0x000f_01ff;

/** Bits that let something be changed or taken; the others let something be read or listed. */
export const CHANGING_RIGHTS =
  AccessMask.CreateChild |
  AccessMask.DeleteChild |
  AccessMask.Self |
  AccessMask.WriteProperty |
  AccessMask.DeleteTree |
  AccessMask.ControlAccess |
  AccessMask.Delete |
  AccessMask.WriteDac |
  AccessMask.WriteOwner;

/**
 * @param mask an access mask
 * @returns the mask with generic rights replaced by what they mean on a directory object, unsigned
 */
export function mapGenericMask(mask: number): number {
  if ((mask & GENERIC_BITS) === 0) return mask >>> 0;
  let mapped = mask & ~GENERIC_BITS;
  for (const [generic, rights] of GENERIC_MAPPING) if ((mask & generic) !== 0) mapped |= rights;
  return mapped >>> 0;
}

const WORDS: readonly (readonly [number, string])[] = [
  [AccessMask.CreateChild, 'create child'],
  [AccessMask.DeleteChild, 'delete child'],
  [AccessMask.ListContents, 'list contents'],
  [AccessMask.Self, 'validated write'],
  [AccessMask.ReadProperty, 'read property'],
  [AccessMask.WriteProperty, 'write property'],
  [AccessMask.DeleteTree, 'delete tree'],
  [AccessMask.ListObject, 'list object'],
  [AccessMask.ControlAccess, 'control access'],
  [AccessMask.Delete, 'delete'],
  [AccessMask.ReadControl, 'read permissions'],
  [AccessMask.WriteDac, 'write permissions'],
  [AccessMask.WriteOwner, 'write owner'],
  [AccessMask.Synchronize, 'synchronize'],
  [AccessMask.AccessSystemSecurity, 'read and write auditing'],
];

/**
 * @param mask an access mask; generic rights are mapped first
 * @returns the rights in words, lowest bit first, for example `['read property', 'write property']`; `['full control']`
 *   where all rights of a directory object are there; a bit without a meaning there as `bit 0x200`
 */
export function describeMask(mask: number): string[] {
  const mapped = mapGenericMask(mask);
  const full = (mapped & FULL_CONTROL) === FULL_CONTROL;
  const words = full ? ['full control'] : [];
  let rest = full ? (mapped & ~FULL_CONTROL) >>> 0 : mapped;
  for (const [bit, word] of WORDS) {
    if ((rest & bit) === 0) continue;
    words.push(word);
    rest = (rest & ~bit) >>> 0;
  }
  for (let bit = 1; rest !== 0; bit *= 2) {
    if ((rest & bit) === 0) continue;
    words.push(`bit 0x${bit.toString(16)}`);
    rest = (rest & ~bit) >>> 0;
  }
  return words;
}
