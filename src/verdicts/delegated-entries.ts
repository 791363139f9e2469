/** The entries by which containers delegate something to one account under audit: their own, that allow. */
import { effectOf } from '../access/check.js';
import { isInheritable } from '../access/inherit.js';
import { AceFlag, type BasicAce, type ObjectAce, SdControl } from '../descriptor/types.js';
import { areasOf } from '../directory/areas.js';
import { at } from '../directory/directory.js';
import type { ContainerId, DomainId } from '../directory/ids.js';
import type { Tristate } from '../result/tristate.js';
import type { Tokens } from './account-under-audit.js';
import type { ActionDefinition } from './action.js';
import { isBroad } from './broad.js';
import { givesRight } from './rights.js';
import type { Shared } from './shared.js';

/** One entry on one container. */
export interface DelegatedEntry {
  readonly ace: BasicAce | ObjectAce;
  /** Its position in the list. */
  readonly index: number;
  /** The actions for which it gives the request itself, or a part of it. */
  readonly given: readonly ActionDefinition[];
  /** Windows itself puts it there. */
  readonly default: Tristate;
}

/** What one container delegates. */
export interface Delegating {
  readonly dn: string;
  readonly domain: DomainId;
  readonly atDomainRoot: boolean;
  readonly onAdminSDHolder: boolean;
  readonly entries: readonly DelegatedEntry[];
}

/**
 * For broad trustees (Everyone, Authenticated Users, BUILTIN aliases, Domain Users...) only entries that give an action's
 * request count. What stands on a container for itself alone is no delegation but a grant, except on AdminSDHolder and at the
 * head of a domain. An account that has objects below it is a container too: whether those are in the sources must not matter.
 */
export class DelegatedEntries {
  readonly #areas: ReturnType<typeof areasOf>;

  constructor(
    readonly shared: Shared,
    readonly tokens: Tokens,
    readonly actions: readonly ActionDefinition[],
  ) {
    this.#areas = areasOf(shared.directory);
  }

  /** @returns null where nothing can be delegated to accounts: the configuration, and what holds none */
  on(number: ContainerId): Delegating | null {
    const { directory } = this.shared;
    const container = directory.containers[number]!;
    const domainId = container.domain;
    // Where no accounts can be: the configuration, application partitions. What others inherit there is told as grants.
    if (domainId === null || this.#areas[number]!.area !== '') return null;
    const descriptor = this.shared.descriptor(container.descriptor);
    if (descriptor?.dacl == null) return null;
    const token = this.tokens.on(domainId);
    const domain = directory.domains[domainId]!;
    const [atDomainRoot, onAdminSDHolder] = [domain.container === number, domain.adminSDHolder === number];
    const isAccount =
      at(directory.classLists, container.classes)?.some((name) => name.toLowerCase() === 'user') ?? false;
    const entries: DelegatedEntry[] = [];
    descriptor.dacl.aces.forEach((ace, index) => {
      if ((ace.flags & AceFlag.Inherited) !== 0 || effectOf(ace) !== 'allow') return;
      if (ace.form !== 'basic' && ace.form !== 'object') return;
      if (!isInheritable(ace) && (isAccount || !(atDomainRoot || onAdminSDHolder))) return;
      if (token.carries(ace.sid) !== 'yes') return;
      const given = this.actions.filter((action) => givesRight(ace, action.request, directory.schema));
      if (isBroad(ace.sid) && given.length === 0) return;
      const byDefault = this.shared.windowsDefaults.of(ace, {
        dn: container.dn,
        container: true,
        className: container.classes === null ? '' : this.shared.classOf(container.classes).name,
        domain: domainId,
        isolated: (descriptor.control & SdControl.DaclProtected) !== 0,
      });
      entries.push({ ace, index, given, default: byDefault });
    });
    return { dn: container.dn, domain: domainId, atDomainRoot, onAdminSDHolder, entries };
  }
}

/** The same entry may be Windows' own on one object and not on another. */
export const DEFAULT_MARKS: Readonly<Record<Tristate, string>> = { no: '', yes: '|default', unknown: '|default?' };

/** @returns what tells a place that stands for a whole domain from all others; such places are no other one's */
export function placeMark({ atDomainRoot, onAdminSDHolder }: Delegating, domainSid: string): string {
  return atDomainRoot ? `root of ${domainSid}|` : onAdminSDHolder ? `AdminSDHolder of ${domainSid}|` : '';
}
