/** Scope `grant`: what an own entry, or the ownership, of objects gives the account under audit beyond the actions. */
import type { AreaCode, PowerCode } from '../result/codes.js';
import type { Tristate } from '../result/tristate.js';
import { isBroad } from '../verdicts/broad.js';
import { POWER_TEXTS } from '../words/powers.js';
import type { AccountFacts } from './account-facts.js';
import type { Grant } from './grants.js';
import type { FactContext, FactScope } from './scope.js';
import { LEFT_OPEN, OWNER_LEFT_OPEN, whyUndecided } from './undecided.js';

/** `grant`: one entry, on all the objects that have it as their own, and what it gives over them (scope grant). */
export interface GrantFacts {
  readonly from: 'entry' | 'owner' | 'no-dacl';
  readonly trustee: string;
  readonly trusteeName: string;
  /** The trustee is the audited account itself, not a group. */
  readonly direct: boolean;
  /** The trustee is in the token. */
  readonly carried: boolean;
  /** The trustee is one that most accounts carry. */
  readonly broad: boolean;
  /** Name of the privileged group through which the trustee is in the token, or beside which it brings nothing; empty: none. */
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
  /** Windows itself puts the entry there. */
  readonly byDefault: boolean;
  /** The same; unknown where no source tells what Windows puts there. */
  readonly default: Tristate;
  /** What the objects belong to; empty: the tree of accounts. */
  readonly area: AreaCode;
  /** Why it is not known whether the account has it; empty where it has. */
  readonly undecided: string;
  readonly where: readonly string[];
}

type GrantVariables = { readonly account: AccountFacts; readonly grant: GrantFacts };

/** What the account has. */
export const grantScope: FactScope<GrantVariables> = { end: (context) => grantsOf(context, 'yes') };

/** What it may have: whether the trustee is in its token is not known. */
export const possibleGrantScope: FactScope<GrantVariables> = { end: (context) => grantsOf(context, 'unknown') };

function whyLeftOpen({ carried, from }: Pick<Grant, 'carried' | 'from'>): string | null {
  if (!carried) return null;
  return from === 'owner' ? OWNER_LEFT_OPEN : LEFT_OPEN;
}

function* grantsOf(context: FactContext, wanted: Grant['held']): Iterable<GrantVariables> {
  const { account, tokens, shared, grants, privileged } = context;
  for (const { held, powers, classes, ...grant } of grants.end()) {
    if (held !== wanted) continue;
    const { trustee } = grant;
    yield {
      account,
      grant: {
        ...grant,
        trusteeName: shared.nameOf(trustee) ?? trustee,
        direct: trustee === tokens.account.sid,
        broad: isBroad(trustee),
        through: privileged.beside(trustee)?.name ?? '',
        powers: [...powers],
        abilities: [...powers].map((code) => POWER_TEXTS[code]),
        classes: [...classes],
        byDefault: grant.default === 'yes',
        undecided: held === 'yes' ? '' : (whyLeftOpen(grant) ?? whyUndecided(shared.directory, trustee)),
      },
    };
  }
}
