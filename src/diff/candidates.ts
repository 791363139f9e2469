/** Which of all differences can bear on a verdict: of the target, of what is above it, of who is protected, of the token. */
import type { Session } from '../audit/session.js';
import { at, type Directory, groupOfSid } from '../directory/directory.js';
import type { ContainerId, DomainId, GroupId } from '../directory/ids.js';
import { groupsOf, PROTECTION } from '../directory/membership.js';
import { type TargetRecord, targetDomain } from '../directory/targets.js';
import type { AccountUnderAudit, Tokens } from '../verdicts/account-under-audit.js';
import { tokenDomains } from '../verdicts/account-under-audit.js';
import type { Names } from '../words/names.js';
import type { Atom } from './atom.js';
import { type Common, descriptorOf } from './common.js';
import {
  differenceOf,
  isDeleted,
  isMade,
  type MembershipAtom,
  type ModelAtoms,
  membershipFact,
  modelAtoms,
} from './model-atoms.js';
import { settingsAtoms } from './settings-atoms.js';
import { type Pair, targetAtoms } from './target-atoms.js';

/** The groups above a principal, each with the names on the way to it. Numbers are those of `Common`. */
type Above = ReadonlyMap<GroupId, readonly string[]>;

export interface UnreadList {
  readonly dn: string;
  readonly change: 'evidence-better' | 'evidence-worse';
}

export class Candidates {
  readonly #model: ModelAtoms;
  readonly #settings: readonly Atom[];
  /** By position of the account under audit in the old session. */
  readonly #ofToken = new Map<number, readonly Atom[]>();
  /** The bits of userAccountControl that a verdict depends on. */
  readonly #flags: number;
  readonly #bearing: readonly MembershipAtom[];
  /** Groups that are no more, and whose members were protected. */
  readonly #deleted: readonly (readonly [GroupId, Atom])[];
  readonly #protective = new Map<GroupId, boolean>();

  constructor(
    readonly common: Common,
    readonly before: Session,
    readonly after: Session,
    readonly names: Names,
  ) {
    this.#model = modelAtoms(common, names);
    this.#settings = settingsAtoms(common);
    this.#flags = before.actions.flatMap(({ noEffect }) => noEffect).reduce((bits, { bit }) => bits | bit, 0);
    this.#deleted = [...this.#model.deletedGroups].filter(([group]) => this.bears(group));
    this.#bearing = this.#model.memberships.filter(({ group }) => this.bears(group));
  }

  /** @returns how many differences there are between the containers, groups and memberships */
  get modelDifferences(): ModelAtoms {
    return this.#model;
  }

