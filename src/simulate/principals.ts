/** Who the names in a file of changes are: each means whoever has it when its change is made. */
import { NameHistory } from '../changes/objects/name-history.js';
import type { Sid } from '../descriptor/types.js';
import { dnKey, isDn, parentDn, rdnText } from '../names/dn.js';
import type { WrittenAt } from './yaml.js';

type Written = WrittenAt['change'];

/** A principal that was found by its name. */
export interface FoundPrincipal {
  readonly dn: string | null;
  readonly sid: Sid;
}

/** Attributes by which principals are named. */
const NAMES: ReadonlySet<string> = new Set(['samaccountname', 'userprincipalname']);

/** What the changes of a file do to names, one change after the other. */
export class NamesAlong {
  readonly #history = new NameHistory();
  /** Number of the last change that gave somebody a name. */
  readonly #given = new Map<string, number>();
  /** Number of the last change that gave an object other names, by the key of what it was called first. */
  readonly #renamed = new Map<string, number>();
  #changes = 0;

  /** The next change of the file. */
  follow(change: Written): void {
    const number = this.#changes++;
    if (!('dn' in change) || !isDn(change.dn)) return;
    if (change.do === 'create') {
      this.#given.set(dnKey(change.dn), number);
      for (const [attribute, values] of Object.entries(change.attributes ?? {})) this.#give(attribute, values, number);
    } else if (change.do === 'delete') {
      this.#history.gone(change.dn);
    } else if (change.do === 'move') {
      const to = change.to ?? parentDn(change.dn);
      const name = to === null ? '' : `${change.rdn ?? rdnText(change.dn)},${to}`;
      if (isDn(name)) this.#history.moved(change.dn, name);
    } else if (change.do === 'set-attribute' && NAMES.has(change.attribute.toLowerCase())) {
      this.#give(change.attribute, change.values, number);
      this.#renamed.set(this.#identity(change.dn), number);
    }
  }

  /** @returns what is looked for in the directory before the changes; null: whoever has the name now has got it by them */
  former(name: string): string | null {
    if (keysOf(name).some((key) => this.#given.has(key))) return null;
    if (!isDn(name)) return name;
    const before = this.#history.before(name);
    return before === null || this.#given.has(dnKey(before)) ? null : before;
  }

  /** Somebody was found now by a name; `before`: in the directory before the changes. */
  known(name: string, found: FoundPrincipal, before: boolean): KnownPrincipal {
    const identity = found.dn === null ? null : before ? dnKey(found.dn) : this.#identity(found.dn);
    return { name, found, identity, moment: before ? 0 : this.#history.now, changes: before ? 0 : this.#changes };
  }

  /** @returns who was found by a name, as it is called now; null where the name may mean somebody else by now */
  still({ name, found, identity, moment, changes }: KnownPrincipal): FoundPrincipal | null {
    if (keysOf(name).some((key) => (this.#given.get(key) ?? -1) >= changes)) return null;
    if (found.dn === null || identity === null) return found;
    const dn = this.#history.after(found.dn, moment);
    if (dn === null || (this.#renamed.get(identity) ?? -1) >= changes) return null;
    return isDn(name) && dnKey(dn) !== dnKey(name) ? null : { ...found, dn };
  }

  #identity(dn: string): string {
    return dnKey(this.#history.before(dn) ?? dn);
  }

  #give(attribute: string, values: unknown, number: number): void {
    const [name] = [values].flat();
    if (NAMES.has(attribute.toLowerCase()) && typeof name === 'string')
      for (const key of keysOf(name)) this.#given.set(key, number);
  }
}

/** Somebody who was found by a name, and when. */
export interface KnownPrincipal {
  readonly name: string;
  readonly found: FoundPrincipal;
  readonly identity: string | null;
  /** Of moves and deletions. */
  readonly moment: number;
  /** How many changes were made by then. */
  readonly changes: number;
}

/**
 * What a name is held against others by: too many of them only make it looked for anew. Of `DOMAIN\name` and of `name@domain` the name
 * alone (whether the domain is right shows then), each with and without the $ behind it, as accounts are found.
 */
function keysOf(name: string): readonly string[] {
  if (isDn(name)) return [dnKey(name)];
  const whole = name.toLowerCase();
  const own = whole.slice(whole.indexOf('\\') + 1);
  return [whole, own.replace(/\$$/, ''), own.replace(/@.*$/, '')];
}

/**
 * @param namesIn the principals that a change names
 * @returns by the name as it is first used, what is looked for in the directory before the changes
 */
export function formerNames(
  changes: readonly WrittenAt[],
  namesIn: (change: Written) => readonly string[],
): ReadonlyMap<string, string> {
  const along = new NamesAlong();
  const former = new Map<string, string>();
  const used = new Set<string>();
  for (const { change } of changes) {
    for (const name of namesIn(change)) {
      const before = used.has(name) ? null : along.former(name);
      used.add(name);
      if (before !== null) former.set(name, before);
    }
    along.follow(change);
  }
  return former;
}
