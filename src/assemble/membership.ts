/** Group memberships turned round: from the groups' lists of members to the members' lists of groups. */
import type { GroupId } from '../directory/ids.js';
import type { GroupRecord } from '../directory/records.js';
import { dnKey, parentDn, rdnText } from '../names/dn.js';
import { breathing } from '../snapshot/breath.js';
import { Lists, PairList } from './columns.js';
import { LEFT_OUT } from './identity.js';
import type { Intake } from './intake.js';
import { Lack } from './lacks.js';
import { isDeletedName } from './links.js';
import { unpack } from './packed.js';
import { foreignSid } from './spooled.js';
import { headOf } from './tree.js';

/** Characters of unresolved DNs that one group's record may hold. */
const MAX_UNRESOLVED = 32 * 1024 * 1024;

export interface Memberships {
  /**
   * Numbers of the groups that an object is a member of, by the number of its name: those that name it in `member`, and
   * those that it names in `memberOf`; ascending.
   */
  of(id: number): readonly GroupId[];
  /** DNs in an object's `memberOf` that no group of the sources has; undefined where it came without any. */
  otherGroups(id: number): readonly string[] | undefined;
  /** What came of the members of a group, by its number. */
  membersRead(group: number): GroupRecord['membersRead'];
  /** DNs in `member` of a group (by number of its name) that no object of the sources has. */
  unresolved(id: number): readonly string[];
}

/** What memberships are made from. */
interface Principals {
  /** Names of the groups, in the order of their numbers. */
  readonly groups: Int32Array;
  readonly accounts: Int32Array;
  /** Names of the foreign principals. */
  readonly foreign: Int32Array;
  /** Keys of the heads of naming contexts, longest first. */
  readonly heads: readonly string[];
  dnOf(id: number): string;
}

/** @returns the memberships of all objects; there may be millions, so that signals are heard of in between */
export async function invertMemberships(intake: Intake, principals: Principals): Promise<Memberships> {
  const { groups, heads } = principals;
  const breathe = breathing();
  const { names } = intake;
  const membersRead = new Uint8Array(groups.length);
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
  const noteInvisible = (dn: string, key: string, what: string): void => {
    const head = headOf(key, heads);
    // Of a domain that the sources lack it is said once. The configuration is no domain: well-known principals lie there.
    if (head === null || (!domains.has(head) && !head.startsWith('cn='))) return;
    const place = domains.has(head) ? ', though they hold its domain' : '';
    const message = `${what} that the sources do not show${place}`;
    intake.gaps.derived({ code: 'object-not-visible', dn: short(dn), message });
  };
  const noteLeftOut = (dn: string, group: number): void => {
    intake.gaps.told({
      code: 'members-incomplete',
      dn: names.keys[group],
      message: `its member ${short(dn)} is an object that was left out, since another one has its name`,
    });
  };

  for (const [number, group] of groups.entries()) {
    const pause = breathe();
    if (pause !== undefined) await pause;
    const readings = new Readings(intake, group);
    for (const { source, packed, alone } of intake.store.membersOf(group)) {
      if (!alone) readings.begin(source);
      for (const dn of unpack(packed)) {
        const key = names.keyOf(dn) ?? dnKey(dn);
        const id = meaning(intake, key, source);
        readings.member(id, key);
        membersRead[number] = READ;
        if (id >= 0) {
          add(id, number, source);
          // An object that does not show its class may be a group, whose members are not known.
          if (lacksIdentity(intake, id)) open.add(group);
        } else if (id === LEFT_OUT) {
          noteLeftOut(dn, group);
        } else {
          open.add(group);
          noteInvisible(dn, key, `a member of ${names.keys[group]}`);
        }
      }
    }
    readings.end();
  }
  for (const { dn, groups: of, source } of intake.store.memberships()) {
    const pause = breathe();
    if (pause !== undefined) await pause;
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
        membersRead[number] = READ;
        add(id, number, source);
        if (lacksIdentity(intake, id)) told.set(group, (told.get(group) ?? new Set()).add(dn));
      } else if (id === LEFT_OUT) {
        noteLeftOut(dn, group);
      } else {
        told.set(group, (told.get(group) ?? new Set()).add(dn));
        noteInvisible(dn, key, `a member of ${names.keys[group]}`);
      }
    }
  }
  perSource.noteDifferences();
  const { lists, otherGroups, unseen } = withNamed(intake, principals, pairs, groupNumber, (number) => {
    membersRead[number] = CONTRADICTED;
  });
  for (const dn of [...unseen].sort()) noteInvisible(dn, dnKey(dn), 'a group that objects name in memberOf,');
  return {
    of: (id) => lists.of(id) as readonly GroupId[],
    otherGroups,
    membersRead: (group) => MEMBERS_READ[membersRead[group]!],
    unresolved: (id) => (open.has(id) || told.has(id) ? unresolved(intake, id, told.get(id) ?? []) : []),
  };
}

const READ = 1;
const CONTRADICTED = 2;
const MEMBERS_READ: readonly GroupRecord['membersRead'][] = [undefined, 'yes', 'contradicted'];

/**
 * Adds the memberships that only the member tells of.
 * @param pairs (member, group) as the groups tell; what is added is added here
 * @param contradicted told of a group that did not name an object which names it
 */
function withNamed(
  intake: Intake,
  { accounts, groups, foreign, dnOf }: Principals,
  pairs: PairList,
  groupNumber: ReadonlyMap<number, number>,
  contradicted: (group: number) => void,
): { readonly lists: Lists; readonly otherGroups: Memberships['otherGroups']; readonly unseen: ReadonlySet<string> } {
  const { names, named, identities } = intake;
  const byMembers = new Lists(pairs, names.size);
  if (named.isEmpty) return { lists: byMembers, otherGroups: () => undefined, unseen: new Set() };
  const namesOf = named.settle((id) => (intake.kindOf(id) === null ? identities.settled(id) : id), names.size);
  const numbers = new Map<string, number | undefined>();
  const numberOf = (dn: string): number | undefined => {
    if (!numbers.has(dn)) numbers.set(dn, groupNumber.get(intake.find(dn)));
    return numbers.get(dn);
  };
  // Where no group shows its members, that is told once, and not of each membership.
  const membersShown = intake.askings.shown.group.attributes.has('member');
  const unseen = new Set<string>();
  let more = false;
  for (const id of [...groups, ...accounts, ...foreign]) {
    const groupDns = namesOf(id);
    if (groupDns.length === 0) continue;
    const known = byMembers.of(id);
    for (const dn of groupDns) {
      const number = numberOf(dn);
      if (number === undefined && !isDeletedName(dn)) unseen.add(dn);
      if (number === undefined || known.includes(number)) continue;
      more = true;
      pairs.add(id, number);
      contradicted(number);
      if (!membersShown) continue;
      intake.gaps.derivedOf(
        'memberships-contradict',
        `it names ${dn.slice(0, 200)} in memberOf, and that group does not name it in member: the membership is taken to hold, and not all members of the group were shown`,
        () => dnOf(id),
      );
    }
  }
  return {
    lists: more ? new Lists(pairs, names.size) : byMembers,
    unseen,
    otherGroups(id) {
      const groupDns = namesOf(id);
      if (groupDns.length === 0) return undefined;
      // A deleted group is none.
      return groupDns.filter((dn) => !isDeletedName(dn) && numberOf(dn) === undefined).sort();
    },
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
