/** What rows have in common, numbered: state, population, outcomes. */
import type { Outcome } from '../../result/audit.js';
import type { PageKind } from '../../result/page.js';
import type { TargetOutcomes } from '../../result/sink.js';
import { Interned } from './interned.js';

export class Kinds {
  readonly outcomes = new Interned<Outcome>();
  readonly #kinds = new Interned<PageKind>();

  get all(): readonly PageKind[] {
    return this.#kinds.values;
  }

  of({ state, population, tierZero, protection, outcomes }: TargetOutcomes): number {
    return this.#kinds.of({
      state,
      population,
      tierZero,
      protection,
      outcomes: outcomes.map((outcome) => this.outcomes.of(outcome)),
    });
  }
}

/** Different kinds of rows that are told apart where they are not listed; of more they are only counted. */
const MOST_GROUPS = 2000;

/** Rows that are not listed, counted by account and by what is the same in them but for the deciding entry. */
export class Groups {
  readonly #found = new Map<string, { readonly first: TargetOutcomes; count: number }>();
  /** Rows in no group. */
  others = 0;

  add(row: TargetOutcomes): void {
    const { account, state, population, tierZero, protection, outcomes } = row;
    let key = `${account} ${population} ${tierZero} ${protection} ${state.className} ${state.enabled} ${state.protected} ${state.inheritance} ${state.adminCount}`;
    for (const { action, verdict, reason } of outcomes) key += ` ${action} ${verdict} ${reason}`;
    const known = this.#found.get(key);
    if (known !== undefined) known.count++;
    else if (this.#found.size >= MOST_GROUPS) this.others++;
    else this.#found.set(key, { first: row, count: 1 });
  }

  /** Most frequent first within each account. */
  list(): readonly { readonly first: TargetOutcomes; readonly count: number }[] {
    return [...this.#found.values()].sort((a, b) => a.first.account - b.first.account || b.count - a.count);
  }
}
