/** Changes that leave every object where it is, laid over the records of a source: nothing is assembled anew. */
import { isDomainSid, sidDomain } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { AccountStream } from '../directory/account-stream.js';
import { accountDn, at, type Container, type Directory } from '../directory/directory.js';
import { type ContainerId, type DescriptorId, type GroupId, idsOf } from '../directory/ids.js';
import { type GrowingDirectory, loadDirectory } from '../directory/load.js';
import type { AccountRecord, PrincipalRecord } from '../directory/records.js';
import { ownSideOf } from '../directory/unread-members.js';
import { dnKey, parseDn, rdnText } from '../names/dn.js';
import type { GapCode } from '../result/gaps.js';
import { applyPlaced, type Changed, type Step } from './apply.js';
import { appliedAttribute } from './attributes.js';
import type { BaseSource } from './base-source.js';
import type { DescriptorLayer } from './descriptor-layer.js';
import { mayBeAccount, namedBeyondModel, objectNames } from './names.js';
import { OverlaySource } from './overlay-source.js';
import { type GroupChange, memberOfAfter } from './shown.js';

/** A step with where its change was written. */
export interface PlacedStep {
  readonly change: Step;
  readonly where?: string;
}

export interface Overlaid {
  readonly source: BaseSource;
  /**
   * Whether what the assembler concluded of the objects may no longer hold: lists that are not known any more, members that
   * no source shows. Assembling it anew concludes it anew.
   */
  readonly needsConclusions: boolean;
}

