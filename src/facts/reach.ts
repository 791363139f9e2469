/** Scope `reach`: all that one account under audit can do on one target. */
import type { Sid } from '../descriptor/types.js';
import type { AccountFacts } from './account-facts.js';
import { type FactScope, withIdentity } from './scope.js';
import { type TargetFacts, targetFacts } from './target.js';

/** `reach`: all outcomes of one account on one target (scope reach). */
export interface ReachFacts {
  /** Ids of the actions whose access is granted. */
  readonly granted: readonly string[];
  /** Those of `granted` that no entry decides which comes with a privileged membership. */
  readonly grantedApart: readonly string[];
  /** Ids of the actions whose verdict is `can`. */
  readonly lasting: readonly string[];
  /** Ids of the actions that can be done now, until AdminSDHolder's next run takes them away: verdict `can-until-sdprop`. */
  readonly untilRun: readonly string[];
}

export const reachScope: FactScope<{
  readonly account: AccountFacts;
  readonly target: TargetFacts;
  readonly reach: ReachFacts;
}> = {
  profiles: {
    of({ account, privileged }, profile) {
      const { outcomes } = profile;
      const granted = outcomes.filter(({ access }) => access === 'granted');
      const apart = granted.filter(({ ace }) => ace === null || privileged.through(ace.trustee as Sid) === undefined);
      const reach: ReachFacts = {
        granted: granted.map(({ action }) => action),
        grantedApart: apart.map(({ action }) => action),
        lasting: outcomes.filter(({ verdict }) => verdict === 'can').map(({ action }) => action),
        untilRun: outcomes.filter(({ verdict }) => verdict === 'can-until-sdprop').map(({ action }) => action),
      };
      return [{ account, target: targetFacts(profile), reach }];
    },
    named: withIdentity,
  },
};
