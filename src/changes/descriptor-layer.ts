/** Descriptors that changes make, beside those of a directory, whose table goes on growing while accounts stream by. */
import { encodeSecurityDescriptor } from '../descriptor/index.js';
import type { SecurityDescriptor } from '../descriptor/types.js';
import { DescriptorTable, daclTextOf, type StoredDescriptor } from '../directory/descriptors.js';
import type { DescriptorId } from '../directory/ids.js';

/** Numbers of new descriptors begin here: no directory has so many. */
const FIRST = 2 ** 24;

export class DescriptorLayer extends DescriptorTable {
  /** Its own numbers begin here; a layer upon this one has the next power of two. */
  readonly first: number;
  readonly #values: SecurityDescriptor[] = [];
  readonly #numbers = new Map<string, DescriptorId>();
  readonly #texts: string[] = [];

  constructor(readonly base: DescriptorTable) {
    super();
    this.first = base instanceof DescriptorLayer ? base.first * 2 : FIRST;
  }

  /** @returns the number of a descriptor; one that was made before keeps its own */
  intern(value: SecurityDescriptor): DescriptorId {
    const key = Buffer.from(encodeSecurityDescriptor(value)).toString('latin1');
    let number = this.#numbers.get(key);
    if (number === undefined) {
      number = (this.first + this.#values.length) as DescriptorId;
      this.#numbers.set(key, number);
      this.#values.push(value);
    }
    return number;
  }

  override add(base64: string): void {
    this.base.add(base64);
  }

  /** Of the directory alone. */
  override get size(): number {
    return this.base.size;
  }

  override get(number: DescriptorId): StoredDescriptor {
    const own = this.#values[number - this.first];
    return own === undefined ? this.base.get(number) : { state: 'parsed', value: own };
  }

  override daclText(number: DescriptorId): string | null {
    const own = this.#values[number - this.first];
    if (own === undefined) return this.base.daclText(number);
    const index = number - this.first;
    this.#texts[index] ??= daclTextOf(own);
    return this.#texts[index]!;
  }
}
