/** Scope `verdict`: one action of one account under audit on one target. */
import type { Tristate } from '../result/tristate.js';
import type { AccountFacts } from './account-facts.js';
import { type FactScope, withIdentity } from './scope.js';
import { type TargetFacts, targetFacts } from './target.js';

/** `verdict`: one outcome (scope verdict). */
export interface VerdictFacts {
  readonly action: string;
  readonly access: string;
  readonly verdict: string;
  readonly reason: string;
  readonly documentedSet: Tristate;
}

export const verdictScope: FactScope<{
  readonly account: AccountFacts;
  readonly target: TargetFacts;
  readonly verdict: VerdictFacts;
}> = {
  profiles: {
    of({ account }, profile) {
      const target = targetFacts(profile);
      return profile.outcomes.map(({ action, access, verdict, reason, documentedSet }) => ({
        account,
        target,
        verdict: {
          action,
          access,
          verdict,
          reason,
          documentedSet: documentedSet === null ? 'unknown' : documentedSet ? 'yes' : 'no',
        },
      }));
    },
    named: withIdentity,
  },
};
