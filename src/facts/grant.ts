/** Scope `grant`: what an own entry, or the ownership, of objects gives the account under audit beyond the actions. */
import type { PowerCode } from '../result/codes.js';
import { POWER_TEXTS } from '../words/powers.js';
import type { AccountFacts } from './account-facts.js';
import { isBroad } from './broad.js';
import type { FactScope } from './scope.js';

/** `grant`: one entry, on all the objects that have it as their own, and what it gives over them (scope grant). */
export interface GrantFacts {
  readonly from: 'entry' | 'owner' | 'no-dacl';
  readonly trustee: string;
  readonly trusteeName: string;
  /** The trustee is the audited account itself, not a group. */
  readonly direct: boolean;
  /** The trustee is one that most accounts carry. */
  readonly broad: boolean;
  /** Name of the privileged group through which the trustee is in the token; empty: none. */
  readonly through: string;
  /** What it says, by GUIDs and SIDs. */
  readonly identity: string;
  readonly sddl: string;
  readonly powers: readonly PowerCode[];
  /** The same in words, to stand after "can". */
  readonly abilities: readonly string[];
  readonly objects: number;
  readonly tierZero: number;
  readonly controllers: number;
  readonly classes: readonly string[];
  /** Windows puts the entry on every new object of the class. */
  readonly byDefault: boolean;
  readonly where: readonly string[];
}

export const grantScope: FactScope<{ readonly account: AccountFacts; readonly grant: GrantFacts }> = {
  *end({ account, tokens, shared, grants, privileged }) {
    for (const {
      identity,
      from,
      trustee,
      sddl,
      byDefault,
      powers,
      objects,
      tierZero,
      controllers,
      classes,
      where,
    } of grants.end()) {
      yield {
        account,
        grant: {
          from,
          trustee,
          trusteeName: shared.nameOf(trustee) ?? trustee,
          direct: trustee === tokens.account.sid,
          broad: isBroad(trustee),
          through: privileged.through(trustee)?.name ?? '',
          identity,
          sddl,
          powers: [...powers],
          abilities: [...powers].map((code) => POWER_TEXTS[code]),
          objects,
          tierZero,
          controllers,
          classes: [...classes],
          byDefault,
          where,
        },
      };
    }
  },
};
