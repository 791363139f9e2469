/** Makes a plan: what is to be changed in a directory, in which order, and what each part of it brings. */
import type { Session } from '../audit/session.js';
import { type Change, storedDescriptor } from '../changes/index.js';
import { sameAce, sameDescriptor } from '../descriptor/same.js';
import type { Guid, SecurityDescriptor, Sid } from '../descriptor/types.js';
import { at } from '../directory/directory.js';
import { type ContainerId, type DomainId, type GroupId, idsOf } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import { AdreachError } from '../errors/index.js';
import type { Populations } from '../facts/populations.js';
import { dnKey } from '../names/dn.js';
import { nearest } from '../names/nearest.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { isMerged } from './access-rule.js';
import { type CleanUp, CleanUpSearch, NO_CLEAN_UP, type Removal } from './clean-up.js';
import { type Inconsistent, inconsistentBelow } from './consistency.js';
import { holdingBack, type Lost, lossBy } from './effects.js';
import { chooseGroup } from './group.js';
import { type Members, membersOf } from './members.js';
import { collectPeople, type Kind } from './people.js';
import { type Place, PlaceFinder, type Reach } from './places.js';
import { trusteesOf } from './trustees.js';
import { World } from './world.js';

/** What is asked for. */
export interface PlanOrder {
  /** The directory with the account, and with the group where it is named. */
  readonly session: Session;
  /** Which of the accounts under audit. */
  readonly position: number;
  /** What the account is to be able to do. */
  readonly actions: readonly ActionDefinition[];
  readonly populations: Populations;
  /** DNs of containers; none: they are looked for. */
  readonly on: readonly string[];
  readonly group: string | undefined;
  readonly cleanUp: boolean;
}

/** A container to delegate on, with what that brings. */
export interface PlannedPlace extends Place, Reach {
  readonly dn: string;
  readonly entries: number;
}

/** An object whose list is changed. */
export interface PlannedObject {
  readonly dn: string;
  readonly guid: Guid | null;
  readonly before: SecurityDescriptor;
  readonly after: SecurityDescriptor;
}

export interface PlannedRemoval {
  readonly removal: Removal;
  /** Of a membership: accounts on which an action is lost by it alone. */
  readonly loses: number | null;
}

/** A plan as values. */
export interface Planned {
  readonly domain: DomainId;
  readonly group: GroupId;
  readonly members: Members;
  /** What is made ready: memberships. */
  readonly prepare: readonly Change[];
  /** Entries that go before any is added: programs on .NET would make one entry of the two, which then could not go alone. */
  readonly replaced: readonly PlannedRemoval[];
  readonly grants: readonly Change[];
  /** What goes once everything is added. */
  readonly removals: readonly PlannedRemoval[];
  readonly left: CleanUp['left'];
  readonly places: readonly PlannedPlace[];
  readonly avoided: readonly ({ readonly dn: string } & Reach)[];
  /** People, and accounts of no known kind, whom the account could act on, and cannot afterwards. */
  readonly lost: Lost;
  readonly objects: readonly PlannedObject[];
  readonly inconsistent: Inconsistent;
  /** The accounts that the changes name. */
  readonly named: readonly AccountRecord[];
}

/** All changes, in the order that leaves no hole. */
export function changesOf({
  prepare,
  replaced,
  grants,
  removals,
}: Pick<Planned, 'prepare' | 'replaced' | 'grants' | 'removals'>): readonly Change[] {
  const changes = (planned: readonly PlannedRemoval[]) => planned.map(({ removal }) => removal.change);
  return [...prepare, ...changes(replaced), ...grants, ...changes(removals)];
}

/** A group that is to be made, told from one that there is. */
export type NeedsGroup = { readonly needsGroup: { readonly dn: string; readonly samAccountName: string } };

/**
 * @returns the plan; or the group that has to be made first
 * @throws AdreachError `usage` or `not-found` for what cannot be planned
 */
