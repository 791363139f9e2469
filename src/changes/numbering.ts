/** Descriptors that changes make among those of a source: numbers are positions in its stream, so that all behind them shift. */
import { encodeSecurityDescriptor } from '../descriptor/index.js';
import type { DescriptorId } from '../directory/ids.js';
import type { DescriptorRecord } from '../directory/records.js';
import type { DescriptorLayer } from './descriptor-layer.js';

/**
 * What the numbers of a source's descriptors become: they are positions in what is handed on, in which new ones stand before
 * their first use. Numbers once given stay, whatever is looked for in a later pass.
 */
export class Numbering {
  /** By the number that a descriptor has in the source. */
  readonly #ofBase: number[] = [];
  /** New ones, by what they are: several objects come to the same list by different ways. */
  readonly #byBytes = new Map<string, number>();
  readonly #ofLayer = new Map<DescriptorId, number>();
  #next = 0;
  #fresh: DescriptorRecord[] = [];

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
      const stored = this.layer.get(number);
      // A number beyond what was met so far stands for no descriptor: the source is damaged, and so it stays.
      if (stored.state !== 'parsed') return number;
      known = this.append(Buffer.from(encodeSecurityDescriptor(stored.value)).toString('base64'));
      this.#ofLayer.set(number, known);
    }
    return known as DescriptorId;
  }

  /** @returns the number of a new descriptor */
  append(base64: string): number {
    let number = this.#byBytes.get(base64);
    if (number === undefined) {
      number = this.#next++;
      this.#byBytes.set(base64, number);
      this.#fresh.push({ type: 'descriptor', base64 });
    }
    return number;
  }

  /** What has become new since it was asked last. */
  fresh(): readonly DescriptorRecord[] {
    if (this.#fresh.length === 0) return NONE;
    const fresh = this.#fresh;
    this.#fresh = [];
    return fresh;
  }
}

const NONE: readonly DescriptorRecord[] = [];
