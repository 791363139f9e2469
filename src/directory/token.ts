/**
 * Tokens: which SIDs an account carries on a domain controller of one domain (MS-KILE 3.3.5.7.3, MS-DTYP 2.5.2.1.1),
 * and what is known about a SID that it does not visibly carry.
 */
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import { type Directory, groupOfSid, groupsOfSid } from './directory.js';
import { passesFilter, relation } from './forest.js';
import { isDomainLocal, isSecurityGroup } from './groups.js';
import type { DomainId, GroupId } from './ids.js';
import { accountUser, type TokenUser } from './token-user.js';

export { accountUser, type TokenUser };

/** One step of the way from an account to a SID of its token. */
export type TokenStep =
  /** The account under audit itself: where every way begins. */
  | { readonly kind: 'account' }
  | { readonly kind: 'group'; readonly group: GroupId }
  /** A value of sIDHistory of what stands before it. */
  | { readonly kind: 'former-sid'; readonly sid: Sid }
  /** A primary group that the sources do not hold. */
  | { readonly kind: 'primary-group'; readonly sid: Sid }
  /** Added by the kind of logon. */
  | { readonly kind: 'well-known'; readonly sid: Sid };

/** A way to a SID, told from its end; ways share what they have in common. */
export interface TokenWay {
  readonly step: TokenStep;
  readonly before: TokenWay | null;
}

export interface TokenSid {
  readonly sid: Sid;
  readonly way: TokenWay;
  /** The domain whose controllers add it; null: everywhere. */
  readonly domain: DomainId | null;
}

export interface Token {
  /** The domain on whose controllers this token stands; null where that is unknown. */
  readonly domain: DomainId | null;
  readonly sids: ReadonlyMap<Sid, TokenSid>;
  /** SIDs that the account has, and that SID filtering takes away (or may take away) on the way to that domain. */
  readonly filtered: ReadonlyMap<Sid, TokenSid & { readonly certain: boolean }>;
  /** @returns whether this token carries `sid`; unknown where the evidence does not decide */
  carries(sid: Sid): Tristate;
}

const THIS_ORGANIZATION = 'S-1-5-15';

/** SIDs that some logons carry and others do not; which it will be is not in a directory (MS-DTYP 2.4.2.4). */
const LOGON_DEPENDENT: ReadonlySet<Sid> = new Set([
  'S-1-5-4', // INTERACTIVE
  'S-1-5-6', // SERVICE: a sensor that impersonates on the domain controller itself
  'S-1-5-64-10', // NTLM authentication
  'S-1-5-64-14', // SChannel authentication
  'S-1-5-64-21', // Digest authentication
  'S-1-5-65-1', // THIS_ORGANIZATION_CERTIFICATE
  'S-1-18-1', // authentication authority asserted identity
  'S-1-18-2', // service asserted identity
  'S-1-18-3', // fresh public key identity
  'S-1-18-4', // key trust identity
  'S-1-18-5', // key property MFA
  'S-1-18-6', // key property attestation
  'S-1-5-21-0-0-0-496', // compounded authentication
  'S-1-5-21-0-0-0-497', // claims valid
]);

/**
 * Builds the token that `user` has on domain controllers of a domain.
 * @param domain the target's; null where the target lies outside every known domain: then no domain-local group is
 *   added, and SIDs of BUILTIN are undecided
 */
