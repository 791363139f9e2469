/**
 * What objects inherit from the lists above them (MS-DTYP 2.5.3.4, MS-ADTS 6.1.3). Only this file reads the inheritance
 * flags of entries (.dependency-cruiser.cjs); every object of a directory can hold others, so that all are containers.
 */
import { mapGenericMask } from '../descriptor/access-mask.js';
import { InheritanceFlag } from '../descriptor/inheritance-flags.js';
import { sameBytes } from '../descriptor/same.js';
import {
  type Ace,
  AceFlag,
  AceType,
  type Guid,
  type ObjectAce,
  SdControl,
  type SecurityDescriptor,
  type Sid,
} from '../descriptor/types.js';

/** What an inherited list depends on beside the list above. */
export interface Heir {
  /** schemaIDGUID of its most specific structural class; undefined where that is not known. */
  readonly classGuid: Guid | undefined;
  /** For CREATOR OWNER and CREATOR GROUP; null where not known: their entries then count for nobody. */
  readonly owner: Sid | null;
  readonly group: Sid | null;
}

/** Why an entry of an ancestor does not reach an object, where that lies in the entry. */
type Unreached =
  /** It counts for the object that holds it only. */
  | 'not-inheritable'
  /** It is meant for another class. */
  | 'other-class'
  /** It goes one level down only. */
  | 'one-level';

const CREATOR_OWNER = 'S-1-3-0';
const CREATOR_GROUP = 'S-1-3-1';
const PLACES =
  InheritanceFlag.ObjectInherit | InheritanceFlag.ContainerInherit | InheritanceFlag.NoPropagateInherit | 0;

/** @returns whether objects below the one that holds the entry get something from it */
export function isInheritable({ flags }: Ace): boolean {
  return (flags & InheritanceFlag.ContainerInherit) !== 0;
}

/** @returns whether the entry is for objects below at all, files included (which a directory does not have) */
export function hasInheritance({ flags }: Ace): boolean {
  return (flags & (InheritanceFlag.ContainerInherit | InheritanceFlag.ObjectInherit)) !== 0;
}

/** @returns whether the entry goes one level down only */
export function isOneLevel({ flags }: Ace): boolean {
  return (flags & InheritanceFlag.NoPropagateInherit) !== 0;
}

/**
 * @param levels objects between the one that holds the entry and the heir
 * @returns what keeps an entry from counting for the heir; null where it counts, if nothing on the way blocks inheritance
 */
export function unreachedBecause(ace: Ace, { classGuid }: Pick<Heir, 'classGuid'>, levels: number): Unreached | null {
  if (!isInheritable(ace)) return 'not-inheritable';
  if (ace.form === 'object' && ace.inheritedObjectType !== null && ace.inheritedObjectType !== classGuid)
    return 'other-class';
  return levels > 0 && isOneLevel(ace) ? 'one-level' : null;
}

/**
 * The entries that one entry of a parent's list becomes in a child's (MS-DTYP 2.5.3.4.3, InheritACE): the one that counts
 * for the child, and the one that waits in it for objects below.
 * @returns none where the child gets nothing
 */
export function inheritedEntries(ace: Ace, heir: Heir): readonly Ace[] {
  if (ace.form === 'unknown' || ace.form === 'system' || !hasInheritance(ace)) return [];
  const passesOn = !isOneLevel(ace);
  // One for files counts for no object of a directory, and is handed on all the same.
  if (!isInheritable(ace)) return passesOn ? [waiting(ace)] : [];
  if (unreachedBecause(ace, heir, 0) === 'other-class') {
    return passesOn ? [waiting(ace)] : [];
  }
  const sid = bearer(ace.sid, heir);
  const mask = mapGenericMask(ace.mask);
  const base = (ace.flags & ~AceFlag.InheritOnly) | AceFlag.Inherited;
  // Where the entry changes as it takes effect, what is handed on is still the entry as it was written.
  if (sid !== ace.sid || mask !== ace.mask) {
    const effective = sid === null ? [] : [withoutClass({ ...ace, sid, mask, flags: base & ~PLACES })];
    return passesOn ? [...effective, { ...ace, flags: base | AceFlag.InheritOnly }] : effective;
  }
  return [passesOn ? { ...ace, flags: base } : withoutClass({ ...ace, flags: base & ~PLACES })];
}

/**
 * It is the object's own class that an entry was for: servers leave it out of the effective one, which goes nowhere from
 * here. One that names no type then is none about a part of the object.
 */
