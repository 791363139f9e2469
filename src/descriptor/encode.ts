/** Self-relative security descriptors to bytes, in Windows' layout: SACL, DACL, owner, group (MS-DTYP 2.4.4 to 2.4.6). */
import { AdreachError } from '../errors/index.js';
import { encodeGuid } from './guid.js';
import {
  ACE_HEADER,
  ACL_HEADER,
  DESCRIPTOR_HEADER,
  Field,
  INHERITED_OBJECT_TYPE_PRESENT,
  OBJECT_TYPE_PRESENT,
} from './layout.js';
import { encodeSid } from './sid.js';
import { type Ace, type Acl, type Guid, SdControl, type SecurityDescriptor } from './types.js';

/** AceSize and AclSize are 16-bit fields. */
const MAX_SIZE = 0xfffc;

/**
 * @param sd where an ACL is given, its "present" bit is set whatever `control` says; self-relative likewise
 * @returns the self-relative bytes (MS-DTYP 2.4.6); what `parseSecurityDescriptor` reads back is the same value
 * @throws AdreachError `descriptor` for a SID or GUID that is none, and for an ACE or ACL above 65,532 bytes
 */
export function encodeSecurityDescriptor(sd: SecurityDescriptor): Uint8Array {
  let control = sd.control | SdControl.SelfRelative;
  if (sd.sacl) control |= SdControl.SaclPresent;
  if (sd.dacl) control |= SdControl.DaclPresent;
  const parts = [
    { field: Field.sacl, bytes: sd.sacl && encodeAcl(sd.sacl, 'SACL') },
    { field: Field.dacl, bytes: sd.dacl && encodeAcl(sd.dacl, 'DACL') },
    { field: Field.owner, bytes: sd.owner === null ? null : encodeSid(sd.owner) },
    { field: Field.group, bytes: sd.group === null ? null : encodeSid(sd.group) },
  ];
  const total = parts.reduce((sum, part) => sum + (part.bytes?.length ?? 0), DESCRIPTOR_HEADER);
  const out = new Uint8Array(total);
  const view = new DataView(out.buffer);
  view.setUint8(Field.revision, sd.revision);
  view.setUint8(Field.sbz1, sd.sbz1);
  view.setUint16(Field.control, control, true);
  let at = DESCRIPTOR_HEADER;
  for (const { field, bytes } of parts) {
    if (!bytes) continue;
    view.setUint32(field, at, true);
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

/** MS-DTYP 2.4.5. */
function encodeAcl(acl: Acl, part: string): Uint8Array {
  const aces = acl.aces.map((ace, index) => encodeAce(ace, `entry ${index} of the ${part}`));
  const size = aces.reduce((sum, ace) => sum + ace.length, ACL_HEADER);
  if (size > MAX_SIZE) throw tooLarge(`the ${part}`, size);
  const out = new Uint8Array(size);
  out[0] = acl.revision;
  writeUint16(out, 2, size);
  writeUint16(out, 4, aces.length);
  let at = ACL_HEADER;
  for (const ace of aces) {
    out.set(ace, at);
    at += ace.length;
  }
  return out;
}

/**
 * @param where what the entry is called in an error
 * @returns one entry as it is stored (MS-DTYP 2.4.4); the size is rounded up to a multiple of 4 with zeros, as 2.4.4.1 asks
 * @throws AdreachError `descriptor` for one above 65,532 bytes
 */
export function encodeAce(ace: Ace, where = 'an entry'): Uint8Array {
  const parts = partsOf(ace);
  const length = parts.reduce((sum, part) => sum + part.length, ace.form === 'unknown' ? ACE_HEADER : MASKED_HEADER);
  const size = (length + 3) & ~3;
  if (size > MAX_SIZE) throw tooLarge(where, size);
  const out = new Uint8Array(size);
  out[0] = ace.type;
  out[1] = ace.flags;
  writeUint16(out, 2, size);
  if (ace.form !== 'unknown') writeUint32(out, ACE_HEADER, ace.mask);
  let at = ace.form === 'unknown' ? ACE_HEADER : MASKED_HEADER;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

/** The header with the access mask, which all known entries have. */
const MASKED_HEADER = ACE_HEADER + 4;

/** What follows the header and the mask. */
function partsOf(ace: Ace): readonly Uint8Array[] {
  if (ace.form === 'unknown') return [ace.body];
  const sid = encodeSid(ace.sid);
  if (ace.form !== 'object') return [sid, ace.applicationData];
  const { objectType, inheritedObjectType } = ace;
  const parts: Uint8Array[] = [
    PRESENT[
      (objectType === null ? 0 : OBJECT_TYPE_PRESENT) |
        (inheritedObjectType === null ? 0 : INHERITED_OBJECT_TYPE_PRESENT)
    ]!,
  ];
  if (objectType !== null) parts.push(guidBytes(objectType));
  if (inheritedObjectType !== null) parts.push(guidBytes(inheritedObjectType));
  parts.push(sid, ace.applicationData);
  return parts;
}

/** The Flags field of object entries, 32 bits, for each of its values. */
const PRESENT = [0, 1, 2, 3].map((flags) => Uint8Array.of(flags, 0, 0, 0));

/** Types remembered before starting afresh. */
const MOST_KEPT = 4096;
const encodedGuids = new Map<Guid, Uint8Array>();

/** Lists name the same few types over and over. What is given back is shared: it is copied, never written to. */
function guidBytes(guid: Guid): Uint8Array {
  let bytes = encodedGuids.get(guid);
  if (bytes === undefined) {
    bytes = encodeGuid(guid);
    if (encodedGuids.size >= MOST_KEPT) encodedGuids.clear();
    encodedGuids.set(guid, bytes);
  }
  return bytes;
}

function writeUint16(out: Uint8Array, at: number, value: number): void {
  out[at] = value;
  out[at + 1] = value >>> 8;
}

function writeUint32(out: Uint8Array, at: number, value: number): void {
  writeUint16(out, at, value);
  writeUint16(out, at + 2, value >>> 16);
}

function tooLarge(what: string, size: number): AdreachError {
  return new AdreachError(
    'descriptor',
    `Cannot encode the descriptor: ${what} would take ${size} bytes, 65,532 is the most`,
  );
}
