/** Where an inherited entry is really written (MS-DTYP 2.5.3.4, MS-ADTS 6.1.3). */
import { mapGenericMask } from '../descriptor/access-mask.js';
import { type Ace, AceFlag, SdControl, type SecurityDescriptor } from '../descriptor/types.js';

/** An ancestor, nearest first, with its descriptor where that is known. */
export interface Ancestor {
  readonly descriptor: SecurityDescriptor | null;
  readonly parent: Ancestor | null;
}

/** @returns true where `written`, an entry of a container, gives `inherited` to objects below */
function gives(written: Ace, inherited: Ace): boolean {
  if (written.type !== inherited.type) return false;
  if ((written.flags & AceFlag.ContainerInherit) === 0) return false;
  if (written.form === 'unknown' || inherited.form === 'unknown') return false;
  if (written.sid !== inherited.sid || mapGenericMask(written.mask) !== mapGenericMask(inherited.mask)) return false;
  if (!sameBytes(written.applicationData, inherited.applicationData)) return false;
  if (written.form !== 'object' || inherited.form !== 'object') return written.form === inherited.form;
  return (
    written.objectType === inherited.objectType &&
    // An entry that has become effective may have lost the class it was meant for.
    (inherited.inheritedObjectType === null || written.inheritedObjectType === inherited.inheritedObjectType)
  );
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** An entry as it was written: on which ancestor, and where in its list. */
export interface WrittenEntry<A extends Ancestor> {
  readonly ancestor: A;
  readonly index: number;
}

/**
 * Finds the entry that an inherited one comes from.
 * @param inherited an entry with the INHERITED_ACE flag
 * @param nearest the object's parent
 * @returns where it is written, or null where no ancestor carries it (moved object, unread descriptor, CREATOR OWNER
 *   expansion)
 */
export function writtenEntry<A extends Ancestor>(inherited: Ace, nearest: A | null): WrittenEntry<A> | null {
  for (
    let ancestor: A | null = nearest, levels = 0;
    ancestor !== null;
    ancestor = ancestor.parent as A | null, levels++
  ) {
    const descriptor = ancestor.descriptor;
    if (descriptor === null || descriptor.dacl === null) return null;
    for (const [index, ace] of descriptor.dacl.aces.entries()) {
      if ((ace.flags & AceFlag.Inherited) !== 0 || !gives(ace, inherited)) continue;
      if (levels > 0 && (ace.flags & AceFlag.NoPropagateInherit) !== 0) continue;
      return { ancestor, index };
    }
    // Above a container that does not inherit nothing can have come down.
    if ((descriptor.control & SdControl.DaclProtected) !== 0) return null;
  }
  return null;
}

/** @returns the ancestor that carries an inherited entry as its own; null as for `writtenEntry` */
export function originOf<A extends Ancestor>(inherited: Ace, nearest: A | null): A | null {
  return writtenEntry(inherited, nearest)?.ancestor ?? null;
}
