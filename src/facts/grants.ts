/**
 * What the own entries of all objects give one account under audit, entry by entry: the same entry on many objects is one
 * grant. Collected while the accounts stream by; what two halves of them give can be joined.
 */
import { isInheritable } from '../access/inherit.js';
import { formatAce } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { areasOf } from '../directory/areas.js';
import { at } from '../directory/directory.js';
import { type ClassListId, type ContainerId, type GroupId, idsOf } from '../directory/ids.js';
import type { ProtectedSets } from '../directory/protected-set.js';
import type { AccountRecord } from '../directory/records.js';
import { type AreaCode, POWER_CODES, type PowerCode } from '../result/codes.js';
import type { Tristate } from '../result/tristate.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import { DEFAULT_MARKS } from '../verdicts/delegated-entries.js';
import { type Holding, Holdings, withoutImplied } from '../verdicts/holdings.js';
import type { Shared } from '../verdicts/shared.js';
import { UserAccountControl } from '../verdicts/target.js';

/** Objects that are named of each grant. */
const NAMED = 20;
/** Grants that are told apart; of more, those of one trustee and power are counted together. */
const MOST_GRANTS = 10_000;

/** One entry (or ownership) on all the objects that have it. */
export interface Grant {
  /** The same for the same entry, in every audit; SIDs and GUIDs only. */
  readonly identity: string;
  readonly from: Holding['from'];
  readonly trustee: Sid;
  /** The entry; empty where none gives it, and where different ones are counted together. */
  readonly sddl: string;
  /** Whether Windows itself puts it there. */
  readonly default: Tristate;
  /** Whether the account has it; not known where its token is not, or where the entry or one before it leaves it open. */
  readonly held: 'yes' | 'unknown';
  /** Whether the trustee is in the token. */
  readonly carried: boolean;
  /** What the objects belong to; empty: the tree of accounts. */
  readonly area: AreaCode;
  readonly powers: ReadonlySet<PowerCode>;
  objects: number;
  /** Those that stand for the whole domain: what AdminSDHolder protects, domain controllers and what is above them. */
  tierZero: number;
  controllers: number;
  readonly classes: ReadonlySet<string>;
  /** The first of them by name, those of tier zero before the others. */
  readonly where: readonly string[];
}

interface Counted extends Omit<Grant, 'where'> {
  readonly powers: Set<PowerCode>;
  readonly classes: Set<string>;
  readonly named: Named[];
  /** The last that is named, once there are enough. */
  last: Named | null;
}

interface Named {
  readonly dn: string;
  readonly tierZero: boolean;
}

/** What of a grant is known from its first object. */
type Described = Pick<Grant, 'from' | 'trustee' | 'sddl' | 'default' | 'held' | 'carried' | 'area'>;

/** What accounts of one kind hold in common, and what is to be counted with each of them. */
export interface AccountGrants {
  readonly grants: readonly Counted[];
  readonly tierZero: boolean;
  readonly controller: boolean;
}

export class GrantCollector {
  readonly #holdings: Holdings;
  readonly #grants = new Map<string, Counted>();
  /** Containers that hold a domain controller. */
  readonly #aroundControllers = new Set<ContainerId>();
  #modelTaken = false;

  constructor(
    readonly tokens: Tokens,
    readonly shared: Shared,
    readonly sets: ProtectedSets,
  ) {
    this.#holdings = new Holdings(shared, tokens);
  }

  /**
   * What accounts of one kind hold in common: of one container, one list, one class and the same flags.
   * @param tierZero whoever controls them controls the domain
   * @returns what is to be counted with each of them; null where there is nothing
   */
  kind(record: AccountRecord, className: string, tierZero: boolean): AccountGrants | null {
    const controller = isController(record);
    if (controller) this.#aroundControllers.add(record.parent);
    const domain = this.shared.domainOf(record.parent);
    const holdings = this.#holdings.on(record.descriptor ?? null, record.classes, domain);
    if (holdings.length === 0) return null;
    return {
      grants: this.#grantsOf(holdings, className, ''),
      tierZero,
      controller,
    };
  }

  /**
   * Counts one account of a kind.
   * @param rdn what its DN begins with
   */
  account({ grants, tierZero, controller }: AccountGrants, dn: string, rdn: string): void {
    for (const grant of grants) {
      grant.objects++;
      if (tierZero) grant.tierZero++;
      if (controller) grant.controllers++;
      // What begins with more than the last one that is named stands behind it: most names are not even put together.
      const { last } = grant;
      if (last === null || rdn <= last.dn || tierZero !== last.tierZero) name(grant, { dn, tierZero });
    }
  }

  /** Adds what another collector of the same account has seen of other accounts. */
  merge(other: GrantCollector): void {
    for (const container of other.#aroundControllers) this.#aroundControllers.add(container);
    for (const [key, { named, last: _, objects, tierZero, controllers, powers, classes, ...grant }] of other.#grants) {
      const known = this.#of(key, grant);
      known.objects += objects;
      known.tierZero += tierZero;
      known.controllers += controllers;
      for (const power of powers) known.powers.add(power);
      for (const name of classes) known.classes.add(name);
      known.named.push(...named);
      shorten(known);
    }
  }

  /** All grants, in an order that depends on them alone; to be asked for once the accounts have passed. */
  end(): readonly Grant[] {
    this.#takeModel();
    return [...this.#grants]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([, { last: _, ...grant }]) => {
        const named = [...grant.named].sort(byPlace).slice(0, NAMED);
        const powers = new Set(withoutImplied(POWER_CODES.filter((code) => grant.powers.has(code))));
        return { ...grant, powers, classes: new Set([...grant.classes].sort()), where: named.map(({ dn }) => dn) };
      });
  }

