/** What objects are called while some are moved and deleted: from the name in the source to the name afterwards, and back. */
import { dnKey, isAtOrBelow, splitDn } from '../../names/dn.js';

type Event =
  | {
      readonly kind: 'moved';
      readonly from: string;
      readonly fromDn: string;
      readonly fromDepth: number;
      readonly to: string;
      readonly toKey: string;
      readonly toDepth: number;
    }
  | { readonly kind: 'gone'; readonly key: string };

/** Moves and deletions in their order. A moment is the number of those before it. */
export class NameHistory {
  readonly #events: Event[] = [];

  /** The present moment. */
  get now(): number {
    return this.#events.length;
  }

  /** @param from @param to whole DNs of an object, which everything below it follows */
  moved(from: string, to: string): void {
    const [fromDepth, toDepth] = [splitDn(from).length, splitDn(to).length];
    this.#events.push({ kind: 'moved', from: dnKey(from), fromDn: from, fromDepth, to, toKey: dnKey(to), toDepth });
  }

  /** An object is deleted, with all below it. */
  gone(dn: string): void {
    this.#events.push({ kind: 'gone', key: dnKey(dn) });
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
    for (let at = since; at < until; at++) {
      const event = this.#events[at]!;
      if (event.kind === 'gone') {
        if (isAtOrBelow(key, event.key)) return null;
      } else if (isAtOrBelow(key, event.from)) {
        name = exchanged(name, event.fromDepth, event.to);
        key = dnKey(name);
      }
    }
    return name;
  }

  /** Names that objects which were moved have now. */
  arrivals(): readonly (string | null)[] {
    return this.#events.flatMap((event, at) => (event.kind === 'gone' ? [] : [this.after(event.to, at + 1)]));
  }

  /**
   * @param dn a name now
   * @param until a moment
   * @returns what an object of this name was called at the moment; null: no object of that moment can have this name now
   */
  before(dn: string, until = 0): string | null {
    let name = dn;
    let key = dnKey(dn);
    for (let at = this.#events.length - 1; at >= until; at--) {
      const event = this.#events[at]!;
      if (event.kind === 'gone') {
        if (isAtOrBelow(key, event.key)) return null;
      } else if (isAtOrBelow(key, event.toKey)) {
        name = exchanged(name, event.toDepth, event.fromDn);
        key = dnKey(name);
      } else if (isAtOrBelow(key, event.from)) {
        return null;
      }
    }
    return name;
  }
}

/** A DN with another one in place of its last parts. */
function exchanged(dn: string, depth: number, end: string): string {
  const parts = splitDn(dn);
  return [...parts.slice(0, parts.length - depth), end].join(',');
}
