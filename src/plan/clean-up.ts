/**
 * What of an account's rights is more than it needs, by the findings that call it so, and the change that takes it away: the
 * membership where a group brings it, the entry where the entry is the account's alone. Nothing that Windows puts there, nothing
 * that others would lose too.
 */
import { effectOf } from '../access/check.js';
import { isInheritable } from '../access/inherit.js';
import type { Session } from '../audit/session.js';
import type { Change } from '../changes/index.js';
import { formatAce, sidRid } from '../descriptor/index.js';
import { sameAce } from '../descriptor/same.js';
import type { BasicAce, ObjectAce, Sid } from '../descriptor/types.js';
import { areasOf } from '../directory/areas.js';
import { accountDn, at } from '../directory/directory.js';
import { type ContainerId, type DescriptorId, type DomainId, type GroupId, idsOf } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import { PrivilegedMemberships } from '../facts/privileged.js';
import type { LeftWhy, RemovalCause } from '../result/plan.js';
import type { Tokens } from '../verdicts/account-under-audit.js';
import { DelegatedEntries } from '../verdicts/delegated-entries.js';
import { Holdings } from '../verdicts/holdings.js';
import { IdleEntries, type IdleReason } from '../verdicts/idle-entries.js';
import { excessOf } from '../verdicts/rights.js';
import type { Shared } from '../verdicts/shared.js';
import { accessRuleOf } from './access-rule.js';
import type { Members } from './members.js';
import type { Trustee } from './trustees.js';

type EntryRemoval = Extract<Change, { readonly kind: 'remove-entry' }>;
type MembershipRemoval = Extract<Change, { readonly group: string }> & { readonly kind: 'remove-member' };

/** Something that goes. */
export interface Removal {
  readonly change: EntryRemoval | MembershipRemoval;
  readonly cause: RemovalCause;
  /** Id of the rule whose finding it answers. */
  readonly rule: string;
  /** Whom the entry is for; of a membership the group. */
  readonly trustee: Sid | null;
}

/** Something that a finding calls too much, and that stays. */
export interface Left {
  readonly dn: string;
  readonly trustee: Sid;
  readonly sddl: string | null;
  readonly why: LeftWhy;
}

export interface CleanUp {
  readonly removals: readonly Removal[];
  readonly left: readonly Left[];
}

export const NO_CLEAN_UP: CleanUp = { removals: [], left: [] };

/** Of single objects so many; where there are more, the cause is elsewhere. */
const MOST_SINGLE = 500;
/** RIDs up to here are Windows' own in every domain. */
const LAST_RESERVED_RID = 999;
/** What is told of what stays. */
const MOST_LEFT = 200;

/**
 * Reasons for which an entry that allows can go without anybody noticing. Not that it is there twice: .NET takes away both.
 */
const IDLE: ReadonlySet<IdleReason> = new Set<IdleReason>([
  'inherited-too',
  'denied-before',
  'unknown-right',
  'unknown-class',
  'nowhere',
]);

const RULES: Readonly<Record<RemovalCause, string>> = {
  membership: 'ADR-PRIVILEGED-MEMBERSHIP',
  'shared-group': 'ADR-EXCESS-RIGHTS',
  adminsdholder: 'ADR-ADMINSDHOLDER-DELEGATION',
  'domain-root': 'ADR-DOMAIN-ROOT-DELEGATION',
  direct: 'ADR-DIRECT-DELEGATION',
  excess: 'ADR-EXCESS-RIGHTS',
  'single-object': 'ADR-CONTROLS-OBJECTS',
  'no-effect': 'ADR-ENTRY-WITHOUT-EFFECT',
};

/** The root of the trouble first. */
const ORDER: readonly RemovalCause[] = [
  'membership',
  'shared-group',
  'adminsdholder',
  'domain-root',
  'direct',
  'excess',
  'single-object',
  'no-effect',
];

/** What can be done about what a trustee gives. */
type Lever =
  | { readonly take: 'entry' }
  | { readonly take: 'membership'; readonly groups: readonly GroupId[] }
  | { readonly take: 'nothing'; readonly why: LeftWhy };

export class CleanUpSearch {
  /** By object and entry, or group. */
  readonly #removals = new Map<string, readonly Removal[]>();
  readonly #left = new Map<string, Left>();
  readonly #levers = new Map<Sid, Lever>();
  readonly #delegated: DelegatedEntries;
  readonly #holdings: Holdings;
  #single = 0;

  /**
   * @param trustees of the account's token
   * @param members of the groups among them
   * @param keep the group that the account is to be in
   */
  constructor(
    readonly session: Session,
    readonly tokens: Tokens,
    trustees: readonly Trustee[],
    members: ReadonlyMap<GroupId, Members>,
    keep: GroupId | null,
  ) {
    const { shared, actions } = session;
    this.#delegated = new DelegatedEntries(shared, tokens, actions);
    this.#holdings = new Holdings(shared, tokens);
    for (const trustee of trustees) this.#levers.set(trustee.sid, leverOf(trustee, tokens, members, keep));
    for (const trustee of trustees) if (trustee.privileged) this.#leave(trustee, keep);
  }

