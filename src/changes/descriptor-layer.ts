/** Descriptors that changes make, beside those of a directory, whose table goes on growing while accounts stream by. */
import { encodeSecurityDescriptor } from '../descriptor/index.js';
import type { SecurityDescriptor } from '../descriptor/types.js';
import type { Descriptors, DescriptorTable, StoredDescriptor } from '../directory/descriptors.js';
import type { DescriptorId } from '../directory/ids.js';

/** Numbers of new descriptors begin here: no directory has so many. */
const FIRST = 2 ** 24;

export class DescriptorLayer implements Descriptors {
  /** Its own numbers begin here; those of a layer upon this one as many further on as no layer has descriptors. */
  readonly first: number;
  /** As bytes: a change at the head of a domain makes as many as there are below it. */
  readonly #own: DescriptorTable;

  constructor(readonly base: Descriptors) {
    this.first = base instanceof DescriptorLayer ? base.first + FIRST : FIRST;
    this.#own = base.beside();
  }

  /**
   * @returns the number of a new descriptor. Equal ones are not looked for: whoever makes many remembers from what.
   * @throws AdreachError `descriptor` for one that is too large to be stored
   */
  append(value: SecurityDescriptor): DescriptorId {
    this.#own.addBytes(Buffer.from(encodeSecurityDescriptor(value)));
    return (this.first + this.#own.size - 1) as DescriptorId;
  }

  /** Of the directory alone. */
  get size(): number {
    return this.base.size;
  }

  get(number: DescriptorId): StoredDescriptor {
    const own = this.#ownNumber(number);
    return own === null ? this.base.get(number) : this.#own.get(own);
  }

  daclText(number: DescriptorId): string | null {
    const own = this.#ownNumber(number);
    return own === null ? this.base.daclText(number) : this.#own.daclText(own);
  }

  /** @returns the self-relative bytes of one of its own, base64; null for any other number */
  base64(number: DescriptorId): string | null {
    const own = this.#ownNumber(number);
    return own === null ? null : this.#own.base64(own);
  }

  beside(): DescriptorTable {
    return this.base.beside();
  }

  #ownNumber(number: DescriptorId): DescriptorId | null {
    const own = number - this.first;
    return own >= 0 && own < this.#own.size ? (own as DescriptorId) : null;
  }
}
