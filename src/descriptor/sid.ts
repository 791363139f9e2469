/** Security identifiers: bytes and text (MS-DTYP 2.4.2). */
import { AdreachError } from '../errors/index.js';
import { byteFault } from './fault.js';
import type { Sid } from './types.js';

const HEADER = 8;
/** MS-DTYP 2.4.2.2: SubAuthorityCount is at most 15. */
const MAX_SUB_AUTHORITIES = 15;
const TWO_32 = 0x1_0000_0000;

/**
 * @param bytes holds a SID (MS-DTYP 2.4.2.2) at `offset`; bytes after it are not looked at
 * @param end first byte that does not belong to the structure around it
 * @returns the SID's text; its length in bytes is `sidByteLength` of the same arguments
 * @throws AdreachError `descriptor` for a SID that runs over `end`, has another revision than 1 or over 15 sub-authorities
 */
export function parseSid(bytes: Uint8Array, offset = 0, end = bytes.length): Sid {
  const length = sidByteLength(bytes, offset, end);
  const high = bytes[offset + 2]! * 256 + bytes[offset + 3]!;
  const low = readBigEndian32(bytes, offset + 4);
  let text: Sid = `S-1-${authorityText(high * TWO_32 + low)}`;
  for (let at = offset + HEADER; at < offset + length; at += 4) text = `${text}-${readLittleEndian32(bytes, at)}`;
  return text;
}

/**
 * @returns the number of bytes of the SID at `offset`, once it is known to be well formed and to end by `end`
 * @throws AdreachError as parseSid does
 */
export function sidByteLength(bytes: Uint8Array, offset = 0, end = bytes.length): number {
  if (offset + HEADER > end) throw byteFault(offset, `a SID needs 8 bytes, ${Math.max(0, end - offset)} are left`);
  if (bytes[offset] !== 1) throw byteFault(offset, `SID revision ${bytes[offset]}, not 1`);
  const count = bytes[offset + 1]!;
  if (count > MAX_SUB_AUTHORITIES)
    throw byteFault(offset + 1, `a SID of ${count} sub-authorities, at most 15 are allowed`);
  const length = HEADER + 4 * count;
  if (offset + length > end) throw byteFault(offset, `a SID of ${length} bytes, ${end - offset} are left`);
  return length;
}

/**
 * @param sid text as `normalizeSid` accepts it
 * @returns the SID's bytes (MS-DTYP 2.4.2.2)
 * @throws AdreachError `descriptor` for text that is no SID
 */
export function encodeSid(sid: Sid): Uint8Array {
  const length = writeDecimal(sid);
  return length > 0 ? SCRATCH.slice(0, length) : encodeParts(sidParts(sid));
}

/** The bytes of one SID at a time: the longest has 15 sub-authorities. */
const SCRATCH = new Uint8Array(HEADER + 4 * MAX_SUB_AUTHORITIES);
const [ZERO, NINE, DASH] = [0x30, 0x39, 0x2d];

/**
 * The spelling in which this program has nearly all SIDs, without taking the text apart: lists are made with millions of them.
 * @returns how many bytes of `SCRATCH` are the SID's; 0 for any other spelling, and for what is no SID
 */
function writeDecimal(sid: string): number {
  if (!sid.startsWith('S-1-') || sid.length === 4) return 0;
  let at = HEADER;
  let isAuthority = true;
  let value = 0;
  let digits = 0;
  for (let index = 4; index <= sid.length; index++) {
    const code = index === sid.length ? DASH : sid.charCodeAt(index);
    if (code >= ZERO && code <= NINE) {
      value = value * 10 + (code - ZERO);
      digits++;
      continue;
    }
    // An authority of 32 bits and more is written in hexadecimal.
    if (code !== DASH || digits === 0 || digits > 10 || value >= TWO_32) return 0;
    if (isAuthority) {
      writeBigEndian48(value);
      isAuthority = false;
    } else {
      if (at === SCRATCH.length) return 0;
      SCRATCH[at] = value;
      SCRATCH[at + 1] = value >>> 8;
      SCRATCH[at + 2] = value >>> 16;
      SCRATCH[at + 3] = value >>> 24;
      at += 4;
    }
    value = 0;
    digits = 0;
  }
  SCRATCH[0] = 1;
  SCRATCH[1] = (at - HEADER) / 4;
  return at;
}

