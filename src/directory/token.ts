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
import type { Tristate } from '../result/tristate.js';
import { boundaryTo, passesFilter, passesFromUnseen } from './boundary.js';
import { at, type Directory, groupOfSid, groupsOfSid } from './directory.js';
import { isOutside, mayBeLive } from './forest.js';
import { type Group, isDomainLocal, isSecurityGroup } from './groups.js';
import { type DomainId, type GroupId, idsOf } from './ids.js';
import type { Boundary } from './memo.js';
import { mayBeOfShadow, mayGiveAnySid, mayHoldForeignSids } from './shadows.js';
import {
  ACCOUNT,
  directGroups,
  fixedToken,
  formerSid,
  type GroupWay,
  HIDING,
  LOGON_DEPENDENT,
  logonOf,
  mayCome,
  OTHER_ORGANIZATION,
  remembering,
  seenWhole,
  THIS_ORGANIZATION,
  type Token,
  type TokenSid,
  type TokenWay,
  withSuperseded,
} from './token-parts.js';
import { accountUser, type TokenUser } from './token-user.js';
import { openBeyondDomain, tellAll } from './unseen-members.js';

export type { Token, TokenSid, TokenStep, TokenWay } from './token-parts.js';
export { accountUser, type TokenUser };

/**
 * Builds the token that `user` has on domain controllers of a domain.
 * @param domain the target's; null where the target lies outside every known domain: then no domain-local group is
 *   added, and SIDs of BUILTIN are undecided
 */
export function buildToken(directory: Directory, user: TokenUser, domain: DomainId | null): Token {
  const token = user.fixed ? fixedToken(user.fixed, domain) : new Builder(directory, user, domain).build();
  return withSuperseded(token, user, (other) => buildToken(directory, other, domain));
}

class Builder {
  readonly #sids = new Map<Sid, TokenSid>();
  readonly #filtered = new Map<Sid, TokenSid & { certain: boolean }>();
  readonly #boundary: Boundary | null;
  /** Groups that hold the account, with or without a SID of their own. */
  readonly #reached: GroupId[] = [];
  readonly #withoutSid: GroupWay[] = [];
  /** SIDs of groups that may be in the token: because of what is not known of them, or of what leads to them. */
  #perhaps: ReadonlySet<Sid> | null = null;
  #proven: boolean | null = null;
  #shadowed: boolean | null = null;
  #above: readonly Group[] | null = null;

  constructor(
    readonly directory: Directory,
    readonly user: TokenUser,
    readonly domain: DomainId | null,
  ) {
    this.#boundary = boundaryTo(directory, user.domain, domain);
  }

