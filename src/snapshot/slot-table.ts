/** Finds objects by a key that is kept elsewhere: a table of numbers with open addressing, eight bytes an object. */
import { randomBytes } from 'node:crypto';

/** Nobody who writes a file can foresee which keys will crowd together. */
const SEED = randomBytes(4).readInt32LE();

export class SlotTable {
  /** Numbers of objects, plus 1; 0 where a slot is free. */
  private slots = new Int32Array(1024);
  private used = 0;

  /** @param hash the hash of an object's key, made with `hashOf` below */
  constructor(private readonly hash: (id: number) => number) {}

  /** @returns an object of this hash that `is` the one; -1 where there is none */
  find(hash: number, is: (id: number) => boolean): number {
    const mask = this.slots.length - 1;
    for (let at = hash & mask; ; at = (at + 1) & mask) {
      const id = this.slots[at]! - 1;
      if (id < 0 || is(id)) return id;
    }
  }

  /** Adds an object whose key none has yet. */
  add(id: number): void {
    if (2 * (this.used + 1) > this.slots.length) this.grow();
    this.put(id);
    this.used++;
  }

  private put(id: number): void {
    const mask = this.slots.length - 1;
    let at = this.hash(id) & mask;
    while (this.slots[at] !== 0) at = (at + 1) & mask;
    this.slots[at] = id + 1;
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Int32Array(before.length * 2);
    for (const slot of before) if (slot !== 0) this.put(slot - 1);
  }
}

/** The hash of a key of two numbers. */
export function hashOf(first: number, second: number): number {
  return mix(mix(SEED ^ first) ^ second);
}

/** The finalizer of MurmurHash3: every bit of the input changes every bit of the output. */
export function mix(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
