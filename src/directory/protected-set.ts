/** The set of objects that AdminSDHolder protects, by membership (MS-ADTS 3.1.1.6.1.2). */
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import { at, type Directory, groupOfSid } from './directory.js';
import { dSHeuristicsOf } from './forest.js';
import { type DescriptorId, type DomainId, type GroupId, idsOf } from './ids.js';
import { PROTECTION } from './membership.js';

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
  const digit = dSHeuristics?.charAt(15);
  if (!digit) return 0;
  const value = Number.parseInt(digit, 16);
  return Number.isNaN(value) ? 0 : value;
}

/** How sure it is that a group's members are protected, the surest last. */
const LEVELS: readonly Tristate[] = ['no', 'unknown', 'yes'];

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
    if (!group) return 'no';
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

  const hidden = ids.filter((group) => level[group] !== 0 && groups[group]!.hidesMembers);
  // What an object of this domain is a member of, its own side tells of this domain's groups only.
  const hiddenAbroad = hidden.some((group) => groups[group]!.domain !== domain);
  const mayBeIn = new Map<GroupId, boolean>();
  /** Whether a group may be a member of a protected one without the sources showing it. */
  const mayHide = (group: GroupId): boolean => {
    let value = mayBeIn.get(group);
    if (value === undefined) {
      const above = membership.above([group], PROTECTION);
      value = above.some((way) => groups[way.group]!.domain === domain && !groups[way.group]!.membershipsProven);
      mayBeIn.set(group, value);
    }
    return value;
  };

  const accountSids = new Set(PROTECTED_ACCOUNTS.map((rid) => `${domainSid}-${rid}`));
  const groupOnlySids = new Set(PROTECTED_GROUPS_ONLY.map((rid) => `${domainSid}-${rid}`));
  // Few groups are anybody's primary group, and every account has one.
  const primary = new Map<number, Tristate>();
  const byPrimaryGroup = (rid: number): Tristate => {
    let value = primary.get(rid);
    if (value === undefined) {
      const sid: Sid = `${domainSid}-${rid}`;
      const number = groupOfSid(directory, sid, domain);
      value = (number === null ? roots.has(sid) : level[number] !== 0) ? 'unknown' : 'no';
      primary.set(rid, value);
    }
    return value;
  };
  return {
    account(sid, primaryGroupId, memberOf, proven) {
      if (sid !== undefined && accountSids.has(sid)) return 'yes';
      let best = 0;
      if (memberOf) for (const group of memberOf) if (level[group]! > best) best = level[group]!;
      if (best !== 0) return LEVELS[best]!;
      // Every account has a primary group: one that was not read may be any.
      if (primaryGroupId === undefined) return 'unknown';
      if (hidden.length > 0 && (hiddenAbroad || proven?.() !== true || memberOf?.some(mayHide) === true))
        return 'unknown';
      return byPrimaryGroup(primaryGroupId);
    },
    group(number) {
      const group = groups[number];
      if (!group || group.domain !== domain) return 'no';
      if (group.sid !== null && groupOnlySids.has(group.sid)) return 'yes';
      return LEVELS[level[number]!]!;
    },
    root,
  };
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
  const holder = at(containers, domains[domain]!.adminSDHolder)?.descriptor ?? null;
  const admins = at(groups, groupOfSid(directory, `${domains[domain]!.sid}-512`, domain))?.descriptor ?? null;
  const own = at(groups, groupOfSid(directory, sid, domain))?.descriptor ?? null;
  if (holder === null || admins === null || own === null) return 'unknown';
  const list = descriptors.daclText(holder);
  const owner = ownerOf(directory, holder);
  const sameOwner = (descriptor: DescriptorId) => {
    const other = ownerOf(directory, descriptor);
    return owner === null || other === null || owner === other;
  };
  if (list === null || descriptors.daclText(admins) !== list || !sameOwner(admins)) return 'unknown';
  if (descriptors.daclText(own) !== list) return 'no';
  return sameOwner(own) ? 'yes' : 'unknown';
}

/** Null where it was not read. */
function ownerOf({ descriptors }: Directory, descriptor: DescriptorId): Sid | null {
  const stored = descriptors.get(descriptor);
  return stored.state === 'parsed' ? stored.value.owner : null;
}
