/** A naive reader of AD Explorer snapshots, from docs/adexplorer.md: the whole file in memory, no checks but those of Buffer. */
import { WANTED_ATTRIBUTES } from '../../../src/sources/ldap/attributes.js';
import type { ReferenceEntry, ReferenceReading } from './entry.js';

const WANTED = new Set([...WANTED_ATTRIBUTES.map(({ name }) => name.toLowerCase()), 'distinguishedname', 'memberof']);
const FIRST_OBJECT = 1086;
const TEXTS = new Set([1, 2, 3, 4, 5, 12]);

interface Column {
  readonly name: string;
  readonly type: number;
}

/** Objects without a name are no entries; the caller counts them. */
export interface DatReading extends ReferenceReading {
  readonly nameless: number;
}

/** @returns `unacceptable` says where something points out of the file */
export function referenceDat(bytes: Buffer): DatReading {
  const entries: ReferenceEntry[] = [];
  let nameless = 0;
  try {
    const columns = columnsOf(bytes);
    let at = FIRST_OBJECT;
    for (let left = bytes.readUInt32LE(1062); left > 0; left--) {
      const entry = objectAt(bytes, at, columns);
      if (entry === null) nameless++;
      else entries.push(entry);
      at += bytes.readUInt32LE(at);
    }
    return { entries, nameless, unacceptable: [] };
  } catch (error) {
    return { entries, nameless, unacceptable: [(error as Error).message] };
  }
}

function columnsOf(bytes: Buffer): readonly Column[] {
  let at = Number(bytes.readBigUInt64LE(1070));
  const columns: Column[] = [];
  const text = (): string => {
    const length = bytes.readUInt32LE(at);
    at += 4 + length;
    if (at > bytes.length) throw new RangeError('a name beyond the end');
    return bytes.toString('utf16le', at - length, at).replace(/\0$/, '');
  };
  const count = bytes.readUInt32LE(at);
  at += 4;
  for (let n = 0; n < count; n++) {
    const name = text().toLowerCase();
    const type = bytes.readUInt32LE(at + 4);
    at += 8;
    text();
    at += 36;
    columns.push({ name, type });
  }
  return columns;
}

function objectAt(bytes: Buffer, at: number, columns: readonly Column[]): ReferenceEntry | null {
  const attributes = new Map<string, readonly Buffer[]>();
  const faults = new Set<string>();
  for (let row = 0; row < bytes.readUInt32LE(at + 4); row++) {
    const { name, type } = columns[bytes.readUInt32LE(at + 8 + 8 * row)]!;
    if (!WANTED.has(name)) continue;
    const values = valuesAt(bytes, at + bytes.readInt32LE(at + 12 + 8 * row), type);
    if (values === null) faults.add(name);
    else attributes.set(name, values);
  }
  const names = attributes.get('distinguishedname');
  if (names?.length !== 1) return null;
  const memberOf = attributes.get('memberof')?.map((value) => value.toString('utf8'));
  return { dn: names[0]!.toString('utf8'), attributes, faults, ...(memberOf && { memberOf }) };
}

/** Null where what stands there is no value of the type. */
function valuesAt(bytes: Buffer, at: number, type: number): Buffer[] | null {
  const count = bytes.readUInt32LE(at);
  const values: (Buffer | null)[] = [];
  let next = at + 4;
  for (let n = 0; n < count; n++) {
    if (TEXTS.has(type)) {
      values.push(textAt(bytes, at + bytes.readInt32LE(next)));
      next += 4;
    } else if (type === 6) {
      values.push(Buffer.from(bytes.readUInt32LE(next) === 0 ? 'FALSE' : 'TRUE'));
      next += 4;
    } else if (type === 7) {
      values.push(Buffer.from(String(bytes.readInt32LE(next))));
      next += 4;
    } else if (type === 8) {
      const lengths = Array.from({ length: n + 1 }, (_, i) => bytes.readUInt32LE(at + 4 + 4 * i));
      const from = at + 4 + 4 * count + lengths.slice(0, n).reduce((sum, length) => sum + length, 0);
      values.push(slice(bytes, from, lengths[n]!));
    } else if (type === 9) {
      values.push(timeAt(bytes, next));
      next += 16;
    } else if (type === 10) {
      values.push(Buffer.from(String(bytes.readBigInt64LE(next))));
      next += 8;
    } else if (type === 25) {
      const length = bytes.readUInt32LE(next);
      values.push(slice(bytes, next + 4, length));
      next += 4 + length;
    } else return null;
    // One that is none makes the attribute malformed: where the others lie does not matter any more.
    if (values.at(-1) === null) return null;
  }
  if (count === 0 && ![6, 7, 8, 9, 10, 25].includes(type) && !TEXTS.has(type)) return null;
  return values as Buffer[];
}

function textAt(bytes: Buffer, at: number): Buffer | null {
  let end = at;
  while (bytes.readUInt16LE(end) !== 0) end += 2;
  const text = bytes.toString('utf16le', at, end);
  const utf8 = Buffer.from(text);
  return utf8.toString('utf8') === text ? utf8 : null;
}

function timeAt(bytes: Buffer, at: number): Buffer | null {
  const [year, month, , day, hour, minute, second] = Array.from({ length: 7 }, (_, n) =>
    bytes.readUInt16LE(at + 2 * n),
  );
  const right =
    year! <= 9999 &&
    month! >= 1 &&
    month! <= 12 &&
    day! >= 1 &&
    day! <= 31 &&
    hour! < 24 &&
    minute! < 60 &&
    second! < 60;
  const two = (n: number | undefined): string => String(n).padStart(2, '0');
  const text = `${String(year).padStart(4, '0')}${two(month)}${two(day)}${two(hour)}${two(minute)}${two(second)}.0Z`;
  return right ? Buffer.from(text) : null;
}

function slice(bytes: Buffer, from: number, length: number): Buffer {
  if (from + length > bytes.length) throw new RangeError('values beyond the end');
  return bytes.subarray(from, from + length);
}
