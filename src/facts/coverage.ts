/** Scope `coverage`: how many of one population one action of the account under audit reaches. */
import type { AccountFacts } from './account-facts.js';
import type { FactScope } from './scope.js';

/** `coverage`: one action of the account on one population (scope coverage). */
export interface CoverageFacts {
  readonly action: string;
  /** Id of the population. */
  readonly population: string;
  /** Its title, to stand after a number. */
  readonly populationTitle: string;
  /** The account is meant to reach it. */
  readonly expected: boolean;
  readonly tierZero: boolean;
  /** Accounts of the population that are in scope, of the classes that the action is about. */
  readonly targets: number;
  readonly can: number;
  readonly canUntilSdprop: number;
  readonly noEffect: number;
  readonly cannot: number;
  readonly unknown: number;
  /** Of 100 accounts, on how many the verdict is `can`, rounded down; 0 where there are none. */
  readonly percent: number;
  /** The same if every verdict that is unknown turned out to be `can`. */
  readonly percentAtMost: number;
  /** The share that was asked for (--expect-coverage); 0: none was. */
  readonly expectedPercent: number;
  /** DNs of the containers that the account is meant to reach (--scope); empty: the whole directory. */
  readonly scope: readonly string[];
}

export const coverageScope: FactScope<{ readonly account: AccountFacts; readonly coverage: CoverageFacts }> = {
  *end({ account, coverage, actions, expectation }) {
    const { populations } = coverage;
    for (const [population, { id, title, expected, tierZero }] of populations.all.entries()) {
      for (const [position, action] of actions.entries()) {
        // An action on other objects, or on computers alone, says nothing about the rest.
        const targets = coverage.judged(population, position);
        if (targets === 0) continue;
        const of = (verdict: Parameters<typeof coverage.count>[2]) => coverage.count(population, position, verdict);
        const [can, unknown] = [of('can'), of('unknown')];
        yield {
          account,
          coverage: {
            action: action.id,
            population: id,
            populationTitle: title,
            expected,
            tierZero,
            targets,
            can,
            canUntilSdprop: of('can-until-sdprop'),
            noEffect: of('no-effect'),
            cannot: of('cannot'),
            unknown,
            percent: Math.floor((can * 100) / targets),
            percentAtMost: Math.floor(((can + unknown) * 100) / targets),
            expectedPercent: expectation.percent,
            scope: expectation.scope,
          },
        };
      }
    }
  },
};
