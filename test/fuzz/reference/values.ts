/** Values of an entry, as the specifications have them; what is there and cannot be used is told from what is absent. */
import { isUtf8 } from 'node:buffer';
import type { ReferenceEntry } from './entry.js';

/** `malformed`: there is something, and it is no value of the attribute. */
export type Expected<T> = { readonly value: T } | 'absent' | 'malformed';

const MAX_TEXT = 16 * 1024;
const MAX_DESCRIPTOR = 256 * 1024;

export function bytes(entry: ReferenceEntry, name: string, limit = MAX_TEXT): Expected<Buffer> {
  const values = entry.attributes.get(name) ?? [];
  if (values.length === 0) return entry.faults.has(name) ? 'malformed' : 'absent';
  return values.length === 1 && values[0]!.length <= limit ? { value: values[0]! } : 'malformed';
}

export const descriptor = (entry: ReferenceEntry, name: string): Expected<Buffer> => bytes(entry, name, MAX_DESCRIPTOR);

export function text(entry: ReferenceEntry, name: string): Expected<string> {
  return then(bytes(entry, name), (value) => (isUtf8(value) ? { value: value.toString('utf8') } : 'malformed'));
}

/** Signed, 32 bits; the unsigned form of the same bits is taken too. */
export function int32(entry: ReferenceEntry, name: string): Expected<number> {
  return then(int(entry, name), (value) =>
    value >= -(2n ** 31n) && value < 2n ** 32n ? { value: Number(BigInt.asIntN(32, value)) } : 'malformed',
  );
}

export function int64(entry: ReferenceEntry, name: string): Expected<string> {
  return then(int(entry, name), (value) =>
    BigInt.asIntN(64, value) === value ? { value: value.toString() } : 'malformed',
  );
}

function int(entry: ReferenceEntry, name: string): Expected<bigint> {
  return then(bytes(entry, name), (value) => {
    const digits = value.toString('latin1').trim();
    return /^-?\d{1,19}$/.test(digits) ? { value: BigInt(digits) } : 'malformed';
  });
}

export function guid(entry: ReferenceEntry, name: string): Expected<Buffer> {
  return then(bytes(entry, name), (value) => (value.length === 16 ? { value } : 'malformed'));
}

export function sid(entry: ReferenceEntry, name: string): Expected<Buffer> {
  return then(bytes(entry, name), (value) => (isSid(value) ? { value } : 'malformed'));
}

/** Those of several SIDs that are some. */
export function sids(entry: ReferenceEntry, name: string): readonly Buffer[] {
  return (entry.attributes.get(name) ?? []).filter(isSid);
}

/** Those of several texts that are some. */
export function texts(entry: ReferenceEntry, name: string): readonly string[] {
  return (entry.attributes.get(name) ?? [])
    .filter((value) => value.length <= MAX_TEXT && isUtf8(value))
    .map((value) => value.toString('utf8'));
}

/** Revision, number of sub-authorities, six bytes of authority, the sub-authorities (MS-DTYP 2.4.2.2). */
function isSid(value: Buffer): boolean {
  return value.length >= 8 && value[0] === 1 && value[1]! <= 15 && value.length === 8 + 4 * value[1]!;
}

function then<T, U>(expected: Expected<T>, make: (value: T) => Expected<U>): Expected<U> {
  return typeof expected === 'string' ? expected : make(expected.value);
}