function withoutClass(ace: Exclude<Ace, { readonly form: 'unknown' | 'system' }>): Ace {
  if (ace.form !== 'object') return ace;
  if (ace.objectType !== null) return { ...ace, inheritedObjectType: null };
  const { flags, mask, sid, applicationData } = ace;
  return { form: 'basic', type: BASIC_FORMS.get(ace.type) ?? ace.type, flags, mask, sid, applicationData };
}

/** An inherited entry that counts for objects further below. */
function waiting(ace: Ace): Ace {
  return { ...ace, flags: ace.flags | AceFlag.Inherited | AceFlag.InheritOnly };
}

/** Whom an entry is for in the child: CREATOR OWNER and CREATOR GROUP are the child's own (MS-DTYP 2.5.3.4.3). */
function bearer(sid: Sid, { owner, group }: Heir): Sid | null {
  if (sid === CREATOR_OWNER) return owner;
  return sid === CREATOR_GROUP ? group : sid;
}

/** @returns whether an entry is one that its object has from above, and not one of its own */
export function isInherited({ flags }: Ace): boolean {
  return (flags & AceFlag.Inherited) !== 0;
}

/** @returns whether an object takes entries from above: its list is not cut off (SE_DACL_PROTECTED) */
export function inheritsList({ control }: SecurityDescriptor): boolean {
  return (control & SdControl.DaclProtected) === 0;
}

/**
 * An own entry as it is stored (MS-DTYP 2.5.3.4.4, PostProcessACL): where it changes as it takes effect, what is handed on is
 * still the entry as it was written, which then waits beside it.
 */
export function storedEntries(ace: Ace, { owner, group }: Pick<Heir, 'owner' | 'group'>): readonly Ace[] {
  if (ace.form === 'unknown' || ace.form === 'system' || (ace.flags & AceFlag.InheritOnly) !== 0) return [ace];
  const sid = bearer(ace.sid, { classGuid: undefined, owner, group });
  const mask = mapGenericMask(ace.mask);
  if (sid === null || (sid === ace.sid && mask === ace.mask)) return [ace];
  const effective = { ...ace, sid, mask, flags: ace.flags & ~PLACES };
  return isInheritable(ace) ? [{ ...ace, flags: ace.flags | AceFlag.InheritOnly }, effective] : [effective];
}

/**
 * A list as the directory stores it: the object's own entries, then all that its parent's list hands on, in that order
 * (MS-DTYP 2.5.3.4.2, MS-ADTS 6.1.3). What a client writes as inherited is not kept (MS-ADTS 6.1.3.3).
 * @param parent the parent's descriptor; null where there is none to inherit from: what the list has from above stays
 */
export function storedList(
  descriptor: SecurityDescriptor,
  own: readonly Ace[],
  parent: SecurityDescriptor | null,
  classGuid: Guid | undefined,
): readonly Ace[] {
  const heir: Heir = { classGuid, owner: descriptor.owner, group: descriptor.group };
  const written = own.flatMap((ace) => storedEntries(ace, heir));
  if (!inheritsList(descriptor)) return written;
  if (parent === null) return [...written, ...(descriptor.dacl?.aces.filter(isInherited) ?? [])];
  return [...written, ...(parent.dacl?.aces.flatMap((ace) => inheritedEntries(ace, heir)) ?? [])];
}

/** @returns the entry as one that stands on a container for the objects of a class below it; null: of every class */
export function forDescendants(ace: Ace, classGuid: Guid | null): Ace {
  const flags = ace.flags | InheritanceFlag.ContainerInherit | AceFlag.InheritOnly;
  if (classGuid === null || (ace.form !== 'basic' && ace.form !== 'object')) return { ...ace, flags };
  const { type, mask, sid, applicationData } = ace;
  const objectType = ace.form === 'object' ? ace.objectType : null;
  return {
    form: 'object',
    type: OBJECT_FORMS.get(type) ?? type,
    flags,
    mask,
    objectType,
    inheritedObjectType: classGuid,
    sid,
    applicationData,
  };
}

/** The types that name object types, of those that do not (MS-DTYP 2.4.4.1). */
const OBJECT_FORMS: ReadonlyMap<number, number> = new Map([
  [AceType.AccessAllowed, AceType.AccessAllowedObject],
  [AceType.AccessDenied, AceType.AccessDeniedObject],
  [AceType.SystemAudit, AceType.SystemAuditObject],
  [AceType.AccessAllowedCallback, AceType.AccessAllowedCallbackObject],
  [AceType.AccessDeniedCallback, AceType.AccessDeniedCallbackObject],
  [AceType.SystemAuditCallback, AceType.SystemAuditCallbackObject],
]);

const BASIC_FORMS: ReadonlyMap<number, number> = new Map([...OBJECT_FORMS].map(([basic, object]) => [object, basic]));

