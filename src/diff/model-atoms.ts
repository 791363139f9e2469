/** What is different between the containers, groups and memberships of two directories. Accounts are compared as they stream by. */

import type { Sid } from '../descriptor/types.js';
import { at, type Directory } from '../directory/directory.js';
import { type ContainerId, type DescriptorId, type GroupId, idsOf } from '../directory/ids.js';
import { dnKey } from '../names/dn.js';
import type { DirectoryChange } from '../result/directory-changes.js';
import type { Names } from '../words/names.js';
import type { Atom } from './atom.js';
import { type Common, descriptorOf } from './common.js';
import { listAtoms } from './list-atoms.js';
import { listSteps } from './list-steps.js';

/** A membership that came or went. */
export interface MembershipAtom extends Atom {
  /** The group, or the SID of the foreign principal, that is a member or was one. */
  readonly member: GroupId | Sid;
  readonly group: GroupId;
  readonly isAdded: boolean;
}

export interface ModelAtoms {
  readonly containers: ReadonlyMap<ContainerId, readonly Atom[]>;
  /** Those of deleted groups went with them. */
  readonly memberships: readonly MembershipAtom[];
  readonly deletedGroups: ReadonlyMap<GroupId, Atom>;
  readonly groupTypes: ReadonlyMap<GroupId, Atom>;
}

/** @param names of the trustees of both directories */
export function modelAtoms(common: Common, names: Names): ModelAtoms {
  return {
    containers: containerAtoms(common, names),
    memberships: [...groupMemberships(common), ...foreignMemberships(common)],
    deletedGroups: deletedGroups(common),
    groupTypes: groupTypes(common),
  };
}

function containerAtoms(common: Common, names: Names): ReadonlyMap<ContainerId, readonly Atom[]> {
  const { before, after } = common;
  const found = new Map<ContainerId, readonly Atom[]>();
  const alike = new Alike(before, after);
  for (const id of idsOf<ContainerId>(before.containers)) {
    const next = common.newContainer(id);
    if (next === null) continue;
    const [was, is] = [before.containers[id]!, after.containers[next]!];
    const atoms: Atom[] = [];
    const parent = common.container(is.parent);
    if (was.parent !== parent && was.parent !== null && parent !== null)
      atoms.push({
        key: `move|${is.dn}`,
        fact: {
          change: 'moved',
          object: is.dn,
          from: parentDn(before, was.parent),
          to: parentDn(after, is.parent),
          created: parent >= common.oldContainers,
        },
        act: { do: 'move-container', container: id, parent },
      });
    const classes = common.classes(is.classes);
    if (was.classes !== null && classes !== null && namesOf(common, was.classes) !== namesOf(common, classes))
      atoms.push({
        key: `class|${is.dn}`,
        fact: {
          change: 'class-changed',
          on: is.dn,
          before: before.classLists[was.classes] ?? [],
          after: after.classLists[is.classes!] ?? [],
        },
        act: { do: 'class-of-container', container: id, classes },
      });
    if (!alike.same(was.descriptor, is.descriptor)) {
      const [old, now] = [descriptorOf(before, was.descriptor), descriptorOf(after, is.descriptor)];
      if (old !== null && now !== null) atoms.push(...listAtoms({ dn: was.dn, on: is.dn }, old, now, names));
    }
    if (atoms.length > 0) found.set(id, atoms);
  }
  return found;
}

const parentDn = (directory: Directory, id: ContainerId | null): string => at(directory.containers, id)?.dn ?? '';
const namesOf = ({ directory }: Common, id: number): string =>
  (directory.classLists[id] ?? []).join('\n').toLowerCase();

/** Whether two descriptors have the same own part: asked once for each two. */
class Alike {
  readonly #known = new Map<string, boolean>();

  constructor(
    readonly before: Directory,
    readonly after: Directory,
  ) {}

  same(old: DescriptorId | null, now: DescriptorId | null): boolean {
    const key = `${old}|${now}`;
    let known = this.#known.get(key);
    if (known === undefined) {
      const [a, b] = [descriptorOf(this.before, old), descriptorOf(this.after, now)];
      known = a !== null && b !== null && listSteps(a, b).length === 0;
      this.#known.set(key, known);
    }
    return known;
  }
}

function groupMemberships(common: Common): readonly MembershipAtom[] {
  const { before, after, directory } = common;
  const atoms: MembershipAtom[] = [];
  for (const member of idsOf<GroupId>(directory.groups)) {
    const next = common.newGroup(member);
    if (next === null) continue;
    const old = member < common.oldGroups ? before.membership.direct(member) : [];
    const now = after.membership.direct(next).map((group) => common.group(group));
    for (const group of differenceOf(old, now))
      if (!isDeleted(common, group)) atoms.push(membershipAtom(common, member, group, false));
    for (const group of differenceOf(now, old)) atoms.push(membershipAtom(common, member, group, true));
  }
  return atoms;
}

