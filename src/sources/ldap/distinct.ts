/** About how many different values there are among very many, in a megabyte of memory and without looking at each. */
import { randomBytes } from 'node:crypto';

/** Bits, of which each value that is looked at sets one. */
const BITS = 2 ** 23;
/** One value in so many is looked at, on the average; nobody can foresee which. */
const EVERY = 3;

export class Distinct {
  readonly #bits = new Uint8Array(BITS / 8);
  readonly #seed = randomBytes(4).readInt32LE();
  /** How many bits so many different values set (linear counting). */
  readonly #most: number;
  #set = 0;

  /** @param most different values that are no cause for anything */
  constructor(most: number) {
    this.#most = BITS * (1 - Math.exp(-most / BITS));
  }

  /** True when there were more different values among those that were looked at, and so no less altogether. */
  get tooMany(): boolean {
    return this.#set > this.#most;
  }

  add(values: readonly Buffer[]): void {
    for (let at = skip(); at < values.length; at += 1 + skip()) {
      const bit = this.#hash(values[at]!) & (BITS - 1);
      const mask = 1 << (bit & 7);
      if ((this.#bits[bit >> 3]! & mask) !== 0) continue;
      this.#bits[bit >> 3]! |= mask;
      this.#set++;
    }
  }

  #hash(value: Buffer): number {
    let hash = this.#seed;
    for (const byte of value) hash = Math.imul(hash ^ byte, 0x01000193) ^ (hash >>> 17);
    return hash ^ (hash >>> 11);
  }
}

/** How many values are passed over: EVERY - 1 on the average. */
const skip = (): number => Math.floor(Math.random() * (2 * EVERY - 1));
