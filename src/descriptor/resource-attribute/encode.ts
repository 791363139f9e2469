/** Resource attributes to CLAIM_SECURITY_ATTRIBUTE_RELATIVE_V1 (MS-DTYP 2.4.10.1), laid out as Windows does. */
import { encodeSid } from '../sid.js';
import { type AttributeValues, type ResourceAttribute, VALUE_TYPES } from './types.js';

const HEADER = 16;

/**
 * @returns header, offsets, name, values in their order without gaps, and zeros up to a multiple of 4
 * @throws AdreachError `descriptor` for a SID that is none
 */
export function encodeResourceAttribute(attribute: ResourceAttribute): Uint8Array {
  const name = terminated(attribute.name);
  const values = valueBytes(attribute);
  let at = HEADER + 4 * values.length;
  const nameOffset = at;
  at += name.length;
  const offsets = values.map((value) => {
    const offset = at;
    at += value.length;
    return offset;
  });
  const out = new Uint8Array((at + 3) & ~3);
  const view = new DataView(out.buffer);
  view.setUint32(0, nameOffset, true);
  for (const [code, type] of VALUE_TYPES) if (type === attribute.type) view.setUint16(4, code, true);
  view.setUint32(8, attribute.flags, true);
  view.setUint32(12, values.length, true);
  out.set(name, nameOffset);
  values.forEach((value, index) => {
    view.setUint32(HEADER + 4 * index, offsets[index]!, true);
    out.set(value, offsets[index]!);
  });
  return out;
}

function valueBytes(attribute: AttributeValues): Uint8Array[] {
  switch (attribute.type) {
    case 'int64':
    case 'uint64':
      return attribute.values.map(quad);
    case 'boolean':
      return attribute.values.map((value) => quad(value ? 1n : 0n));
    case 'string':
      return attribute.values.map(terminated);
    case 'sid':
      return attribute.values.map((sid) => counted(encodeSid(sid)));
    case 'octets':
      return attribute.values.map(counted);
  }
}

function quad(value: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt.asUintN(64, value), true);
  return out;
}

function counted(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(4 + bytes.length);
  new DataView(out.buffer).setUint32(0, bytes.length, true);
  out.set(bytes, 4);
  return out;
}

function terminated(text: string): Uint8Array {
  return Buffer.from(`${text}\0`, 'utf16le');
}
