/**
 * The one walk through memberships, up and down. What counts as a member depends on the question, so each walk names its
 * policy; what it gives is groups by number, each with the way there.
 */
import type { Sid } from '../descriptor/types.js';
import { type Group, isDomainLocal, isSecurityGroup } from './groups.js';
import { type DomainId, type GroupId, idsOf } from './ids.js';
import type { MembershipLinks } from './links.js';

/**
 * Which groups count.
 * - `account`: what the account's own domain puts into a token: security groups that are not domain-local
 *   (MS-KILE 3.3.5.7.3).
 * - `local`: what domain controllers of a domain add to it: domain-local and BUILTIN security groups of that domain
 *   (MS-DRSR 4.1.8.3, MS-DTYP 2.5.2.1.1); a domain of null is none that the sources know.
 * - `token`: both together.
 * - `perhaps`: what may be in a token, as far as the types of groups are known.
 * - `protection`: what AdminSDHolder protects: members through any kind of group (MS-ADTS 3.1.1.6.1.2).
 */
export type MembershipPolicy =
  | { readonly for: 'account' | 'protection' }
  | { readonly for: 'local' | 'token' | 'perhaps'; readonly domain: DomainId | null };

export const PROTECTION: MembershipPolicy = { for: 'protection' };

/** A way through memberships, told from its end: the last group, and the way to it. It shares what ways have in common. */
export interface Way {
  readonly group: GroupId;
  /** Null: the walk began here. */
  readonly before: Way | null;
}

/** @returns the groups of a way, from where the walk began to its end */
export function groupsOf(way: Way | null): readonly GroupId[] {
  const groups: GroupId[] = [];
  for (let step = way; step !== null; step = step.before) groups.push(step.group);
  return groups.reverse();
}

/**
 * A walk upwards that can be given further beginnings while it goes on.
 * @typeParam Before ways that a walk may come from: those that it makes, and others
 */
export interface Climb<Made extends Before, Before = Made> extends Iterable<Made> {
  /** Adds groups that the walk begins at; those that it has reached already change nothing. */
  enter(groups: readonly GroupId[], before: Before | null): void;
}

/** Memberships of a directory. Built once; read-only. */
export class Membership {
  #children: Children | null = null;

  constructor(
    private readonly groups: readonly Pick<Group, 'groupType' | 'sid' | 'domain'>[],
    private readonly links: MembershipLinks,
  ) {}

  /** The same memberships and one more: for "what if it were put in". */
  with(member: GroupId, group: GroupId): Membership {
    return this.#changed(member, (parents) => added(parents, group));
  }

  /** The same memberships without one: for "what if it were taken out". */
  without(member: GroupId, group: GroupId): Membership {
    return this.#changed(member, (parents) => parents.filter((parent) => parent !== group));
  }

  /**
   * The same memberships where there are more groups, which have no members and are members of nothing.
   * @param groups those that there were, and further ones behind them
   */
  withGroups(groups: readonly Pick<Group, 'groupType' | 'sid' | 'domain'>[]): Membership {
    const parents = groups.map((_, id) => this.links.parents[id] ?? []);
    return new Membership(groups, { ...this.links, parents });
  }

  /** The same memberships without a group: it has no members, and is a member of nothing. */
  withoutGroup(group: GroupId): Membership {
    const without = (list: readonly GroupId[]) => (list.includes(group) ? list.filter((id) => id !== group) : list);
    const parents = this.links.parents.map((list, member) => (member === group ? [] : without(list)));
    const foreign = new Map([...this.links.foreign].map(([sid, lists]) => [sid, lists.map(without)] as const));
    return new Membership(this.groups, { ...this.links, parents, foreign });
  }

  /** As `with`, for a foreign security principal: the `position`th of those with the SID. */
  withForeign(sid: Sid, position: number, group: GroupId): Membership {
    return this.#changedForeign(sid, position, (parents) => added(parents, group));
  }

  /** With one more foreign security principal of each SID, that is a member of nothing; of a SID as often as it is there. */
  withNewForeign(sids: readonly Sid[]): Membership {
    const foreign = new Map(this.links.foreign);
    for (const sid of sids) foreign.set(sid, [...(foreign.get(sid) ?? []), []]);
    return new Membership(this.groups, { ...this.links, foreign });
  }

  /** As `without`, for a foreign security principal. */
  withoutForeign(sid: Sid, position: number, group: GroupId): Membership {
    return this.#changedForeign(sid, position, (parents) => parents.filter((parent) => parent !== group));
  }

