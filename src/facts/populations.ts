/** The populations that accounts are counted by: each account belongs to one. They are declared in a rule file. */
import type { Population } from '../result/coverage.js';
import type { TargetFacts } from './target.js';

/** Tells which population an account belongs to. */
export interface Populations {
  /** In the order in which they are tried; the last takes what no other does. */
  readonly all: readonly Population[];
  /** @returns the position in `all` */
  of(target: TargetFacts): number;
  /** Some rule file declares them; then it says who is of tier zero as well. */
  readonly declared: boolean;
}

/** All accounts as one population. */
export const EVERYONE: Populations = {
  all: [{ id: 'accounts', title: 'accounts', description: 'All accounts.', tierZero: false, expected: false }],
  of: () => 0,
  declared: false,
};