function writeBigEndian48(value: number): void {
  SCRATCH[2] = 0;
  SCRATCH[3] = 0;
  SCRATCH[4] = value >>> 24;
  SCRATCH[5] = value >>> 16;
  SCRATCH[6] = value >>> 8;
  SCRATCH[7] = value;
}

function encodeParts({ authority, subAuthorities }: SidParts): Uint8Array {
  const bytes = new Uint8Array(HEADER + 4 * subAuthorities.length);
  bytes[0] = 1;
  bytes[1] = subAuthorities.length;
  const view = new DataView(bytes.buffer);
  view.setUint16(2, Math.floor(authority / TWO_32));
  view.setUint32(4, authority % TWO_32);
  subAuthorities.forEach((value, index) => {
    view.setUint32(HEADER + 4 * index, value, true);
  });
  return bytes;
}

/** The numbers that a SID consists of. */
interface SidParts {
  /** The 48-bit identifier authority. */
  readonly authority: number;
  /** 32-bit values, unsigned. */
  readonly subAuthorities: readonly number[];
}

const SID_TEXT = /^S-1-(?:\d{1,15}|0x[\da-f]{1,12})(?:-(?:\d{1,10}|0x[\da-f]{1,8})){0,15}$/i;

/**
 * @param text `S-1-...`, its numbers in decimal or with `0x` in hexadecimal, in any case
 * @throws AdreachError `descriptor` for text that is no SID
 */
export function sidParts(text: string): SidParts {
  const parts = tryParts(text);
  if (parts === null) {
    throw new AdreachError(
      'descriptor',
      `Not a SID: ${JSON.stringify(text.slice(0, 200))}`,
      'A SID looks like S-1-5-21-1-2-3-500.',
    );
  }
  return parts;
}

/** @returns whether the text is a SID, in any spelling that `normalizeSid` accepts */
export function isSid(text: string): boolean {
  return tryParts(text) !== null;
}

/**
 * @returns the one spelling of a SID that this program uses and Windows prints: upper-case S, decimal numbers without
 *   leading zeros; an authority of 2^32 or more as `0x` and upper-case digits
 * @throws AdreachError `descriptor` for text that is no SID
 */
export function normalizeSid(text: string): Sid {
  const { authority, subAuthorities } = sidParts(text);
  return `S-1-${[authorityText(authority), ...subAuthorities].join('-')}`;
}

/** @returns the relative identifier: the last sub-authority; null for a SID without one */
export function sidRid(sid: Sid): number | null {
  return sidParts(sid).subAuthorities.at(-1) ?? null;
}

/** @returns the SID without its last sub-authority: for a domain's principal, the SID of the domain; null where there is none */
export function sidDomain(sid: Sid): Sid | null {
  return sidRid(sid) === null ? null : sidWithoutLast(sid);
}

/** The same without a look at what it is: for a SID that is known to have sub-authorities. */
export function sidWithoutLast(sid: Sid): Sid {
  return sid.slice(0, sid.lastIndexOf('-')) as Sid;
}

/** @returns whether the SID is one of the domain's principals: the domain's SID and one more number */
export function isInDomain(sid: Sid, domainSid: Sid): boolean {
  return (
    sid.length > domainSid.length && sid.startsWith(`${domainSid}-`) && sid.indexOf('-', domainSid.length + 1) === -1
  );
}

/** MS-DTYP 2.4.2.1 wants twelve digits; Windows prints as many as it needs, and reads both. */
function authorityText(authority: number): string {
  return authority < TWO_32 ? String(authority) : `0x${authority.toString(16).toUpperCase()}`;
}

function tryParts(text: string): SidParts | null {
  if (!SID_TEXT.test(text)) return null;
  const [, , first, ...rest] = text.split('-');
  const authority = Number(first);
  const subAuthorities = rest.map(Number);
  if (authority >= 2 ** 48 || subAuthorities.some((value) => value >= TWO_32)) return null;
  return { authority, subAuthorities };
}

function readBigEndian32(bytes: Uint8Array, at: number): number {
  return ((bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!) >>> 0;
}

function readLittleEndian32(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