function membershipAtom(common: Common, member: GroupId, group: GroupId, isAdded: boolean): MembershipAtom {
  const { groups } = common.directory;
  const [of, to] = [groups[member]!, groups[group]!];
  return {
    key: `member|${of.sid ?? dnKey(of.dn)}|${to.sid ?? dnKey(to.dn)}|${isAdded}`,
    fact: membershipFact(
      common,
      group,
      { dn: shownDn(common, member), name: of.name },
      isAdded,
      isMade(common, member),
    ),
    act: {
      do: 'changes',
      changes: [{ kind: isAdded ? 'add-member' : 'remove-member', group: to.dn, member: of.dn }],
      made: [member, group].filter((id) => isMade(common, id)),
    },
    member,
    group,
    isAdded,
    unread: common.unreadOf(member, group),
    ...((isMade(common, member) || isMade(common, group)) && { existence: 'made' }),
  };
}

/** @param made whether the member itself is new */
export function membershipFact(
  common: Common,
  group: GroupId,
  member: { readonly dn: string; readonly name: string } | null,
  isAdded: boolean,
  made: boolean,
): DirectoryChange {
  const { name } = common.directory.groups[group]!;
  return {
    change: isAdded ? 'member-added' : 'member-removed',
    group: { dn: shownDn(common, group), name },
    member,
    because: isMade(common, group) ? 'group-created' : made ? 'member-created' : 'membership',
    via: [],
  };
}

/** Whether only the new directory has a group. */
export const isMade = (common: Common, group: GroupId): boolean => group >= common.oldGroups;
/** Whether only the old one has it. */
export const isDeleted = (common: Common, group: GroupId): boolean => common.newGroup(group) === null;

function deletedGroups(common: Common): ReadonlyMap<GroupId, Atom> {
  const found = new Map<GroupId, Atom>();
  for (const group of idsOf<GroupId>(common.before.groups)) {
    if (!isDeleted(common, group)) continue;
    const { dn, name, sid } = common.before.groups[group]!;
    found.set(group, {
      key: `group-deleted|${sid ?? dnKey(dn)}`,
      fact: { change: 'group-deleted', group: { dn, name }, via: [] },
      act: { do: 'delete-group', group },
      unread: common.unreadOf(group),
    });
  }
  return found;
}

/** Its DN as it is now; as it was where it is no more. */
function shownDn(common: Common, group: GroupId): string {
  const next = common.newGroup(group);
  return next === null ? common.before.groups[group]!.dn : common.after.groups[next]!.dn;
}

function foreignMemberships(common: Common): readonly MembershipAtom[] {
  const { before, after, directory } = common;
  const atoms: MembershipAtom[] = [];
  for (const sid of new Set([...before.membership.foreignSids(), ...after.membership.foreignSids()])) {
    const news = after.foreignBySid.get(sid) ?? [];
    for (const [position, { dn }] of (directory.foreignBySid.get(sid) ?? []).entries()) {
      const now = news.findIndex((each) => dnKey(each.dn) === dnKey(dn));
      const was = before.membership.ofForeign(sid)[position] ?? [];
      const is = (after.membership.ofForeign(sid)[now] ?? []).map((group) => common.group(group));
      const isNew = position >= (before.foreignBySid.get(sid) ?? []).length;
      const made = (group: GroupId, isAdded: boolean): MembershipAtom => ({
        key: `foreign|${dnKey(dn)}|${common.directory.groups[group]!.sid}|${isAdded}`,
        fact: membershipFact(common, group, { dn, name: sid }, isAdded, isNew),
        act: {
          do: 'changes',
          changes: [
            { kind: isAdded ? 'add-member' : 'remove-member', group: common.directory.groups[group]!.dn, member: dn },
          ],
          made: isMade(common, group) ? [group] : [],
        },
        member: sid,
        group,
        isAdded,
        unread: common.unreadOf(group),
        ...((isNew || isMade(common, group)) && { existence: 'made' }),
      });
      for (const group of differenceOf(was, is)) if (!isDeleted(common, group)) atoms.push(made(group, false));
      for (const group of differenceOf(is, was)) atoms.push(made(group, true));
    }
  }
  return atoms;
}

function groupTypes(common: Common): ReadonlyMap<GroupId, Atom> {
  const { before, after } = common;
  const found = new Map<GroupId, Atom>();
  for (const id of idsOf<GroupId>(before.groups)) {
    const next = common.newGroup(id);
    if (next === null) continue;
    const [was, is] = [before.groups[id]!.groupType, after.groups[next]!];
    // What was not read on one side is no change.
    if (was === is.groupType || was === null || is.groupType === null) continue;
    found.set(id, {
      key: `type|${is.sid ?? dnKey(is.dn)}`,
      fact: {
        change: 'group-type-changed',
        group: { dn: is.dn, name: is.name },
        before: was,
        after: is.groupType,
      },
      act: { do: 'group-type', group: id, groupType: is.groupType },
    });
  }
  return found;
}

/** @returns what is in the first list and not in the second */
export function differenceOf<T>(first: readonly T[], second: readonly T[]): readonly T[] {
  if (first.length === 0) return first;
  const known = new Set(second);
  return first.filter((each) => !known.has(each));
}
