/**
 * Self-relative security descriptors from bytes (MS-DTYP 2.4.4 to 2.4.6).
 *
 * Refused is what Windows refuses: what runs over the length around it, offsets that are not on a multiple of 4 or point
 * into the header, revisions that do not exist. Tolerated is what the specification allows or Windows passes over: parts
 * in any order, overlapping or followed by more bytes; an ACL larger than its entries; an ACE larger than its fields;
 * reserved fields that are not zero; an ACL offset whose "present" bit is off (the ACL is then ignored).
 */

import { byteFault } from './fault.js';
import { parseGuid } from './guid.js';
import {
  ACE_HEADER,
  ACL_HEADER,
  ACL_REVISION,
  ACL_REVISION_DS,
  aceForm,
  DESCRIPTOR_HEADER,
  Field,
  INHERITED_OBJECT_TYPE_PRESENT,
  OBJECT_TYPE_PRESENT,
} from './layout.js';
import { parseSid, sidByteLength } from './sid.js';
import type { Guid } from './types.js';
import { type Ace, type Acl, SdControl, type SecurityDescriptor, type Sid } from './types.js';

const NO_BYTES = new Uint8Array(0);

/**
 * @param bytes a self-relative security descriptor (MS-DTYP 2.4.6), as nTSecurityDescriptor holds it
 * @returns its value; nothing in it refers to `bytes`
 * @throws AdreachError `descriptor` with the byte offset, for bytes that are no valid descriptor
 */
export function parseSecurityDescriptor(bytes: Uint8Array): SecurityDescriptor {
  if (bytes.length < DESCRIPTOR_HEADER) {
    throw byteFault(0, `a descriptor needs at least ${DESCRIPTOR_HEADER} bytes, there are ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const revision = view.getUint8(Field.revision);
  if (revision !== 1) throw byteFault(Field.revision, `descriptor revision ${revision}, not 1`);
  const control = view.getUint16(Field.control, true);
  if ((control & SdControl.SelfRelative) === 0) throw byteFault(Field.control, 'the descriptor is not self-relative');
  return {
    revision,
    sbz1: view.getUint8(Field.sbz1),
    control,
    owner: parseSidAt(bytes, view, Field.owner, 'owner'),
    group: parseSidAt(bytes, view, Field.group, 'group'),
    sacl: (control & SdControl.SaclPresent) === 0 ? null : parseAclAt(bytes, view, Field.sacl, 'SACL'),
    dacl: (control & SdControl.DaclPresent) === 0 ? null : parseAclAt(bytes, view, Field.dacl, 'DACL'),
  };
}

/** @returns the offset that a header field holds, or null where it is 0 (the part is absent) */
function readOffset(view: DataView, field: number, part: string): number | null {
  const offset = view.getUint32(field, true);
  if (offset === 0) return null;
  if (offset < DESCRIPTOR_HEADER) throw byteFault(field, `the ${part}'s offset ${offset} lies within the header`);
  if (offset >= view.byteLength) {
    throw byteFault(field, `the ${part}'s offset ${offset} lies behind the end (${view.byteLength})`);
  }
  if (offset % 4 !== 0) throw byteFault(field, `the ${part}'s offset ${offset} is no multiple of 4`);
  return offset;
}

function parseSidAt(bytes: Uint8Array, view: DataView, field: number, part: string): Sid | null {
  const offset = readOffset(view, field, part);
  return offset === null ? null : parseSid(bytes, offset);
}

function parseAclAt(bytes: Uint8Array, view: DataView, field: number, part: string): Acl | null {
  const offset = readOffset(view, field, part);
  return offset === null ? null : parseAcl(bytes, view, offset, part);
}

/** MS-DTYP 2.4.5. */
function parseAcl(bytes: Uint8Array, view: DataView, offset: number, part: string): Acl {
  if (offset + ACL_HEADER > bytes.length) throw byteFault(offset, `the ${part}'s header runs over the end`);
  const revision = view.getUint8(offset);
  if (revision < ACL_REVISION || revision > ACL_REVISION_DS) {
    throw byteFault(offset, `the ${part} has revision ${revision}, not 2 or 4`);
  }
  const size = view.getUint16(offset + 2, true);
  if (size < ACL_HEADER) throw byteFault(offset + 2, `the ${part}'s size ${size} is less than its header's`);
  if (size % 4 !== 0) throw byteFault(offset + 2, `the ${part}'s size ${size} is no multiple of 4`);
  const end = offset + size;
  if (end > bytes.length) {
    throw byteFault(offset + 2, `the ${part}'s size ${size} runs over the end by ${end - bytes.length} bytes`);
  }
  const count = view.getUint16(offset + 4, true);
  const aces: Ace[] = [];
  let at = offset + ACL_HEADER;
  for (let index = 0; index < count; index++) {
    if (at + ACE_HEADER > end) {
      throw byteFault(at, `the ${part} says ${count} entries, but ends after ${index} of them`);
    }
    const aceSize = view.getUint16(at + 2, true);
    if (aceSize < ACE_HEADER) throw byteFault(at + 2, `entry ${index} of the ${part} has size ${aceSize}`);
    if (aceSize % 4 !== 0)
      throw byteFault(at + 2, `entry ${index} of the ${part}: size ${aceSize} is no multiple of 4`);
    if (at + aceSize > end)
      throw byteFault(at + 2, `entry ${index} of the ${part}: size ${aceSize} runs over the ${part}`);
    aces.push(parseAce(bytes, view, at, at + aceSize));
    at += aceSize;
  }
  return { revision, aces };
}

/** MS-DTYP 2.4.4: the entry from its header at `start` up to `end`, which AceSize gives. */
function parseAce(bytes: Uint8Array, view: DataView, start: number, end: number): Ace {
  const type = view.getUint8(start);
  const flags = view.getUint8(start + 1);
  const form = aceForm(type);
  let at = start + ACE_HEADER;
  if (form === 'unknown') return { form, type, flags, body: copy(bytes, at, end) };
  const mask = readUint32(view, at, end, 'an access mask');
  at += 4;
  let types = 0;
  if (form === 'object') {
    types = readUint32(view, at, end, 'object flags');
    at += 4;
  }
  let objectType: Guid | null = null;
  if (types & OBJECT_TYPE_PRESENT) {
    objectType = parseGuid(bytes, at, end);
    at += 16;
  }
  let inheritedObjectType: Guid | null = null;
  if (types & INHERITED_OBJECT_TYPE_PRESENT) {
    inheritedObjectType = parseGuid(bytes, at, end);
    at += 16;
  }
  const sid = parseSid(bytes, at, end);
  at += sidByteLength(bytes, at, end);
  const applicationData = at === end ? NO_BYTES : copy(bytes, at, end);
  return form === 'object'
    ? { form, type, flags, mask, objectType, inheritedObjectType, sid, applicationData }
    : { form, type, flags, mask, sid, applicationData };
}

/** A plain copy: `slice` of a Buffer would be a view of it. */
function copy(bytes: Uint8Array, from: number, to: number): Uint8Array {
  return new Uint8Array(bytes.subarray(from, to));
}

function readUint32(view: DataView, at: number, end: number, what: string): number {
  if (at + 4 > end) throw byteFault(at, `${what} needs 4 bytes, the entry has ${end - at} left`);
  return view.getUint32(at, true);
}
