/**
 * What was delegated to one account under audit, as a reviewer would call it: the entries of one trustee for the same objects
 * that stand together on a container are one delegation, and the same entries on other containers are the same delegation.
 */
import { type Ancestor, isInherited, writtenEntries } from '../access/inherit.js';
import { classOfHeirs, spreadOf } from '../access/spread.js';
import { formatAce } from '../descriptor/index.js';
import type { BasicAce, Guid, ObjectAce, Sid } from '../descriptor/types.js';
import { type ContainerId, type DomainId, idsOf } from '../directory/ids.js';
import { Recent } from '../directory/recent.js';
import type { Spread } from '../result/delegations.js';
import type { Tristate } from '../result/tristate.js';
import type { Tokens } from './account-under-audit.js';
import { DEFAULT_MARKS, DelegatedEntries, type DelegatedEntry, placeMark } from './delegated-entries.js';
import type { Shared } from './shared.js';

/** Position in the list of an account's delegations. */
export type DelegationNumber = number & { readonly __: 'delegation' };

export interface WrittenDelegation {
  readonly trustee: Sid;
  /** Class that inherits it; null: every class. */
  readonly classGuid: Guid | null;
  readonly spread: Spread;
  readonly default: Tristate;
  readonly atDomainRoot: boolean;
  readonly onAdminSDHolder: boolean;
  /** Each once. */
  readonly entries: readonly (BasicAce | ObjectAce)[];
  /** How many objects hold it. */
  readonly objects: number;
  /** The first 20 of them by name. */
  readonly where: readonly string[];
}

interface Counted extends WrittenDelegation {
  objects: number;
  readonly where: string[];
}

/** A container on the way up, with its number. */
interface Above extends Ancestor {
  readonly number: ContainerId;
  readonly parent: Above | null;
}

/** Delegations that are told apart; more than a thousand nobody reads. */
const MOST = 1000;
/** Objects that are named of each; containers come in the order of their names. */
const NAMED = 20;
/** Answers that are remembered. */
const REMEMBERED = 1 << 13;
/** What conditions make longer is found anew each time: many such would fill the memory. */
const LONGEST_KEY = 500;
/** What stands for all that are not told apart. */
const OTHERS = MOST as DelegationNumber;

const NONE: readonly DelegationNumber[] = [];

export class Delegations {
  readonly all: readonly WrittenDelegation[];
  /** Delegations, container by container, that are not told apart. */
  readonly others: number;
  readonly #entries: DelegatedEntries;
  readonly #numbers = new Map<string, DelegationNumber>();
  /** By container, then by position in its list. */
  readonly #on = new Recent<ContainerId, ReadonlyMap<number, DelegationNumber>>(REMEMBERED);
  readonly #giving = new Recent<string, readonly DelegationNumber[]>(REMEMBERED);

