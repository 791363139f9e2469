/** What objects are called while some are moved and deleted: from the name in the source to the name afterwards, and back. */
import { dnKey, isAtOrBelow, parentDn, splitDn } from '../../names/dn.js';

/** An object was moved, with everything below it, or deleted. */
export type NameEvent =
  | {
      readonly kind: 'moved';
      /** Keys, and the names as they were written. */
      readonly from: string;
      readonly fromDn: string;
      readonly to: string;
      readonly toKey: string;
      /** @returns what an object that lay there is called then */
      renamed(dn: string): string;
      /** @returns what it was called */
      former(dn: string): string;
    }
  | { readonly kind: 'gone'; readonly key: string };

/** Moves and deletions in their order. A moment is the number of those before it. */
export class NameHistory {
  readonly #events: NameEvent[] = [];
  /** Positions of the events, in order, by the key of the name that an object then loses, and of the one that it gets. */
  readonly #leaving = new Map<string, number[]>();
  readonly #coming = new Map<string, number[]>();

  /** The present moment. */
  get now(): number {
    return this.#events.length;
  }

  /** @param from @param to whole DNs of an object, which everything below it follows */
  moved(from: string, to: string): void {
    const [fromDepth, toDepth] = [splitDn(from).length, splitDn(to).length];
    const [fromKey, toKey] = [dnKey(from), dnKey(to)];
    note(this.#leaving, fromKey, this.now);
    note(this.#coming, toKey, this.now);
    this.#events.push({
      kind: 'moved',
      from: fromKey,
      fromDn: from,
      to,
      toKey,
      renamed: (dn) => exchanged(dn, fromDepth, to),
      former: (dn) => exchanged(dn, toDepth, from),
    });
  }

  /** An object is deleted, with all below it. */
  gone(dn: string): void {
    const key = dnKey(dn);
    note(this.#leaving, key, this.now);
    this.#events.push({ kind: 'gone', key });
  }

  /**
   * @param dn a name at a moment
   * @param until another moment
   * @returns what the object is called then; null: it was deleted
   */
  after(dn: string, since = 0, until = this.#events.length): string | null {
    if (until === since) return dn;
    let name = dn;
    let key = dnKey(dn);
    for (let from = since; ; ) {
      const at = this.#next(key, from);
      if (at >= until) return name;
      const event = this.#events[at]!;
      if (event.kind === 'gone') return null;
      name = event.renamed(name);
      key = dnKey(name);
      from = at + 1;
    }
  }

  /** @returns what has happened from a moment on, in order */
  since(moment: number): readonly NameEvent[] {
    return this.#events.slice(moment);
  }

  /**
   * @param dn a name now
   * @param until a moment
   * @returns what an object of this name was called at the moment; null: no object of that moment can have this name now
   */
  before(dn: string, until = 0): string | null {
    let name = dn;
    let key = dnKey(dn);
    for (let end = this.#events.length; ; ) {
      const at = this.#last(key, end);
      if (at < until) return name;
      const event = this.#events[at]!;
      // What was there then has been deleted or has left; what has this name now has come later.
      if (event.kind === 'gone' || !isAtOrBelow(key, event.toKey)) return null;
      name = event.former(name);
      key = dnKey(name);
      end = at;
    }
  }

  /** @returns the first event from a moment on in which an object of this name, or one above it, leaves; infinite: none */
  #next(key: string, from: number): number {
    let first = Number.POSITIVE_INFINITY;
    for (const name of upwards(key)) {
      const events = this.#leaving.get(name);
      if (events !== undefined) first = Math.min(first, events[firstFrom(events, from)] ?? first);
    }
    return first;
  }

  /** @returns the last event before a moment in which an object of this name, or one above it, leaves or comes; -1: none */
  #last(key: string, end: number): number {
    let last = -1;
    for (const name of upwards(key)) {
      for (const events of [this.#leaving.get(name), this.#coming.get(name)])
        if (events !== undefined) last = Math.max(last, events[firstFrom(events, end) - 1] ?? -1);
    }
    return last;
  }
}

function note(events: Map<string, number[]>, key: string, at: number): void {
  const known = events.get(key);
  if (known === undefined) events.set(key, [at]);
  else known.push(at);
}

/** A name and those above it, as keys. */
function* upwards(key: string): Generator<string> {
  for (let name: string | null = key; name !== null; name = parentDn(name)) yield name;
}

/** @returns the position of the first number that is not below `from`, in a list that rises */
function firstFrom(list: readonly number[], from: number): number {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (list[middle]! < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** A DN with another one in place of its last parts. */
function exchanged(dn: string, depth: number, end: string): string {
  const parts = splitDn(dn);
  return [...parts.slice(0, parts.length - depth), end].join(',');
}