/** An object above another, nearest first, with its descriptor where that is known. */
export interface Ancestor {
  readonly descriptor: SecurityDescriptor | null;
  readonly parent: Ancestor | null;
}

/**
 * The list that an object inherits where it, and every object above it, inherits: the entries of the nearest ancestor
 * first (MS-ADTS 6.1.3.1), each as it counts for the heir.
 * @param nearest the object's parent
 */
export function inheritedList(nearest: Ancestor | null, heir: Heir): readonly Ace[] {
  return inheritedParts(nearest, heir).flatMap(({ entries }) => entries);
}

/** What an object gets from one that is above it. */
export interface InheritedPart<A extends Ancestor> {
  readonly from: A;
  /** Objects between the two. */
  readonly levels: number;
  /** As they count for the heir. */
  readonly entries: readonly Ace[];
}

/** The same, ancestor by ancestor, the nearest first. */
export function inheritedParts<A extends Ancestor>(nearest: A | null, heir: Heir): readonly InheritedPart<A>[] {
  const parts: InheritedPart<A>[] = [];
  for (let above = nearest, levels = 0; above !== null; above = above.parent as A | null, levels++) {
    const entries = ownEntries(above).flatMap((ace) =>
      unreachedBecause(ace, heir, levels) === null ? counting(ace, heir) : [],
    );
    parts.push({ from: above, levels, entries });
  }
  return parts;
}

/**
 * @param holder an object above the heir
 * @param levels objects between the two
 * @returns the entries of the holder's list, its inherited ones too, as they would count for the heir
 */
export function reachingEntries(holder: Ancestor, heir: Heir, levels: number): readonly Ace[] {
  const reaching = (ace: Ace) => (unreachedBecause(ace, heir, levels) === null ? counting(ace, heir) : []);
  return holder.descriptor?.dacl?.aces.flatMap(reaching) ?? [];
}

function counting(ace: Ace, heir: Heir): readonly Ace[] {
  return inheritedEntries(ace, heir).filter(({ flags }) => (flags & AceFlag.InheritOnly) === 0);
}

/** An entry as it was written: on which ancestor, and where in its list. */
interface WrittenEntry<A extends Ancestor> {
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
  return writtenEntries(inherited, nearest).next().value ?? null;
}

/** All entries that an inherited one may come from, as far up as lists were read: the nearest ancestor's first. */
export function* writtenEntries<A extends Ancestor>(
  inherited: Ace,
  nearest: A | null,
): Generator<WrittenEntry<A>, undefined> {
  let above: A | null = nearest;
  for (let levels = 0; above !== null; levels++) {
    const { descriptor } = above;
    if (descriptor === null || descriptor.dacl === null) return;
    for (const [index, ace] of descriptor.dacl.aces.entries()) {
      if ((ace.flags & AceFlag.Inherited) !== 0 || !gives(ace, inherited)) continue;
      if (levels > 0 && isOneLevel(ace)) continue;
      yield { ancestor: above, index };
    }
    // Above a container that does not inherit nothing can have come down.
    if ((descriptor.control & SdControl.DaclProtected) !== 0) return;
    above = above.parent as A | null;
  }
}

/** @returns the ancestor that carries an inherited entry as its own; null as for `writtenEntry` */
export function originOf<A extends Ancestor>(inherited: Ace, nearest: A | null): A | null {
  return writtenEntry(inherited, nearest)?.ancestor ?? null;
}

function ownEntries({ descriptor }: Ancestor): readonly Ace[] {
  return (descriptor?.dacl?.aces ?? []).filter(({ flags }) => (flags & AceFlag.Inherited) === 0);
}

/** @returns true where `written`, an entry of a container, gives `inherited` to objects below */
function gives(written: Ace, inherited: Ace): boolean {
  if (written.type !== inherited.type || !isInheritable(written)) return false;
  if (written.form === 'unknown' || inherited.form === 'unknown') return false;
  if (written.sid !== inherited.sid || mapGenericMask(written.mask) !== mapGenericMask(inherited.mask)) return false;
  if (!sameBytes(written.applicationData, inherited.applicationData)) return false;
  const [above, below] = [objectTypes(written), objectTypes(inherited)];
  return (
    above.objectType === below.objectType &&
    // An entry that has become effective may have lost the class it was meant for.
    (below.inheritedObjectType === null || above.inheritedObjectType === below.inheritedObjectType)
  );
}

const NO_TYPES = { objectType: null, inheritedObjectType: null };

function objectTypes(ace: Ace): Pick<ObjectAce, 'objectType' | 'inheritedObjectType'> {
  return ace.form === 'object' ? ace : NO_TYPES;
}