  constructor(
    readonly shared: Shared,
    tokens: Tokens,
  ) {
    this.#entries = new DelegatedEntries(shared, tokens, shared.actions);
    const found: Counted[] = [];
    let others = 0;
    // LocalSystem is delegated nothing: what it may is its own.
    const containers = tokens.account.kind === 'local-system' ? [] : shared.directory.containers;
    for (const number of idsOf<ContainerId>(containers)) {
      for (const [key, entries] of this.#groupsOn(number)) {
        let known = this.#numbers.get(key);
        if (known === undefined && found.length < MOST) {
          known = found.length as DelegationNumber;
          this.#numbers.set(key, known);
          found.push(this.#delegation(number, entries));
        }
        if (known === undefined) {
          others++;
          continue;
        }
        const delegation = found[known]!;
        delegation.objects++;
        if (delegation.where.length < NAMED) delegation.where.push(shared.directory.containers[number]!.dn);
      }
    }
    this.all = found;
    this.others = others;
  }

  /**
   * @param ace of the list of an object that stands in `container`
   * @returns the delegations that give the object that entry: it is there as long as one of them is. Those that are not told
   *   apart are one that `all` does not have
   */
  giving(ace: BasicAce | ObjectAce, container: ContainerId | null): readonly DelegationNumber[] {
    if (this.all.length === 0 || !isInherited(ace)) return NONE;
    return this.#remembered(`${container}|${formatAce(ace)}`, () => {
      const numbers = new Set<DelegationNumber>();
      for (const { ancestor, index } of writtenEntries(ace, this.#above(container)))
        numbers.add(this.#numbersOn(ancestor.number).get(index) ?? OTHERS);
      return [...numbers];
    });
  }

  /** The same for an object's own entry, where its list is AdminSDHolder's: the next run would take it away with that one. */
  givingFromHolder(ace: BasicAce | ObjectAce, domain: DomainId | null): readonly DelegationNumber[] {
    const holder = domain === null ? null : (this.shared.directory.domains[domain]?.adminSDHolder ?? null);
    if (this.all.length === 0 || holder === null || isInherited(ace)) return NONE;
    return this.#remembered(`holder ${holder}|${formatAce(ace)}`, () => {
      const sddl = formatAce(ace);
      const on = this.#numbersOn(holder);
      const entries = this.#entries.on(holder)?.entries ?? [];
      const numbers = entries.filter((each) => formatAce(each.ace) === sddl).map(({ index }) => on.get(index)!);
      return [...new Set(numbers)];
    });
  }

  #remembered(key: string, find: () => readonly DelegationNumber[]): readonly DelegationNumber[] {
    return key.length > LONGEST_KEY ? find() : this.#giving.of(key, find);
  }

  #above(number: ContainerId | null): Above | null {
    const container = number === null ? undefined : this.shared.directory.containers[number];
    if (container === undefined || number === null) return null;
    const above = () => this.#above(container.parent);
    return {
      number,
      descriptor: this.shared.descriptor(container.descriptor),
      get parent() {
        return above();
      },
    };
  }

  #numbersOn(number: ContainerId): ReadonlyMap<number, DelegationNumber> {
    return this.#on.of(number, () => {
      const numbers = new Map<number, DelegationNumber>();
      for (const [key, entries] of this.#groupsOn(number)) {
        const known = this.#numbers.get(key) ?? OTHERS;
        for (const { index } of entries) numbers.set(index, known);
      }
      return numbers;
    });
  }

  /** By what a delegation is told from others: what it says, and whether it stands for a whole domain. */
  #groupsOn(number: ContainerId): readonly (readonly [key: string, entries: readonly DelegatedEntry[]])[] {
    const on = this.#entries.on(number);
    if (on === null || on.entries.length === 0) return [];
    const groups = new Map<string, DelegatedEntry[]>();
    for (const entry of on.entries) {
      const { ace } = entry;
      const group = `${ace.sid}|${classOfHeirs(ace)}|${spreadOf(ace)}${DEFAULT_MARKS[entry.default]}`;
      const known = groups.get(group);
      if (known === undefined) groups.set(group, [entry]);
      else known.push(entry);
    }
    const place = placeMark(on, this.shared.directory.domains[on.domain]!.sid);
    return [...groups].map(([group, entries]) => {
      const texts = [...new Set(entries.map(({ ace }) => formatAce(ace)))].sort();
      return [`${place}${group}|${texts.join('')}`, entries];
    });
  }

  #delegation(number: ContainerId, entries: readonly DelegatedEntry[]): Counted {
    const { atDomainRoot, onAdminSDHolder } = this.#entries.on(number)!;
    const { ace, default: byDefault } = entries[0]!;
    const distinct = new Map(entries.map((entry) => [formatAce(entry.ace), entry.ace]));
    return {
      trustee: ace.sid,
      classGuid: classOfHeirs(ace),
      spread: spreadOf(ace),
      default: byDefault,
      atDomainRoot,
      onAdminSDHolder,
      entries: [...distinct.values()],
      objects: 0,
      where: [],
    };
  }
}
