/** Group memberships turned round: from the groups' lists of members to the members' lists of groups. */
import type { GroupId } from '../directory/ids.js';
import { dnKey, parentDn, rdnText } from '../names/dn.js';
import { Lists, PairList } from './columns.js';
import { LEFT_OUT } from './identity.js';
import { type Intake, Lack } from './intake.js';
import { unpack } from './packed.js';
import { foreignSid } from './spooled.js';
import { headOf } from './tree.js';

/** Characters of unresolved DNs that one group's record may hold. */
const MAX_UNRESOLVED = 32 * 1024 * 1024;

export interface Memberships {
  /** Numbers of the groups that name an object in `member`, by the number of its name; ascending. */
  of(id: number): readonly GroupId[];
  /** DNs in `member` of a group (by number of its name) that no object of the sources has. */
  unresolved(id: number): readonly string[];
}

/**
 * @param groups names of the groups, in the order of their numbers
 * @param heads keys of the heads of naming contexts, longest first
 */
export function invertMemberships(intake: Intake, groups: Int32Array, heads: readonly string[]): Memberships {
  const { names } = intake;
  const pairs = new PairList();
  const perSource = new PerSource(intake, groups);
  const open = new Set<number>();
  const domains = new Set(intake.domains.map((domain) => dnKey(domain.dn)));
  const groupNumber = new Map(Array.from(groups, (id, number) => [id, number]));

  // Unresolved members that are told from their own side; the others are found again in the group's list.
  const told = new Map<number, Set<string>>();
  const add = (id: number, number: number, source: number): void => {
    pairs.add(id, number);
    perSource.add(source, number, id);
  };
  const noteInvisible = (dn: string, key: string, group: number): void => {
    const head = headOf(key, heads);
    if (head === null || !domains.has(head)) return;
    intake.gaps.derived({
      code: 'object-not-visible',
      dn: short(dn),
      message: `a member of ${names.keys[group]} that the sources do not show, though they hold its domain`,
    });
  };
  const noteLeftOut = (dn: string, group: number): void => {
    intake.gaps.told({
      code: 'members-incomplete',
      dn: names.keys[group],
      message: `its member ${short(dn)} is an object that was left out, since another one has its name`,
    });
  };

  groups.forEach((group, number) => {
    const readings = new Readings(intake, group);
    for (const { source, packed, alone } of intake.store.membersOf(group)) {
      if (!alone) readings.begin(source);
      for (const dn of unpack(packed)) {
        const key = names.keyOf(dn) ?? dnKey(dn);
        const id = meaning(intake, key, source);
        readings.member(id, key);
        if (id >= 0) {
          add(id, number, source);
          // An object that does not show its class may be a group, whose members are not known.
          if (lacksIdentity(intake, id)) open.add(group);
        } else if (id === LEFT_OUT) {
          noteLeftOut(dn, group);
        } else {
          open.add(group);
          noteInvisible(dn, key, group);
        }
      }
    }
    readings.end();
  });
  for (const { dn, groups: of, source } of intake.store.memberships()) {
    const key = names.keyOf(dn) ?? dnKey(dn);
    const id = meaning(intake, key, source);
    for (const name of of) {
      const group = meaning(intake, names.keyOf(name) ?? dnKey(name), source);
      const number = groupNumber.get(group);
      if (number === undefined) {
        // Of a group that was left out it has been said that it was.
        if (group === LEFT_OUT) continue;
        intake.gaps.told({
          code: 'members-incomplete',
          dn: short(dn),
          message: `it is a member of ${short(name)}, a group that the sources do not hold`,
        });
      } else if (id >= 0) {
        add(id, number, source);
        if (lacksIdentity(intake, id)) told.set(group, (told.get(group) ?? new Set()).add(dn));
      } else if (id === LEFT_OUT) {
        noteLeftOut(dn, group);
      } else {
        told.set(group, (told.get(group) ?? new Set()).add(dn));
        noteInvisible(dn, key, group);
      }
    }
  }
  perSource.noteDifferences();
  const lists = new Lists(pairs, names.size);
  return {
    of: (id) => lists.of(id) as readonly GroupId[],
    unresolved: (id) => (open.has(id) || told.has(id) ? unresolved(intake, id, told.get(id) ?? []) : []),
  };
}

/**
 * The object that a DN means in a source: read under that name or, where something above it was moved or renamed, under
 * the name that it has then.
 * @returns -1 where there is none; `LEFT_OUT`
 */
