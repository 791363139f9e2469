/** Which objects a search has handed on: by objectGUID, 30 bytes of memory each, or by DN where that is not readable. */
import { randomBytes } from 'node:crypto';

const GUID = 16;
/** No server can foresee which GUIDs will crowd together. */
const SEED = randomBytes(4).readInt32LE();

export class Seen {
  /** The GUIDs, one behind the other. */
  #guids = Buffer.alloc(64 * GUID);
  #count = 0;
  /** Numbers of GUIDs, plus 1, by hash; 0 where a slot is free. */
  #slots = new Int32Array(128);
  readonly #names = new Set<string>();

  get size(): number {
    return this.#count + this.#names.size;
  }

  /** @param key a GUID, or the DN of an object that shows none */
  has(key: Buffer | string): boolean {
    return typeof key === 'string' ? this.#names.has(key) : this.#slots[this.#slotOf(key)] !== 0;
  }

  add(key: Buffer | string): void {
    if (typeof key === 'string') {
      this.#names.add(key);
      return;
    }
    const slot = this.#slotOf(key);
    if (this.#slots[slot] !== 0) return;
    if (this.#guids.length === this.#count * GUID) {
      this.#guids = Buffer.concat([this.#guids, Buffer.alloc(this.#guids.length)]);
    }
    key.copy(this.#guids, this.#count * GUID);
    this.#slots[slot] = ++this.#count;
    if (2 * this.#count > this.#slots.length) this.#grow();
  }

  /** The slot of a GUID, or a free one. */
  #slotOf(guid: Buffer): number {
    const mask = this.#slots.length - 1;
    let at = hash(guid, 0) & mask;
    for (let number = this.#slots[at]!; number !== 0; number = this.#slots[at]!) {
      if (same(guid, this.#guids, (number - 1) * GUID)) return at;
      at = (at + 1) & mask;
    }
    return at;
  }

  #grow(): void {
    this.#slots = new Int32Array(2 * this.#slots.length);
    const mask = this.#slots.length - 1;
    for (let number = 1; number <= this.#count; number++) {
      let at = hash(this.#guids, (number - 1) * GUID) & mask;
      while (this.#slots[at] !== 0) at = (at + 1) & mask;
      this.#slots[at] = number;
    }
  }
}

function same(guid: Buffer, guids: Buffer, from: number): boolean {
  let at = 0;
  while (at < GUID && guid[at] === guids[from + at]) at++;
  return at === GUID;
}

function hash(bytes: Buffer, at: number): number {
  let h = SEED;
  for (let part = 0; part < GUID; part += 4) {
    h = Math.imul(h ^ bytes.readInt32LE(at + part), 0x85ebca6b);
    h ^= h >>> 15;
  }
  return h;
}
