/**
 * Tokens: which SIDs an account carries on a domain controller of one domain, and what is known about a SID that it does
 * not visibly carry.
 *
 * A token is made in three steps: the account's own domain puts in its SID, its groups that are not domain-local, and the
 * former SIDs of all of them (MS-KILE 3.3.5.7.3); trusts on the way filter (MS-PAC 4.1.2.2); and the target's domain adds
 * its domain-local and BUILTIN groups for every SID that is left (MS-DRSR 4.1.8.3, MS-DTYP 2.5.2.1.1).
 */
import { sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { GapCode } from '../result/gaps.js';
import type { Tristate } from '../result/tristate.js';
import { boundaryBetween, logonOver, passesFilter } from './boundary.js';
import { type Directory, groupOfSid, groupsOfSid } from './directory.js';
import { forestOf, isOutside } from './forest.js';
import { isDomainLocal, isSecurityGroup } from './groups.js';
import { type DomainId, type GroupId, idsOf } from './ids.js';
import type { Boundary } from './memo.js';
import { mayGiveAnySid, mayHoldForeignSids } from './shadows.js';
import type { GroupWay, Token, TokenSid, TokenWay } from './token-parts.js';
import { accountUser, type TokenUser } from './token-user.js';
import { openBeyondDomain } from './unseen-members.js';

export type { Token, TokenSid, TokenStep, TokenWay } from './token-parts.js';
export { accountUser, type TokenUser };

const THIS_ORGANIZATION = 'S-1-5-15';
const OTHER_ORGANIZATION = 'S-1-5-1000';

/** SIDs that some logons carry and others do not; which it will be is not in a directory (MS-DTYP 2.4.2.4). */
const LOGON_DEPENDENT: ReadonlySet<Sid> = new Set([
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

/** Gaps behind which groups, or what they were called before, may be hidden. */
const HIDING: ReadonlySet<GapCode> = new Set<GapCode>([
  'object-not-visible',
  'search-incomplete',
  'entry-damaged',
  'attribute-not-exported',
  'domain-missing',
]);

/**
 * Builds the token that `user` has on domain controllers of a domain.
 * @param domain the target's; null where the target lies outside every known domain: then no domain-local group is
 *   added, and SIDs of BUILTIN are undecided
 */
export function buildToken(directory: Directory, user: TokenUser, domain: DomainId | null): Token {
  if (user.fixed) return fixedToken(user.fixed, domain);
  return new Builder(directory, user, domain).build();
}

function fixedToken(fixed: NonNullable<TokenUser['fixed']>, domain: DomainId | null): Token {
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

const ACCOUNT: TokenWay = { step: { kind: 'account' }, before: null };

class Builder {
  readonly #sids = new Map<Sid, TokenSid>();
  readonly #filtered = new Map<Sid, TokenSid & { certain: boolean }>();
  readonly #boundary: Boundary | null;
  /** Groups that hold the account, with or without a SID of their own. */
  readonly #reached: GroupId[] = [];
  /** Groups that may be in the token: because of what is not known of them, or of what leads to them. */
  #perhaps: ReadonlySet<GroupId> | null = null;
  #proven: boolean | null = null;
  #shadowed: boolean | null = null;

  constructor(
    readonly directory: Directory,
    readonly user: TokenUser,
    readonly domain: DomainId | null,
  ) {
    const { domain: from } = user;
    this.#boundary =
      from !== null && domain !== null && from !== domain ? boundaryBetween(directory, from, domain) : null;
  }

  build(): Token {
    this.#fromOwnDomain();
    this.#fromTargetsDomain();
    return {
      domain: this.domain,
      sids: this.#sids,
      filtered: this.#filtered,
      logon: logonOver(this.#boundary),
      carries: (sid) => this.#carries(sid),
    };
  }

  /** What the account brings along. */
  #fromOwnDomain(): void {
    const { directory, user } = this;
    const climb = directory.membership.climb({ for: 'account' }, this.#step);
    if (!user.holdsNothing) this.#bring(user.sid, ACCOUNT);
    for (const sid of user.sidHistory) this.#bring(sid, formerSid(sid, ACCOUNT));
    for (const { sid } of user.wellKnown) this.#bringWellKnown(sid);
    if (user.primaryGroupSid !== null) {
      const group = groupOfSid(directory, user.primaryGroupSid, user.domain);
      if (group !== null) climb.enter([group], ACCOUNT);
      else
        this.#bring(user.primaryGroupSid, {
          step: { kind: 'primary-group', sid: user.primaryGroupSid },
          before: ACCOUNT,
        });
    }
    climb.enter(user.groups, ACCOUNT);
    for (const way of climb) {
      const { sid, sidHistory } = directory.groups[way.step.group]!;
      this.#reached.push(way.step.group);
      if (sid !== null) this.#bring(sid, way);
      for (const former of sidHistory) this.#bring(former, formerSid(former, way));
    }
  }

  /** A group under audit is where its ways begin. */
  readonly #step = (group: GroupId, before: TokenWay | null): GroupWay => ({
    step: { kind: 'group', group },
    before: this.user.holdsNothing && before === ACCOUNT ? null : before,
  });

  #bringWellKnown(known: Sid): void {
    // OTHER_ORGANIZATION stands in its place where the trust is one of selective authentication (MS-DTYP 2.4.2.4).
    const sid = known === THIS_ORGANIZATION && this.#boundary?.selective ? OTHER_ORGANIZATION : known;
    const way: TokenWay = { step: { kind: 'well-known', sid }, before: ACCOUNT };
    if (sid === THIS_ORGANIZATION && this.#mayBeSelective())
      this.#filtered.set(sid, { sid, way, domain: null, certain: false });
    else this.#bring(sid, way);
  }

  /** Whether the trust on the way may be one of selective authentication, for all that was read. */
  #mayBeSelective(): boolean {
    return this.#boundary?.kind === 'not-known';
  }

  #bring(sid: Sid, way: TokenWay): void {
    if (this.#sids.has(sid) || this.#filtered.has(sid)) return;
    const passes = this.#boundary === null ? 'yes' : passesFilter(this.directory, this.#boundary, sid);
    if (passes === 'yes') this.#sids.set(sid, { sid, way, domain: null });
    else this.#filtered.set(sid, { sid, way, domain: null, certain: passes === 'no' });
  }

  /** What controllers of the target's domain add: their local groups, for every SID of the token. */
  #fromTargetsDomain(): void {
    const { directory, domain, user } = this;
    if (domain === null) return;
    const climb = directory.membership.climb({ for: 'local', domain }, this.#step);
    climb.enter(user.groups, ACCOUNT);
    for (const { sid, way } of this.#sids.values())
      for (const groups of this.#directGroups(sid)) climb.enter(groups, way);
    for (const way of climb) {
      const { sid, sidHistory } = directory.groups[way.step.group]!;
      this.#reached.push(way.step.group);
      const added = [
        ...(sid === null ? [] : [{ sid, way }]),
        ...sidHistory.map((former) => ({ sid: former, way: formerSid(former, way) })),
      ];
      for (const each of added) {
        if (this.#sids.has(each.sid)) continue;
        this.#filtered.delete(each.sid);
        this.#sids.set(each.sid, { ...each, domain });
        for (const groups of this.#directGroups(each.sid)) climb.enter(groups, each.way);
      }
    }
  }

  /** Groups that a principal of this SID is a direct member of: as itself, and as a foreign principal. */
  #directGroups(sid: Sid): readonly (readonly GroupId[])[] {
    const { directory, user, domain } = this;
    const { membership } = directory;
    const lists: (readonly GroupId[])[] = [...membership.ofForeign(sid)];
    const held = user.formerHolders?.get(sid);
    if (held) lists.push(held);
    for (const group of groupsOfSid(directory, sid, domain)) lists.push(membership.direct(group));
    return lists;
  }

  #carries(sid: Sid): Tristate {
    if (this.#sids.has(sid)) return 'yes';
    const lost = this.#filtered.get(sid);
    if (lost) return lost.certain ? 'no' : 'unknown';
    if (this.user.superseded || this.user.mayHold?.has(sid) || this.#mayBeShadow(sid)) return 'unknown';
    return this.#absent(sid);
  }

  /** What is known about a SID that no membership in the sources puts into the token. */
  #absent(sid: Sid): Tristate {
    const { directory, domain } = this;
    const former = directory.groupByFormerSid.get(sid);
    const known = groupsOfSid(directory, sid, domain);
    const shadows = directory.shadows.filter((id) => directory.groups[id]!.sid === sid);
    const groups = [...(known.length > 0 || former === undefined ? known : [former]), ...shadows];
    if (groups.length === shadows.length && this.#ofNoGroup(sid) === 'unknown') return 'unknown';
    if (groups.length === 0) return 'no';
    this.#perhaps ??= this.#possibleGroups();
    const perhaps = this.#perhaps;
    return groups.some((group) => perhaps.has(group)) ? 'unknown' : 'no';
  }

  /** Whether a shadow principal that was not seen may have put a SID of another forest into the token. */
  #mayBeShadow(sid: Sid): boolean {
    const { directory, user, domain } = this;
    this.#shadowed ??=
      mayGiveAnySid(directory, this.#reached, () => this.#provenBelow()) ||
      mayHoldForeignSids(directory, user.domain, this.#boundary, () => this.#provenBelow());
    if (!this.#shadowed || domain === null) return false;
    // Aliases of BUILTIN may hold whoever comes from the target's forest.
    const alias = sid.startsWith('S-1-5-32-') && this.#boundary !== null;
    const probe: Sid = alias ? `${directory.domains[domain]!.sid}-1000` : sid;
    if (!probe.startsWith('S-1-5-21-') || user.domain === null) return false;
    const home = sidWithoutLast(probe);
    if (home === null || forestOf(directory, user.domain).sids.has(home)) return false;
    return this.#boundary === null || passesFilter(directory, this.#boundary, probe) !== 'no';
  }

  /**
   * A SID that no group of the sources has. That of another kind of logon than over the network (INTERACTIVE, SERVICE:
   * MS-DTYP 2.4.2.4) is none of the token: what is asked for comes over LDAP.
   */
  #ofNoGroup(sid: Sid): Tristate {
    const { directory, user } = this;
    if (directory.principals.has(sid)) return 'no';
    if (LOGON_DEPENDENT.has(sid)) return 'unknown';
    if (sid === OTHER_ORGANIZATION) return this.#mayBeSelective() ? 'unknown' : 'no';
    if (sid.startsWith('S-1-5-32-')) return 'unknown'; // an alias of BUILTIN that the sources do not hold
    if (!sid.startsWith('S-1-5-21-')) return 'no';
    // A group of another domain, a hidden one, or a deleted one. In the account's own domain its memberships may be
    // proven: then no group that is not seen holds it.
    if (user.domain === null) return 'unknown';
    if (sidWithoutLast(sid) === directory.domains[user.domain]!.sid) return this.#provenBelow() ? 'no' : 'unknown';
    // A group that was not seen may hold the account and have had that SID once.
    const allSeen = this.#provenBelow() || !directory.gaps.some(({ code }) => HIDING.has(code));
    return allSeen && this.#historyKnown() && isOutside(directory, user.domain, sid) ? 'no' : 'unknown';
  }

  /** Whether the account, and every group of its domain that holds it, was seen with all of its memberships. */
  #provenBelow(): boolean {
    this.#proven ??= this.#seenWhole();
    return this.#proven;
  }

  #seenWhole(): boolean {
    const { user, directory } = this;
    const { membershipsProven, primaryGroupSid: primary, domain } = user;
    if (!membershipsProven) return false;
    // A primary group that was not seen may be in groups that were not either.
    const primarySeen = primary !== null && groupOfSid(directory, primary, domain) !== null;
    if (!primarySeen && !user.holdsNothing) return false;
    const held = this.#reached.map((id) => directory.groups[id]!);
    return held.every((group) => group.domain !== domain || group.membershipsProven);
  }

  /** Whether what the account, and every group in its token, was called before is known. */
  #historyKnown(): boolean {
    return this.user.historyKnown && this.#reached.every((id) => this.directory.groups[id]!.historyKnown);
  }

  /** Groups whose absence from the token is no knowledge, though they are known. */
  #possibleGroups(): ReadonlySet<GroupId> {
    const { directory, user, domain } = this;
    const { groups, membership } = directory;
    const climb = membership.climb({ for: 'perhaps', domain }, (group): GroupId => group);
    const enterAbove = (sid: Sid) => {
      for (const list of this.#directGroups(sid)) climb.enter(list, null);
    };
    const beyond = this.#provenBelow() ? openBeyondDomain(directory) : null;
    for (const id of idsOf<GroupId>(groups)) {
      const group = groups[id]!;
      const own = group.domain === user.domain;
      // One of its members could not be seen: it may be a group that holds the account.
      const mayHold = group.incomplete && (!own || beyond === null || beyond.has(id));
      const mayBePrimary = own && !user.primaryGroupKnown && isDomainLocal(group) !== 'yes';
      if (mayHold || mayBePrimary) climb.enter([id], null);
    }
    if (user.mayHold) {
      for (const sid of user.mayHold) {
        climb.enter(groupsOfSid(directory, sid, domain), null);
        enterAbove(sid);
      }
    }
    // What SID filtering may have let through.
    for (const { sid, certain } of this.#filtered.values()) if (!certain) enterAbove(sid);
    // A SID that the token may hold stands in the target's domain as a foreign principal.
    for (const sid of directory.foreignBySid.keys()) {
      const decided = this.#sids.has(sid) || this.#filtered.has(sid) || directory.groupsBySid.has(sid);
      if (!decided && (this.#mayBeShadow(sid) || this.#ofNoGroup(sid) === 'unknown')) enterAbove(sid);
    }
    // Groups above the token of which it is not known whether they count.
    const held = [user.groups, this.#reached, ...[...this.#sids.keys()].flatMap((sid) => this.#directGroups(sid))];
    for (const { group } of membership.above(held.flat(), { for: 'perhaps', domain })) {
      if (isSecurityGroup(groups[group]!) === 'unknown') climb.enter([group], null);
    }
    const possible = new Set<GroupId>();
    for (const id of climb) {
      possible.add(id);
      const { sid, sidHistory, shadow } = groups[id]!;
      for (const each of sid === null ? sidHistory : [sid, ...sidHistory]) {
        if (!this.#mayCome(id, each)) continue;
        enterAbove(each);
        if (shadow) climb.enter(groupsOfSid(directory, each, domain), null);
      }
    }
    return possible;
  }

  /** Whether a SID of a group comes through to the target's domain, or may. */
  #mayCome(group: GroupId, sid: Sid): boolean {
    if (this.#boundary === null || isDomainLocal(this.directory.groups[group]!) !== 'no') return true;
    return passesFilter(this.directory, this.#boundary, sid) !== 'no';
  }
}

function formerSid(sid: Sid, before: TokenWay): TokenWay {
  return { step: { kind: 'former-sid', sid }, before };
}
