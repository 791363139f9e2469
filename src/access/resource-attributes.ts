/** The resource attributes of an object, looked up by name in its SACL (MS-DTYP 2.5.3.1.7, LookupAttributeInSacl). */
import { decodeResourceAttribute, type ResourceAttribute } from '../descriptor/resource-attribute/index.js';
import { AceFlag, AceType, SdControl, type SecurityDescriptor } from '../descriptor/types.js';

/** Bits of Flags under which an attribute may be taken as not there: DENY_ONLY, DISABLED_BY_DEFAULT, DISABLED. */
const QUESTIONABLE = 0x1c;

export type Lookup =
  | { readonly state: 'found'; readonly attribute: ResourceAttribute }
  | { readonly state: 'absent' }
  /** The SACL was not read, or an entry in it may or may not be the attribute. */
  | { readonly state: 'undecided' };

const ABSENT: Lookup = { state: 'absent' };
const UNDECIDED: Lookup = { state: 'undecided' };

/** Looks a resource attribute up by its name. */
export type ResourceAttributes = (name: string) => Lookup;

const known = new WeakMap<SecurityDescriptor, ResourceAttributes>();

/**
 * @returns the attributes of the object that has this descriptor. Without a SACL nothing is known of them: a reader
 *   without the right to it gets a descriptor that looks the same as one that has none
 */
export function resourceAttributes(descriptor: SecurityDescriptor): ResourceAttributes {
  let attributes = known.get(descriptor);
  if (attributes === undefined) {
    attributes = read(descriptor);
    known.set(descriptor, attributes);
  }
  return attributes;
}

function read({ control, sacl }: SecurityDescriptor): ResourceAttributes {
  if ((control & SdControl.SaclPresent) === 0 || sacl === null) return () => UNDECIDED;
  const byName = new Map<string, Lookup>();
  let otherwise = ABSENT;
  for (const ace of sacl.aces) {
    if (ace.type !== AceType.SystemResourceAttribute || ace.form !== 'system') continue;
    let attribute: ResourceAttribute;
    try {
      attribute = decodeResourceAttribute(ace.applicationData);
    } catch {
      // It may be the one that is asked for, unless an earlier entry is.
      otherwise = UNDECIDED;
      continue;
    }
    const name = folded(attribute.name);
    const earlier = byName.get(name);
    if (earlier === undefined) {
      // Names compare without case; beyond ASCII, and where another spelling follows, that is not certain.
      const certain =
        otherwise === ABSENT &&
        (ace.flags & AceFlag.InheritOnly) === 0 &&
        (attribute.flags & QUESTIONABLE) === 0 &&
        /^[\0-\x7f]*$/.test(attribute.name);
      byName.set(name, certain ? { state: 'found', attribute } : UNDECIDED);
    } else if (earlier.state === 'found' && earlier.attribute.name !== attribute.name) {
      byName.set(name, UNDECIDED);
    }
  }
  return (name) => byName.get(folded(name)) ?? otherwise;
}

function folded(name: string): string {
  return name.toLowerCase();
}