  build(): Token {
    this.#fromOwnDomain();
    this.#fromTargetsDomain();
    return {
      domain: this.domain,
      sids: this.#sids,
      filtered: this.#filtered,
      logon: logonOf(this.directory, this.user, this.domain, this.#boundary),
      carries: remembering((sid) => this.#carries(sid)),
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
      if (sid === null) this.#withoutSid.push(way);
      else this.#bring(sid, way);
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
    if (sid === THIS_ORGANIZATION && this.#boundary?.kind === 'not-known')
      this.#filtered.set(sid, { sid, way, domain: null, certain: false });
    else this.#bring(sid, way);
  }

  #bring(sid: Sid, way: TokenWay): void {
    if (this.#sids.has(sid) || this.#filtered.has(sid)) return;
    const passes = this.#passes(sid);
    if (passes === 'yes') this.#sids.set(sid, { sid, way, domain: null });
    else this.#filtered.set(sid, { sid, way, domain: null, certain: passes === 'no' });
  }

  #passes(sid: Sid): Tristate {
    const { directory, user, domain } = this;
    if (this.#boundary !== null) return passesFilter(directory, this.#boundary, sid);
    return user.domain !== null ? 'yes' : passesFromUnseen(user.sid, at(directory.domains, domain)?.sid, sid);
  }

  /** What controllers of the target's domain add: their local groups, for every SID of the token. */
  #fromTargetsDomain(): void {
    const { directory, domain, user } = this;
    if (domain === null) return;
    const climb = directory.membership.climb({ for: 'local', domain }, this.#step);
    climb.enter(user.groups, ACCOUNT);
    for (const { sid, way } of this.#sids.values())
      for (const groups of this.#directGroups(sid)) climb.enter(groups, way);
    // Groups whose SIDs were not read are in groups all the same; what a trust lets through of them is not known.
    if (this.#boundary === null)
      for (const way of this.#withoutSid) climb.enter(directory.membership.direct(way.step.group), way);
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

  readonly #directGroups = (sid: Sid) => directGroups(this.directory, this.user, this.domain, sid);

  #carries(sid: Sid): Tristate {
    if (this.#sids.has(sid)) return 'yes';
    const lost = this.#filtered.get(sid);
    if (lost) return lost.certain && !this.#mayBeAdded(sid) ? 'no' : 'unknown';
    if (this.user.mayHold?.has(sid) || this.#mayBeShadow(sid)) return 'unknown';
    return this.#absent(sid);
  }

  /** Whether controllers of the target's domain may add what a filter took away: with a local group, as its SID or a former. */
  #mayBeAdded(sid: Sid): boolean {
    if (this.#possible().has(sid)) return true;
    return sid.startsWith('S-1-5-32-') && groupsOfSid(this.directory, sid, this.domain).length === 0;
  }

  /** What is known about a SID that no membership in the sources puts into the token. */
  #absent(sid: Sid): Tristate {
    const { directory, domain } = this;
    // Where it is not known which domain's controllers are asked, neither is what their aliases are.
    if (domain === null && sid.startsWith('S-1-5-32-')) return 'unknown';
    if (this.#possible().has(sid)) return 'unknown';
    const former = directory.groupByFormerSid.has(sid) && !mayBeLive(directory, this.user.domain, sid);
    if (!former && groupsOfSid(directory, sid, domain).length === 0) return this.#ofNoGroup(sid);
    return this.#mayBeFormer(sid) ? 'unknown' : 'no';
  }

  /** Whether a shadow principal that was not seen may have put a SID of another forest into the token. */
  #mayBeShadow(sid: Sid): boolean {
    const { directory, user, domain } = this;
    this.#shadowed ??=
      mayGiveAnySid(directory, this.#reached, () => this.#provenBelow()) ||
      mayHoldForeignSids(directory, user.domain, this.#boundary, () => this.#provenBelow());
    return this.#shadowed && mayBeOfShadow(directory, { from: user.domain, to: domain, boundary: this.#boundary }, sid);
  }

  /**
   * A SID that no group of the sources has. That of another kind of logon than over the network (INTERACTIVE, SERVICE:
   * MS-DTYP 2.4.2.4) is none of the token: what is asked for comes over LDAP.
   */
  #ofNoGroup(sid: Sid): Tristate {
    const { directory, user, domain } = this;
    const principal = directory.principals.get(sid);
    if (principal !== undefined && !(principal.former && mayBeLive(directory, this.user.domain, sid)))
      return this.#mayBeFormer(sid) ? 'unknown' : 'no';
    if (LOGON_DEPENDENT.has(sid)) return 'unknown';
    if (sid === OTHER_ORGANIZATION) return this.#boundary?.kind === 'not-known' ? 'unknown' : 'no';
    if (sid.startsWith('S-1-5-32-')) return 'unknown'; // an alias of BUILTIN that the sources do not hold
    if (!sid.startsWith('S-1-5-21-')) return 'no';
    // A group of another domain, a hidden one, or a deleted one. In the account's own domain its memberships may be
    // proven: then no group that is not seen holds it.
    const home = sidWithoutLast(sid);
    if (user.domain === null || this.#mayBeNameless(home)) return 'unknown';
    if (home === directory.domains[user.domain]!.sid)
      return this.#provenBelow() && this.#toldAbroad(sid) ? 'no' : 'unknown';
    // A group that was not seen may hold the account and have had that SID once.
    const hidden = directory.gaps.some(({ code }) => HIDING.has(code));
    if (hidden && !this.#provenBelow()) return 'unknown';
    if (!this.#historyKnown() || !isOutside(directory, user.domain, sid)) return 'unknown';
    // A local group of the target's domain may hold the account, or what it carries, as a foreign principal: of that the
    // account's own memberships tell nothing. A target of no known domain may be of any that no source holds.
    const target = at(directory.domains, domain)?.sid;
    if (target === undefined) return directory.domains.some((each) => each.sid === home) ? 'no' : 'unknown';
    return home === target && (hidden || !tellAll(directory, this.#sids.keys(), sid)) ? 'unknown' : 'no';
  }

  /** Whether what of the token comes from elsewhere tells all groups that it is in: groups of other domains do not. */
  #toldAbroad(asked: Sid): boolean {
    const { directory, user } = this;
    const own = this.#mayHold().every(({ domain, namesUnseen }) => domain === user.domain && !namesUnseen);
    const others = [...this.#sids.keys()].filter((sid) => sid !== user.sid);
    return own && !user.namesUnseen && tellAll(directory, others, asked);
  }

  /** Whether a SID of another domain may be one that the account, or a group of it, had once: where that was not shown. */
  #mayBeFormer(sid: Sid): boolean {
    const { user, directory } = this;
    if (!sid.startsWith('S-1-5-21-') || this.#historyKnown()) return false;
    if (sidWithoutLast(sid) === at(directory.domains, user.domain)?.sid) return false;
    return this.#passes(sid) !== 'no';
  }

  /** Whether the account is, or may be, in a group whose SID was not read: it may be any of that domain's. */
  #mayBeNameless(domainSid: Sid): boolean {
    const own = (domain: DomainId | null) => at(this.directory.domains, domain)?.sid ?? domainSid;
    return this.#mayHold().some(({ sid, domain }) => sid === null && own(domain) === domainSid);
  }

  /** The groups that the account is in, those included of which it is not known whether they count. */
  #mayHold(): readonly Group[] {
    const { groups, membership } = this.directory;
    this.#above ??= membership
      .above(this.#held(), { for: 'perhaps', domain: this.domain })
      .map(({ group }) => groups[group]!);
    return this.#above;
  }

  /** The groups that hold the account, or a SID of its token, whether or not they count. */
  #held(): readonly GroupId[] {
    const { directory, user } = this;
    const primary = user.primaryGroupSid === null ? [] : groupsOfSid(directory, user.primaryGroupSid, user.domain);
    const direct = [...this.#sids.keys()].flatMap((sid) => this.#directGroups(sid));
    return [...user.groups, ...primary, ...this.#reached, ...direct.flat()];
  }

  /** Whether the account, and every group of its domain that holds it, was seen with all of its memberships. */
  #provenBelow(): boolean {
    this.#proven ??= seenWhole(this.directory, this.user, this.#mayHold());
    return this.#proven;
  }

  /** Whether what the account, and every group in its token, was called before is known. */
  #historyKnown(): boolean {
    return this.user.historyKnown && this.#mayHold().every(({ historyKnown }) => historyKnown);
  }

  #possible(): ReadonlySet<Sid> {
    this.#perhaps ??= this.#sidsOfPossible();
    return this.#perhaps;
  }

  /** SIDs, those of former days included, of groups whose absence from the token is no knowledge, though they are known. */
  #sidsOfPossible(): ReadonlySet<Sid> {
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
    if (this.#boundary !== null)
      for (const { step } of this.#withoutSid) climb.enter(membership.direct(step.group), null);
    // What SID filtering may have let through.
    for (const { sid, certain } of this.#filtered.values()) if (!certain) enterAbove(sid);
    // A SID that the token may hold stands in the target's domain as a foreign principal.
    for (const sid of membership.foreignSids()) {
      if (this.#sids.has(sid) || this.#filtered.has(sid)) continue;
      const open = directory.groupsBySid.has(sid)
        ? this.#mayBeFormer(sid)
        : this.#mayBeShadow(sid) || this.#ofNoGroup(sid) === 'unknown';
      if (open) enterAbove(sid);
    }
    // Groups above the token of which it is not known whether they count.
    for (const { group } of membership.above(this.#held(), { for: 'perhaps', domain })) {
      const local = isDomainLocal(groups[group]!);
      // Local groups count where the target lies, which may be their domain.
      const perhapsLocal = local === 'yes' && domain === null;
      if (isSecurityGroup(groups[group]!) === 'unknown' || perhapsLocal) climb.enter([group], null);
    }
    const possible = new Set<Sid>();
    for (const id of climb) {
      const { sid, sidHistory } = groups[id]!;
      for (const each of sid === null ? sidHistory : [sid, ...sidHistory]) {
        if (!mayCome(directory, this.#boundary, groups[id]!, each)) continue;
        possible.add(each);
        enterAbove(each);
      }
    }
    return possible;
  }
}
