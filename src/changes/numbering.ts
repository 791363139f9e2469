/** Descriptors that changes make among those of a source: numbers are positions in its stream, so that all behind them shift. */
import type { DescriptorId } from '../directory/ids.js';
import { hashOf } from '../directory/text-hash.js';
import type { DescriptorLayer } from './descriptor-layer.js';

/**
 * What the numbers of a source's descriptors become: they are positions in what is handed on, in which new ones stand before
 * their first use. Numbers once given stay, whatever is looked for in a later pass.
 */
export class Numbering {
  /** By the number that a descriptor has in the source. */
  readonly #ofBase: number[] = [];
  /** New ones, by what they are: several objects come to the same list by different ways. */
  readonly #byHash = new Map<number, Made[]>();
  readonly #ofLayer = new Map<DescriptorId, number>();
  #next = 0;
  #fresh: DescriptorId[] = [];

  constructor(readonly layer: DescriptorLayer) {}

  /** Descriptors of the source that were met so far. */
  get bases(): number {
    return this.#ofBase.length;
  }

  /** The source's next descriptor was met. */
  base(): void {
    this.#ofBase.push(this.#next++);
  }

  /** @returns the number that a descriptor has after the changes; `fresh` then holds it where it is new */
  of(number: DescriptorId): DescriptorId {
    const base = this.#ofBase[number];
    if (base !== undefined) return base as DescriptorId;
    let known = this.#ofLayer.get(number);
    if (known === undefined) {
      const base64 = this.layer.base64(number);
      // A number beyond what was met so far stands for no descriptor: the source is damaged, and so it stays.
      if (base64 === null) return number;
      known = this.#append(number, base64);
      this.#ofLayer.set(number, known);
    }
    return known as DescriptorId;
  }

  #append(inLayer: DescriptorId, base64: string): number {
    const [hash] = hashOf(base64);
    const alike = this.#byHash.get(hash);
    const same = alike?.find((made) => this.layer.base64(made.inLayer) === base64);
    if (same !== undefined) return same.number;
    const number = this.#next++;
    this.#byHash.set(hash, [...(alike ?? []), { inLayer, number }]);
    this.#fresh.push(inLayer);
    return number;
  }

  /** @returns numbers in the layer of what has become new since it was asked last */
  fresh(): readonly DescriptorId[] {
    if (this.#fresh.length === 0) return NONE;
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}

/** A new descriptor: its number in the layer, and in what is handed on. */
interface Made {
  readonly inLayer: DescriptorId;
  readonly number: number;
}

const NONE: readonly DescriptorId[] = [];
