/** The set of objects that AdminSDHolder protects, by membership (MS-ADTS 3.1.1.6.1.2). */
import { isInDomain, sidRid } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import { at, type Container, type Directory, groupOfSid } from './directory.js';
import { dSHeuristicsOf } from './forest.js';
import type { Group } from './groups.js';
import { type DomainId, type GroupId, idsOf } from './ids.js';
import { PROTECTION } from './membership.js';
import { openBeyondDomain } from './unseen-members.js';

/** BUILTIN aliases by RID, with the dwAdminSDExMask bit that takes them out (MS-ADTS 6.1.1.2.4.1.2). */
const BUILTIN_PROTECTED: readonly { readonly rid: number; readonly excludedBy: number }[] = [
  { rid: 544, excludedBy: 0 },
  { rid: 548, excludedBy: 0x1 },
  { rid: 549, excludedBy: 0x2 },
  { rid: 550, excludedBy: 0x4 },
  { rid: 551, excludedBy: 0x8 },
  { rid: 552, excludedBy: 0 },
];

/** Domain Admins, Schema Admins, Enterprise Admins. */
const DOMAIN_PROTECTED = [512, 518, 519] as const;

/**
 * Key Admins (since 2016) and Enterprise Key Admins (since 2019): protected by some versions of the domain controller. The
 * group's own descriptor shows whether it is. Enterprise Read-only Domain Controllers (498) never are: observed on 2000 to
 * 2025 (JimSycurity/AdminSDHolder, 2025).
 */
const VERSION_DEPENDENT = [526, 527] as const;

/** Administrator and krbtgt, protected themselves. */
const PROTECTED_ACCOUNTS = [500, 502] as const;

/** Domain Controllers and Read-only Domain Controllers: the groups, not their members. */
const PROTECTED_GROUPS_ONLY = [516, 521] as const;

/**
 * dwAdminSDExMask, the 16th character of dSHeuristics (hexadecimal); null where dSHeuristics was not read.
 */
export function adminSDExMask(dSHeuristics: string | null | undefined): number | null {
  if (dSHeuristics === undefined) return null;
  return Number.parseInt((dSHeuristics ?? '').charAt(15), 16) || 0;
}

/**
 * @returns the SIDs of the operator groups that dSHeuristics takes out of the protected set of a domain; null where it was not read
 */
export function excludedOperators(directory: Directory, domain: DomainId): readonly Sid[] | null {
  const mask = adminSDExMask(dSHeuristicsOf(directory, domain));
  if (mask === null) return null;
  return BUILTIN_PROTECTED.filter(({ excludedBy }) => (mask & excludedBy) !== 0).map(
    ({ rid }): Sid => `S-1-5-32-${rid}`,
  );
}

/** How sure it is that a group's members are protected, the surest last; null: not as far as the sources show. */
const LEVELS: readonly (Tristate | null)[] = [null, 'unknown', 'yes'];

export interface ProtectedSet {
  /**
   * Whether an account of this domain belongs to the set.
   * @param groups the groups that it is a member of, as far as the sources show
   * @param proven whether it is a member of no further group of the domain; asked only where that matters; absent: not known
   */
  account(
    sid: Sid | undefined,
    primaryGroupId: number | undefined,
    groups: readonly GroupId[] | undefined,
    proven?: () => boolean,
  ): Tristate;
  /** Whether a group of this domain belongs to the set. */
  group(number: GroupId): Tristate;
  /** Whether a group is itself one that the set is made from: its members belong to the set. */
  root(number: GroupId): Tristate;
  /**
   * Whether an account would belong to the set, were its groups not taken out of it by dSHeuristics; to be asked of accounts
   * that are known not to belong to it.
   */
  excluded(groups: readonly GroupId[] | undefined, primaryGroupId?: number): boolean;
}

/** The protected set of each domain of the sources. */
export type ProtectedSets = ReadonlyMap<DomainId, ProtectedSet>;

/**
 * Computes the protected set of one domain.
 *
 * Membership through `member` counts, through any kind of group. Membership through primaryGroupID, and the groups whose
 * protection depends on the version of the domain controller, are `unknown`: no source that we trust decides them. So is
 * that of whoever may be a member of a protected group of which not all members were shown.
 */
