/** What one account under audit reaches, population by population. */
import { managedAccount } from '../facts/managed.js';
import type { FactContext } from '../facts/scope.js';
import type { AccountSummary, ActionSummary, PopulationCounts, VerdictCounts } from '../result/audit.js';
import { VERDICT_CODES } from '../result/codes.js';

/** Changes that a result lists. */
const LISTED = 1000;

/** @param counted verdicts of all accounts under audit */
export function accountSummary(context: FactContext, counted: readonly ActionSummary[]): AccountSummary {
  const { account, coverage, actions, expectation, delegations, privileged } = context;
  const populations = coverage.populations.all.map(({ id }, population): [string, PopulationCounts] => [
    id,
    {
      targets: coverage.targets(population),
      actions: Object.fromEntries(
        actions.map(({ id: action }, position) => [
          action,
          Object.fromEntries(
            VERDICT_CODES.map((verdict) => [verdict, coverage.count(population, position, verdict)]),
          ) as VerdictCounts,
        ]),
      ),
    },
  ]);
  return {
    sid: account.sid,
    actions: Object.fromEntries(
      counted.filter((each) => each.account === account.sid).map(({ action, verdicts }) => [action, verdicts]),
    ),
    populations: Object.fromEntries(populations),
    scope: expectation.scope,
    outside: coverage.outside,
    holes: coverage
      .holes()
      .slice(0, LISTED)
      .map(({ key: _, ...hole }) => hole),
    delegations: delegations.told(privileged),
    furtherDelegations: delegations.delegations.others,
    managed: managedAccount(context),
  };
}