export async function makePlan(order: PlanOrder): Promise<Planned | NeedsGroup> {
  const { session, position, populations } = order;
  const tokens = session.tokens[position]!;
  const { account } = tokens;
  if (account.domain === null || account.kind === 'local-system' || account.kind === 'foreign')
    throw new AdreachError(
      'usage',
      `nothing can be delegated to ${account.name}`,
      'Name an account or a group of the domain with --account.',
    );
  const domain = account.domain;
  const trustees = trusteesOf(tokens, session.sets);
  const choice = chooseGroup(session, tokens, domain, trustees, order.group);
  if (choice.make) return { needsGroup: { dn: choice.dn, samAccountName: choice.samAccountName } };
  const asked = trustees.flatMap(({ group, common }) => (group === null || common ? [] : [group]));
  const members = await membersOf(session, [...new Set([...asked, choice.group])], account.sid);
  const search = new CleanUpSearch(session, tokens, trustees, members, choice.group);
  const isOwn = (record: AccountRecord) =>
    account.record !== null && record.rdn === account.record.rdn && record.parent === account.record.parent;
  const { kinds, alone } = await collectPeople(
    session,
    position,
    populations,
    (record) => isOwn(record) || (order.cleanUp && search.concerns(record)),
  );
  if (order.on.length === 0) checkKnown(account.name, kinds);
  if (order.cleanUp) {
    search.takeModel();
    search.takeAccounts(alone);
    for (const removal of holdingBack(session, position, search.result().removals, kinds, alone))
      search.stays(removal, 'would-gain');
    const taken = search.result().removals.map(({ change }) => change);
    const left = new World(session, position, taken, alone);
    search.takeIdle(left);
    search.tellPrivileged(left.tokens);
  }
  const { removals, left } = order.cleanUp ? search.result() : NO_CLEAN_UP;
  return withPlaces(order, {
    domain,
    group: choice.group,
    members: members.get(choice.group)!,
    kinds,
    alone,
    removals,
    left,
  });
}

/** Where nobody is known to be one whom it should reach, a plan would find nothing to delegate, and take away what there is. */
function checkKnown(name: string, kinds: readonly Kind[]): void {
  const undecided = kinds.reduce((sum, { undecided: is, count }) => sum + (is ? count : 0), 0);
  if (undecided === 0 || kinds.some(({ expected }) => expected)) return;
  throw new AdreachError(
    'not-found',
    `whom ${name} should reach is not known: the evidence does not tell of which kind the accounts are (${undecided} of them)`,
    'Collect with an account that reads more, say with --exported what an export asked for, or name containers with --on.',
  );
}

interface Findings extends CleanUp {
  readonly domain: DomainId;
  readonly group: GroupId;
  readonly members: Members;
  readonly kinds: readonly Kind[];
  readonly alone: readonly AccountRecord[];
}

function withPlaces(order: PlanOrder, found: Findings): Planned {
  const { session, position, actions } = order;
  const { domain, group, members, kinds, alone: named, left } = found;
  const { directory } = session;
  const trustee: Sid = directory.groups[group]!.sid!;
  const taken = found.removals.map(({ change }) => change);
  const prepare = membership(order, domain, group, taken, named);
  const base = [...prepare, ...taken];
  const finder = new PlaceFinder({ session, position, actions, kinds, base, named, trustee, domain });
  const { places, avoided } =
    order.on.length > 0
      ? { places: finder.given(containersNamed(session, domain, order.on, (id) => finder.canHold(id))), avoided: [] }
      : finder.find();
  // What would be taken away and given again stays.
  const wanted = finder.grants(places);
  const removals = found.removals.filter(({ change }) => !wanted.some((grant) => isSameEntry(grant, change)));
  const grants = wanted.filter((grant) => !taken.some((change) => isSameEntry(grant, change)));
  const reach = finder.reachOf(places, [...base, ...wanted]);
  const told = places.map((place): PlannedPlace => {
    const { dn } = directory.containers[place.container]!;
    const entries = grants.filter((change) => 'dn' in change && change.dn === dn).length;
    return { ...place, ...reach.get(place.container)!, dn, entries };
  });
  const planned = removals.map((removal): PlannedRemoval => {
    const { change } = removal;
    return {
      removal,
      loses: change.kind === 'remove-member' ? lossBy(session, position, [change], kinds, named).count : null,
    };
  });
  const isReplaced = ({ removal: { change } }: PlannedRemoval) => grants.some((grant) => isOneWith(change, grant));
  const ordered = {
    prepare,
    replaced: planned.filter(isReplaced),
    grants,
    removals: planned.filter((each) => !isReplaced(each)),
  };
  const changes = changesOf(ordered);
  const objects = objectsOf(session, position, changes, named);
  return {
    domain,
    group,
    members,
    ...ordered,
    left,
    places: told.sort((a, b) => b.gains - a.gains || (a.dn < b.dn ? -1 : 1)),
    avoided: avoided
      .map(({ container, reach: brings }) => ({ dn: directory.containers[container]!.dn, ...brings }))
      .sort((a, b) => b.gains - a.gains || (a.dn < b.dn ? -1 : 1)),
    lost: lossBy(
      session,
      position,
      changes,
      kinds.filter(({ expected, undecided }) => expected || undecided),
      named,
    ),
    objects,
    inconsistent: inconsistentBelow(
      session,
      objects.map(({ dn }) => dn),
      kinds,
    ),
    named,
  };
}

