/** Keeps track of which parents of collected objects have not been read themselves. */
import { dnKey, isAtOrBelow, parentDn } from '../../names/dn.js';
import { MOST_PARENTS } from './bounds.js';

export class ParentTracker {
  readonly #root: string;
  readonly #read = new Set<string>();
  /** DN as written, by key. */
  readonly #wanted = new Map<string, string>();
  /** Keys of all that lies above objects. */
  readonly #places = new Set<string>();
  #placeBytes = 0;
  #taken = 0;
  #left = 0;

  /** @param root DN of the domain: what lies above it is nobody's parent here */
  constructor(root: string) {
    this.#root = dnKey(root);
  }

  /**
   * Takes note of an object of the domain.
   * @param canBeKnown true for objects whose DN is worth remembering as read: all but accounts, of which there are many
   *   and which are seldom parents
   */
  add(dn: string, canBeKnown: boolean): void {
    if (canBeKnown) {
      const key = dnKey(dn);
      this.#read.add(key);
      this.#wanted.delete(key);
    }
    const parent = parentDn(dn);
    if (parent === null) return;
    const key = dnKey(parent);
    if (this.#read.has(key) || this.#wanted.has(key) || !isAtOrBelow(key, this.#root)) return;
    this.#wanted.set(key, parent);
    for (let above: string | null = key; above !== null && !this.#places.has(above); above = parentDn(above)) {
      this.#places.add(above);
      this.#placeBytes += above.length;
    }
  }

  /** How many places there are above objects, whether they were read or not, and how long their names are together. */
  get places(): { readonly count: number; readonly bytes: number } {
    return { count: this.#places.size, bytes: this.#placeBytes };
  }

  /** Parents that are not read, because there are too many of them. */
  get left(): number {
    return this.#left;
  }

  /** The parents not read so far; each is returned once, and no more than MOST_PARENTS altogether. */
  take(): string[] {
    const wanted = [...this.#wanted.values()];
    for (const key of this.#wanted.keys()) this.#read.add(key);
    this.#wanted.clear();
    const taken = wanted.slice(0, MOST_PARENTS - this.#taken);
    this.#taken += taken.length;
    this.#left += wanted.length - taken.length;
    return taken;
  }
}