  /** Groups, and all that is no account. */
  #takeModel(): void {
    if (this.#modelTaken) return;
    this.#modelTaken = true;
    const { directory } = this.shared;
    const aboveControllers = this.#aboveControllers();
    const areas = areasOf(directory);
    for (const number of idsOf<GroupId>(directory.groups)) {
      const { dn, descriptor, classes, domain } = directory.groups[number]!;
      const tierZero = domain !== null && this.sets.get(domain)?.group(number) === 'yes';
      const holdings = this.#holdings.on(descriptor, classes, domain);
      this.#takeObject(holdings, dn, classes, tierZero);
    }
    for (const number of idsOf<ContainerId>(directory.containers)) {
      const { dn, descriptor, classes } = directory.containers[number]!;
      // An account that has objects below it was taken with the accounts.
      if (at(directory.classLists, classes)?.some((name) => name.toLowerCase() === 'user')) continue;
      const { area, domain } = areas[number]!;
      const holdings = this.#holdings.on(descriptor, classes, domain, dn);
      if (holdings.length === 0) continue;
      const own = at(directory.domains, domain);
      const head = own !== null && (own.container === number || own.adminSDHolder === number);
      const tierZero = area === '' && (head || aboveControllers.has(number));
      // What others inherit from a container is told as a delegation.
      const told = tierZero || area !== '' ? holdings : holdings.filter(isForItself);
      this.#takeObject(told, dn, classes, tierZero, area);
    }
  }

  #takeObject(
    holdings: readonly Holding[],
    dn: string,
    classes: ClassListId | null,
    tierZero: boolean,
    area: AreaCode = '',
  ): void {
    if (holdings.length === 0 || classes === null) return;
    const grants = this.#grantsOf(holdings, this.shared.classOf(classes).name, area);
    this.account({ grants, tierZero, controller: false }, dn, '');
  }

  #aboveControllers(): ReadonlySet<ContainerId> {
    const { containers } = this.shared.directory;
    const above = new Set<ContainerId>();
    for (const start of this.#aroundControllers) {
      for (let at: ContainerId | null = start; at !== null && !above.has(at); at = containers[at]?.parent ?? null)
        above.add(at);
    }
    return above;
  }

  #grantsOf(holdings: readonly Holding[], className: string, area: AreaCode): readonly Counted[] {
    return holdings.flatMap(
      ({ key, from, trustee, ace, powers, default: byDefault, held, carried }): readonly Counted[] => {
        if (powers.length === 0) return [];
        const grant = this.#grantOf(`${area === '' ? '' : `${area}|`}${key}${DEFAULT_MARKS[byDefault]}`, {
          from,
          trustee,
          sddl: ace === null ? '' : formatAce(ace),
          default: byDefault,
          held,
          carried,
          area,
        });
        for (const power of powers) grant.powers.add(power);
        grant.classes.add(className);
        return [grant];
      },
    );
  }

  #grantOf(key: string, grant: Described): Counted {
    const known = this.#grants.get(key);
    if (known !== undefined || this.#grants.size < MOST_GRANTS) return known ?? this.#of(key, grant);
    const { trustee, default: byDefault, held, carried, area } = grant;
    return this.#of(`others|${trustee}|${area}|${byDefault}|${held}|${carried}`, { ...grant, sddl: '' });
  }

  #of(key: string, grant: Described): Counted {
    let known = this.#grants.get(key);
    if (known === undefined) {
      known = {
        ...grant,
        identity: key,
        powers: new Set(),
        objects: 0,
        tierZero: 0,
        controllers: 0,
        classes: new Set(),
        named: [],
        last: null,
      };
      this.#grants.set(key, known);
    }
    return known;
  }
}

function name(grant: Counted, place: Named): void {
  if (grant.last !== null && byPlace(place, grant.last) >= 0) return;
  grant.named.push(place);
  if (grant.named.length >= 2 * NAMED) shorten(grant);
}

function shorten(grant: Counted): void {
  const { named } = grant;
  named.sort(byPlace);
  named.length = Math.min(named.length, NAMED);
  grant.last = named[NAMED - 1] ?? null;
}

function byPlace(a: Named, b: Named): number {
  if (a.tierZero !== b.tierZero) return a.tierZero ? -1 : 1;
  return a.dn < b.dn ? -1 : a.dn > b.dn ? 1 : 0;
}

/** A domain controller, read-only ones too, by its flags; one whose flags were not read by its primary group. */
export function isController({ userAccountControl: flags, primaryGroupId }: AccountRecord): boolean {
  if (flags === undefined) return primaryGroupId === 516 || primaryGroupId === 521;
  return (flags & (UserAccountControl.ServerTrustAccount | UserAccountControl.PartialSecretsAccount)) !== 0;
}

function isForItself({ ace }: Holding): boolean {
  return ace === null || !isInheritable(ace);
}
