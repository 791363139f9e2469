/** Keys in the order in which they came, each found again: twelve bytes a key, whatever its length. */
import { hashOf } from '../directory/text-hash.js';

const FIRST = 1 << 12;

/**
 * Keys are kept as 64 bits of a hash: that two of a million have the same is as likely as one in 37 million. Those that come
 * again in the same order are found without looking for them.
 */
export class KeyTable {
  #high = new Uint32Array(FIRST);
  #low = new Uint32Array(FIRST);
  #found = new Uint8Array(FIRST);
  /** Ordinals by hash, one more than they are; 0: none. Made when a key comes out of order. */
  #index: Uint32Array | null = null;
  #next = 0;
  size = 0;

  /** @returns its ordinal */
  add(key: string): number {
    this.#index = null;
    if (this.size === this.#high.length) this.#grow();
    const [high, low] = hashOf(key);
    this.#high[this.size] = high;
    this.#low[this.size] = low;
    return this.size++;
  }

  /** @returns the ordinal of a key that was not taken before; -1 where there is none */
  take(key: string): number {
    const [high, low] = hashOf(key);
    if (this.#next < this.size && this.#isAt(this.#next, high, low) && this.#found[this.#next] === 0)
      return this.#taken(this.#next);
    this.#index ??= this.#indexed();
    const mask = this.#index.length - 1;
    for (let slot = low & mask; this.#index[slot] !== 0; slot = (slot + 1) & mask) {
      const ordinal = this.#index[slot]! - 1;
      if (this.#isAt(ordinal, high, low) && this.#found[ordinal] === 0) return this.#taken(ordinal);
    }
    return -1;
  }

  /** Takes all that have a key. @returns whether there are any, taken before or not */
  takeAll(key: string): boolean {
    const [high, low] = hashOf(key);
    this.#index ??= this.#indexed();
    const mask = this.#index.length - 1;
    let any = false;
    for (let slot = low & mask; this.#index[slot] !== 0; slot = (slot + 1) & mask) {
      const ordinal = this.#index[slot]! - 1;
      if (!this.#isAt(ordinal, high, low)) continue;
      this.#found[ordinal] = 1;
      any = true;
    }
    return any;
  }

  /** The ordinals that nobody took, in order. */
  *rest(): Generator<number> {
    for (let ordinal = 0; ordinal < this.size; ordinal++) if (this.#found[ordinal] === 0) yield ordinal;
  }

  #taken(ordinal: number): number {
    this.#found[ordinal] = 1;
    this.#next = ordinal + 1;
    return ordinal;
  }

  #isAt(ordinal: number, high: number, low: number): boolean {
    return this.#high[ordinal] === high && this.#low[ordinal] === low;
  }

  #indexed(): Uint32Array {
    let length = 16;
    while (length < this.size * 2) length *= 2;
    const index = new Uint32Array(length);
    for (let ordinal = 0; ordinal < this.size; ordinal++) {
      let slot = this.#low[ordinal]! & (length - 1);
      while (index[slot] !== 0) slot = (slot + 1) & (length - 1);
      index[slot] = ordinal + 1;
    }
    return index;
  }

  #grow(): void {
    const length = this.size * 2;
    this.#high = grown(this.#high, new Uint32Array(length));
    this.#low = grown(this.#low, new Uint32Array(length));
    this.#found = grown(this.#found, new Uint8Array(length));
  }
}

/** Numbers in the order in which they came. */
export class NumberList {
  #values: Uint32Array | Float64Array;
  size = 0;

  /** @param small whether all of them are below 2^32, which takes half the memory */
  constructor(small = false) {
    this.#values = small ? new Uint32Array(FIRST) : new Float64Array(FIRST);
  }

  push(value: number): void {
    if (this.size === this.#values.length) {
      const length = this.size * 2;
      const larger = this.#values instanceof Uint32Array ? new Uint32Array(length) : new Float64Array(length);
      this.#values = grown(this.#values, larger);
    }
    this.#values[this.size++] = value;
  }

  at(position: number): number {
    return this.#values[position]!;
  }
}

function grown<Values extends Float64Array | Uint32Array | Uint8Array>(from: Values, to: Values): Values {
  to.set(from);
  return to;
}
