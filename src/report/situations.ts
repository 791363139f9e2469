/** Rows in the same situation (same account, state, verdicts and reasons) counted together: many rows become few. */
import type { Outcome } from '../result/audit.js';
import type { TargetOutcomes, TargetState } from '../result/sink.js';
import { Interned } from './interned.js';

export interface Situation {
  /** The first row in it; the others differ from it in who the target is, and in the deciding entries. */
  readonly first: TargetOutcomes;
  readonly count: number;
}

/** More different situations than anybody reads; rows of those that come later are only counted. */
const BOUND = 2000;

/** Counts situations in memory that does not grow with the number of targets. */
export class Situations {
  readonly #found = new Map<string, { readonly first: TargetOutcomes; count: number }>();
  readonly #outcomes = new Interned<Outcome>(({ action, verdict, reason }) => `${action} ${verdict} ${reason}`);
  readonly #states = new Interned<TargetState>((state) => JSON.stringify(Object.values(state)));
  /** Rows in none of the situations that are told apart. */
  others = 0;

  /** @param apart what else tells two situations apart */
  constructor(readonly apart: (row: TargetOutcomes) => string = () => '') {}

  add(row: TargetOutcomes): void {
    let key = `${row.account} ${this.#states.of(row.state)} ${this.apart(row)}`;
    for (const outcome of row.outcomes) key += ` ${this.#outcomes.of(outcome)}`;
    const known = this.#found.get(key);
    if (known !== undefined) known.count++;
    else if (this.#found.size >= BOUND) this.others++;
    else this.#found.set(key, { first: row, count: 1 });
  }

  /** Most frequent first within each account; equally frequent ones as they came. */
  list(): readonly Situation[] {
    return [...this.#found.values()].sort((a, b) => a.first.account - b.first.account || b.count - a.count);
  }
}