function isSameEntry(grant: Change, removal: Change): boolean {
  return (
    grant.kind === 'add-entry' &&
    removal.kind === 'remove-entry' &&
    grant.dn === removal.dn &&
    sameAce(grant.entry, removal.entry)
  );
}

/** Whether .NET makes one entry of one that goes and one that is added. */
function isOneWith(removal: Change, grant: Change): boolean {
  return (
    grant.kind === 'add-entry' &&
    removal.kind === 'remove-entry' &&
    grant.dn === removal.dn &&
    isMerged(removal.entry, grant.entry)
  );
}

/** The account has to be in the group once all is done. */
function membership(
  { session, position }: PlanOrder,
  domain: DomainId,
  group: GroupId,
  taken: readonly Change[],
  named: readonly AccountRecord[],
): readonly Change[] {
  const { account } = session.tokens[position]!;
  if (account.group === group) return [];
  const { dn, sid } = session.directory.groups[group]!;
  const after = new World(session, position, taken, named);
  if (after.tokens.on(domain).carries(sid!) === 'yes') return [];
  return [{ kind: 'add-member', group: dn, member: account.dn }];
}

function objectsOf(
  session: Session,
  position: number,
  changes: readonly Change[],
  named: readonly AccountRecord[],
): readonly PlannedObject[] {
  const { directory } = session;
  const world = new World(session, position, changes, named);
  const after = named.map((record) => world.account(record));
  const objects = new Map<string, PlannedObject>();
  for (const change of changes) {
    if (change.kind !== 'add-entry' && change.kind !== 'remove-entry') continue;
    const key = dnKey(change.dn);
    if (objects.has(key)) continue;
    const before = storedDescriptor(directory, change.dn, named)!;
    const now = storedDescriptor(world.directory, change.dn, after)!;
    if (sameDescriptor(before, now)) continue;
    objects.set(key, { dn: change.dn, guid: guidOf(session, change.dn, named), before, after: now });
  }
  return [...objects.values()];
}

function guidOf({ directory }: Session, dn: string, named: readonly AccountRecord[]): Guid | null {
  const key = dnKey(dn);
  const record = named.find(({ rdn, parent }) => dnKey(`${rdn},${directory.containers[parent]?.dn ?? ''}`) === key);
  return record?.guid ?? directory.containers.find((container) => dnKey(container.dn) === key)?.guid ?? null;
}

function containersNamed(
  { directory }: Session,
  domain: DomainId,
  dns: readonly string[],
  canHold: (id: ContainerId) => boolean,
): readonly ContainerId[] {
  const ids = dns.map((dn) => {
    const key = dnKey(dn);
    const found = [...idsOf<ContainerId>(directory.containers)].find((id) => {
      const container = directory.containers[id]!;
      return container.domain === domain && !container.missing && dnKey(container.dn) === key;
    });
    if (found !== undefined && canHold(found)) return found;
    if (found !== undefined)
      throw new AdreachError(
        'usage',
        `nothing is delegated on ${dn}: it is AdminSDHolder, an account, a place without accounts, or its list was not read`,
        'Name a container of accounts with --on.',
      );
    const candidates = nearest(dn, 3);
    for (const container of directory.containers) if (container.domain === domain) candidates.offer(container.dn);
    const near = candidates.best();
    const where = at(directory.domains, domain)!.dn;
    throw new AdreachError(
      'not-found',
      `no container ${dn} in ${where}`,
      near.length > 0 ? `Did you mean ${near.join(', ')}?` : 'Name it by its DN.',
    );
  });
  return [...new Set(ids)];
}
