/**
 * What the sources asked for: an attribute that an object came without is absent only where it was asked for at all. A
 * source says so itself (`# requesting:` of ldapsearch, the list of a collection), or the user does, or other objects of
 * the kind came with the attribute.
 */
import type { UnaskedAttribute } from '../directory/records.js';
import { classify } from '../sources/classify.js';
import type { Asked, RawEntry } from '../sources/entry.js';

/** Attributes that some objects of a kind have in every directory, or whose absence an answer rests on. */
const OF_KIND = {
  group: ['member', 'memberof', 'grouptype', 'sidhistory'],
  account: ['memberof', 'useraccountcontrol', 'primarygroupid', 'sidhistory', 'serviceprincipalname'],
} as const;
export type AskedKind = keyof typeof OF_KIND;

/** The attributes of which absence is told from not knowing, object by object. */
const OPTIONAL: Readonly<Record<AskedKind, readonly UnaskedAttribute[]>> = {
  group: ['member', 'memberof', 'sidhistory'],
  account: ['memberof', 'sidhistory'],
};

/** What the objects of a kind came with. */
interface Shown {
  objects: number;
  readonly attributes: Set<string>;
}

/** A part of the sources that was asked for in one way. */
interface Asking {
  readonly asked: Asked;
  readonly shown: Readonly<Record<AskedKind, Shown>>;
  /** Groups that have their members in a global catalog too, and others: how many there are, and with members. */
  readonly universal: Counted;
  readonly others: Counted;
}

interface Counted {
  groups: number;
  withMembers: number;
}

const UNIVERSAL = 0x8;
/** As many groups as every domain has that are not universal (MS-ADTS 6.1.1.4): below, nothing can be told from them. */
const ENOUGH_GROUPS = 5;

const nothing = (): Record<AskedKind, Shown> => ({
  group: { objects: 0, attributes: new Set() },
  account: { objects: 0, attributes: new Set() },
});

const none = (): Counted => ({ groups: 0, withMembers: 0 });
const part = (asked: Asked): Asking => ({ asked, shown: nothing(), universal: none(), others: none() });

export class Askings {
  /** Over all parts of all sources. */
  readonly shown = nothing();
  private readonly parts: Asking[] = [part(null)];
  /** Sets of parts, by number; 0 is the empty one. An object that was read in several parts was asked for in each. */
  private readonly sets: (readonly number[])[] = [[]];
  /** The set of the present part alone; 0 where it has no number yet. */
  private alone = 0;
  private readonly setNumbers = new Map<string, number>([['', 0]]);

  /** What follows was asked for in this way; of a new source nothing is known that the one before it said. */
  begin(asked: Asked): void {
    const { asked: before, shown } = this.parts.at(-1)!;
    if (shown.group.objects + shown.account.objects === 0 && asked === before) return;
    this.parts.push(part(asked));
    this.alone = 0;
  }

  /** What is known of what the present part was asked for. */
  get asked(): Asked {
    return this.parts.at(-1)!.asked;
  }

  /** Notes what an entry came with. */
  note({ attributes }: RawEntry): void {
    const classes = attributes.get('objectclass')?.map((name) => name.toString('latin1').toLowerCase()) ?? [];
    const kind = classify(classes);
    if (kind !== 'group' && kind !== 'account') return;
    const present = this.parts.at(-1)!;
    if (kind === 'group') countGroup(present, attributes);
    for (const seen of [this.shown[kind], present.shown[kind]]) {
      seen.objects++;
      for (const name of OF_KIND[kind]) if ((attributes.get(name)?.length ?? 0) > 0) seen.attributes.add(name);
    }
  }

  /** A snapshot keeps memberships apart from the groups: it was made from groups that came with their members. */
  noteMembers(): void {
    for (const seen of [this.shown.group, this.parts.at(-1)!.shown.group]) seen.attributes.add('member');
  }

  /** @returns a set of parts with the present one */
  present(set: number): number {
    // Most objects are read once.
    if (set === 0 && this.alone !== 0) return this.alone;
    const number = this.numberOf(this.sets[set]!, [this.parts.length - 1]);
    if (set === 0) this.alone = number;
    return number;
  }

  /** @returns the parts of both sets */
  union(set: number, other: number): number {
    return this.numberOf(this.sets[set]!, this.sets[other]!);
  }

  private numberOf(before: readonly number[], more: readonly number[]): number {
    const parts = [...new Set([...before, ...more])].sort((a, b) => a - b);
    const key = parts.join();
    let number = this.setNumbers.get(key);
    if (number === undefined) {
      number = this.sets.length;
      this.setNumbers.set(key, number);
      this.sets.push(parts);
    }
    return number;
  }

  /**
   * @param groupType of a group
   * @returns the attributes that no part asked for, as far as is known, in which an object of the kind was read; of a global
   *   catalog, that of groups which have no members there
   */
  unasked(set: number, kind: AskedKind, groupType?: number): readonly UnaskedAttribute[] {
    const parts = this.sets[set]!.map((number) => this.parts[number]!);
    return OPTIONAL[kind].filter((name) => {
      const hidden = name === 'member' && ((groupType ?? 0) & UNIVERSAL) === 0;
      return !parts.some((each) => isAsked(each, kind, name) && !(hidden && isGlobalCatalog(each)));
    });
  }

  /**
   * What it means that an account came without servicePrincipalName, which everybody may read by default.
   * @returns false: it has none, since some part in which it was read asked for it; undefined: that is not known
   */
  spnAbsent(set: number): false | undefined {
    const asked = this.sets[set]!.some((number) => isAsked(this.parts[number]!, 'account', 'serviceprincipalname'));
    return asked ? false : undefined;
  }

  /** @returns whether what an object names in memberOf is a part of its groups: a global catalog knows the universal ones */
  namesSomeGroups(set: number): boolean {
    const parts = this.sets[set]!;
    return parts.length > 0 && parts.every((number) => isGlobalCatalog(this.parts[number]!));
  }

  /** @returns whether every part that holds groups says that their members were asked for */
  get membersAsked(): boolean {
    return this.parts.every(
      ({ asked, shown }) => shown.group.objects === 0 || asked === 'all' || asked?.has('member') === true,
    );
  }

  /** How many groups came from a global catalog without the members that they may have. */
  get ofGlobalCatalog(): number {
    return this.parts.reduce((sum, each) => sum + (isGlobalCatalog(each) ? each.others.groups : 0), 0);
  }
}

function countGroup({ universal, others }: Asking, attributes: RawEntry['attributes']): void {
  const type = Number(attributes.get('grouptype')?.[0]?.toString('latin1') ?? 0);
  const counted = (type & UNIVERSAL) !== 0 ? universal : others;
  counted.groups++;
  if ((attributes.get('member')?.length ?? 0) > 0) counted.withMembers++;
}

/** A global catalog has the members of universal groups only (MS-ADTS 3.1.1.3.1.1.7 and isMemberOfPartialAttributeSet). */
function isGlobalCatalog({ universal, others }: Asking): boolean {
  return universal.withMembers > 0 && others.groups >= ENOUGH_GROUPS && others.withMembers === 0;
}

function isAsked({ asked, shown }: Asking, kind: AskedKind, name: string): boolean {
  // Few objects have a sIDHistory, and those are accounts as a rule.
  if (asked === null && name === 'sidhistory')
    return shown.account.attributes.has(name) || shown.group.attributes.has(name);
  if (asked === null) return shown[kind].attributes.has(name);
  return asked === 'all' || asked.has(name);
}
