/** Groups of which not all direct members are known, and why. */
import { dnKey } from '../names/dn.js';
import { foreignByName } from './foreign-names.js';
import type { Group } from './groups.js';
import { type DomainId, type GroupId, idsOf } from './ids.js';
import type { OwnSideRead, Reading } from './reading.js';
import type { AccountRecord, GapRecord, GroupRecord } from './records.js';

/** Gaps of single groups that are listed one by one. */
const LISTED = 1000;

/** @returns what a record tells of its own side of memberships, for `Reading` */
export function ownSideOf(record: GroupRecord | AccountRecord, domain: DomainId | null): OwnSideRead {
  return {
    descriptor: record.descriptor ?? null,
    classes: record.classes ?? null,
    domain,
    unasked: record.unasked ?? [],
    memberOf: record.memberOf ?? [],
    otherGroups: record.otherGroups,
  };
}

/** @returns the groups of which it is not known that their members were shown, each with whether they were asked for */
export function unreadMembers(
  records: readonly GroupRecord[],
  groups: readonly Pick<Group, 'domain'>[],
  reading: Pick<Reading, 'isAbsent'>,
): ReadonlyMap<GroupId, 'unasked' | 'unreadable' | 'contradicted'> {
  const unread = new Map<GroupId, 'unasked' | 'unreadable' | 'contradicted'>();
  for (const number of idsOf<GroupId>(records)) {
    const record = records[number]!;
    if (record.membersRead === 'contradicted') unread.set(number, 'contradicted');
    if (record.membersRead !== undefined) continue;
    if (reading.isAbsent('member', ownSideOf(record, groups[number]!.domain))) continue;
    unread.set(number, record.unasked?.includes('member') ? 'unasked' : 'unreadable');
  }
  return unread;
}

const WORDS = {
  unasked: 'it came without members, and nothing shows that they were asked for: who is in it is not known',
  unreadable:
    'it came without members, and its descriptor does not show that whoever read may see them: who is in it is not known',
};

/** @returns a gap for each group of which nothing else tells that its members are not known */
export function unreadGaps(
  unread: ReadonlyMap<GroupId, 'unasked' | 'unreadable' | 'contradicted'>,
  records: readonly GroupRecord[],
  known: readonly GapRecord[],
): readonly GapRecord[] {
  // Where the members of no group were read, that has been said once for all.
  if (known.some(({ code, dn }) => code === 'members-incomplete' && dn === undefined)) return [];
  const single: GapRecord[] = [];
  let more = 0;
  for (const [number, because] of unread) {
    if (because === 'contradicted') continue;
    if (single.length === LISTED) more++;
    else
      single.push({
        type: 'gap',
        code: 'members-incomplete',
        dn: records[number]!.dn,
        message: WORDS[because],
        derived: true,
      });
  }
  if (more > 0)
    single.push({
      type: 'gap',
      code: 'members-incomplete',
      count: more,
      message: `${more} more of this kind are counted here and not listed one by one (${LISTED} are)`,
      derived: true,
    });
  return single;
}

/**
 * @param heads keys of the domains of the sources
 * @returns `incomplete`: the groups of which not all direct members are known: some no source shows, or were not read;
 *   `cut`: those of them whose members were read in part, or not at all; `hiding`: those that may have members among the objects of the sources
 */
export function incompleteGroups(
  records: readonly GroupRecord[],
  gaps: readonly GapRecord[],
  unread: ReadonlyMap<GroupId, unknown>,
  heads: readonly string[],
): Readonly<Record<'incomplete' | 'cut' | 'hiding', ReadonlySet<GroupId>>> {
  const told = gaps.filter(({ code }) => code === 'members-incomplete');
  const named = new Set(told.map(({ dn }) => (dn === undefined ? '' : dnKey(dn))));
  // Gaps beyond the listed ones name no group: it may be any.
  const any = named.has('');
  const incomplete = new Set<GroupId>();
  const cut = new Set<GroupId>();
  const hiding = new Set<GroupId>();
  for (const number of idsOf<GroupId>(records)) {
    const { sid, unresolvedMembers = [], dn } = records[number]!;
    const partly = any || unread.has(number) || (named.size > 0 && named.has(dnKey(dn)));
    const hidden =
      partly || unresolvedMembers.some((member) => foreignByName(member) == null && isBelow(dnKey(member), heads));
    // Without its SID it cannot be told whether a group is an account's primary group.
    // A foreign principal's name says who it is.
    const others = unresolvedMembers.some((member) => foreignByName(member) == null);
    if (hidden || sid === undefined || others) incomplete.add(number);
    if (partly) cut.add(number);
    if (hidden) hiding.add(number);
  }
  return { incomplete, cut, hiding };
}

function isBelow(key: string, heads: readonly string[]): boolean {
  return heads.some((head) => key.endsWith(`,${head}`));
}
