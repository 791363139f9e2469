/** Scope `account`: an account under audit. */
import type { AccountFacts } from './account-facts.js';
import type { FactScope } from './scope.js';

export const accountScope: FactScope<{ readonly account: AccountFacts }> = {
  start: ({ account }) => [{ account }],
};
