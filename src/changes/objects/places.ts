/** Objects by what they are called at the moment, found by their name and by what they lie below. */
import { dnKey, parentDn } from '../../names/dn.js';
import type { NameEvent } from './name-history.js';

interface Placed<Value> {
  readonly name: string;
  readonly value: Value;
}

/** Follows moves and deletions one by one: what they cost goes by how many of these objects they reach. */
export class Places<Value> {
  readonly #byKey = new Map<string, Placed<Value>>();
  /** By the key of every name above them. */
  readonly #below = new Map<string, Set<string>>();

  /** @param name the DN that an object has now; one that had it before gives way */
  enter(name: string, value: Value): void {
    const key = dnKey(name);
    this.#byKey.set(key, { name, value });
    for (const above of namesAbove(key)) {
      const below = this.#below.get(above) ?? new Set();
      this.#below.set(above, below.add(key));
    }
  }

  at(dn: string): Value | null {
    return this.#byKey.get(dnKey(dn))?.value ?? null;
  }

  has(dn: string): boolean {
    return this.#byKey.has(dnKey(dn));
  }

  /** @returns the names of those directly below a name */
  children(dn: string): readonly string[] {
    const key = dnKey(dn);
    return [...(this.#below.get(key) ?? [])]
      .filter((each) => parentDn(each) === key)
      .map((each) => this.#byKey.get(each)!.name);
  }

  follow(event: NameEvent): void {
    const from = event.kind === 'gone' ? event.key : event.from;
    const reached = [...(this.#below.get(from) ?? []), ...(this.#byKey.has(from) ? [from] : [])];
    const left = reached.map((key) => this.#leave(key));
    if (event.kind === 'gone') return;
    for (const { name, value } of left) this.enter(event.renamed(name), value);
  }

  #leave(key: string): Placed<Value> {
    const placed = this.#byKey.get(key)!;
    this.#byKey.delete(key);
    for (const above of namesAbove(key)) {
      const below = this.#below.get(above)!;
      below.delete(key);
      if (below.size === 0) this.#below.delete(above);
    }
    return placed;
  }
}

function* namesAbove(key: string): Generator<string> {
  for (let name = parentDn(key); name !== null; name = parentDn(name)) yield name;
}
