/** GUIDs: the little-endian mixed layout of packets, and text (MS-DTYP 2.3.4). */
import { AdreachError } from '../errors/index.js';
import { byteFault } from './fault.js';
import type { Guid } from './types.js';

const LENGTH = 16;
/** Which byte each pair of digits stands in: Data1, Data2 and Data3 are little-endian, Data4 is as it reads. */
const ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
const HEX = Array.from({ length: 256 }, (_, value) => value.toString(16).padStart(2, '0'));
const GUID_TEXT = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/;

/**
 * @param bytes holds a GUID (MS-DTYP 2.3.4.2) at `offset`
 * @param end first byte that does not belong to the structure around it
 * @returns lower-case text with dashes
 * @throws AdreachError `descriptor` where fewer than 16 bytes are left
 */
export function parseGuid(bytes: Uint8Array, offset = 0, end = bytes.length): Guid {
  if (offset + LENGTH > end) throw byteFault(offset, `a GUID needs 16 bytes, ${Math.max(0, end - offset)} are left`);
  let text = '';
  for (let index = 0; index < LENGTH; index++) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += '-';
    text += HEX[bytes[offset + ORDER[index]!]!];
  }
  return text as Guid;
}

/** @returns whether the text is a GUID, in any spelling that `normalizeGuid` accepts */
export function isGuid(text: string): boolean {
  return GUID_TEXT.test(bare(text));
}

/**
 * @param text a GUID in any case, with or without braces
 * @returns it in lower case without braces
 * @throws AdreachError `descriptor` for text that is no GUID
 */
export function normalizeGuid(text: string): Guid {
  const guid = bare(text);
  if (!GUID_TEXT.test(guid)) throw new AdreachError('descriptor', `Not a GUID: ${JSON.stringify(text.slice(0, 60))}`);
  return guid as Guid;
}

/**
 * @param guid text as `normalizeGuid` accepts it
 * @returns 16 bytes (MS-DTYP 2.3.4.2)
 * @throws AdreachError `descriptor` for text that is no GUID
 */
export function encodeGuid(guid: Guid): Uint8Array {
  const digits = normalizeGuid(guid).replaceAll('-', '');
  const bytes = new Uint8Array(LENGTH);
  ORDER.forEach((at, index) => {
    bytes[at] = Number.parseInt(digits.slice(2 * index, 2 * index + 2), 16);
  });
  return bytes;
}

function bare(text: string): string {
  return (text.startsWith('{') && text.endsWith('}') ? text.slice(1, -1) : text).toLowerCase();
}
