/** What scopes are given, from a directory written by hand. */
import { NOT_ANSWERED } from '../../src/audit/pass.js';
import type { GrowingDirectory } from '../../src/directory/load.js';
import { directoryNames } from '../../src/directory/names.js';
import { protectedSet } from '../../src/directory/protected-set.js';
import { accountFacts } from '../../src/facts/account-facts.js';
import { CoverageCollector } from '../../src/facts/coverage-collector.js';
import { DelegationCollector } from '../../src/facts/delegation-collector.js';
import { GrantCollector } from '../../src/facts/grants.js';
import { IdleCollector } from '../../src/facts/idle-collector.js';
import { EVERYONE } from '../../src/facts/populations.js';
import { PrivilegedMemberships } from '../../src/facts/privileged.js';
import { RetrieverCollector } from '../../src/facts/retriever-collector.js';
import type { FactContext } from '../../src/facts/scope.js';
import { type AccountUnderAudit, Tokens } from '../../src/verdicts/account-under-audit.js';
import type { ActionDefinition } from '../../src/verdicts/action.js';
import { Shared } from '../../src/verdicts/shared.js';
import { domainId } from '../directory/ids.js';

/** The context of one account under audit. */
export function contextOf(
  directory: GrowingDirectory,
  account: AccountUnderAudit,
  actions: readonly ActionDefinition[] = [],
): FactContext {
  const tokens = new Tokens(directory, account);
  const shared = new Shared(directory, actions, directoryNames(directory).nameOf, false);
  const sets = new Map(
    directory.domains.map((_, number) => [domainId(number), protectedSet(directory, domainId(number))]),
  );
  return {
    account: accountFacts(tokens, sets),
    tokens,
    shared,
    sets,
    actions,
    grants: new GrantCollector(tokens, shared, sets),
    privileged: new PrivilegedMemberships(tokens, sets),
    coverage: new CoverageCollector(tokens, shared, EVERYONE, []),
    idle: new IdleCollector(tokens, shared),
    delegations: new DelegationCollector(tokens, shared, []),
    expectation: { scope: [], percent: 0 },
    retrievers: RetrieverCollector.of(tokens, shared),
    manual: NOT_ANSWERED,
    comparison: null,
  };
}
