/** Pieces of text, each read again by its number: in memory up to a bound, on disk beyond it. */
import type { Store } from '../directory/record-source.js';
import { NumberList } from './key-table.js';

/** UTF-16 code units. */
const MOST_IN_MEMORY = 4 << 20;

export class Pieces {
  readonly #held: string[] = [];
  #units = 0;
  #store: Store | null = null;
  /** Where the pieces beyond those in memory begin, and behind the last one its end. */
  readonly #offsets = new NumberList();

  /** @param open a new place on disk */
  constructor(readonly open: () => Store) {}

  /** @returns its number */
  add(text: string): number {
    if (this.#store === null && this.#units + text.length <= MOST_IN_MEMORY) {
      this.#units += text.length;
      return this.#held.push(text) - 1;
    }
    if (this.#store === null) {
      this.#store = this.open();
      this.#offsets.push(this.#store.size);
    }
    this.#store.append(Buffer.from(text));
    this.#offsets.push(this.#store.size);
    return this.#held.length + this.#offsets.size - 2;
  }

  read(number: number): string {
    const at = number - this.#held.length;
    if (at < 0) return this.#held[number]!;
    const from = this.#offsets.at(at);
    return this.#store!.read(from, this.#offsets.at(at + 1) - from).toString('utf8');
  }
}
