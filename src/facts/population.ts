/** Scope `population`: how far the account under audit reaches one population, by all actions together. */
import type { AccountFacts } from './account-facts.js';
import type { FactScope } from './scope.js';

/** `population`: all actions of the account on one population (scope population). */
export interface PopulationFacts {
  readonly id: string;
  readonly title: string;
  readonly expected: boolean;
  readonly tierZero: boolean;
  readonly targets: number;
  /** Ids of the actions that were audited. */
  readonly actions: readonly string[];
  /** Those whose verdict is `can` on at least one of the accounts. */
  readonly reached: readonly string[];
  /** Those whose verdict is `can` on none of them, and `unknown` on some. */
  readonly undecided: readonly string[];
  /** Action by action, on how many of them the verdict is `can`. */
  readonly figures: readonly string[];
}

export const populationScope: FactScope<{ readonly account: AccountFacts; readonly population: PopulationFacts }> = {
  *end({ account, coverage, actions }) {
    for (const [number, { id, title, expected, tierZero }] of coverage.populations.all.entries()) {
      const targets = coverage.targets(number);
      if (targets === 0) continue;
      const counted = actions.map((action, position) => ({
        id: action.id,
        can: coverage.count(number, position, 'can'),
        unknown: coverage.count(number, position, 'unknown'),
      }));
      yield {
        account,
        population: {
          id,
          title,
          expected,
          tierZero,
          targets,
          actions: counted.map((action) => action.id),
          reached: counted.filter(({ can }) => can > 0).map((action) => action.id),
          undecided: counted.filter(({ can, unknown }) => can === 0 && unknown > 0).map((action) => action.id),
          figures: counted.map((action) => `${action.id}: ${action.can} of ${targets}`),
        },
      };
    }
  },
};
