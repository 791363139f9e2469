/** Builds the model from the records of a source (everything but the accounts, which stream by later). */
import { wellKnownName } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { dnKey, isAtOrBelow } from '../names/dn.js';
import { DescriptorTable } from './descriptors.js';
import { at, type Container, type Directory, type Domain, type ForeignPrincipal, type Principal } from './directory.js';
import { foreignByName } from './foreign-names.js';
import type { Group } from './groups.js';
import { type ContainerId, type DomainId, type GroupId, idsOf } from './ids.js';
import { Membership, PROTECTION } from './membership.js';
import { type Reader, Reading, readersOf } from './reading.js';
import type { RecordSource } from './record-source.js';
import type {
  AttributeRecord,
  ClassRecord,
  ContainerRecord,
  DomainRecord,
  ForeignPrincipalRecord,
  ForestRecord,
  GapRecord,
  GroupRecord,
  KdsRootKeyRecord,
  ModelRecord,
  PartitionRecord,
  PrincipalRecord,
  RightRecord,
  TrustRecord,
} from './records.js';
import { createSchema } from './schema.js';
import { incompleteGroups, ownSideOf, unreadGaps, unreadMembers } from './unread-members.js';

/** A directory whose lists of classes and descriptors can still grow, as the accounts bring more of them. */
export interface GrowingDirectory extends Directory {
  readonly classLists: (readonly string[])[];
  readonly descriptors: DescriptorTable;
}

interface Collected {
  classes: ClassRecord[];
  attributes: AttributeRecord[];
  rights: RightRecord[];
  partitions: PartitionRecord[];
  forests: ForestRecord[];
  kds: KdsRootKeyRecord[];
  domains: DomainRecord[];
  trusts: TrustRecord[];
  classLists: (readonly string[])[];
  descriptors: DescriptorTable;
  containers: ContainerRecord[];
  groups: GroupRecord[];
  foreign: ForeignPrincipalRecord[];
  principals: PrincipalRecord[];
  gaps: GapRecord[];
}

function file(record: ModelRecord, into: Collected): void {
  switch (record.type) {
    case 'class':
      into.classes.push(record);
      break;
    case 'attribute':
      into.attributes.push(record);
      break;
    case 'right':
      into.rights.push(record);
      break;
    case 'partition':
      into.partitions.push(record);
      break;
    case 'forest':
      into.forests.push(record);
      break;
    case 'kdsRootKey':
      into.kds.push(record);
      break;
    case 'domain':
      into.domains.push(record);
      break;
    case 'trust':
      into.trusts.push(record);
      break;
    case 'classes':
      into.classLists.push(record.names);
      break;
    case 'descriptor':
      into.descriptors.add(record.base64);
      break;
    case 'container':
      into.containers.push(record);
      break;
    case 'group':
      into.groups.push(record);
      break;
    case 'foreign':
      into.foreign.push(record);
      break;
    case 'principal':
      into.principals.push(record);
      break;
    case 'gap':
      into.gaps.push(record);
      break;
  }
}

/**
 * Reads the model part of a source.
 * @param reader who made the exports that do not say it; null: nobody knows
 * @throws AdreachError whatever the source throws for unreadable or damaged input
 */
