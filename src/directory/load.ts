/** Builds the model from the records of a source (everything but the accounts, which stream by later). */
import { wellKnownName } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { dnKey } from '../names/dn.js';
import { DescriptorTable } from './descriptors.js';
import type { Container, Directory, Domain, ForeignPrincipal, Group, Principal } from './directory.js';
import type { EvidenceSource } from './evidence.js';
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

/** A directory whose lists of classes and descriptors can still grow, as the accounts bring more of them. */
export interface GrowingDirectory extends Directory {
  readonly classLists: (readonly string[])[];
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
  switch (record.t) {
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
    case 'sd':
      into.descriptors.add(record.b);
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
 * @throws AdreachError whatever the source throws for unreadable or damaged input
 */
export async function loadDirectory(source: EvidenceSource): Promise<GrowingDirectory> {
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
    descriptors: new DescriptorTable(),
    containers: [],
    groups: [],
    foreign: [],
    principals: [],
    gaps: [],
  };
  for await (const batch of source.model()) for (const record of batch) file(record, c);

  const domainByDn = new Map(c.domains.map((domain, number) => [dnKey(domain.dn), number]));
  const containers: Container[] = [];
  const heads = new Map<number, number>();
  const holders = new Map<number, number>();
  for (const record of c.containers) {
    const key = dnKey(record.dn);
    const own = domainByDn.get(key);
    const domain = own ?? (record.p === undefined ? -1 : (containers[record.p]?.domain ?? -1));
    const number = containers.length;
    if (own !== undefined) heads.set(own, number);
    if (domain >= 0 && key === dnKey(`CN=AdminSDHolder,CN=System,${c.domains[domain]!.dn}`))
      holders.set(domain, number);
    containers.push({
      dn: record.dn,
      parent: record.p ?? -1,
      domain,
      descriptor: record.d ?? -1,
      classes: record.c ?? -1,
      missing: record.missing === true,
    });
  }
  const domains: Domain[] = c.domains.map((domain, number) => ({
    dn: domain.dn,
    dnsName: domain.dnsName,
    netbiosName: domain.netbiosName ?? domain.dnsName.split('.')[0]!.toUpperCase(),
    sid: domain.sid,
    container: heads.get(number) ?? -1,
    adminSDHolder: holders.get(number) ?? -1,
  }));

  const open = openGroups(c.groups, c.gaps);
  const groups: Group[] = c.groups.map((record, number) => {
    const domain = record.p === undefined ? -1 : (containers[record.p]?.domain ?? -1);
    return {
      dn: record.dn,
      name: displayName(record.n, record.dn, domains[domain], record.s),
      sid: record.s ?? null,
      sidHistory: record.h ?? [],
      domain,
      descriptor: record.d ?? -1,
      classes: record.c ?? -1,
      container: record.p ?? -1,
      groupType: record.gt ?? null,
      adminCount: record.a ?? null,
      parents: record.m ?? [],
      unresolvedMembers: record.x ?? [],
      open: open[number] === 1,
    };
  });
  const groupsBySid = new Map<Sid, number[]>();
  groups.forEach((group, number) => {
    if (group.sid === null) return;
    const list = groupsBySid.get(group.sid);
    if (list) list.push(number);
    else groupsBySid.set(group.sid, [number]);
  });
  const groupByFormerSid = new Map<Sid, number>();
  groups.forEach((group, number) => {
    for (const sid of group.sidHistory) groupByFormerSid.set(sid, number);
  });
  const foreignBySid = new Map<Sid, ForeignPrincipal[]>();
  for (const record of c.foreign) {
    const principal = { dn: record.dn, sid: record.s, parents: record.m ?? [] };
    const list = foreignBySid.get(record.s);
    if (list) list.push(principal);
    else foreignBySid.set(record.s, [principal]);
  }
  const principals = new Map<Sid, Principal>(
    c.principals.map((record) => {
      const owner = domains.find((domain) => record.s.startsWith(`${domain.sid}-`));
      return [record.s, { dn: record.dn, name: displayName(record.n, record.dn, owner, record.s) }];
    }),
  );

  return {
    schema: createSchema(c.classes, c.attributes, c.rights),
    definitions: { classes: c.classes.length, attributes: c.attributes.length, rights: c.rights.length },
    domains,
    containers,
    groups,
    groupsBySid,
    groupByFormerSid,
    foreignBySid,
    principals,
    classLists: c.classLists,
    descriptors: c.descriptors,
    forests: c.forests,
    partitions: c.partitions,
    trusts: c.trusts,
    kdsRootKeys: c.kds,
    gaps: c.gaps,
  };
}

/** `DOMAIN\name`, `BUILTIN\name`, or the DN where no name was read. */
export function displayName(name: string | undefined, dn: string, domain: Domain | undefined, sid?: Sid): string {
  if (name === undefined) return dn;
  if (sid?.startsWith('S-1-5-32-')) return wellKnownName(sid) ?? `BUILTIN\\${name}`;
  return domain ? `${domain.netbiosName}\\${name}` : name;
}

/** Marks the groups of which, at any depth, not all members are known: some no source shows, or were not read. */
function openGroups(groups: readonly GroupRecord[], gaps: readonly GapRecord[]): Uint8Array {
  const open = new Uint8Array(groups.length);
  const queue: number[] = [];
  const incomplete = gaps.filter(({ code }) => code === 'members-incomplete');
  const named = new Set(incomplete.map(({ dn }) => (dn === undefined ? '' : dnKey(dn))));
  // Gaps beyond the listed ones name no group: it may be any.
  const any = named.has('');
  groups.forEach((group, number) => {
    // Without its SID it cannot be told whether a group is an account's primary group.
    const inPart = any || group.s === undefined || (named.size > 0 && named.has(dnKey(group.dn)));
    if (inPart || (group.x && group.x.length > 0)) queue.push(number);
  });
  for (let head = 0; head < queue.length; head++) {
    const number = queue[head]!;
    if (open[number] === 1) continue;
    open[number] = 1;
    queue.push(...(groups[number]?.m ?? []));
  }
  return open;
}
