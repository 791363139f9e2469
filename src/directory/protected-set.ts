/** The set of objects that AdminSDHolder protects, by membership (MS-ADTS 3.1.1.6.1.2). */
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import { type Directory, GroupType, groupNumber } from './directory.js';
import { dSHeuristicsOf } from './forest.js';

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

/** Key Admins, Enterprise Key Admins, Enterprise Read-only Domain Controllers: documented as protected for current versions only. */
const VERSION_DEPENDENT = [526, 527, 498] as const;

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

export interface ProtectedSet {
  /**
   * Whether an account of this domain belongs to the set.
   * @param groups numbers of the groups that name it in `member`
   */
  account(sid: Sid | undefined, primaryGroupId: number | undefined, groups: readonly number[] | undefined): Tristate;
  /** Whether a group of this domain, by number, belongs to the set. */
  group(number: number): Tristate;
  /** Whether a group, by number, is itself one that the set is made from: its members belong to the set. */
  root(number: number): Tristate;
}

const NO = 0;
const MAYBE = 1;
const YES = 2;
const NAMES: readonly Tristate[] = ['no', 'unknown', 'yes'];

/**
 * Computes the protected set of one domain.
 *
 * Membership through `member` counts, through any kind of group. Membership through primaryGroupID, and the groups whose
 * protection depends on the version of the domain controller, are `unknown`: no source that we trust decides them.
 */
export function protectedSet(directory: Directory, domain: number): ProtectedSet {
  const owner = directory.domains[domain];
  const level = new Uint8Array(directory.groups.length);
  if (!owner) return { account: () => 'unknown', group: () => 'unknown', root: () => 'unknown' };

  const mask = adminSDExMask(dSHeuristicsOf(directory, domain));
  const roots = new Map<Sid, number>();
  for (const { rid, excludedBy } of BUILTIN_PROTECTED) {
    const excluded = excludedBy === 0 ? NO : mask === null ? MAYBE : (mask & excludedBy) !== 0 ? YES : NO;
    if (excluded !== YES) roots.set(`S-1-5-32-${rid}`, excluded === MAYBE ? MAYBE : YES);
  }
  for (const rid of DOMAIN_PROTECTED) roots.set(`${owner.sid}-${rid}`, YES);
  for (const rid of VERSION_DEPENDENT) roots.set(`${owner.sid}-${rid}`, MAYBE);
  // Enterprise Admins and Schema Admins live in the forest's root domain, which may be another one.
  for (const other of directory.domains) {
    for (const rid of [518, 519]) roots.set(`${other.sid}-${rid}`, YES);
  }

  const children: number[][] = directory.groups.map(() => []);
  directory.groups.forEach((group, number) => {
    for (const parent of group.parents) children[parent]?.push(number);
  });
  const spread = (start: number, value: number) => {
    const queue = [start];
    for (let head = 0; head < queue.length; head++) {
      const number = queue[head]!;
      if (level[number]! >= value) continue;
      level[number] = value;
      queue.push(...children[number]!);
    }
  };
  const rootLevel = (number: number): number => {
    const group = directory.groups[number];
    if (!group) return NO;
    // A group of the domain whose SID was not read may be any of them.
    if (group.sid === null) return group.domain === domain ? MAYBE : NO;
    // A BUILTIN alias has the same SID in every domain: it counts for its own one only.
    return group.domain === domain || !group.sid.startsWith('S-1-5-32-') ? (roots.get(group.sid) ?? NO) : NO;
  };
  directory.groups.forEach((_, number) => {
    const value = rootLevel(number);
    if (value !== NO) spread(number, value);
  });

  const accountSids = new Set(PROTECTED_ACCOUNTS.map((rid) => `${owner.sid}-${rid}`));
  const groupOnlySids = new Set(PROTECTED_GROUPS_ONLY.map((rid) => `${owner.sid}-${rid}`));
  // Few groups are anybody's primary group, and every account has one.
  const primary = new Map<number, number>();
  const byPrimaryGroup = (rid: number): number => {
    let value = primary.get(rid);
    if (value === undefined) {
      const number = groupNumber(directory, `${owner.sid}-${rid}`, domain);
      const within = number === undefined ? roots.has(`${owner.sid}-${rid}`) : level[number]! > NO;
      value = within ? MAYBE : NO;
      primary.set(rid, value);
    }
    return value;
  };
  return {
    account(sid, primaryGroupId, groups) {
      if (sid !== undefined && accountSids.has(sid)) return 'yes';
      let best = NO;
      if (groups) for (const number of groups) if (level[number]! > best) best = level[number]!;
      if (best === NO && primaryGroupId !== undefined) best = byPrimaryGroup(primaryGroupId);
      return NAMES[best]!;
    },
    group(number) {
      const group = directory.groups[number];
      if (!group || group.domain !== domain) return 'no';
      if (group.groupType !== null && (group.groupType & GroupType.SecurityEnabled) === 0) return 'no';
      if (group.sid !== null && groupOnlySids.has(group.sid)) return 'yes';
      return NAMES[level[number]!]!;
    },
    root: (number) => NAMES[rootLevel(number)]!,
  };
}