export async function loadDirectory(source: RecordSource, reader: Reader = null): Promise<GrowingDirectory> {
  const c: Collected = {
    classes: [],
    attributes: [],
    rights: [],
    partitions: [],
    forests: [],
    kds: [],
    domains: [],
    trusts: [],
    classLists: [],
    descriptors: new DescriptorTable(() => source.store()),
    containers: [],
    groups: [],
    foreign: [],
    principals: [],
    gaps: [],
  };
  for await (const batch of source.model()) for (const record of batch) file(record, c);

  const domainByDn = new Map([...idsOf<DomainId>(c.domains)].map((id) => [dnKey(c.domains[id]!.dn), id]));
  const containers: Container[] = [];
  const heads = new Map<DomainId, ContainerId>();
  const holders = new Map<DomainId, ContainerId>();
  for (const number of idsOf<ContainerId>(c.containers)) {
    const record = c.containers[number]!;
    const key = dnKey(record.dn);
    const own = domainByDn.get(key);
    const parent = record.parent ?? null;
    const domain = own ?? at(containers, parent)?.domain ?? null;
    if (own !== undefined) heads.set(own, number);
    if (domain !== null && key === dnKey(`CN=AdminSDHolder,CN=System,${c.domains[domain]!.dn}`))
      holders.set(domain, number);
    containers.push({
      dn: record.dn,
      parent,
      domain,
      descriptor: record.descriptor ?? null,
      classes: record.classes ?? null,
      guid: record.guid ?? null,
      missing: record.missing === true,
    });
  }
  const domains = [...idsOf<DomainId>(c.domains)].map((number): Domain => {
    const { dn, dnsName, netbiosName, sid } = c.domains[number]!;
    return {
      dn,
      dnsName,
      netbiosName: netbiosName ?? dnsName.split('.')[0]!.toUpperCase(),
      sid,
      container: heads.get(number) ?? null,
      adminSDHolder: holders.get(number) ?? null,
    };
  });

  const foreignBySid = new Map<Sid, ForeignPrincipal[]>();
  const foreign = new Map<Sid, (readonly GroupId[])[]>();
  for (const record of c.foreign) {
    push(foreignBySid, record.sid, {
      dn: record.dn,
      sid: record.sid,
      membershipsProven: record.membershipsProven === true,
    });
    push(foreign, record.sid, record.memberOf ?? []);
  }
  // One that no source shows is a member all the same: its name says whom it stands for.
  for (const number of idsOf<GroupId>(c.groups)) {
    for (const dn of c.groups[number]!.unresolvedMembers ?? []) {
      const sid = foreignByName(dn);
      if (sid != null) push(foreign, sid, [number]);
    }
  }
  const schema = createSchema(c.classes, c.attributes, c.rights);
  const parents = c.groups.map((record) => record.memberOf ?? []);
  const asRead = c.groups.map((record) => groupOf(record, containers, domains));
  const { classLists, descriptors, gaps } = c;
  // What is not known of them matters to nobody who looks for what everybody may read.
  const links = new Membership(asRead, { parents, foreign });
  const reading = new Reading(
    { schema, classLists, descriptors, groups: asRead, membership: links, domains },
    readersOf(source.sources, reader),
  );
  const unread = unreadMembers(c.groups, asRead, reading);
  gaps.push(...unreadGaps(unread, c.groups, gaps));
  const { incomplete, cut, hiding } = incompleteGroups(
    c.groups,
    gaps,
    unread,
    domains.map(({ dn }) => dnKey(dn)),
  );
  const open = new Set(links.above([...incomplete], PROTECTION).map(({ group }) => group));
  const groups = asRead.map((group, number): Group => {
    const id = number as GroupId;
    const read = ownSideOf(c.groups[number]!, group.domain);
    // The very objects, completed: there may be a hundred thousand groups.
    return Object.assign(group, {
      membershipsProven: reading.membershipsProven(read),
      namesUnseen: (c.groups[number]!.otherGroups?.length ?? 0) > 0,
      historyKnown: reading.historyKnown(read, c.groups[number]!.sidHistory),
      incomplete: incomplete.has(id),
      membersCut: cut.has(id),
      hidesMembers: hiding.has(id),
      open: open.has(id),
    });
  });
  const groupsBySid = new Map<Sid, GroupId[]>();
  const groupByFormerSid = new Map<Sid, GroupId>();
  for (const number of idsOf<GroupId>(groups)) {
    const { sid, sidHistory, shadow } = groups[number]!;
    // A shadow principal has the SID of somebody else.
    if (sid !== null && !shadow) push(groupsBySid, sid, number);
    for (const former of sidHistory) groupByFormerSid.set(former, number);
  }
  const principals = new Map<Sid, Principal>(
    c.principals.map((record) => {
      const owner = domains.find((domain) => record.sid.startsWith(`${domain.sid}-`)) ?? null;
      const name = displayName(record.name, record.dn, owner, record.sid);
      const key = dnKey(record.dn);
      const homes = domains.filter(({ dn }) => isAtOrBelow(key, dnKey(dn)));
      const home = homes.sort((a, b) => b.dn.length - a.dn.length)[0];
      return [record.sid, { dn: record.dn, name, former: home !== undefined && home !== owner }];
    }),
  );

  return {
    schema,
    definitions: { classes: c.classes.length, attributes: c.attributes.length, rights: c.rights.length },
    domains,
    containers,
    groups,
    shadows: [...idsOf<GroupId>(groups)].filter((id) => groups[id]!.shadow),
    membership: new Membership(groups, { parents, foreign }),
    reading,
    memo: { forests: new Map(), boundaries: new Map(), openBeyondDomain: null },
    groupsBySid,
    groupByFormerSid,
    foreignBySid,
    principals,
    classLists,
    descriptors,
    forests: c.forests,
    partitions: c.partitions,
    trusts: c.trusts,
    kdsRootKeys: c.kds,
    gaps,
  };
}

/** A group without what is known only where all are: which members and memberships were shown. */
type GroupAsRead = Omit<
  Group,
  'membershipsProven' | 'namesUnseen' | 'historyKnown' | 'incomplete' | 'membersCut' | 'hidesMembers' | 'open'
>;

function groupOf(record: GroupRecord, containers: readonly Container[], domains: readonly Domain[]): GroupAsRead {
  const container = record.parent ?? null;
  const domain = at(containers, container)?.domain ?? null;
  return {
    dn: record.dn,
    name: displayName(record.samAccountName, record.dn, at(domains, domain), record.sid),
    samAccountName: record.samAccountName ?? null,
    sid: record.sid ?? null,
    sidHistory: record.sidHistory ?? [],
    domain,
    descriptor: record.descriptor ?? null,
    classes: record.classes ?? null,
    container,
    groupType: record.groupType ?? null,
    adminCount: record.adminCount ?? null,
    unresolvedMembers: record.unresolvedMembers ?? [],
    shadow: record.shadow === true,
  };
}

function push<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

/** `DOMAIN\name`, `BUILTIN\name`, or the DN where no name was read. */
export function displayName(name: string | undefined, dn: string, domain: Domain | null, sid?: Sid): string {
  if (name === undefined) return dn;
  if (sid?.startsWith('S-1-5-32-')) return wellKnownName(sid) ?? `BUILTIN\\${name}`;
  return domain ? `${domain.netbiosName}\\${name}` : name;
}
