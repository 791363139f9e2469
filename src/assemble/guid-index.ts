/** Which object has which objectGUID: sixteen bytes an object, and its place in a table. */

import { hashOf, SlotTable } from '../snapshot/slot-table.js';
import { uint8Column, uint32Column } from './columns.js';

const WORDS = 4;
const LENGTH = 16;

export class GuidIndex {
  private readonly words = uint32Column();
  private readonly known = uint8Column();
  private readonly table = new SlotTable((id) =>
    hashOf(hashOf(this.word(id, 0), this.word(id, 1)), hashOf(this.word(id, 2), this.word(id, 3))),
  );
  /** The GUID that was asked for last, as numbers: what is looked for is added next. */
  private last: Buffer | null = null;
  private readonly lastWords = new Uint32Array(WORDS);
  private readonly isLast = (id: number): boolean => {
    for (let i = 0; i < WORDS; i++) if (this.word(id, i) !== this.lastWords[i]) return false;
    return true;
  };

  /** @param guid 16 bytes, as objectGUID has them */
  add(id: number, guid: Buffer): void {
    this.load(guid);
    for (let i = 0; i < WORDS; i++) this.words.set(WORDS * id + i, this.lastWords[i]!);
    this.known.set(id, 1);
    this.table.add(id);
  }

  /** The object that has it; -1 where there is none. */
  find(guid: Buffer): number {
    this.load(guid);
    const w = this.lastWords;
    return this.table.find(hashOf(hashOf(w[0]!, w[1]!), hashOf(w[2]!, w[3]!)), this.isLast);
  }

  /** Whether the GUID of an object is known. */
  has(id: number): boolean {
    return this.known.get(id) === 1;
  }

  is(id: number, guid: Buffer): boolean {
    this.load(guid);
    return this.isLast(id);
  }

  /** Whether two objects have the same. */
  same(a: number, b: number): boolean {
    for (let i = 0; i < WORDS; i++) if (this.word(a, i) !== this.word(b, i)) return false;
    return true;
  }

  private load(guid: Buffer): void {
    if (guid === this.last) return;
    this.last = guid;
    for (let i = 0, at = 0; i < WORDS; i++, at += 4) {
      this.lastWords[i] = guid[at]! | (guid[at + 1]! << 8) | (guid[at + 2]! << 16) | (guid[at + 3]! << 24);
    }
  }

  private word(id: number, i: number): number {
    return this.words.get(WORDS * id + i);
  }
}

/** The bytes of a GUID; null where there are none, or they are none. */
export function guidBytes(values: readonly Buffer[] | undefined): Buffer | null {
  const value = values?.length === 1 ? values[0]! : null;
  return value?.length === LENGTH ? value : null;
}
