/** Descriptors that changes make, beside those of a directory, whose table goes on growing while accounts stream by. */
import type { SecurityDescriptor } from '../descriptor/types.js';
import { type Descriptors, daclTextOf, type StoredDescriptor } from '../directory/descriptors.js';
import type { DescriptorId } from '../directory/ids.js';

/** Numbers of new descriptors begin here: no directory has so many. */
const FIRST = 2 ** 24;

export class DescriptorLayer implements Descriptors {
  /** Its own numbers begin here; those of a layer upon this one as many further on as no layer has descriptors. */
  readonly first: number;
  readonly #values: SecurityDescriptor[] = [];
  readonly #texts: string[] = [];

  constructor(readonly base: Descriptors) {
    this.first = base instanceof DescriptorLayer ? base.first + FIRST : FIRST;
  }

  /** @returns the number of a new descriptor. Equal ones are not looked for: whoever makes many remembers from what. */
  append(value: SecurityDescriptor): DescriptorId {
    this.#values.push(value);
    return (this.first + this.#values.length - 1) as DescriptorId;
  }

  /** Of the directory alone. */
  get size(): number {
    return this.base.size;
  }

  get(number: DescriptorId): StoredDescriptor {
    const own = this.#values[number - this.first];
    return own === undefined ? this.base.get(number) : { state: 'parsed', value: own };
  }

  daclText(number: DescriptorId): string | null {
    const own = this.#values[number - this.first];
    if (own === undefined) return this.base.daclText(number);
    const index = number - this.first;
    this.#texts[index] ??= daclTextOf(own);
    return this.#texts[index]!;
  }
}