  /** Looks through containers and groups. */
  takeModel(): void {
    const { directory } = this.session;
    const areas = areasOf(directory);
    for (const number of idsOf<ContainerId>(directory.containers)) {
      if (areas[number]!.area !== '') continue;
      this.#takeDelegations(number);
      const { dn, descriptor, classes, domain } = directory.containers[number]!;
      if (this.#isAccount(number)) continue;
      const own = this.#holdings.on(descriptor, classes, domain, dn);
      for (const { ace, ...holding } of own) {
        if (ace === null || !isInheritable(ace)) this.#takeHolding(dn, { ace, ...holding }, descriptor);
      }
    }
    for (const number of idsOf<GroupId>(directory.groups)) {
      const { dn, descriptor, classes, domain } = directory.groups[number]!;
      for (const holding of this.#holdings.on(descriptor, classes, domain)) this.#takeHolding(dn, holding, descriptor);
    }
  }

  /**
   * Looks for entries without effect, in the directory as the other removals leave it: what comes from above as well counts
   * once the entry above is gone.
   */
  takeIdle({ shared, tokens }: { readonly shared: Shared; readonly tokens: Tokens }): void {
    const idle = new IdleEntries(shared, tokens);
    const areas = areasOf(shared.directory);
    for (const number of idsOf<ContainerId>(shared.directory.containers))
      if (areas[number]!.area === '') this.#takeIdle(number, idle);
  }

  /** Whether an account has an entry that goes. */
  concerns(record: AccountRecord): boolean {
    return this.#excessOn(record).length > 0;
  }

  /** Looks through the accounts for which `concerns` says so. */
  takeAccounts(records: readonly AccountRecord[]): void {
    for (const record of records) {
      const dn = accountDn(this.session.directory, record);
      for (const holding of this.#excessOn(record)) this.#takeHolding(dn, holding, record.descriptor ?? null);
    }
  }

  /** Takes a membership back that was to go. */
  stays({ change, trustee }: Removal, why: LeftWhy): void {
    if (change.kind !== 'remove-member') return;
    this.#removals.delete(`leave ${change.group}`);
    this.#keep(change.group, null, why, trustee ?? undefined);
  }

  /** All that was found, the root of the trouble first. */
  result(): CleanUp {
    const removals = [...this.#removals.values()].flat();
    const place = ({ cause }: Removal) => ORDER.indexOf(cause);
    return {
      removals: removals.sort((a, b) => place(a) - place(b)),
      left: [...this.#left.values()].slice(0, MOST_LEFT),
    };
  }

  #takeDelegations(number: ContainerId): void {
    const { schema } = this.session.directory;
    const on = this.#delegated.on(number);
    for (const { ace, default: byDefault } of on?.entries ?? []) {
      const excess = excessOf(ace, this.session.actions, schema).length > 0;
      const cause: RemovalCause | null = on!.onAdminSDHolder
        ? 'adminsdholder'
        : on!.atDomainRoot
          ? 'domain-root'
          : this.#isAccountItself(ace.sid)
            ? 'direct'
            : excess
              ? 'excess'
              : null;
      if (cause === null || byDefault === 'yes') continue;
      if (byDefault === 'unknown') this.#keep(on!.dn, ace, 'default-not-known');
      else this.#take(on!.dn, ace, cause);
    }
  }

  #takeIdle(number: ContainerId, entries: IdleEntries): void {
    const { dn } = this.session.directory.containers[number]!;
    for (const { reason, aces } of entries.on(number)?.idle ?? []) {
      if (!IDLE.has(reason)) continue;
      for (const ace of aces) {
        // What nobody misses is no reason to leave a group.
        if (effectOf(ace) === 'allow' && this.#levers.get(ace.sid)?.take === 'entry') this.#take(dn, ace, 'no-effect');
      }
    }
  }

  #takeHolding(dn: string, holding: ReturnType<Holdings['on']>[number], descriptor: DescriptorId | null): void {
    const { ace, trustee, powers, held, default: byDefault } = holding;
    if (powers.length === 0 || held !== 'yes' || byDefault === 'yes') return;
    if (ace === null) {
      if (holding.from === 'owner' && this.#levers.get(trustee)?.take === 'entry')
        this.#keep(dn, null, 'owner', trustee);
      return;
    }
    if (excessOf(ace, this.session.actions, this.session.directory.schema).length === 0) return;
    if (byDefault === 'unknown') this.#keep(dn, ace, 'default-not-known');
    else if (this.#levers.get(trustee)?.take === 'entry' && this.#single >= MOST_SINGLE)
      this.#keep(dn, ace, 'too-many');
    else {
      this.#single++;
      if (this.#removals.has(keyOf(dn, ace))) return;
      // What is held is told once, however often the entry stands there: one that is left gives all of it.
      const aces = this.session.shared.descriptor(descriptor)?.dacl?.aces ?? [];
      for (const each of aces) if (sameAce(each, ace)) this.#take(dn, ace, 'single-object');
    }
  }

  #excessOn(record: AccountRecord) {
    const { directory } = this.session;
    const domain: DomainId | null = at(directory.containers, record.parent)?.domain ?? null;
    return this.#holdings
      .on(record.descriptor ?? null, record.classes, domain)
      .filter(({ powers, held, default: byDefault, trustee, from }) => {
        const lever = this.#levers.get(trustee);
        return powers.length > 0 && held === 'yes' && byDefault === 'no' && from === 'entry' && lever?.take === 'entry';
      });
  }

  #isAccount(number: ContainerId): boolean {
    const { containers, classLists } = this.session.directory;
    return at(classLists, containers[number]!.classes)?.some((name) => name.toLowerCase() === 'user') ?? false;
  }

  #take(dn: string, ace: BasicAce | ObjectAce, cause: RemovalCause): void {
    const lever = this.#levers.get(ace.sid) ?? { take: 'nothing', why: 'not-its-own' };
    if (lever.take === 'nothing') {
      this.#keep(dn, ace, lever.why);
      return;
    }
    if (lever.take === 'membership') {
      for (const group of lever.groups) this.#leaveGroup(group, 'shared-group');
      return;
    }
    if (accessRuleOf(ace) === null) {
      this.#keep(dn, ace, 'not-expressible');
      return;
    }
    const key = keyOf(dn, ace);
    const change: EntryRemoval = { kind: 'remove-entry', dn, entry: ace };
    const known = this.#removals.get(key) ?? [];
    // The same entry stands there as often as it is met for one cause; for another one it is the same one.
    if (known.length > 0 && known[0]!.cause !== cause) return;
    this.#removals.set(key, [...known, { change, cause, rule: RULES[cause], trustee: ace.sid }]);
  }

  #leave({ sid, direct, ways }: Trustee, keep: GroupId | null): void {
    const groups = ways.filter((group) => group !== keep);
    for (const group of groups) this.#leaveGroup(group, 'membership');
    if (groups.length === 0 && direct !== keep)
      this.#keep(this.tokens.account.dn, null, 'no-membership-of-its-own', sid);
  }

  /** Tells of privileged groups whose SID the account has all the same, once it has left what it can leave. */
  tellPrivileged(tokens: Tokens): void {
    for (const sid of new PrivilegedMemberships(tokens, this.session.sets).all.keys())
      if (![...this.#left.values()].some((left) => left.sddl === null && left.trustee === sid))
        this.#keep(tokens.account.dn, null, 'no-membership-of-its-own', sid);
  }

  #leaveGroup(group: GroupId, cause: RemovalCause): void {
    const { dn, sid } = this.session.directory.groups[group]!;
    // Windows puts its own accounts into groups: Administrator into Domain Admins.
    if ((sidRid(this.tokens.account.sid) ?? 0) <= LAST_RESERVED_RID) {
      this.#keep(dn, null, 'default-not-known', sid ?? undefined);
      return;
    }
    const key = `leave ${dn}`;
    const known = this.#removals.get(key);
    if (known !== undefined && ORDER.indexOf(known[0]!.cause) <= ORDER.indexOf(cause)) return;
    const change: MembershipRemoval = { kind: 'remove-member', group: dn, member: this.tokens.account.dn };
    this.#removals.set(key, [{ change, cause, rule: RULES[cause], trustee: sid }]);
  }

  /** A group that is to act holds its entries itself: that is as it should be. */
  #isAccountItself(sid: Sid): boolean {
    const { account } = this.tokens;
    return account.group === null && sid === account.sid;
  }

  #keep(dn: string, ace: BasicAce | ObjectAce | null, why: LeftWhy, trustee: Sid | undefined = ace?.sid): void {
    const sddl = ace === null ? null : formatAce(ace);
    this.#left.set(`${dn}|${sddl}|${trustee}`, { dn, trustee: trustee!, sddl, why });
  }
}

const keyOf = (dn: string, ace: BasicAce | ObjectAce) => `${dn}|${formatAce(ace)}`;

function leverOf(
  { sid, group, ways, privileged, common }: Trustee,
  { account }: Tokens,
  members: ReadonlyMap<GroupId, Members>,
  keep: GroupId | null,
): Lever {
  if (sid === account.sid) return { take: 'entry' };
  if (common) return { take: 'nothing', why: 'common' };
  if (group === null) return { take: 'nothing', why: 'former-sid' };
  const others = members.get(group);
  // What a group of Windows' own is given stays, however few are in it: others come and go.
  const isOwn = !privileged && sid.startsWith('S-1-5-21-') && (sidRid(sid) ?? 0) > LAST_RESERVED_RID;
  if (isOwn && others !== undefined && others.count === 0 && !others.open) return { take: 'entry' };
  // What the group that it is to be in brings as well, leaving others would not take away.
  if (ways.length > 0 && !ways.some((each) => each === keep)) return { take: 'membership', groups: ways };
  return { take: 'nothing', why: 'no-membership-of-its-own' };
}
