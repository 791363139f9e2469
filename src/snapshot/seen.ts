/** Texts that were seen before, by hashes: there may be millions of them, and a set of them would take the memory of an audit. */
import { randomInt } from 'node:crypto';
import { mix } from './slot-table.js';

/** Slots per text: few of them are met by chance. */
const ROOM = 1.5;
const SMALLEST = 1 << 10;
/** However many are announced: it grows where they really come. */
const LARGEST_AT_FIRST = 1 << 23;

/**
 * 64 bits a text, keyed anew for each table: nobody can choose names that meet, and of three million texts two meet once in
 * some four million tables.
 */
export class SeenTexts {
  private readonly keys = [randomInt(2 ** 31), randomInt(2 ** 31)] as const;
  private slots: Int32Array;
  private mask: number;
  private used = 0;

  /** @param expected how many texts will come, about */
  constructor(expected: number) {
    let size = SMALLEST;
    while (size < expected * ROOM && size < LARGEST_AT_FIRST) size *= 2;
    this.slots = new Int32Array(2 * size);
    this.mask = size - 1;
  }

  /**
   * @param kind of text, a number: the same text of another kind is another text
   * @returns true where the text is new
   */
  add(text: string, kind: number): boolean {
    let a = this.keys[0] ^ kind;
    let b = this.keys[1] ^ kind;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      a = Math.imul(a ^ unit, 0x01000193);
      b = Math.imul((b << 5) ^ (b >>> 27) ^ unit, 0x9e3779b1);
    }
    const index = mix(a ^ (b >>> 7));
    // Zero is an empty slot.
    return this.insert(index, mix(b ^ (index >>> 11)) || 1);
  }

  private insert(a: number, b: number): boolean {
    if (this.used * ROOM > this.mask) this.grow();
    const { slots, mask } = this;
    for (let slot = a & mask; ; slot = (slot + 1) & mask) {
      const found = slots[2 * slot + 1]!;
      if (found === 0) {
        slots[2 * slot] = a;
        slots[2 * slot + 1] = b;
        this.used++;
        return true;
      }
      if (found === b && slots[2 * slot] === a) return false;
    }
  }

  private grow(): void {
    const old = this.slots;
    this.slots = new Int32Array(2 * old.length);
    this.mask = old.length - 1;
    this.used = 0;
    for (let i = 0; i < old.length; i += 2) if (old[i + 1] !== 0) this.insert(old[i]!, old[i + 1]!);
  }
}
