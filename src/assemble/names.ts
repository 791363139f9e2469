/** Names to small numbers: the one thing that is kept in memory for every object. */
import { AdreachError } from '../errors/index.js';
import { dnKey, isDn, parentDn, rdnText } from '../names/dn.js';

/** A Map of V8 holds at most 2^24 keys. */
const MAX_NAMES = 16_000_000;

/** Parents whose keys are remembered, as written: there are far fewer of them than objects. */
const MAX_PARENTS = 50_000;

const MAX_CHARACTERS = 16 * 1024;
/** Levels of a name: each is a container of its own. Organisations have ten, or twenty. */
const MAX_LEVELS = 256;

/** @returns what is too much about a DN to be that of an object; null where nothing is */
export function excessOf(dn: string): string | null {
  if (dn.length > MAX_CHARACTERS) return `a name of ${dn.length.toLocaleString('en')} characters`;
  // An escaped comma counts as well.
  let levels = 1;
  for (let at = dn.indexOf(','); at >= 0; at = dn.indexOf(',', at + 1)) levels++;
  return levels > MAX_LEVELS ? `a name of more than ${MAX_LEVELS} levels` : null;
}

export class NameTable {
  private readonly ids = new Map<string, number>();
  private readonly parentKeys = new Map<string, string | null>();
  /** The key of each name, by id. */
  readonly keys: string[] = [];

  get size(): number {
    return this.keys.length;
  }

  /** The key of a DN, as `dnKey` gives it; null where the text is no DN. */
  keyOf(dn: string): string | null {
    const parent = parentDn(dn);
    if (parent === null) return isDn(dn) ? dnKey(dn) : null;
    const above = this.parentKey(parent);
    if (above === null) return null;
    const rdn = rdnText(dn);
    return isDn(rdn) ? `${dnKey(rdn)},${above}` : null;
  }

  /** The number of a DN, a new one where it has none. */
  intern(dn: string): number {
    return this.internKey(this.keyOf(dn) ?? dnKey(dn));
  }

  /** The same for a key. */
  internKey(key: string): number {
    const known = this.ids.get(key);
    if (known !== undefined) return known;
    const id = this.keys.length;
    if (id >= MAX_NAMES) {
      throw new AdreachError(
        'format',
        `more than ${MAX_NAMES} objects in one assembly`,
        'assemble the domains one by one, and audit each on its own',
      );
    }
    this.ids.set(key, id);
    this.keys.push(key);
    return id;
  }

  /** The number of a DN, or -1. */
  find(dn: string): number {
    const key = this.keyOf(dn);
    return key === null ? -1 : this.findKey(key);
  }

  findKey(key: string): number {
    return this.ids.get(key) ?? -1;
  }

  /** Gives a name another key, under which it is found as well from then on; what was found under that key no longer is. */
  rename(id: number, key: string): void {
    this.ids.set(key, id);
    this.keys[id] = key;
  }

  private parentKey(dn: string): string | null {
    let key = this.parentKeys.get(dn);
    if (key === undefined) {
      key = isDn(dn) ? dnKey(dn) : null;
      if (this.parentKeys.size >= MAX_PARENTS) this.parentKeys.clear();
      this.parentKeys.set(dn, key);
    }
    return key;
  }
}
