/**
 * Entries as bytes: what a server sent, kept as it was. Numbers are 32 bits, little-endian; texts are UTF-8 behind their
 * length. An attribute's name, and a long value, are written where they first occur and then called by their number:
 * most accounts of a page share a few descriptors.
 */
import type { RawEntry } from '../../entry.js';

/** Values that are long enough to be looked for among those before. */
const LONG = 200;
/** Marks a number that stands for a value instead of its length. */
const REFERENCE = 0x8000_0000;

/** Marks the number of an attribute of which not all values could be read. */
const CUT = 0x8000_0000;

/** Bytes that an entry takes, more or less. */
const USUAL_ENTRY = 800;

/** Grows as it is written to. */
class Bytes {
  #buffer: Buffer;
  #used = 0;

  constructor(size: number) {
    this.#buffer = Buffer.allocUnsafe(size);
  }

  number(value: number): void {
    this.#reserve(4);
    this.#used = this.#buffer.writeUInt32LE(value, this.#used);
  }

  bytes(value: Buffer): void {
    this.number(value.length);
    this.#reserve(value.length);
    this.#used += value.copy(this.#buffer, this.#used);
  }

  text(value: string): void {
    // Three bytes for a UTF-16 unit at most.
    this.#reserve(4 + value.length * 3);
    const length = this.#buffer.write(value, this.#used + 4, 'utf8');
    this.#buffer.writeUInt32LE(length, this.#used);
    this.#used += 4 + length;
  }

  get length(): number {
    return this.#used;
  }

  written(): Buffer {
    return this.#buffer.subarray(0, this.#used);
  }

  #reserve(more: number): void {
    if (this.#used + more <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#used + more, 2 * this.#buffer.length));
    this.#buffer.copy(larger, 0, 0, this.#used);
    this.#buffer = larger;
  }
}

/**
 * @param unit of which search they are, by its number in the journal
 * @param largest bytes after which another piece is begun
 * @returns one or more pieces, each to be read by itself
 */
export function encodeEntries(unit: number, entries: readonly RawEntry[], largest: number): Buffer[] {
  const pieces: Buffer[] = [];
  let next = 0;
  while (next < entries.length) {
    const out = new Bytes(Math.min(largest, entries.length * USUAL_ENTRY));
    out.number(unit);
    const names = new Map<string, number>();
    const values = new LongValues();
    do encodeEntry(out, entries[next++]!, names, values);
    while (next < entries.length && out.length < largest);
    pieces.push(out.written());
  }
  return pieces;
}

function encodeEntry(
  out: Bytes,
  { dn, attributes, cut }: RawEntry,
  names: Map<string, number>,
  long: LongValues,
): void {
  out.text(dn);
  out.number(attributes.size);
  for (const [name, values] of attributes) {
    const known = names.get(name);
    out.number((known ?? names.size) + (cut?.includes(name) ? CUT : 0));
    if (known === undefined) {
      names.set(name, names.size);
      out.text(name);
    }
    out.number(values.length);
    for (const value of values) {
      const same = value.length < LONG ? undefined : long.numberOf(value);
      if (same === undefined) out.bytes(value);
      else out.number(REFERENCE + same);
    }
  }
}

/** The long values of a piece, by their content. */
class LongValues {
  readonly #known = new Map<number, { readonly value: Buffer; readonly number: number }>();
  #count = 0;

  /** The number of an equal value before; undefined for a new one, which gets the next number. */
  numberOf(value: Buffer): number | undefined {
    const key = glance(value);
    const known = this.#known.get(key);
    if (known?.value.equals(value)) return known.number;
    this.#known.set(key, { value, number: this.#count++ });
    return undefined;
  }
}

/** A number by which equal values are found: of the length and some bytes. Where it deceives, a value is written again. */
function glance(value: Buffer): number {
  let sum = value.length;
  const step = value.length >> 4;
  for (let at = value.length - 1; at >= 0; at -= step) sum = (Math.imul(sum, 31) + value[at]!) | 0;
  return sum;
}

/** Reads numbers, texts and bytes of a piece. @throws RangeError where they end too early, as all readers do */
class Cursor {
  #at = 0;
  constructor(private readonly bytes: Buffer) {}

  get done(): boolean {
    return this.#at === this.bytes.length;
  }

  number(): number {
    const value = this.bytes.readUInt32LE(this.#at);
    this.#at += 4;
    return value;
  }

  take(length: number): Buffer {
    if (length > this.bytes.length - this.#at) throw new RangeError('a value ends behind its piece');
    this.#at += length;
    return this.bytes.subarray(this.#at - length, this.#at);
  }

  text(): string {
    return this.take(this.number()).toString('utf8');
  }
}

/** The number of the search that a piece belongs to. */
export const unitOf = (piece: Buffer): number => piece.readUInt32LE(0);

/**
 * @param piece as `encodeEntries` made it; the values share its memory
 * @throws RangeError for bytes that are none
 */
export function decodeEntries(piece: Buffer): RawEntry[] {
  const cursor = new Cursor(piece);
  cursor.number();
  const names: string[] = [];
  const long: Buffer[] = [];
  const entries: RawEntry[] = [];
  while (!cursor.done) {
    const dn = cursor.text();
    const attributes = new Map<string, readonly Buffer[]>();
    const cut: string[] = [];
    for (let left = cursor.number(); left > 0; left--) {
      const marked = cursor.number();
      const number = marked % CUT;
      if (number === names.length) names.push(cursor.text());
      const name = names[number];
      if (name === undefined) throw new RangeError('an attribute without a name');
      const values: Buffer[] = [];
      for (let more = cursor.number(); more > 0; more--) values.push(decodeValue(cursor, long));
      attributes.set(name, values);
      if (marked >= CUT) cut.push(name);
    }
    entries.push({ dn, attributes, ...(cut.length > 0 && { cut }) });
  }
  return entries;
}

function decodeValue(cursor: Cursor, long: Buffer[]): Buffer {
  const length = cursor.number();
  if (length >= REFERENCE) {
    const value = long[length - REFERENCE];
    if (value === undefined) throw new RangeError('a reference to no value');
    return value;
  }
  const value = cursor.take(length);
  if (length >= LONG) long.push(value);
  return value;
}
