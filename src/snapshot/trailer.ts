/**
 * The closing part of a snapshot: a gzip member that holds one line in one stored block (RFC 1951 section 3.2.4), so
 * that its layout is fixed byte for byte and it can be found from the end of the file.
 */
import { crc32 } from 'node:zlib';
import { z } from 'zod';
import { ACCOUNT_TYPES, asciiJson, GZIP_HEADER, MODEL_TYPES, type SnapshotEnd } from './format.js';

/** Octets around the line: gzip header, block header (flag, LEN, NLEN), CRC-32 and ISIZE. */
const OVERHEAD = GZIP_HEADER.length + 5 + 8;
const MAX_STORED = 0xffff;
/** The last part of the file within which the closing part lies. */
export const MAX_TRAILER_BYTES = OVERHEAD + MAX_STORED;

const count = z.number().int().nonnegative();
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const part = <T extends string>(name: T) => z.strictObject({ part: z.literal(name), bytes: count, sha256 });
const counts = <T extends string>(types: readonly T[]) =>
  z.strictObject(Object.fromEntries(types.map((t) => [t, count])) as Record<T, typeof count>);

const endSchema = z.strictObject({
  end: z.literal(true),
  counts: z.strictObject({ model: counts(MODEL_TYPES), accounts: counts(ACCOUNT_TYPES) }),
  parts: z.tuple([part('model'), part('accounts')]),
  sha256,
});

/** The closing part, as it stands at the end of the file. */
export function encodeTrailer(end: SnapshotEnd): Buffer {
  const line = Buffer.from(`${asciiJson(end)}\n`, 'latin1');
  if (line.length > MAX_STORED) throw new RangeError('the closing record is too long for one stored block');
  const bytes = Buffer.alloc(OVERHEAD + line.length);
  let at = GZIP_HEADER.copy(bytes);
  at = bytes.writeUInt8(1, at);
  at = bytes.writeUInt16LE(line.length, at);
  at = bytes.writeUInt16LE(line.length ^ 0xffff, at);
  at += line.copy(bytes, at);
  at = bytes.writeUInt32LE(crc32(line), at);
  bytes.writeUInt32LE(line.length, at);
  return bytes;
}

/** The closing record and the number of octets it takes, or why there is none. */
type DecodedTrailer =
  | { readonly ok: true; readonly end: SnapshotEnd; readonly bytes: number }
  | { readonly ok: false; readonly reason: string };

/** @param tail the last bytes of the file, up to `MAX_TRAILER_BYTES` of them */
export function decodeTrailer(tail: Buffer): DecodedTrailer {
  const none = (reason: string): DecodedTrailer => ({ ok: false, reason });
  if (tail.length < OVERHEAD) return none('the file is too short to have a closing record');
  const size = tail.readUInt32LE(tail.length - 4);
  const bytes = OVERHEAD + size;
  if (size > MAX_STORED || bytes > tail.length) return none('no closing record stands at its end');
  const member = tail.subarray(tail.length - bytes);
  if (!member.subarray(0, GZIP_HEADER.length).equals(GZIP_HEADER)) return none('no closing record stands at its end');
  const block = GZIP_HEADER.length;
  const stored =
    member[block] === 1 &&
    member.readUInt16LE(block + 1) === size &&
    member.readUInt16LE(block + 3) === (size ^ 0xffff);
  if (!stored) return none('its closing record is damaged');
  const line = member.subarray(block + 5, block + 5 + size);
  if (crc32(line) !== member.readUInt32LE(bytes - 8)) return none('its closing record is damaged');
  let value: unknown;
  try {
    value = JSON.parse(line.toString('latin1'));
  } catch {
    return none('its closing record is not JSON');
  }
  const parsed = endSchema.safeParse(value);
  if (!parsed.success) return none(`its closing record is wrong: ${parsed.error.issues[0]?.message ?? 'not valid'}`);
  const end: SnapshotEnd = parsed.data;
  if (!encodeTrailer(end).equals(member)) return none('its closing record is not in the one form there is');
  return { ok: true, end, bytes };
}
