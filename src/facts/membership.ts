/** Scope `membership`: a privileged group of which the account under audit is a member, and what follows from that. */
import type { AccountFacts } from './account-facts.js';
import type { FactScope } from './scope.js';

/** `membership`: a privileged group that the audited account is in, with no other one on the way (scope membership). */
export interface MembershipFacts {
  readonly group: string;
  readonly groupName: string;
  /** From the account to the group, names. */
  readonly path: readonly string[];
  /** Entries of objects' own, and ownerships, that give the account something because of it. */
  readonly entries: number;
  /** On how many objects, an object counted once for each of those entries. */
  readonly objects: number;
  /** Of those, on objects that stand for the whole domain. */
  readonly tierZero: number;
}

export const membershipScope: FactScope<{
  readonly account: AccountFacts;
  readonly membership: MembershipFacts;
}> = {
  *end({ account, grants, privileged }) {
    const all = grants.end().filter(({ held }) => held === 'yes');
    for (const { sid, name, path } of privileged.all.values()) {
      const following = all.filter(({ trustee }) => privileged.through(trustee)?.sid === sid);
      const sum = (of: 'objects' | 'tierZero') => following.reduce((total, grant) => total + grant[of], 0);
      yield {
        account,
        membership: {
          group: sid,
          groupName: name,
          path,
          entries: following.length,
          objects: sum('objects'),
          tierZero: sum('tierZero'),
        },
      };
    }
  },
};
