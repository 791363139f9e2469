/** What a fact is about, told by SIDs and GUIDs alone: it stays the same while names, places and the order of reading change. */
import type { Scope, ScopeVariables } from './index.js';
import type { TargetIdentity } from './scope.js';

type Causes = { readonly [S in Scope]: (variables: ScopeVariables[S]) => readonly string[] };

const CAUSES: Causes = {
  account: ({ account }) => [account.sid],
  delegation: ({ account, delegation }) => [account.sid, delegation.identity],
  target: ({ target }) => [target.sid],
  reach: ({ account, target }) => [account.sid, identityOf(target)],
  verdict: ({ account, target, verdict }) => [account.sid, identityOf(target), verdict.action],
  retriever: ({ account, retriever }) => [account.sid, retriever.sid],
  membership: ({ account, membership }) => [account.sid, membership.group],
  grant: ({ account, grant }) => [account.sid, grant.identity],
  possibleGrant: ({ account, grant }) => [account.sid, grant.identity],
  domain: ({ domain }) => [domain.sid],
  population: ({ account, population }) => [account.sid, population.id],
  coverage: ({ account, coverage }) => [account.sid, coverage.population, coverage.action],
  hole: ({ account, hole }) => [account.sid, hole.identity],
  takeover: ({ account, takeover }) => [account.sid, takeover.identity],
  mode: ({ account }) => [account.sid],
  question: ({ question }) => [question.id],
  entry: ({ account, entry }) => [account.sid, entry.identity],
  deleted: ({ deleted }) => [deleted.sid],
};

/** Of an object without a SID, what stays the same when it is renamed. */
function identityOf(target: TargetIdentity): string {
  return target.lasting ?? target.sid;
}

/** @returns the parts, in a fixed order; what has no SID is empty */
export function causeOf<S extends Scope>(scope: S, variables: ScopeVariables[S]): readonly string[] {
  return CAUSES[scope](variables);
}
