/** Values numbered by their content, each written once. */

/** Objects remembered by identity before starting afresh. */
const REMEMBERED = 1 << 16;

export class Interned<T extends object> {
  readonly #byContent = new Map<string, number>();
  readonly #byIdentity = new Map<T, number>();
  readonly values: T[] = [];

  /** @param content what tells two values apart */
  constructor(readonly content: (value: T) => string = (value) => JSON.stringify(value)) {}

  /** The number of a value; that of an equal one where there is one. */
  of(value: T): number {
    const known = this.#byIdentity.get(value);
    if (known !== undefined) return known;
    const content = this.content(value);
    let number = this.#byContent.get(content);
    if (number === undefined) {
      number = this.values.length;
      this.values.push(value);
      this.#byContent.set(content, number);
    }
    if (this.#byIdentity.size >= REMEMBERED) this.#byIdentity.clear();
    this.#byIdentity.set(value, number);
    return number;
  }
}