/** Above so many texts it takes longer to look for each in every account than to read them all. */
const MOST_MENTIONS = 50;
/** An RDN whose value stands in a record as it is written here. */
const PLAIN_RDN = /^[A-Za-z][A-Za-z0-9-]*=[^ ,+"\\<>;#=\u0000-\u001f]+(?: +[^ ,+"\\<>;#=\u0000-\u001f]+)*$/;

/**
 * @param steps all of which leave every object where it is
 * @throws AdreachError `change` where one cannot be made, with where it was written
 */
export async function overlaid(base: BaseSource, steps: readonly PlacedStep[]): Promise<Overlaid> {
  const directory = await loadDirectory(base);
  const model = { classes: directory.classLists.length, descriptors: directory.descriptors.size };
  const changes = steps.map(({ change }) => change);
  const emptied = maybeEmptied(directory, changes);
  const found = await lookFor(directory, base, {
    dns: namesOf(directory, changes),
    sids: newTrustees(directory, changes),
    emptied,
  });
  const changed = applyPlaced(directory, steps, found.named, true);
  const members = changedMembers(directory, changed, found, emptied.keys());
  const source = new OverlaySource(
    base,
    {
      layer: changed.directory.descriptors as DescriptorLayer,
      descriptors: directory.descriptors,
      classLists: directory.classLists,
      containers: changedContainers(directory, changed),
      groups: changedGroups(directory, changed, members),
      foreign: changedForeign(directory, changed),
      principals: found.principals,
      account: accountsAfter(directory, changed, found.named),
    },
    model,
  );
  const forgets = changed.directory.groups.some(
    (group, id) => group.unresolvedMembers !== directory.groups[id]!.unresolvedMembers,
  );
  const outdated = directory.gaps.some(({ code }) => steps.some(({ change }) => OUTDATES.get(change.kind) === code));
  return { source, needsConclusions: changed.anyLost || forgets || outdated };
}

/** What was concluded, and may no longer be so after a change. */
const OUTDATES: ReadonlyMap<Step['kind'], GapCode> = new Map([
  ['run-adminsdholder', 'descriptor-unreadable'],
  ['add-member', 'memberships-contradict'],
  ['remove-member', 'memberships-contradict'],
]);

/** What changes name and the model does not tell all of. */
function namesOf(directory: Directory, steps: readonly Step[]): readonly string[] {
  const changes = steps.map((step) => (step.kind === 'inherit-anew' ? INHERITS(step.dn) : step));
  const named = namedBeyondModel(directory, changes);
  if (!steps.some(({ kind }) => kind === 'run-adminsdholder')) return named;
  // An account that others lie below hands the list of AdminSDHolder on: its record says whether it gets it.
  const holding = directory.containers.filter(
    (each) => !each.missing && each.domain !== null && isAccount(directory, each),
  );
  return [...named, ...holding.map(({ dn }) => dn)];
}

const INHERITS = (dn: string) => ({ kind: 'set-inheritance', dn, inherits: true }) as const;

function isAccount(directory: Directory, container: Container): boolean {
  return container.classes !== null && mayBeAccount(directory, container);
}

/** SIDs of domains that written entries and owners name, and the model has no name for. */
function newTrustees(directory: Directory, changes: readonly Step[]): ReadonlySet<Sid> {
  const sids = new Set<Sid>();
  const note = (sid: Sid | null) => {
    if (sid === null || directory.groupsBySid.has(sid) || directory.principals.has(sid)) return;
    if (isDomainSid(sidDomain(sid))) sids.add(sid);
  };
  for (const change of changes) {
    if (change.kind === 'add-entry' && change.entry.form !== 'unknown') note(change.entry.sid);
    if (change.kind !== 'write-descriptor') continue;
    note(change.descriptor.owner);
    for (const ace of change.descriptor.dacl?.aces ?? []) if (ace.form !== 'unknown') note(ace.sid);
  }
  return sids;
}

/** Groups that lose a member: others may be left in them. With the keys of those that they lose. */
function maybeEmptied(directory: Directory, changes: readonly Step[]): ReadonlyMap<GroupId, ReadonlySet<string>> {
  const emptied = new Map<GroupId, Set<string>>();
  const loses = (group: GroupId | undefined, member: string) => {
    if (group !== undefined) emptied.set(group, (emptied.get(group) ?? new Set<string>()).add(dnKey(member)));
  };
  const { groups } = objectNames(directory);
  for (const change of changes) {
    if (change.kind === 'remove-member') loses(groups.get(dnKey(change.group)), change.member);
    if (change.kind !== 'set-attribute' || appliedAttribute(change.attribute) !== 'primaryGroupID') continue;
    // Its entry in the new primary group goes.
    for (const { sid } of directory.domains)
      for (const group of directory.groupsBySid.get(`${sid}-${Number(change.values[0])}`) ?? [])
        loses(group, change.dn);
  }
  return emptied;
}

interface LookedFor {
  readonly dns: readonly string[];
  readonly sids: ReadonlySet<Sid>;
  readonly emptied: ReadonlyMap<GroupId, ReadonlySet<string>>;
}

interface Found {
  readonly named: readonly AccountRecord[];
  readonly principals: readonly PrincipalRecord[];
  /** Of the groups that lose a member, those that other accounts are left in. */
  readonly keepsMembers: ReadonlySet<GroupId>;
}

/** One pass over the accounts, where there is something to look for. */
async function lookFor(
  directory: GrowingDirectory,
  base: BaseSource,
  { dns, sids, emptied }: LookedFor,
): Promise<Found> {
  const named: AccountRecord[] = [];
  const principals: PrincipalRecord[] = [];
  const keepsMembers = new Set<GroupId>();
  if (dns.length + sids.size + emptied.size === 0) return { named, principals, keepsMembers };
  // Few accounts have the RDN of one: only their DNs are made.
  const keys = new Set(dns.map(dnKey));
  // A name with escapes may be another spelling of one without.
  const values = new Set(dns.flatMap((dn) => [rdnValue(rdnText(dn)), parseDn(dn)[0]?.[0]?.value.toLowerCase() ?? '']));
  const mentions = emptied.size > 0 ? null : mentionsOf(dns, sids);
  for await (const batch of new AccountStream(directory, base).pass(mentions ?? undefined)) {
    for (const record of batch) {
      if (record.sid !== undefined && sids.has(record.sid)) principals.push(principalOf(directory, record));
      if (values.has(rdnValue(record.rdn)) && keys.has(dnKey(accountDn(directory, record)))) named.push(record);
      if (emptied.size > 0)
        for (const group of record.memberOf ?? [])
          if (emptied.get(group)?.has(dnKey(accountDn(directory, record))) === false) keepsMembers.add(group);
    }
  }
  principals.sort((a, b) => (a.sid < b.sid ? -1 : a.sid > b.sid ? 1 : a.dn < b.dn ? -1 : 1));
  return { named, principals, keepsMembers };
}

/** @returns texts of which each account that is looked for has one in its record; null where that cannot be said */
function mentionsOf(dns: readonly string[], sids: ReadonlySet<Sid>): readonly string[] | null {
  const rdns = dns.map(rdnText);
  if (rdns.length + sids.size > MOST_MENTIONS || !rdns.every((rdn) => PLAIN_RDN.test(rdn))) return null;
  return [...rdns.map((rdn) => rdn.slice(rdn.indexOf('=') + 1)), ...sids];
}

/** The value of an RDN as it can be compared; where it is escaped, any. */
function rdnValue(rdn: string): string {
  return PLAIN_RDN.test(rdn) ? rdn.slice(rdn.indexOf('=') + 1).toLowerCase() : '';
}

function principalOf(directory: Directory, record: AccountRecord): PrincipalRecord {
  const dn = accountDn(directory, record);
  const name = record.samAccountName ?? parseDn(dn)[0]![0]!.value;
  return { type: 'principal', sid: record.sid!, name, dn };
}

function changedContainers(before: Directory, { directory }: Changed): ReadonlyMap<ContainerId, DescriptorId | null> {
  const changed = new Map<ContainerId, DescriptorId | null>();
  if (directory.containers === before.containers) return changed;
  for (const id of idsOf<ContainerId>(before.containers)) {
    const { descriptor } = directory.containers[id]!;
    if (descriptor !== before.containers[id]!.descriptor) changed.set(id, descriptor);
  }
  return changed;
}

function changedGroups(
  before: Directory,
  { directory }: Changed,
  members: ReadonlyMap<GroupId, 'yes' | 'none'>,
): ReadonlyMap<GroupId, GroupChange> {
  const changed = new Map<GroupId, GroupChange>();
  for (const id of idsOf<GroupId>(before.groups)) {
    const [was, is] = [before.groups[id]!, directory.groups[id]!];
    const groups = directory.membership.direct(id);
    const now = members.get(id);
    if (was === is && groups === before.membership.direct(id) && now === undefined) continue;
    const readable = (attribute: 'member' | 'memberof') => before.reading.isAbsent(attribute, { ...was, unasked: [] });
    changed.set(id, {
      ...(is.descriptor !== was.descriptor && { descriptor: is.descriptor }),
      ...(is.adminCount !== was.adminCount && { adminCount: is.adminCount }),
      ...(is.unresolvedMembers !== was.unresolvedMembers && { unresolvedMembers: is.unresolvedMembers }),
      ...(groups !== before.membership.direct(id) && { memberOf: { groups, readable: readable('memberof') } }),
      ...(now !== undefined && { members: { now, readable: readable('member') } }),
    });
  }
  return changed;
}

/** Groups that got a member, and those that lost their last one. */
function changedMembers(
  before: Directory,
  { directory, account }: Changed,
  { named, keepsMembers }: Found,
  emptied: Iterable<GroupId>,
): ReadonlyMap<GroupId, 'yes' | 'none'> {
  const changed = new Map<GroupId, 'yes' | 'none'>();
  const compare = (was: readonly GroupId[], is: readonly GroupId[]) => {
    if (was !== is) for (const group of is) if (!was.includes(group)) changed.set(group, 'yes');
  };
  const kept = new Set(keepsMembers);
  const keep = (groups: readonly GroupId[]) => {
    for (const group of groups) kept.add(group);
  };
  for (const record of named) {
    const after = account(record).memberOf ?? [];
    compare(record.memberOf ?? [], after);
    keep(after);
  }
  for (const id of idsOf<GroupId>(before.groups)) {
    compare(before.membership.direct(id), directory.membership.direct(id));
    keep(directory.membership.direct(id));
  }
  for (const sid of before.membership.foreignSids())
    for (const [position, groups] of directory.membership.ofForeign(sid).entries()) {
      compare(before.membership.ofForeign(sid)[position]!, groups);
      keep(groups);
    }
  for (const group of emptied)
    if (!kept.has(group) && directory.groups[group]!.unresolvedMembers.length === 0) changed.set(group, 'none');
  return changed;
}

function changedForeign(before: Directory, { directory }: Changed): ReadonlyMap<Sid, readonly (readonly GroupId[])[]> {
  const changed = new Map<Sid, readonly (readonly GroupId[])[]>();
  if (directory.membership === before.membership) return changed;
  for (const sid of before.foreignBySid.keys()) {
    const now = directory.membership.ofForeign(sid);
    if (now !== before.membership.ofForeign(sid)) changed.set(sid, now);
  }
  return changed;
}

/** Named accounts show their memberships as a new reading would; of the others no membership changes. */
function accountsAfter(directory: Directory, changed: Changed, named: readonly AccountRecord[]): Changed['account'] {
  const { account } = changed;
  const known = new Map<number, Map<string, AccountRecord>>();
  for (const record of named) {
    const after = account(record);
    const inParent = known.get(record.parent) ?? new Map<string, AccountRecord>();
    known.set(record.parent, inParent.set(record.rdn, after));
    if (after.memberOf === record.memberOf) continue;
    const domain = at(directory.containers, record.parent)?.domain ?? null;
    const readable = directory.reading.isAbsent('memberof', { ...ownSideOf(record, domain), unasked: [] });
    inParent.set(record.rdn, { ...after, ...memberOfAfter(record, after.memberOf ?? [], readable) });
  }
  return (record) => known.get(record.parent)?.get(record.rdn) ?? account(record);
}
