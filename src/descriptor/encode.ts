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
import { type Ace, type Acl, SdControl, type SecurityDescriptor } from './types.js';

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
  const view = new DataView(out.buffer);
  view.setUint8(0, acl.revision);
  view.setUint16(2, size, true);
  view.setUint16(4, aces.length, true);
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
  const body = ace.form === 'unknown' ? [ace.body] : knownBody(ace);
  const length = body.reduce((sum, part) => sum + part.length, ACE_HEADER);
  const size = (length + 3) & ~3;
  if (size > MAX_SIZE) throw tooLarge(where, size);
  const out = new Uint8Array(size);
  out[0] = ace.type;
  out[1] = ace.flags;
  new DataView(out.buffer).setUint16(2, size, true);
  let at = ACE_HEADER;
  for (const part of body) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

function knownBody(ace: Exclude<Ace, { form: 'unknown' }>): Uint8Array[] {
  const body = [uint32(ace.mask)];
  if (ace.form === 'object') {
    const { objectType, inheritedObjectType } = ace;
    const present =
      (objectType === null ? 0 : OBJECT_TYPE_PRESENT) |
      (inheritedObjectType === null ? 0 : INHERITED_OBJECT_TYPE_PRESENT);
    body.push(uint32(present));
    if (objectType !== null) body.push(encodeGuid(objectType));
    if (inheritedObjectType !== null) body.push(encodeGuid(inheritedObjectType));
  }
  body.push(encodeSid(ace.sid), ace.applicationData);
  return body;
}

function uint32(value: number): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setUint32(0, value, true);
  return out;
}

function tooLarge(what: string, size: number): AdreachError {
  return new AdreachError(
    'descriptor',
    `Cannot encode the descriptor: ${what} would take ${size} bytes, 65,532 is the most`,
  );
}
