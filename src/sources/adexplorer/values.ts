/** Values of attributes, to the bytes that LDAP gives for them. */
import type { RandomAccess } from './random-access.js';

/** ADSTYPEENUM (iads.h), as far as the layout of the values is known. */
export const AdsType = {
  dnString: 1,
  caseExactString: 2,
  caseIgnoreString: 3,
  printableString: 4,
  numericString: 5,
  boolean: 6,
  integer: 7,
  octetString: 8,
  utcTime: 9,
  largeInteger: 10,
  objectClass: 12,
  securityDescriptor: 25,
} as const;

/** Characters of one text. */
const MAX_TEXT = 1 << 24;
/** The largest attribute that is accepted. */
const MAX_VALUES = 8_000_000;
const MAX_ATTRIBUTE_BYTES = 512 * 1024 * 1024;

/** The values; or why they cannot be told, where the file is whole but says something that cannot be. */
export type Decoded = { readonly values: readonly Buffer[] } | { readonly fault: string };

type Decode = (file: RandomAccess, at: number, count: number) => Decoded;

const DECODERS: ReadonlyMap<number, { readonly least: number; readonly decode: Decode }> = new Map([
  ...[
    AdsType.dnString,
    AdsType.caseExactString,
    AdsType.caseIgnoreString,
    AdsType.printableString,
    AdsType.numericString,
    AdsType.objectClass,
  ].map((type) => [type, { least: 4, decode: texts }] as const),
  [AdsType.boolean, { least: 4, decode: fixed(4, (bytes) => (bytes.readUInt32LE() === 0 ? 'FALSE' : 'TRUE')) }],
  [AdsType.integer, { least: 4, decode: fixed(4, (bytes) => String(bytes.readInt32LE())) }],
  [AdsType.largeInteger, { least: 8, decode: fixed(8, (bytes) => String(bytes.readBigInt64LE())) }],
  [AdsType.utcTime, { least: 16, decode: fixed(16, generalizedTime) }],
  [AdsType.octetString, { least: 4, decode: octets }],
  [AdsType.securityDescriptor, { least: 4, decode: descriptors }],
]);

/**
 * The values of an attribute: texts as UTF-8, numbers in decimal digits, booleans as TRUE and FALSE, times as
 * generalized time (RFC 4517 section 3.3.13), octet strings, SIDs and security descriptors as they are.
 * @param type ADSTYPE of the attribute
 * @param at where the number of its values stands
 * @throws AdreachError `format` or `integrity`, with the byte, where the values do not lie in the file
 */
export function decodeValues(file: RandomAccess, type: number, at: number): Decoded {
  const decoder = DECODERS.get(type);
  if (decoder === undefined) return { fault: `values of type ${type}, whose layout is not known` };
  const count = file.uint32(at);
  if (count > MAX_VALUES || at + 4 + count * decoder.least > file.size) {
    throw file.bad(at, `${count} values of an attribute have no room in the file`);
  }
  return decoder.decode(file, at, count);
}

/** Offsets of texts, counted from the beginning of the attribute; negative ones point to what was written before. */
function texts(file: RandomAccess, at: number, count: number): Decoded {
  const values: Buffer[] = [];
  let total = 0;
  for (let i = 0; i < count; i++) {
    const text = file.text(at + file.int32(at + 4 + 4 * i), MAX_TEXT);
    if (text === null) return { fault: 'not well-formed UTF-16' };
    const value = Buffer.from(text, 'utf8');
    total += value.length;
    if (total > MAX_ATTRIBUTE_BYTES) throw tooLarge(file, at);
    values.push(value);
  }
  return { values };
}

/** All lengths, then all values. */
function octets(file: RandomAccess, at: number, count: number): Decoded {
  const values: Buffer[] = [];
  let value = at + 4 + 4 * count;
  const first = value;
  for (let i = 0; i < count; i++) {
    const length = file.uint32(at + 4 + 4 * i);
    if (value + length - first > MAX_ATTRIBUTE_BYTES) throw tooLarge(file, at);
    values.push(Buffer.from(file.bytes(value, length)));
    value += length;
  }
  return { values };
}

/** Each with its length before it. */
function descriptors(file: RandomAccess, at: number, count: number): Decoded {
  const values: Buffer[] = [];
  let value = at + 4;
  for (let i = 0; i < count; i++) {
    const length = file.uint32(value);
    if (value + length - at > MAX_ATTRIBUTE_BYTES) throw tooLarge(file, at);
    values.push(Buffer.from(file.bytes(value + 4, length)));
    value += 4 + length;
  }
  return { values };
}

function fixed(size: number, print: (bytes: Buffer) => string | null): Decode {
  return (file, at, count) => {
    const values: Buffer[] = [];
    for (let i = 0; i < count; i++) {
      const text = print(file.bytes(at + 4 + size * i, size));
      if (text === null) return { fault: 'not a point in time' };
      values.push(Buffer.from(text, 'latin1'));
    }
    return { values };
  };
}

/** SYSTEMTIME (MS-DTYP 2.3.13): year, month, day of the week, day, hour, minute, second, millisecond. */
function generalizedTime(bytes: Buffer): string | null {
  const part = (index: number): number => bytes.readUInt16LE(2 * index);
  const parts = [part(1), part(3), part(4), part(5), part(6)];
  const most = [12, 31, 23, 59, 59];
  const least = [1, 1, 0, 0, 0];
  if (part(0) > 9999 || parts.some((value, i) => value > most[i]! || value < least[i]!)) return null;
  return `${String(part(0)).padStart(4, '0')}${parts.map((value) => String(value).padStart(2, '0')).join('')}.0Z`;
}

const tooLarge = (file: RandomAccess, at: number): Error =>
  file.bad(at, `an attribute of more than ${MAX_ATTRIBUTE_BYTES} bytes`);