export function buildToken(directory: Directory, user: TokenUser, domain: DomainId | null): Token {
  const sids = new Map<Sid, TokenSid>();
  const account: TokenWay = { step: { kind: 'account' }, before: null };
  if (user.fixed) {
    for (const { sid } of user.fixed) sids.set(sid, { sid, way: account, domain: null });
    return { domain, sids, filtered: new Map(), carries: (sid) => (sids.has(sid) ? 'yes' : 'no') };
  }

  const { membership } = directory;
  const filtered = new Map<Sid, TokenSid & { certain: boolean }>();
  const { domain: from } = user;
  const boundary = from !== null && domain !== null && from !== domain ? { from, to: domain } : null;
  const policy = { for: 'token', domain } as const;
  const step = (group: GroupId, before: TokenWay | null): TokenWay => ({ step: { kind: 'group', group }, before });
  const climb = membership.climb(policy, step);
  // From SIDs that may be filtered: where they lead to is as open as they are.
  const perhaps = membership.climb(policy, step);
  const addSid = (sid: Sid, way: TokenWay, where: DomainId | null, sure = true) => {
    if (sids.has(sid)) return;
    // What the target's own domain adds is added behind the filter.
    const passes =
      boundary !== null && where !== domain ? passesFilter(directory, boundary.from, boundary.to, sid) : 'yes';
    const carried = sure && passes === 'yes';
    if (carried) {
      filtered.delete(sid);
      sids.set(sid, { sid, way, domain: where });
    } else {
      if (filtered.has(sid)) return;
      filtered.set(sid, { sid, way, domain: where, certain: passes === 'no' });
      if (passes === 'no') return;
    }
    // A SID of this token may stand in the target's domain as a foreign security principal (well-known ones do).
    for (const groups of membership.ofForeign(sid)) (carried ? climb : perhaps).enter(groups, way);
  };
  const addGroups = (ways: Iterable<TokenWay>, sure: boolean) => {
    for (const way of ways) {
      if (way.step.kind !== 'group') continue;
      const group = directory.groups[way.step.group]!;
      const where = isDomainLocal(group) ? group.domain : null;
      if (group.sid !== null) addSid(group.sid, way, where, sure);
      for (const sid of group.sidHistory) addSid(sid, formerSid(sid, way), where, sure);
    }
  };

  addSid(user.sid, account, null);
  for (const sid of user.sidHistory) addSid(sid, formerSid(sid, account), null);
  const mayBeOther = boundary !== null && !relation(directory, boundary.from, boundary.to).kind.startsWith('same-');
  for (const { sid } of user.wellKnown) {
    const way: TokenWay = { step: { kind: 'well-known', sid }, before: account };
    // With selective authentication OTHER_ORGANIZATION stands in its place.
    addSid(sid, way, null, sid !== THIS_ORGANIZATION || !mayBeOther);
  }
  if (user.primaryGroupSid !== null) {
    const group = groupOfSid(directory, user.primaryGroupSid, domain);
    if (group !== null) climb.enter([group], account);
    else {
      const way: TokenWay = { step: { kind: 'primary-group', sid: user.primaryGroupSid }, before: account };
      addSid(user.primaryGroupSid, way, null);
    }
  }
  climb.enter(user.groups, account);

  addGroups(climb, true);
  addGroups(perhaps, false);

  return {
    domain,
    sids,
    filtered,
    carries(sid) {
      if (sids.has(sid)) return 'yes';
      const lost = filtered.get(sid);
      if (lost) return lost.certain ? 'no' : 'unknown';
      return absent(directory, user, domain, sid);
    },
  };
}

function formerSid(sid: Sid, before: TokenWay): TokenWay {
  return { step: { kind: 'former-sid', sid }, before };
}

/** What is known about a SID that no membership in the sources puts into the token. */
function absent(directory: Directory, user: TokenUser, domain: DomainId | null, sid: Sid): Tristate {
  const former = directory.groupByFormerSid.get(sid);
  const known = groupsOfSid(directory, sid, domain);
  const groups = known.length > 0 || former === undefined ? known : [former];
  if (groups.length > 0) {
    const open = groups.some((number) => {
      const group = directory.groups[number]!;
      // The members of a known group are in the sources, so its absence from the token is knowledge, unless one of them
      // could not be seen (it may be a group that holds the account), or the account's primary group was not read.
      if (isDomainLocal(group) && group.domain !== domain) return false;
      return isSecurityGroup(group) && (group.open || !user.primaryGroupKnown);
    });
    return open ? 'unknown' : 'no';
  }
  if (directory.principals.has(sid)) return 'no';
  if (LOGON_DEPENDENT.has(sid)) return 'unknown';
  if (sid.startsWith('S-1-5-32-')) return 'unknown'; // an alias of BUILTIN that the sources do not hold
  // A domain SID that nothing in the sources has: a group of another domain, a hidden one, or a deleted one. It may
  // also reach the token through a shadow principal (MS-ADSC msDS-ShadowPrincipal).
  if (sid.startsWith('S-1-5-21-')) return 'unknown';
  return 'no';
}