  /**
   * @param position of the account under audit: in the old session, and in the new one
   * @param pair null for a target that only the new directory has
   * @param record the target as it is now
   */
  of(position: readonly [number, number], pair: Pair | null, record: TargetRecord): readonly Atom[] {
    const { common } = this;
    const found = new Map<string, Atom>();
    const add = (atoms: readonly Atom[]) => {
      for (const atom of atoms) {
        const { identity = atom.key } = atom;
        if (!found.has(identity)) found.set(identity, atom);
      }
    };
    const chain = [
      ...this.#chain(pair?.before.parent ?? null, common.container(record.parent)),
      ...this.#holderOf(pair?.before ?? null),
    ];
    if (pair?.before.type === 'object' && pair.before.container !== null) chain.push(pair.before.container);
    for (const id of new Set(chain)) add(this.#model.containers.get(id) ?? []);
    add(this.#settings);
    add(this.#token(position));
    add(this.#protection(pair, record));
    // Those of the account under audit itself are among the token's.
    const isOwn = record.type === 'account' && record.sid === this.after.accounts[position[1]]!.sid;
    const bears = (group: GroupId) => !isOwn && this.bears(group);
    if (pair !== null) add(targetAtoms(common, pair, this.#flags, bears, this.names));
    return [...found.values()];
  }

  /** The containers above a target of which one side only has the list that was read: what changed on them nobody can tell. */
  unreadAbove(pair: Pair | null, record: TargetRecord): readonly UnreadList[] {
    const { before, after } = this.common;
    const chain = this.#chain(pair?.before.parent ?? null, this.common.container(record.parent));
    return chain.flatMap((id): readonly UnreadList[] => {
      const next = this.common.newContainer(id);
      if (id >= this.common.oldContainers || next === null) return [];
      const { dn, descriptor } = after.containers[next]!;
      const wasRead = descriptorOf(before, before.containers[id]!.descriptor) !== null;
      const isRead = descriptorOf(after, descriptor) !== null;
      return wasRead === isRead ? [] : [{ dn, change: isRead ? 'evidence-better' : 'evidence-worse' }];
    });
  }

  /** Whether members of a group are, or were, protected, or may be. */
  bears(group: GroupId): boolean {
    let known = this.#protective.get(group);
    if (known === undefined) {
      const next = this.common.newGroup(group);
      const isIn = ({ sets }: Session, id: GroupId) =>
        [...sets.values()].some((set) => set.group(id) !== 'no' || set.root(id) !== 'no');
      known = (group < this.common.oldGroups && isIn(this.before, group)) || (next !== null && isIn(this.after, next));
      this.#protective.set(group, known);
    }
    return known;
  }

  /** The containers above, as things were and as they are now. */
  #chain(...from: readonly (ContainerId | null)[]): readonly ContainerId[] {
    const chain = new Set<ContainerId>();
    const { containers } = this.common.directory;
    const open = [...from];
    for (let id = open.pop(); id !== undefined; id = open.pop()) {
      if (id === null || chain.has(id)) continue;
      chain.add(id);
      open.push(at(containers, id)?.parent ?? null);
      const next = this.common.newContainer(id);
      if (next !== null) open.push(this.common.container(this.after.directory.containers[next]!.parent));
    }
    // Containers stand behind their parents.
    return [...chain].sort((a, b) => a - b);
  }

  #holderOf(record: TargetRecord | null): readonly ContainerId[] {
    if (record === null) return [];
    const { directory } = this.before;
    const holder = at(directory.domains, targetDomain(directory, record))?.adminSDHolder ?? null;
    return holder === null ? [] : [holder];
  }

  #token(position: readonly [number, number]): readonly Atom[] {
    const [old, now] = position;
    let known = this.#ofToken.get(old);
    if (known === undefined) {
      known = this.#tokenAtoms(this.before.tokens[old]!, this.after.tokens[now]!);
      this.#ofToken.set(old, known);
    }
    return known;
  }

  #tokenAtoms(before: Tokens, after: Tokens): readonly Atom[] {
    const was = groupsAbove(before, (id) => id);
    const is = groupsAbove(after, (id) => this.common.group(id));
    const sids = new Set([...sidsOf(before), ...sidsOf(after)]);
    const atoms: Atom[] = [];
    for (const atom of this.#model.memberships) {
      const { member, isAdded } = atom;
      if (typeof member === 'string') {
        if (sids.has(member)) atoms.push(atom);
        continue;
      }
      const via = isAdded ? (is.get(member) ?? was.get(member)) : (was.get(member) ?? is.get(member));
      if (via !== undefined) atoms.push(along(atom, [before.account.name, ...via]));
    }
    for (const [group, atom] of this.#model.deletedGroups) {
      const via = was.get(group);
      if (via !== undefined) atoms.push(along(atom, [before.account.name, ...via.slice(0, -1)]));
    }
    for (const [group, atom] of this.#model.groupTypes) if (was.has(group) || is.has(group)) atoms.push(atom);
    return [
      ...ownFormerSids(before.account, after.account),
      ...this.#ownMemberships(before.account, after.account),
      ...atoms,
    ];
  }

  #ownMemberships(before: AccountUnderAudit, after: AccountUnderAudit): readonly Atom[] {
    if (before.record === null || after.record === null) return [];
    const { common } = this;
    const was = before.record.memberOf ?? [];
    const is = (after.record.memberOf ?? []).map((group) => common.group(group));
    const member = { dn: after.dn, name: after.name };
    const [from, to] = [before.record.primaryGroupId, after.record.primaryGroupId];
    if (from !== to && from !== undefined && to !== undefined)
      return [
        {
          key: `primary|${before.sid}|${from}|${to}`,
          fact: { change: 'primary-group-changed', member, before: from, after: to },
          // Memberships go along with it (MS-SAMR 3.1.1.8.2).
          act: {
            do: 'patch',
            whose: 'account',
            values: { primaryGroupId: to, memberOf: [...is].sort((a, b) => a - b) },
          },
        },
      ];
    const made = (group: GroupId, isAdded: boolean): Atom => ({
      key: `member|${before.sid}|${common.directory.groups[group]!.sid}|${isAdded}`,
      fact: membershipFact(common, group, member, isAdded, false),
      act: {
        do: 'changes',
        changes: [
          {
            kind: isAdded ? 'add-member' : 'remove-member',
            group: common.directory.groups[group]!.dn,
            member: before.dn,
          },
        ],
        made: isMade(common, group) ? [group] : [],
      },
      unread: common.unreadOf(group),
      ...(isMade(common, group) && { existence: 'made' }),
    });
    return [
      ...differenceOf(was, is)
        .filter((group) => !isDeleted(common, group))
        .map((group) => made(group, false)),
      ...differenceOf(is, was).map((group) => made(group, true)),
    ];
  }

  /** Memberships of groups by which the target belongs, or belonged, to the protected set. */
  #protection(pair: Pair | null, record: TargetRecord): readonly Atom[] {
    if (this.#bearing.length + this.#deleted.length === 0) return [];
    const was: Above =
      pair === null ? new Map() : above(this.before.directory, groupsOfTarget(pair.before), (id) => id);
    const is = above(this.after.directory, groupsOfTarget(record), (id) => this.common.group(id));
    const own = pair?.before.type === 'object' ? pair.before.group : null;
    const gone = this.#deleted.flatMap(([group, atom]) => {
      const via = was.get(group);
      return via === undefined ? [] : [along(atom, via.slice(0, -1))];
    });
    const changed = this.#bearing.flatMap((atom) => {
      const { member } = atom;
      if (typeof member === 'string') return [];
      if (member === own) return [atom];
      const via = was.get(member) ?? is.get(member);
      return via === undefined ? [] : [along(atom, via)];
    });
    return [...gone, ...changed];
  }
}