function meaning(intake: Intake, key: string, source: number): number {
  const { names, identities } = intake;
  const name = names.findKey(key);
  const id = name < 0 ? -1 : identities.resolve(name, source);
  if (id !== -1 || !identities.anyMoved) return id;
  let below = rdnText(key);
  for (let above = parentDn(key); above !== null; above = parentDn(above)) {
    const aboveName = names.findKey(above);
    if (aboveName >= 0) {
      const found = identities.resolve(aboveName, source);
      const settled = found >= 0 ? found : identities.settled(aboveName);
      const moved = `${below},${names.keys[settled]!}`;
      const movedName = moved === key ? -1 : names.findKey(moved);
      return movedName < 0 ? -1 : identities.resolve(movedName, source);
    }
    below = `${below},${rdnText(above)}`;
  }
  return -1;
}

/** An object of which it is not known who it is: it may be a group, or stand for anybody. */
function lacksIdentity(intake: Intake, id: number): boolean {
  const kind = intake.kindOf(id);
  if (kind === 'container') return (intake.lacks.get(id) & Lack.classes) !== 0;
  return kind === 'foreign' && foreignSid(intake.read(id)) === undefined;
}

/** The members that one source tells of a group which was read more than once. */
class Readings {
  private readonly first = new Map<number, Set<string>>();
  private readonly twice = new Set<number>();
  private source = -1;
  private members: Set<string> | null = null;

  constructor(
    private readonly intake: Intake,
    private readonly group: number,
  ) {}

  begin(source: number): void {
    this.end();
    this.source = source;
    this.members = new Set();
  }

  member(id: number, key: string): void {
    this.members?.add(id >= 0 ? String(id) : key);
  }

  end(): void {
    const { intake, source, members } = this;
    this.members = null;
    if (members === null || members.size === 0) return;
    const first = this.first.get(source);
    if (first === undefined) {
      this.first.set(source, members);
      return;
    }
    if (this.twice.has(source) || (first.size === members.size && [...members].every((key) => first.has(key)))) return;
    this.twice.add(source);
    intake.gaps.told({
      code: 'readings-differ',
      dn: intake.dnOf(this.group),
      message: `${intake.sources.place(undefined, source)}the group was read twice with different members; those of both readings count`,
    });
  }
}

/** Who is in a group by each of several sources: where they differ, that is said. */
class PerSource {
  private readonly pairs = new Map<number, PairList>();

  constructor(
    private readonly intake: Intake,
    private readonly groups: Int32Array,
  ) {}

  add(source: number, group: number, member: number): void {
    // Of one source there is nothing to compare.
    if (this.intake.sources.count < 2) return;
    let pairs = this.pairs.get(source);
    if (pairs === undefined) {
      pairs = new PairList();
      this.pairs.set(source, pairs);
    }
    pairs.add(group, member);
  }

  /** A source that tells no member of a group may not have been shown them. */
  noteDifferences(): void {
    const { intake, groups } = this;
    if (this.pairs.size < 2) return;
    const lists = [...this.pairs].map(([source, pairs]) => ({ source, members: new Lists(pairs, groups.length) }));
    groups.forEach((id, number) => {
      let first: { readonly source: number; readonly members: readonly number[] } | null = null;
      for (const { source, members: of } of lists) {
        const members = of.of(number);
        if (members.length === 0) continue;
        first ??= { source, members };
        if (members.length === first.members.length && members.every((member, i) => member === first!.members[i]))
          continue;
        const [a, b] = [first.source, source].map((each) => intake.sources.nameOf(each));
        intake.gaps.told({
          code: 'readings-differ',
          dn: intake.dnOf(id),
          message: `the group has other members in ${b} than in ${a}; those of both count`,
        });
      }
    });
  }
}

function unresolved(intake: Intake, group: number, told: Iterable<string>): string[] {
  const out = new Set<string>(told);
  let size = 0;
  let left = 0;
  for (const { source, packed } of intake.store.membersOf(group)) {
    for (const dn of unpack(packed)) {
      const id = meaning(intake, intake.names.keyOf(dn) ?? dnKey(dn), source);
      if (id === LEFT_OUT || (id >= 0 && !lacksIdentity(intake, id)) || out.has(dn)) continue;
      size += dn.length;
      if (size <= MAX_UNRESOLVED) out.add(dn);
      else left++;
    }
  }
  if (left > 0) {
    intake.gaps.told({
      code: 'members-incomplete',
      dn: intake.names.keys[group],
      count: left,
      message: `${left} members outside the sources are left out: the group has too many of them`,
    });
  }
  return [...out].sort();
}

function short(dn: string): string {
  return dn.length > 1000 ? `${dn.slice(0, 1000)}...` : dn;
}
