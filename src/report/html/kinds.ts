/** What rows have in common, numbered: state, population, outcomes. */
import type { Outcome } from '../../result/audit.js';
import type { PageKind } from '../../result/page.js';
import type { TargetOutcomes } from '../../result/sink.js';
import { Interned } from '../interned.js';

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
