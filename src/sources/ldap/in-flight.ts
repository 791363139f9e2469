import { saveMemory } from '../../snapshot/save-memory.js';

/** Bytes in memory, of answers that came and were not taken yet, from which on only one connection at a time goes on reading. */
const SHARED = 64 * 1024 * 1024;

/** From here on memory is saved. */
const MUCH = 32 * 1024 * 1024;

/**
 * Memory that answers take, over all connections. Up to a point each reads as fast as it can; from there on all wait but the
 * one that has held something for the longest. That one can always come to its end, so nobody waits for ever.
 */
export class InFlight {
  #total = 0;
  /** Bytes by connection; the one that has held something for the longest comes first. */
  readonly #held = new Map<object, number>();
  readonly #waiting = new Map<object, () => void>();

  take(holder: object, bytes: number): void {
    this.#total += bytes;
    this.#held.set(holder, (this.#held.get(holder) ?? 0) + bytes);
    if (this.#total > MUCH) saveMemory();
  }

  /** What was taken is needed no more. */
  give(holder: object, bytes: number): void {
    const left = (this.#held.get(holder) ?? 0) - bytes;
    this.#total -= bytes;
    // To the end of the row: it is the turn of another one.
    this.#held.delete(holder);
    if (left > 0) this.#held.set(holder, left);
    for (const [other, goOn] of [...this.#waiting]) {
      if (!this.#mayGoOn(other)) continue;
      this.#waiting.delete(other);
      goOn();
    }
  }

  /**
   * Whether a connection has to wait before it reads more.
   * @param goOn called when that is over
   */
  mustWait(holder: object, goOn: () => void): boolean {
    if (this.#mayGoOn(holder)) return false;
    this.#waiting.set(holder, goOn);
    return true;
  }

  #mayGoOn(holder: object): boolean {
    return this.#total <= SHARED || this.#held.keys().next().value === holder;
  }
}