export function protectedSet(directory: Directory, domain: DomainId): ProtectedSet {
  const { groups, membership, domains } = directory;
  const { sid: domainSid } = domains[domain]!;
  const roots = rootsOf(directory, domain);
  const root = (number: GroupId): Tristate => {
    const group = groups[number];
    // A shadow principal has the SID of a group of another forest, and is none.
    if (!group || group.shadow) return 'no';
    // A group of the domain whose SID was not read may be any of them.
    if (group.sid === null) return group.domain === domain ? 'unknown' : 'no';
    // A BUILTIN alias has the same SID in every domain: it counts for its own one only.
    return group.domain === domain || !group.sid.startsWith('S-1-5-32-') ? (roots.get(group.sid) ?? 'no') : 'no';
  };
  const ids = [...idsOf<GroupId>(groups)];
  // Looked up for every membership of every account: a list of small numbers is several times as fast as a set.
  const level = new Uint8Array(groups.length);
  for (const value of ['unknown', 'yes'] as const) {
    const starts = ids.filter((group) => root(group) === value);
    for (const group of membership.below(starts, PROTECTION)) level[group] = LEVELS.indexOf(value);
  }

  const takenOut = excludedGroups(directory, domain);

  const hidden = ids.filter((group) => level[group] !== 0 && groups[group]!.hidesMembers);
  // So does a group that protects and that the sources lack, and one of unread SID may be it.
  const hides = hidden.length > 0 || missingRoots(directory, domain, roots).length > 0;
  // What an object of this domain is a member of, its own side tells of this domain's groups only.
  const hiddenAbroad = hidden.some((group) => groups[group]!.domain !== domain);
  const beyond = openBeyondDomain(directory);
  const hiddenFromAbroad = hidden.some((group) => beyond.has(group));
  // The groups that may be members of a protected one without the sources showing it.
  const mayHide = membership.below(
    ids.filter((id) => (groups[id]!.domain === domain ? !groups[id]!.membershipsProven : hiddenFromAbroad)),
    PROTECTION,
  );

  const accountSids = new Set<Sid | undefined>(PROTECTED_ACCOUNTS.map((rid): Sid => `${domainSid}-${rid}`));
  const groupOnlySids = new Set<Sid | null>(PROTECTED_GROUPS_ONLY.map((rid): Sid => `${domainSid}-${rid}`));
  // By RID: every account has a primary group. The sources may lack it.
  const primary = new Set(
    [...roots.keys(), ...ids.filter((id) => level[id] !== 0).map((id) => groups[id]!.sid)]
      .filter((sid): sid is Sid => sid !== null && isInDomain(sid, domainSid))
      .map(sidRid),
  );
  // Few groups are anybody's primary group.
  const hiddenPrimary = new Map<number, boolean>();
  const mayHidePrimary = (rid: number): boolean => {
    let value = hiddenPrimary.get(rid);
    if (value === undefined) {
      const number = groupOfSid(directory, `${domainSid}-${rid}`, domain);
      value = number === null || mayHide.has(number);
      hiddenPrimary.set(rid, value);
    }
    return value;
  };
  return {
    account(sid, primaryGroupId, memberOf, proven) {
      if (accountSids.has(sid)) return 'yes';
      let best = 0;
      if (memberOf) for (const group of memberOf) best = Math.max(best, level[group]!);
      const shown = LEVELS[best];
      if (shown) return shown;
      // Every account has a primary group: one that was not read may be any.
      if (primaryGroupId === undefined || primary.has(primaryGroupId)) return 'unknown';
      // Without its SID it may be krbtgt, which is in no group that protects.
      if (sid === undefined) return 'unknown';
      if (!hides) return 'no';
      if (hiddenAbroad || mayHidePrimary(primaryGroupId) || memberOf?.some((group) => mayHide.has(group)))
        return 'unknown';
      return proven?.() === true ? 'no' : 'unknown';
    },
    group(number) {
      const group = groups[number];
      if (!group || group.domain !== domain) return 'no';
      if (groupOnlySids.has(group.sid)) return 'yes';
      const shown = LEVELS[level[number]!];
      if (shown) return shown;
      return hides && (hiddenAbroad || mayHide.has(number)) ? 'unknown' : 'no';
    },
    root,
    excluded(memberOf, primaryGroupId) {
      if (takenOut.size === 0) return false;
      const own = primaryGroupId === undefined ? null : groupOfSid(directory, `${domainSid}-${primaryGroupId}`, domain);
      return (own !== null && takenOut.has(own)) || memberOf?.some((group) => takenOut.has(group)) === true;
    },
  };
}

