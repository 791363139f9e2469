/** What rules see of how far an account under audit reaches; the collector counts it. */
import type { VerdictCode } from '../result/codes.js';
import type { Hole, Population } from '../result/coverage.js';

/** Accounts that are not reached, and what each change would gain; `key` is the same for the same change. */
export interface KeyedHole extends Hole {
  readonly key: string;
}

/** Whole once the last target has passed. */
export interface Coverage {
  readonly populations: { readonly all: readonly Population[] };
  /** Targets that are not in scope. */
  readonly outside: number;
  /** @returns how many accounts of a population there are in scope */
  targets(population: number): number;
  /** @returns how many of them an action is about */
  judged(population: number, action: number): number;
  /** @returns how many of them have a verdict */
  count(population: number, action: number, verdict: VerdictCode): number;
  /** The changes, those that gain the most accounts first. */
  holes(): readonly KeyedHole[];
}
