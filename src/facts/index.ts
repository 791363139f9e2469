/**
 * The scopes of rules. To add one is to add a file and a line here; its fields are documented in `rules/variables.ts`,
 * and the rule reference is generated from there.
 */
import { accountScope } from './account.js';
import { coverageScope } from './coverage.js';
import { delegationScope } from './delegation.js';
import { deletedScope } from './deleted.js';
import { domainScope } from './domain.js';
import { entryScope } from './entry.js';
import { grantScope, possibleGrantScope } from './grant.js';
import { holeScope } from './hole.js';
import { membershipScope } from './membership.js';
import { modeScope } from './mode.js';
import { populationScope } from './population.js';
import { questionScope } from './question.js';
import { reachScope } from './reach.js';
import { retrieverScope } from './retriever.js';
import type { FactScope } from './scope.js';
import { takeoverScope } from './takeover.js';
import { targetScope } from './target.js';
import { verdictScope } from './verdict.js';

/** In the order in which findings are told. */
export const SCOPES = {
  account: accountScope,
  delegation: delegationScope,
  target: targetScope,
  reach: reachScope,
  verdict: verdictScope,
  retriever: retrieverScope,
  membership: membershipScope,
  grant: grantScope,
  possibleGrant: possibleGrantScope,
  domain: domainScope,
  population: populationScope,
  coverage: coverageScope,
  hole: holeScope,
  takeover: takeoverScope,
  mode: modeScope,
  question: questionScope,
  entry: entryScope,
  deleted: deletedScope,
};

export type Scope = keyof typeof SCOPES;

/** The variables that conditions of each scope see. */
export type ScopeVariables = {
  readonly [S in Scope]: (typeof SCOPES)[S] extends FactScope<infer V> ? V : never;
};
