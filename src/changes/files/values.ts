/** Values while the changes of a file are read: each modification sees those before it. */
import { dnKey, parentDn } from '../../names/dn.js';
import { isHeld, isMultiValued, isSecret } from './attributes.js';
import type { Modification } from './change-record.js';
import type { PresentValues } from './present.js';

/** Why a modification cannot be told, and where it stands. */
export interface Problem {
  readonly line: number;
  readonly because: string;
}

interface WrittenValues {
  readonly values: readonly Buffer[];
  /** When, among all that happened. */
  readonly at: number;
}

/** The values of attributes that a file has changed so far. */
export class Values {
  #time = 0;
  readonly #written = new Map<string, Map<string, WrittenValues>>();
  /** Keys of objects that were made, moved or deleted, and when: what was read, or written before, says nothing of them. */
  readonly #others = new Map<string, number>();

  constructor(readonly present: PresentValues) {}

  /** An object of that name, and those below it, are no longer the ones that were read. */
  forget(dn: string): void {
    this.#others.set(dnKey(dn), ++this.#time);
  }

  /** @returns what an attribute holds that a modification has been made of */
  of(dn: string, attribute: string): readonly Buffer[] {
    return this.#written.get(dnKey(dn))?.get(attribute.toLowerCase())?.values ?? [];
  }

  /** @returns null where it was made */
  modify(dn: string, { operation, attribute, values: written, line }: Modification): Problem | null {
    const values = written.map(({ bytes }) => bytes);
    // How many values a secret has is nobody's business, and nothing depends on it.
    if (isSecret(attribute)) return this.#set(dn, attribute, []);
    if (operation === 'replace' || values.length === 0) return this.#set(dn, attribute, values);
    const now = this.#now(dn, attribute);
    if (now !== null) {
      for (const { bytes, line } of written) {
        const has = now.some((value) => value.equals(bytes));
        if (has === (operation === 'add'))
          return { line, because: `${attribute} of ${dn} has this value ${has ? 'already' : 'not'}` };
      }
      const rest = now.filter((value) => !values.some((gone) => gone.equals(value)));
      return this.#set(dn, attribute, operation === 'add' ? [...now, ...values] : rest);
    }
    if (isHeld(attribute) && isMultiValued(attribute))
      return {
        line,
        because: `the values of ${attribute} of ${dn} before are not known, so that what is there after "${operation}:" is not`,
      };
    // Of one with a single value: it goes, or there was none.
    return this.#set(dn, attribute, operation === 'add' ? values : []);
  }

  #now(dn: string, attribute: string): readonly Buffer[] | null {
    const written = this.#written.get(dnKey(dn))?.get(attribute.toLowerCase());
    const other = this.#otherSince(dn);
    if (written !== undefined && written.at > other) return written.values;
    return other > 0 ? null : this.present.values(dn, attribute);
  }

  /** When an object, or one above it, last became another one; 0: never. */
  #otherSince(dn: string): number {
    let last = 0;
    if (this.#others.size === 0) return last;
    for (let key: string | null = dnKey(dn); key !== null; key = parentDn(key))
      last = Math.max(last, this.#others.get(key) ?? 0);
    return last;
  }

  #set(dn: string, attribute: string, values: readonly Buffer[]): null {
    const key = dnKey(dn);
    const ofObject = this.#written.get(key) ?? new Map<string, WrittenValues>();
    this.#written.set(key, ofObject.set(attribute.toLowerCase(), { values, at: ++this.#time }));
    return null;
  }
}
