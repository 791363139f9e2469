/** Whose name a name was at a time, over renames (4781): lists of actions may name an account by what it was called then. */
import type { Sid } from '../descriptor/types.js';
import type { RenamedEvent } from './events/event.js';

interface Turn {
  readonly time: number | null;
  readonly sid: Sid;
  /** The name came to the account; else it left it. */
  readonly gained: boolean;
}

export class NamesOverTime {
  readonly #turns = new Map<string, Turn[]>();

  constructor(renames: readonly RenamedEvent[]) {
    for (const { from, to, time, target } of renames) {
      if (target.sid === null) continue;
      this.#add(from, { time, sid: target.sid, gained: false });
      this.#add(to, { time, sid: target.sid, gained: true });
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
   * @param time when; null: not known
   * @returns the account that had the name then; `nobody` where a rename says so; `not-told` where renames say nothing of
   *   the name; `undecided` where they do, and it is not known when
   */
  holder(name: string, time: number | null): Sid | 'nobody' | 'not-told' | 'undecided' {
    const turns = this.#turns.get(name.toLowerCase());
    if (turns === undefined) return 'not-told';
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
}