/** The groups that are taken out of the set by dSHeuristics, and those below them. */
function excludedGroups(directory: Directory, domain: DomainId): ReadonlySet<GroupId> {
  const mask = adminSDExMask(dSHeuristicsOf(directory, domain)) ?? 0;
  const starts = BUILTIN_PROTECTED.filter(({ excludedBy }) => (mask & excludedBy) !== 0)
    .map(({ rid }) => groupOfSid(directory, `S-1-5-32-${rid}`, domain))
    .filter((group) => group !== null);
  return new Set(starts.length === 0 ? [] : directory.membership.below(starts, PROTECTION));
}

/** RIDs of protected groups that every domain has. */
const ALWAYS_THERE = { builtin: [544, 548, 549, 550, 551], domain: [512] } as const;

/** Groups that every domain has, whose members are protected (MS-ADTS 3.1.1.6.1.2), as far as the sources lack them. */
export function missingRoots(
  directory: Directory,
  domain: DomainId,
  roots: ReadonlyMap<Sid, Tristate> = rootsOf(directory, domain),
): readonly Sid[] {
  const { sid } = directory.domains[domain]!;
  const always: readonly Sid[] = [
    ...ALWAYS_THERE.builtin.map((rid) => `S-1-5-32-${rid}` as const),
    ...ALWAYS_THERE.domain.map((rid) => `${sid}-${rid}` as const),
  ];
  return always.filter((root) => roots.has(root) && groupOfSid(directory, root, domain) === null);
}

/** SIDs of the groups whose members are protected, in the forest of a domain; unknown: in some versions or settings only. */
function rootsOf(directory: Directory, domain: DomainId): ReadonlyMap<Sid, Tristate> {
  const mask = adminSDExMask(dSHeuristicsOf(directory, domain));
  const { sid: domainSid } = directory.domains[domain]!;
  const roots = new Map<Sid, Tristate>();
  for (const { rid, excludedBy } of BUILTIN_PROTECTED) {
    if (excludedBy === 0 || (mask !== null && (mask & excludedBy) === 0)) roots.set(`S-1-5-32-${rid}`, 'yes');
    else if (mask === null) roots.set(`S-1-5-32-${rid}`, 'unknown');
  }
  for (const rid of DOMAIN_PROTECTED) roots.set(`${domainSid}-${rid}`, 'yes');
  for (const rid of VERSION_DEPENDENT) {
    const sid: Sid = `${domainSid}-${rid}`;
    const protects = stampedLikeDomainAdmins(directory, domain, sid);
    if (protects !== 'no') roots.set(sid, protects);
  }
  // Enterprise Admins and Schema Admins live in the forest's root domain, which may be another one.
  for (const other of idsOf<DomainId>(directory.domains)) {
    const { sid } = directory.domains[other]!;
    for (const rid of [518, 519]) roots.set(`${sid}-${rid}`, 'yes');
    // So do Enterprise Key Admins; whether their members in other domains are protected was observed nowhere.
    if (other !== domain && stampedLikeDomainAdmins(directory, other, `${sid}-527`) !== 'no')
      roots.set(`${sid}-527`, 'unknown');
  }
  return roots;
}

/**
 * Whether a group carries AdminSDHolder's descriptor where Domain Admins does: then its members are protected; where Domain
 * Admins has it and this group has another list, they are not. An owner alone may have been changed since.
 */
function stampedLikeDomainAdmins(directory: Directory, domain: DomainId, sid: Sid): Tristate {
  const { groups, containers, domains, descriptors } = directory;
  const listOf = (object: Group | Container | null): string | null => {
    const descriptor = object?.descriptor ?? null;
    return descriptor === null ? null : descriptors.daclText(descriptor);
  };
  const list = listOf(at(containers, domains[domain]!.adminSDHolder));
  const admins = listOf(at(groups, groupOfSid(directory, `${domains[domain]!.sid}-512`, domain)));
  const own = listOf(at(groups, groupOfSid(directory, sid, domain)));
  // What was not read, or is damaged, says nothing.
  if (list === null || own === null || admins !== list) return 'unknown';
  return own === list ? 'yes' : 'no';
}
