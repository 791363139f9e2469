/** Scope `delegation`: an entry, written on a container, that gives an account under audit something. */
import { nameGiven } from '../access/named-rights.js';
import { rightsOf } from '../access/rights.js';
import { spreadOf } from '../access/spread.js';
import { formatAce } from '../descriptor/index.js';
import type { BasicAce, ObjectAce } from '../descriptor/types.js';
import { type ContainerId, idsOf } from '../directory/ids.js';
import type { Schema } from '../directory/schema.js';
import type { GivenRight } from '../result/rights.js';
import type { Tristate } from '../result/tristate.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { DEFAULT_MARKS, DelegatedEntries, placeMark } from '../verdicts/delegated-entries.js';
import { excessOf } from '../verdicts/rights.js';
import type { Shared } from '../verdicts/shared.js';
import { givenRightText } from '../words/given-right.js';
import type { AccountFacts } from './account-facts.js';
import type { PrivilegedMemberships } from './privileged.js';
import type { FactScope } from './scope.js';

/**
 * `delegation`: an entry written on a container, the same on others of them being the same delegation, that gives the audited
 * account something (scope delegation).
 */
export interface DelegationFacts {
  /** DN of the object that holds the entry; the first by name where several do. */
  readonly holder: string;
  /** How many objects hold it. */
  readonly objects: number;
  /** The first 20 of them by name. */
  readonly where: readonly string[];
  readonly atDomainRoot: boolean;
  /** The holder is the domain's AdminSDHolder object. */
  readonly onAdminSDHolder: boolean;
  readonly index: number;
  /** What it says, and whether it stands for a whole domain, by GUIDs and SIDs. */
  readonly identity: string;
  readonly sddl: string;
  readonly trustee: string;
  readonly trusteeName: string;
  /** The trustee is the audited account itself, not a group. */
  readonly direct: boolean;
  /** Name of the privileged group through which the trustee is in the token; empty: none. */
  readonly through: string;
  /** Ids of the actions for which the entry gives the request itself, or a part of it. */
  readonly actions: readonly string[];
  /** Rights in words, for example `write pwdLastSet`. */
  readonly rights: readonly string[];
  /** Those of `rights` that no action's documented set holds. */
  readonly excess: readonly string[];
  /** Class that inherits it (lDAPDisplayName); empty: every class. */
  readonly appliesTo: string;
  /** It counts for objects below only, not for the one that holds it. */
  readonly inheritOnly: boolean;
  /** Windows itself puts the entry there. */
  readonly byDefault: boolean;
  /** The same; unknown where no source tells what Windows puts there. */
  readonly default: Tristate;
}

/** @returns facts for every different entry that delegates something to the account (`DelegatedEntries`) */
export function delegationsTo(
  tokens: Tokens,
  shared: Shared,
  actions: readonly ActionDefinition[],
  privileged: PrivilegedMemberships,
): readonly DelegationFacts[] {
  const { directory } = shared;
  const { account } = tokens;
  if (account.kind === 'local-system') return [];
  const found = new Map<string, Counted>();
  const delegated = new DelegatedEntries(shared, tokens, actions);
  for (const number of idsOf<ContainerId>(directory.containers)) {
    const on = delegated.on(number);
    if (on === null) continue;
    const { dn, atDomainRoot, onAdminSDHolder } = on;
    const place = placeMark(on, directory.domains[on.domain]!.sid);
    for (const { ace, index, given, default: byDefault } of on.entries) {
      const sddl = formatAce(ace);
      const mark = DEFAULT_MARKS[byDefault];
      const counts = found.size < MOST || found.has(`${place}${sddl}${mark}`);
      const identity = counts ? `${place}${sddl}${mark}` : `${place}others|${ace.sid}${mark}`;
      let known = found.get(identity);
      if (known === undefined) {
        const entry = counts ? entryFacts(ace, sddl, given, actions, directory.schema) : OTHERS;
        known = {
          holder: dn,
          atDomainRoot,
          onAdminSDHolder,
          index,
          identity,
          trustee: ace.sid,
          trusteeName: shared.nameOf(ace.sid) ?? ace.sid,
          direct: ace.sid === account.sid,
          through: privileged.through(ace.sid)?.name ?? '',
          byDefault: byDefault === 'yes',
          default: byDefault,
          ...entry,
          objects: 0,
          where: [],
        };
        found.set(identity, known);
      }
      // An entry that stands in one list twice is on one object.
      if (known.last === number) continue;
      known.last = number;
      known.objects++;
      if (known.where.length < NAMED) known.where.push(dn);
    }
  }
  return [...found.values()].map(({ last: _, ...facts }) => facts);
}

/** Objects that are named of each delegation; containers come in the order of their names. */
const NAMED = 20;
/** Delegations that are told apart; of more, those of one trustee are counted together. */
const MOST = 10_000;

interface Counted extends DelegationFacts {
  objects: number;
  readonly where: string[];
  /** The object that was counted last. */
  last?: ContainerId;
}

/** What is told of entries that are counted together. */
const OTHERS = {
  sddl: '',
  actions: [],
  rights: ['other rights'],
  excess: ['other rights'],
  appliesTo: '',
  inheritOnly: false,
};

function entryFacts(
  ace: BasicAce | ObjectAce,
  sddl: string,
  given: readonly ActionDefinition[],
  actions: readonly ActionDefinition[],
  schema: Schema,
) {
  const inWords = (right: GivenRight) => givenRightText(nameGiven(right, schema));
  const inheritedBy = ace.form === 'object' ? ace.inheritedObjectType : null;
  return {
    sddl,
    actions: given.map((action) => action.id),
    rights: rightsOf(ace).map(inWords),
    excess: excessOf(ace, actions, schema).map(inWords),
    inheritOnly: spreadOf(ace) === 'descendants',
    appliesTo:
      inheritedBy === null
        ? ''
        : (schema.meanings(inheritedBy).find((meaning) => meaning.kind === 'class')?.name ?? `{${inheritedBy}}`),
  };
}

export const delegationScope: FactScope<{ readonly account: AccountFacts; readonly delegation: DelegationFacts }> = {
  *start({ account, tokens, shared, actions, privileged }) {
    for (const delegation of delegationsTo(tokens, shared, actions, privileged)) yield { account, delegation };
  },
};
