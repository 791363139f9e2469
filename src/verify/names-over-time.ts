/** Whose name a name was at a time, over renames (4781): lists of actions may name an account by what it was called then. */
import type { Sid } from '../descriptor/types.js';
import type { Domain } from '../directory/directory.js';
import type { RenamedEvent } from './events/event.js';

interface Turn {
  readonly time: number | null;
  readonly sid: Sid;
  /** Of the account, as the event names it, in lower case. */
  readonly domain: string | null;
  /** The name came to the account; else it left it. */
  readonly gained: boolean;
}

/**
 * The account that had a name then; `nobody` where a rename says so; `not-told` where renames say nothing of the name;
 * `undecided` where they do, and it is not known when, or in which domain.
 */
export type Holder = Sid | 'nobody' | 'not-told' | 'undecided';

export class NamesOverTime {
  readonly #turns = new Map<string, Turn[]>();

  constructor(
    renames: readonly RenamedEvent[],
    /** Of the sources: a name is one account's within a domain. */
    readonly domains: readonly Pick<Domain, 'sid' | 'netbiosName' | 'dnsName'>[],
  ) {
    for (const { from, to, time, target } of renames) {
      if (target.sid === null) continue;
      const told = { time, sid: target.sid, domain: target.domain?.toLowerCase() ?? null };
      this.#add(from, { ...told, gained: false });
      this.#add(to, { ...told, gained: true });
    }
    for (const turns of this.#turns.values()) turns.sort((a, b) => (a.time ?? 0) - (b.time ?? 0));
  }

  #add(name: string, turn: Turn): void {
    const key = name.toLowerCase();
    const turns = this.#turns.get(key);
    if (turns === undefined) this.#turns.set(key, [turn]);
    else turns.push(turn);
  }

  /**
   * @param domain NetBIOS or DNS name of the domain; null: not told
   * @param time when; null: not known
   */
  holder(name: string, domain: string | null, time: number | null): Holder {
    const turns = (this.#turns.get(name.toLowerCase()) ?? []).filter(this.#isOf(domain));
    if (turns.length === 0) return 'not-told';
    // In another domain the same name is another account's.
    if (domain === null && new Set([...turns, ...this.domains].map(({ sid }) => domainOf(sid))).size > 1)
      return 'undecided';
    if (time === null || turns.some((turn) => turn.time === null)) {
      const holders = new Set(turns.map(({ sid }) => sid));
      return holders.size === 1 ? [...holders][0]! : 'undecided';
    }
    const before = turns.filter((turn) => turn.time! <= time).at(-1);
    if (before !== undefined) return before.gained ? before.sid : 'nobody';
    // Before the first rename it was whoever lost it then; a name that came to somebody was nobody's.
    const after = turns[0]!;
    return after.gained ? 'nobody' : after.sid;
  }

  #isOf(domain: string | null): (turn: Turn) => boolean {
    if (domain === null) return () => true;
    const text = domain.toLowerCase();
    const own = this.domains.find(({ netbiosName, dnsName }) =>
      [netbiosName, dnsName].some((name) => name.toLowerCase() === text),
    );
    return own === undefined ? (turn) => turn.domain === text : ({ sid }) => domainOf(sid) === own.sid;
  }
}

/** The SID of an account without its last part; that of a domain as it is. */
function domainOf(sid: Sid): string {
  return /^S-1-5-21(?:-\d+){4}$/.test(sid) ? sid.slice(0, sid.lastIndexOf('-')) : sid;
}
