/** The SD flags control: which parts of a security descriptor a request is about (MS-ADTS 3.1.1.3.4.1.11). */
import type { DescriptorPart } from '../change.js';

export const SD_FLAGS_OID = '1.2.840.113556.1.4.801';

/** In the order in which messages name them. */
const BITS: Readonly<Record<DescriptorPart, number>> = { owner: 1, group: 2, dacl: 4, sacl: 8 };

export const ALL_PARTS = Object.keys(BITS) as readonly DescriptorPart[];

/** @returns the control's value: `SDFlagsRequestValue ::= SEQUENCE { Flags INTEGER }`, in BER */
export function encodeSdFlags(parts: readonly DescriptorPart[]): Buffer {
  return Buffer.from([0x30, 0x03, 0x02, 0x01, parts.reduce((sum, part) => sum | BITS[part], 0)]);
}

/**
 * @param value of the control; null where it has none
 * @returns the parts that count: all where no bit is set or there is no value; null where the value is no such BER, or has
 *   bits that mean nothing
 */
export function decodeSdFlags(value: Uint8Array | null): readonly DescriptorPart[] | null {
  if (value === null) return ALL_PARTS;
  const sequence = contents(value, 0x30);
  const integer = sequence === null ? null : contents(sequence, 0x02);
  if (integer === null || integer.length === 0 || integer.length > 5) return null;
  // A positive integer, big-endian; longer ones than needed are taken, as servers do.
  if (integer[0]! >= 0x80) return null;
  const flags = integer.reduce((sum, byte) => sum * 256 + byte, 0);
  if (flags > 15) return null;
  return flags === 0 ? ALL_PARTS : ALL_PARTS.filter((part) => (flags & BITS[part]) !== 0);
}

/** What an element holds that fills the bytes; null where it does not (RFC 4511 section 5.1). */
function contents(bytes: Uint8Array, tag: number): Uint8Array | null {
  if (bytes.length < 2 || bytes[0] !== tag) return null;
  const first = bytes[1]!;
  const octets = first < 0x80 ? 0 : first & 0x7f;
  if (octets > 4 || (octets === 0 && first >= 0x80)) return null;
  const length = octets === 0 ? first : bytes.subarray(2, 2 + octets).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + octets + length ? bytes.subarray(2 + octets) : null;
}
