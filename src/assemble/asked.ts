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
  account: ['memberof', 'useraccountcontrol', 'primarygroupid', 'sidhistory'],
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
}

const nothing = (): Record<AskedKind, Shown> => ({
  group: { objects: 0, attributes: new Set() },
  account: { objects: 0, attributes: new Set() },
});

export class Askings {
  /** Over all parts of all sources. */
  readonly shown = nothing();
  private readonly parts: Asking[] = [{ asked: null, shown: nothing() }];
  /** Sets of parts, by number; 0 is the empty one. An object that was read in several parts was asked for in each. */
  private readonly sets: (readonly number[])[] = [[]];
  /** The set of the present part alone; 0 where it has no number yet. */
  private alone = 0;
  private readonly setNumbers = new Map<string, number>([['', 0]]);

  /** What follows was asked for in this way; of a new source nothing is known that the one before it said. */
  begin(asked: Asked): void {
    const { asked: before, shown } = this.parts.at(-1)!;
    if (shown.group.objects + shown.account.objects === 0 && asked === before) return;
    this.parts.push({ asked, shown: nothing() });
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
    for (const seen of [this.shown[kind], this.parts.at(-1)!.shown[kind]]) {
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

  /** @returns the attributes that no part asked for, as far as is known, in which an object of the kind was read */
  unasked(set: number, kind: AskedKind): readonly UnaskedAttribute[] {
    const parts = this.sets[set]!.map((part) => this.parts[part]!);
    return OPTIONAL[kind].filter((name) => !parts.some((part) => isAsked(part, kind, name)));
  }
}

function isAsked({ asked, shown }: Asking, kind: AskedKind, name: string): boolean {
  // Few objects have a sIDHistory, and those are accounts as a rule.
  if (asked === null && name === 'sidhistory')
    return shown.account.attributes.has(name) || shown.group.attributes.has(name);
  if (asked === null) return shown[kind].attributes.has(name);
  return asked === 'all' || asked.has(name);
}