  #changed(member: GroupId, change: (parents: readonly GroupId[]) => readonly GroupId[]): Membership {
    const parents = [...this.links.parents];
    parents[member] = change(parents[member] ?? []);
    return new Membership(this.groups, { ...this.links, parents });
  }

  #changedForeign(sid: Sid, position: number, change: (parents: readonly GroupId[]) => readonly GroupId[]): Membership {
    const lists = this.ofForeign(sid).map((list, index) => (index === position ? change(list) : list));
    return new Membership(this.groups, { ...this.links, foreign: new Map(this.links.foreign).set(sid, lists) });
  }

  /** @returns the groups that name one in `member` */
  direct(member: GroupId): readonly GroupId[] {
    return this.links.parents[member] ?? [];
  }

  /** @returns whether a group is a direct member of another */
  isMember(member: GroupId, group: GroupId): boolean {
    return this.links.parents[member]?.includes(group) ?? false;
  }

  /** @returns by foreign security principal of this SID: the groups that it is a direct member of */
  ofForeign(sid: Sid): readonly (readonly GroupId[])[] {
    return this.links.foreign.get(sid) ?? [];
  }

  /** @returns the SIDs that some foreign security principal stands for, those included that no source shows */
  foreignSids(): Iterable<Sid> {
    return this.links.foreign.keys();
  }

  /**
   * Groups above some groups, those included, nearest first, each once.
   * @param stop groups that are reached and not climbed beyond
   */
  above(starts: readonly GroupId[], policy: MembershipPolicy, stop?: (group: GroupId) => boolean): readonly Way[] {
    const climb = this.climb(policy, (group, before: Way | null): Way => ({ group, before }), stop);
    climb.enter(starts, null);
    return [...climb];
  }

  /**
   * A walk upwards whose ways carry what the caller makes of them.
   * @param step makes the way to a group from the way to what is a member of it
   */
  climb<Made extends Before, Before = Made>(
    policy: MembershipPolicy,
    step: (group: GroupId, before: Before | null) => Made,
    stop?: (group: GroupId) => boolean,
  ): Climb<Made, Before> {
    const queue: { readonly group: GroupId; readonly before: Before | null }[] = [];
    const seen = new Set<GroupId>();
    // Each group waits once, however many hold it: of 3,000 groups each in all others nine million would.
    const enter = (groups: readonly GroupId[], before: Before | null) => {
      for (const group of groups) {
        if (seen.has(group) || !this.#counts(group, policy)) continue;
        seen.add(group);
        queue.push({ group, before });
      }
    };
    const { parents } = this.links;
    return {
      enter,
      *[Symbol.iterator]() {
        for (let head = 0; head < queue.length; head++) {
          const { group, before } = queue[head]!;
          const way = step(group, before);
          yield way;
          if (stop?.(group) !== true) enter(parents[group]!, way);
        }
      },
    };
  }

  /** Groups below some groups, those included: whose members are members of them. */
  below(starts: Iterable<GroupId>, policy: MembershipPolicy): ReadonlySet<GroupId> {
    this.#children ??= this.#invert();
    const reached = new Set<GroupId>();
    const enter = (group: GroupId) => {
      if (this.#counts(group, policy)) reached.add(group);
    };
    for (const group of starts) enter(group);
    // A set is walked in the order in which it grows.
    const { start, members } = this.#children;
    for (const group of reached) {
      for (let at = start[group]!; at < start[group + 1]!; at++) enter(members[at] as GroupId);
    }
    return reached;
  }

  #counts(number: GroupId, policy: MembershipPolicy): boolean {
    const group = this.groups[number];
    if (group === undefined) return false;
    const local = isDomainLocal(group);
    switch (policy.for) {
      case 'protection':
        return true;
      case 'account':
        return isSecurityGroup(group) === 'yes' && local === 'no';
      case 'local':
        return isSecurityGroup(group) === 'yes' && local === 'yes' && group.domain === policy.domain;
      case 'token':
        return isSecurityGroup(group) === 'yes' && (local === 'no' || group.domain === policy.domain);
      case 'perhaps':
        return isSecurityGroup(group) !== 'no' && (local !== 'yes' || group.domain === policy.domain);
    }
  }

  #invert(): Children {
    const count = this.groups.length;
    const start = new Int32Array(count + 1);
    const each = (use: (parent: GroupId, member: GroupId) => void) => {
      for (const member of idsOf<GroupId>(this.groups)) {
        for (const parent of this.links.parents[member]!) if (parent < count) use(parent, member);
      }
    };
    each((parent) => {
      start[parent + 1]!++;
    });
    for (let group = 0; group < count; group++) start[group + 1]! += start[group]!;
    const next = start.slice(0, count);
    const members = new Int32Array(start[count]!);
    each((parent, member) => {
      members[next[parent]!++] = member;
    });
    return { start, members };
  }
}

/** Groups by the group that they are members of, four bytes each: those of `group` are `members` from `start[group]` on. */
interface Children {
  readonly start: Int32Array;
  readonly members: Int32Array;
}

function added(parents: readonly GroupId[], group: GroupId): readonly GroupId[] {
  return parents.includes(group) ? parents : [...parents, group].sort((a, b) => a - b);
}
