/** Names to small numbers: the one thing that is kept in memory for every object. */
import { AdreachError } from '../../errors/index.js';
import { dnKey } from '../../names/dn.js';

/** A Map of V8 holds at most 2^24 keys. */
const MAX_NAMES = 16_000_000;

export class NameTable {
  private readonly ids = new Map<string, number>();
  /** The key of each name, by id. */
  readonly keys: string[] = [];

  get size(): number {
    return this.keys.length;
  }

  /** The number of a DN, a new one where it has none. */
  intern(dn: string): number {
    const key = dnKey(dn);
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
    return this.findKey(dnKey(dn));
  }

  findKey(key: string): number {
    return this.ids.get(key) ?? -1;
  }
}
