/** Which objects a search has handed on: by objectGUID, 30 bytes of memory each, or by DN where that is not readable. */
import { hashOf, SlotTable } from '../../snapshot/slot-table.js';

const GUID = 16;

export class Seen {
  /** The GUIDs, one behind the other. */
  #guids = Buffer.alloc(64 * GUID);
  #count = 0;
  readonly #table = new SlotTable((number) => hashOfGuid(this.#guids, number * GUID));
  readonly #names = new Set<string>();

  get size(): number {
    return this.#count + this.#names.size;
  }

  /** @param key a GUID, or the DN of an object that shows none */
  has(key: Buffer | string): boolean {
    if (typeof key === 'string') return this.#names.has(key);
    const is = (number: number) => key.equals(this.#guids.subarray(number * GUID, (number + 1) * GUID));
    return this.#table.find(hashOfGuid(key, 0), is) >= 0;
  }

  add(key: Buffer | string): void {
    if (typeof key === 'string') {
      this.#names.add(key);
      return;
    }
    if (this.has(key)) return;
    if (this.#guids.length === this.#count * GUID) {
      this.#guids = Buffer.concat([this.#guids, Buffer.alloc(this.#guids.length)]);
    }
    key.copy(this.#guids, this.#count * GUID);
    this.#table.add(this.#count++);
  }
}

function hashOfGuid(bytes: Buffer, at: number): number {
  const first = hashOf(bytes.readInt32LE(at), bytes.readInt32LE(at + 4));
  return hashOf(first, hashOf(bytes.readInt32LE(at + 8), bytes.readInt32LE(at + 12)));
}