/** Its sIDHistory. */
function ownFormerSids(before: AccountUnderAudit, after: AccountUnderAudit): readonly Atom[] {
  const [was, is] = [before.record?.sidHistory, after.record?.sidHistory];
  if (was === undefined || is === undefined) return [];
  const [gained, lost] = [differenceOf(is, was), differenceOf(was, is)];
  if (gained.length + lost.length === 0) return [];
  return [
    {
      key: `former|${before.sid}|${gained.join()}|${lost.join()}`,
      fact: { change: 'former-sids-changed', account: after.name, gained, lost },
      act: { do: 'patch', whose: 'account', values: { sidHistory: is } },
    },
  ];
}

const groupsOfTarget = ({ memberOf }: TargetRecord): readonly GroupId[] => memberOf ?? [];

/** The same membership with the way by which it concerns somebody. */
function along<A extends Atom>(atom: A, via: readonly string[]): A {
  const { fact } = atom;
  return 'via' in fact
    ? { ...atom, identity: atom.key, key: `${atom.key}|${via.join('|')}`, fact: { ...fact, via } }
    : atom;
}

function above(directory: Directory, starts: readonly GroupId[], number: (id: GroupId) => GroupId): Above {
  return new Map(
    directory.membership
      .above(starts, PROTECTION)
      .map((way) => [number(way.group), groupsOf(way).map((group) => directory.groups[group]!.name)]),
  );
}

/** Every group that may be in the token of an account, on whatever domain's controllers. */
function groupsAbove({ directory, account }: Tokens, number: (id: GroupId) => GroupId): Above {
  const { user, group } = account;
  const primary = user.primaryGroupSid === null ? null : groupOfSid(directory, user.primaryGroupSid, user.domain);
  const foreign = [user.sid, 'S-1-1-0', 'S-1-5-11'] as const;
  const starts = [
    ...user.groups,
    ...(primary === null ? [] : [primary]),
    ...(group === null ? [] : [group]),
    ...foreign.flatMap((sid) => directory.membership.ofForeign(sid).flat()),
  ];
  return above(directory, starts, number);
}

function sidsOf(tokens: Tokens): readonly string[] {
  return tokenDomains(tokens.directory).flatMap((domain: DomainId | null) => [...tokens.on(domain).sids.keys()]);
}
