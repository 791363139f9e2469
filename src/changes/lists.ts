/** Changes of one descriptor: what a client writes, and what the directory stores of it (MS-ADTS 6.1.3). */
import { inheritsList, isInherited, storedList } from '../access/inherit.js';
import { canonicalPlace } from '../access/order.js';
import { sameAce } from '../descriptor/same.js';
import { type Ace, AceFlag, type Acl, type Guid, SdControl, type SecurityDescriptor } from '../descriptor/types.js';
import type { DescriptorPart } from './change.js';

/** What an object's list depends on beside its own entries. */
export interface Place {
  /** The parent's descriptor; null where it has none to inherit from, or none that was read. */
  readonly parent: SecurityDescriptor | null;
  readonly classGuid: Guid | undefined;
}

/** Lists in the directory have this revision where they hold entries about parts of objects (MS-DTYP 2.4.5). */
const REVISION_DS = 4;

/**
 * @returns the entries of the list that are the object's own. Where it does not inherit, all are: those that came from above
 *   become its own as soon as the list is written (as directory servers store it).
 */
export function ownEntries(descriptor: SecurityDescriptor): readonly Ace[] {
  const aces = descriptor.dacl?.aces ?? [];
  return inheritsList(descriptor) ? aces.filter((ace) => !isInherited(ace)) : aces.map(asOwn);
}

/** The descriptor with these entries of its own, and what it inherits with them. */
export function withOwn(descriptor: SecurityDescriptor, own: readonly Ace[], place: Place): SecurityDescriptor {
  const aces = storedList(descriptor, own, place.parent, place.classGuid);
  const revision = aces.some(({ form }) => form === 'object') ? REVISION_DS : 0;
  const dacl: Acl = { revision: Math.max(descriptor.dacl?.revision ?? 2, revision), aces };
  return { ...descriptor, control: descriptor.control | SdControl.DaclPresent, dacl };
}

/** What the directory makes of a list when it looks at it anew: where it is written, or its parent's list changes. */
export function inheritedAnew(descriptor: SecurityDescriptor, place: Place): SecurityDescriptor {
  // Without a list there is nothing that could inherit: everything stays granted.
  return descriptor.dacl === null || !inheritsList(descriptor)
    ? descriptor
    : withOwn(descriptor, ownEntries(descriptor), place);
}

/** @param at position among the own entries; undefined: where the entry belongs */
export function entryAdded(
  descriptor: SecurityDescriptor,
  entry: Ace,
  at: number | undefined,
  place: Place,
): SecurityDescriptor {
  const own = ownEntries(descriptor);
  const position = at ?? canonicalPlace(own, entry);
  return withOwn(descriptor, [...own.slice(0, position), entry, ...own.slice(position)], place);
}

/** @returns null where the list has no such entry, or has it from above and would get it again */
export function entryRemoved(descriptor: SecurityDescriptor, entry: Ace, place: Place): SecurityDescriptor | null {
  const has = (aces: readonly Ace[]) => aces.findIndex((ace) => sameAce(ace, entry));
  const own = ownEntries(descriptor);
  // In a list that does not inherit, every entry stands where it stood.
  const position = has(inheritsList(descriptor) ? own : (descriptor.dacl?.aces ?? []));
  if (position >= 0) return withOwn(descriptor, own.toSpliced(position, 1), place);
  if (has(descriptor.dacl?.aces ?? []) < 0) return null;
  // One that has come from nowhere goes as soon as the list is written.
  const changed = withOwn(descriptor, own, place);
  return has(changed.dacl!.aces) < 0 ? changed : null;
}

/** @param keep what becomes of inherited entries where inheritance goes off */
export function inheritanceSet(
  descriptor: SecurityDescriptor,
  inherits: boolean,
  keep: 'nothing' | 'copies',
  place: Place,
): SecurityDescriptor {
  const control = inherits
    ? descriptor.control & ~SdControl.DaclProtected
    : descriptor.control | SdControl.DaclProtected;
  const own =
    !inherits && keep === 'copies'
      ? (descriptor.dacl?.aces ?? []).map(asOwn)
      : (descriptor.dacl?.aces ?? []).filter((ace) => !isInherited(ace));
  return descriptor.dacl === null ? { ...descriptor, control } : withOwn({ ...descriptor, control }, own, place);
}

const PART_OF_CONTROL: Readonly<Record<DescriptorPart, number>> = {
  owner: SdControl.OwnerDefaulted,
  group: SdControl.GroupDefaulted,
  dacl: SdControl.DaclPresent | SdControl.DaclDefaulted | SdControl.DaclAutoInherited | SdControl.DaclProtected,
  sacl: SdControl.SaclPresent | SdControl.SaclDefaulted | SdControl.SaclAutoInherited | SdControl.SaclProtected,
};

/** @returns the descriptor with these parts alone: what a client sends that writes no others */
export function onlyParts(descriptor: SecurityDescriptor, parts: readonly DescriptorPart[]): SecurityDescriptor {
  const has = (part: DescriptorPart) => parts.includes(part);
  const bits = parts.reduce<number>((sum, part) => sum | PART_OF_CONTROL[part], SdControl.SelfRelative);
  const { owner, group, dacl, sacl, control } = descriptor;
  return {
    ...descriptor,
    control: control & bits,
    owner: has('owner') ? owner : null,
    group: has('group') ? group : null,
    dacl: has('dacl') ? dacl : null,
    sacl: has('sacl') ? sacl : null,
  };
}

/** Parts of a descriptor written over those of another, as the SD flags control has it (MS-ADTS 6.1.3.2). */
export function partsWritten(
  descriptor: SecurityDescriptor,
  written: SecurityDescriptor,
  parts: readonly DescriptorPart[],
  place: Place,
): SecurityDescriptor {
  let merged = descriptor;
  for (const part of parts) {
    const bits = PART_OF_CONTROL[part];
    merged = { ...merged, [part]: written[part], control: (merged.control & ~bits) | (written.control & bits) };
  }
  if (merged.dacl === null) return merged;
  // What a client writes as inherited is not kept (MS-ADTS 6.1.3.3): where nobody knows the list above, what was there is.
  const known = place.parent === null && inheritsList(merged) ? withInheritedOf(merged, descriptor) : merged;
  return withOwn(known, ownEntries(known), place);
}

/** A list with the inherited entries of another one in place of its own. */
function withInheritedOf(descriptor: SecurityDescriptor, former: SecurityDescriptor): SecurityDescriptor {
  const own = (descriptor.dacl?.aces ?? []).filter((ace) => !isInherited(ace));
  const inherited = inheritsList(former) ? (former.dacl?.aces ?? []).filter(isInherited) : [];
  return { ...descriptor, dacl: { ...descriptor.dacl!, aces: [...own, ...inherited] } };
}

function asOwn(ace: Ace): Ace {
  return isInherited(ace) ? { ...ace, flags: ace.flags & ~AceFlag.Inherited } : ace;
}
