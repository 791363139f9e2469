/** Whether two entries, or two descriptors, are the same values. */
import type { Ace, Acl, SecurityDescriptor } from './types.js';

/** @returns whether both entries are stored as the same bytes */
export function sameAce(a: Ace, b: Ace): boolean {
  if (a === b) return true;
  if (a.type !== b.type || a.flags !== b.flags || a.form !== b.form) return false;
  if (a.form === 'unknown' || b.form === 'unknown')
    return a.form === 'unknown' && b.form === 'unknown' && sameBytes(a.body, b.body);
  if (a.mask !== b.mask || a.sid !== b.sid || !sameBytes(a.applicationData, b.applicationData)) return false;
  if (a.form !== 'object' || b.form !== 'object') return true;
  return a.objectType === b.objectType && a.inheritedObjectType === b.inheritedObjectType;
}

/** @returns whether both descriptors are stored as the same bytes */
export function sameDescriptor(a: SecurityDescriptor, b: SecurityDescriptor): boolean {
  return (
    a.revision === b.revision &&
    a.sbz1 === b.sbz1 &&
    a.control === b.control &&
    a.owner === b.owner &&
    a.group === b.group &&
    sameList(a.sacl, b.sacl) &&
    sameList(a.dacl, b.dacl)
  );
}

function sameList(a: Acl | null, b: Acl | null): boolean {
  if (a === b) return true;
  if (a === null || b === null || a.revision !== b.revision || a.aces.length !== b.aces.length) return false;
  return a.aces.every((ace, index) => sameAce(ace, b.aces[index]!));
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
