/** Scope `delegation`: an entry, written on a container, that gives an account under audit something. */
import { effectOf } from '../access/check.js';
import { isInheritable } from '../access/inherit.js';
import { nameGiven } from '../access/named-rights.js';
import { rightsOf } from '../access/rights.js';
import { formatAce } from '../descriptor/index.js';
import { AceFlag } from '../descriptor/types.js';
import { entryKey } from '../directory/class-defaults.js';
import { at } from '../directory/directory.js';
import { type ContainerId, idsOf } from '../directory/ids.js';
import type { GivenRight } from '../result/rights.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { excessOf, givesRight } from '../verdicts/rights.js';
import type { Shared } from '../verdicts/shared.js';
import { givenRightText } from '../words/given-right.js';
import type { AccountFacts } from './account-facts.js';
import { isBroad } from './broad.js';
import type { PrivilegedMemberships } from './privileged.js';
import type { FactScope } from './scope.js';

/** `delegation`: an entry written on a container that gives the audited account something (scope delegation). */
export interface DelegationFacts {
  /** DN of the object that holds the entry. */
  readonly holder: string;
  readonly atDomainRoot: boolean;
  /** The holder is the domain's AdminSDHolder object. */
  readonly onAdminSDHolder: boolean;
  readonly index: number;
  /** Its holder and what it says, by GUIDs and SIDs. */
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
}

/**
 * @returns facts for every allowing entry of a container's own whose trustee is in the account's token. For broad
 *   trustees (Everyone, Authenticated Users, BUILTIN aliases, Domain Users...) only entries that give an action's request.
 *   An account that has objects below it is a container too, but what stands on it for itself alone is no delegation:
 *   whether its children are in the sources must not matter.
 */
export function delegationsTo(
  tokens: Tokens,
  shared: Shared,
  actions: readonly ActionDefinition[],
  privileged: PrivilegedMemberships,
): readonly DelegationFacts[] {
  const { directory } = shared;
  const { account } = tokens;
  if (account.kind === 'local-system') return [];
  const facts: DelegationFacts[] = [];
  for (const number of idsOf<ContainerId>(directory.containers)) {
    const container = directory.containers[number]!;
    // Where no accounts can be: the configuration, application partitions.
    if (container.domain === null) continue;
    const descriptor = shared.descriptor(container.descriptor);
    if (descriptor?.dacl == null) continue;
    const isAccount =
      at(directory.classLists, container.classes)?.some((name) => name.toLowerCase() === 'user') ?? false;
    const token = tokens.on(container.domain);
    const domain = directory.domains[container.domain];
    descriptor.dacl.aces.forEach((ace, index) => {
      if ((ace.flags & AceFlag.Inherited) !== 0 || effectOf(ace) !== 'allow') return;
      if (ace.form !== 'basic' && ace.form !== 'object') return;
      if (isAccount && !isInheritable(ace)) return;
      if (token.carries(ace.sid) !== 'yes') return;
      const given = actions.filter((action) => givesRight(ace, action.request, directory.schema));
      if (isBroad(ace.sid) && given.length === 0) return;
      const inWords = (given: GivenRight) => givenRightText(nameGiven(given, directory.schema));
      const inheritedBy = ace.form === 'object' ? ace.inheritedObjectType : null;
      facts.push({
        holder: container.dn,
        atDomainRoot: domain?.container === number,
        onAdminSDHolder: domain?.adminSDHolder === number,
        index,
        identity: `${container.guid ?? container.dn}|${entryKey(ace)}`,
        sddl: formatAce(ace),
        trustee: ace.sid,
        trusteeName: shared.nameOf(ace.sid) ?? ace.sid,
        direct: ace.sid === account.sid,
        through: privileged.through(ace.sid)?.name ?? '',
        actions: given.map((action) => action.id),
        rights: rightsOf(ace).map(inWords),
        excess: excessOf(ace, actions, directory.schema).map(inWords),
        appliesTo:
          inheritedBy === null
            ? ''
            : (directory.schema.meanings(inheritedBy).find((meaning) => meaning.kind === 'class')?.name ??
              `{${inheritedBy}}`),
      });
    });
  }
  return facts;
}

export const delegationScope: FactScope<{ readonly account: AccountFacts; readonly delegation: DelegationFacts }> = {
  *start({ account, tokens, shared, actions, privileged }) {
    for (const delegation of delegationsTo(tokens, shared, actions, privileged)) yield { account, delegation };
  },
};
