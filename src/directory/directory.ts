/** The model of a directory: what verdicts are computed from. Built once by `load.ts`, read-only afterwards. */
import type { Guid, Sid } from '../descriptor/types.js';
import type { Descriptors } from './descriptors.js';
import type { Group } from './groups.js';
import type { ClassListId, ContainerId, DescriptorId, DomainId, GroupId } from './ids.js';
import type { Membership } from './membership.js';
import type { Memo } from './memo.js';
import type { Reading } from './reading.js';
import type {
  AccountRecord,
  ForestRecord,
  GapRecord,
  KdsRootKeyRecord,
  PartitionRecord,
  TrustRecord,
} from './records.js';
import type { Schema } from './schema.js';

export interface Domain {
  readonly dn: string;
  readonly dnsName: string;
  readonly netbiosName: string;
  readonly sid: Sid;
  /** The container that is the domain head; null where the sources lack it. */
  readonly container: ContainerId | null;
  /** The AdminSDHolder container; null where the sources lack it. */
  readonly adminSDHolder: ContainerId | null;
}

export interface Container {
  readonly dn: string;
  /** Null at the top. */
  readonly parent: ContainerId | null;
  /** Null outside every known domain. */
  readonly domain: DomainId | null;
  /** Null where nTSecurityDescriptor was not read. */
  readonly descriptor: DescriptorId | null;
  /** Null where objectClass was not read. */
  readonly classes: ClassListId | null;
  /** objectGUID; null where it was not read. */
  readonly guid: Guid | null;
  readonly missing: boolean;
}

export interface ForeignPrincipal {
  readonly dn: string;
  readonly sid: Sid;
  /** All of its memberships are known. */
  readonly membershipsProven: boolean;
}

export interface Principal {
  readonly dn: string;
  readonly name: string;
  /** The SID is one that it had once, in another domain. */
  readonly former: boolean;
}

export interface Directory {
  readonly schema: Schema;
  /** Definitions that the sources themselves hold. */
  readonly definitions: { readonly classes: number; readonly attributes: number; readonly rights: number };
  readonly domains: readonly Domain[];
  readonly containers: readonly Container[];
  readonly groups: readonly Group[];
  /** Those of the groups that are shadow principals. */
  readonly shadows: readonly GroupId[];
  readonly membership: Membership;
  /** What of all this was read, and what not. */
  readonly reading: Reading;
  /** What was computed once about domains and the boundaries between them; filled as it is asked for. */
  readonly memo: Memo;
  /** Group numbers by SID; an alias of BUILTIN has the same SID in every domain. */
  readonly groupsBySid: ReadonlyMap<Sid, readonly GroupId[]>;
  /** Group numbers by the SIDs in sIDHistory: what had that SID once is this group now. */
  readonly groupByFormerSid: ReadonlyMap<Sid, GroupId>;
  /** Foreign security principals by SID: one a domain that has one. */
  readonly foreignBySid: ReadonlyMap<Sid, readonly ForeignPrincipal[]>;
  /** Accounts that descriptors name as trustees. */
  readonly principals: ReadonlyMap<Sid, Principal>;
  /** Lists of class names by number; grows while accounts stream by. */
  readonly classLists: readonly (readonly string[])[];
  /** Grows while accounts stream by. */
  readonly descriptors: Descriptors;
  /** One a forest of which the sources hold the settings. */
  readonly forests: readonly ForestRecord[];
  readonly partitions: readonly PartitionRecord[];
  readonly trusts: readonly TrustRecord[];
  readonly kdsRootKeys: readonly KdsRootKeyRecord[];
  readonly gaps: readonly GapRecord[];
}

/**
 * All groups of a SID: more than one only where two objects have one SID.
 * @param domain the domain on whose controllers the SID is looked at (matters for aliases of BUILTIN)
 * @returns those of that domain where it has any; empty where the sources have none with this SID
 */
export function groupsOfSid(directory: Directory, sid: Sid, domain: DomainId | null): readonly GroupId[] {
  const groups = directory.groupsBySid.get(sid) ?? [];
  const own = groups.filter((group) => directory.groups[group]!.domain === domain);
  return own.length > 0 ? own : sid.startsWith('S-1-5-32-') ? [] : groups;
}

/** The first of them; null where there is none. */
export function groupOfSid(directory: Directory, sid: Sid, domain: DomainId | null): GroupId | null {
  return groupsOfSid(directory, sid, domain)[0] ?? null;
}

/** The item that a number stands for; null for the number of nothing. */
export function at<T>(list: readonly T[], number: number | null): T | null {
  return number === null ? null : (list[number] ?? null);
}

/** DN of an account, from its RDN and its parent. */
export function accountDn(directory: Directory, record: AccountRecord): string {
  const parent = directory.containers[record.parent];
  return parent ? `${record.rdn},${parent.dn}` : record.rdn;
}
