/** What a token is made of: SIDs, each with the way to it. */
import { isDomainSid, sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { GapCode } from '../result/gaps.js';
import type { Tristate } from '../result/tristate.js';
import { type Logon, logonOver, passesFilter } from './boundary.js';
import { type Directory, groupOfSid, groupsOfSid } from './directory.js';
import { type Group, isDomainLocal } from './groups.js';
import type { DomainId, GroupId } from './ids.js';
import type { Boundary } from './memo.js';
import { Recent } from './recent.js';
import type { TokenUser } from './token-user.js';

/** One step of the way from an account to a SID of its token. */
export type TokenStep =
  /** The account under audit itself: where every way begins. */
  | { readonly kind: 'account' }
  | { readonly kind: 'group'; readonly group: GroupId }
  /** A value of sIDHistory of what stands before it. */
  | { readonly kind: 'former-sid'; readonly sid: Sid }
  /** A primary group that the sources do not hold. */
  | { readonly kind: 'primary-group'; readonly sid: Sid }
  /** Added by the kind of logon, or for what the account is. */
  | { readonly kind: 'well-known'; readonly sid: Sid };

/** A way to a SID, told from its end; ways share what they have in common. */
export interface TokenWay {
  readonly step: TokenStep;
  readonly before: TokenWay | null;
}

export interface GroupWay extends TokenWay {
  readonly step: Extract<TokenStep, { readonly kind: 'group' }>;
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
  /** Whether the account can log on there at all. */
  readonly logon: Logon;
  /** @returns whether this token carries `sid`; unknown where the evidence does not decide */
  carries(sid: Sid): Tristate;
}

export const THIS_ORGANIZATION = 'S-1-5-15';
export const OTHER_ORGANIZATION = 'S-1-5-1000';

/** SIDs that some logons carry and others do not; which it will be is not in a directory (MS-DTYP 2.4.2.4). */
export const LOGON_DEPENDENT: ReadonlySet<Sid> = new Set([
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
 * The token of a delegated managed service account that took another account over: it may hold what that one holds. That it
 * does is told by no specification.
 * @param tokenOf makes the other one's token, on the same controllers
 */
export function withSuperseded(token: Token, { superseded }: TokenUser, tokenOf: (user: TokenUser) => Token): Token {
  if (superseded === undefined) return token;
  const other = superseded === 'not-known' ? null : tokenOf(superseded);
  return {
    ...token,
    carries(sid) {
      const own = token.carries(sid);
      if (own === 'yes' || token.filtered.get(sid)?.certain) return own;
      return other?.carries(sid) === 'no' ? own : 'unknown';
    },
  };
}

/** Gaps behind which groups, or what they were called before, may be hidden. */
export const HIDING: ReadonlySet<GapCode> = new Set<GapCode>([
  'object-not-visible',
  'search-incomplete',
  'entry-damaged',
  'attribute-not-exported',
  'domain-missing',
]);

export function fixedToken(fixed: NonNullable<TokenUser['fixed']>, domain: DomainId | null): Token {
  const sids = new Map<Sid, TokenSid>();
  for (const { sid } of fixed) sids.set(sid, { sid, way: ACCOUNT, domain: null });
  return {
    domain,
    sids,
    filtered: new Map(),
    logon: { possible: 'yes' },
    carries: (sid) => (sids.has(sid) ? 'yes' : 'no'),
  };
}

export const ACCOUNT: TokenWay = { step: { kind: 'account' }, before: null };

export function formerSid(sid: Sid, before: TokenWay): TokenWay {
  return { step: { kind: 'former-sid', sid }, before };
}

/** Groups that a principal of this SID is a direct member of: as itself, and as a foreign principal. */
export function directGroups(
  directory: Directory,
  user: TokenUser,
  domain: DomainId | null,
  sid: Sid,
): readonly (readonly GroupId[])[] {
  const { membership } = directory;
  const lists: (readonly GroupId[])[] = [...membership.ofForeign(sid)];
  const held = user.formerHolders?.get(sid);
  if (held) lists.push(held);
  for (const group of groupsOfSid(directory, sid, domain)) lists.push(membership.direct(group));
  return lists;
}

/** Whether a SID of a group comes through to the target's domain, or may. */
export function mayCome(directory: Directory, boundary: Boundary | null, group: Group, sid: Sid): boolean {
  if (boundary === null || isDomainLocal(group) !== 'no') return true;
  return passesFilter(directory, boundary, sid) !== 'no';
}

/** Answers that a token remembers: more than directories have trustees; lists can name any number. */
const ANSWERS = 1 << 14;

/** The same answers, each found once as long as it is remembered. */
export function remembering(find: (sid: Sid) => Tristate): (sid: Sid) => Tristate {
  const known = new Recent<Sid, Tristate>(ANSWERS);
  return (sid) => known.of(sid, () => find(sid));
}

/**
 * @param held groups that hold a user, or may
 * @returns whether it, and each group of its domain among them, was seen with all of its memberships
 */
export function seenWhole(directory: Directory, user: TokenUser, held: readonly Group[]): boolean {
  const { membershipsProven, primaryGroupSid: primary, domain } = user;
  if (!membershipsProven) return false;
  // A primary group that was not seen may be in groups that were not either.
  const primarySeen = primary !== null && groupOfSid(directory, primary, domain) !== null;
  if (!primarySeen && !user.holdsNothing) return false;
  return held.every((group) => group.domain !== domain || group.membershipsProven);
}

/** Whether a user can log on. Of one whose own domain the sources lack it is not known which trust lets it in. */
export function logonOf(
  directory: Directory,
  user: TokenUser,
  domain: DomainId | null,
  boundary: Boundary | null,
): Logon {
  const own = sidWithoutLast(user.sid);
  const abroad = domain === null ? directory.trusts.length > 0 : own !== directory.domains[domain]?.sid;
  if (user.domain === null && abroad && own !== null && isDomainSid(own))
    return { possible: 'unknown', because: 'trust-direction' };
  return logonOver(boundary);
}
