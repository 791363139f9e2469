/** What was found out lately: bounded, for what whoever can write in a directory can make without end. */

export class Recent<Key, Value> {
  #young = new Map<Key, Value>();
  #old = new Map<Key, Value>();
  #weight = 0;

  /**
   * @param most weight that is kept: at least half of it, of what was asked for last
   * @param weigh of one value, more than 0; 1 where nothing else is said
   */
  constructor(
    private readonly most: number,
    private readonly weigh: (value: Value) => number = () => 1,
  ) {}

  /** @returns undefined where nothing is known under this key, or no longer */
  get(key: Key): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  /** @returns what is known under this key; made and kept where nothing is */
  of(key: Key, make: () => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make();
    this.set(key, made);
    return made;
  }

  set(key: Key, value: Value): void {
    // Two generations, of which the older is forgotten: half as exact as a list in the order of use, and far cheaper.
    const weight = this.weigh(value);
    if (this.#weight > 0 && this.#weight + weight > this.most / 2) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#weight = 0;
    }
    this.#young.set(key, value);
    this.#weight += weight;
  }
}
