/** The model of a directory: what verdicts are computed from. Built once by `load.ts`, read-only afterwards. */
import type { Sid } from '../descriptor/types.js';
import type { DescriptorTable } from './descriptors.js';
import type { ForestRecord, GapRecord, KdsRootKeyRecord, PartitionRecord, TrustRecord } from './records.js';
import type { Schema } from './schema.js';

export interface Domain {
  readonly dn: string;
  readonly dnsName: string;
  readonly netbiosName: string;
  readonly sid: Sid;
  /** Number of the container that is the domain head; -1 where the source lacks it. */
  readonly container: number;
  /** Number of the AdminSDHolder container; -1 where the source lacks it. */
  readonly adminSDHolder: number;
}

export interface Container {
  readonly dn: string;
  /** -1 at the top. */
  readonly parent: number;
  /** -1 outside every known domain. */
  readonly domain: number;
  /** -1 where nTSecurityDescriptor was not read. */
  readonly descriptor: number;
  /** -1 where objectClass was not read. */
  readonly classes: number;
  readonly missing: boolean;
}

export interface Group {
  readonly dn: string;
  /** sAMAccountName, or the DN where it was not read. */
  readonly name: string;
  readonly sid: Sid | null;
  readonly sidHistory: readonly Sid[];
  readonly domain: number;
  readonly descriptor: number;
  readonly classes: number;
  readonly container: number;
  /** groupType; null where not read. */
  readonly groupType: number | null;
  readonly adminCount: number | null;
  /** Numbers of the groups that this one is a direct member of. */
  readonly parents: readonly number[];
  /** DNs in `member` that no source knows. */
  readonly unresolvedMembers: readonly string[];
  /** This group, or one nested in it, has a member that no source knows, which may itself be a group, or was read in part. */
  readonly open: boolean;
}

export interface ForeignPrincipal {
  readonly dn: string;
  readonly sid: Sid;
  readonly parents: readonly number[];
}

export interface Principal {
  readonly dn: string;
  readonly name: string;
}

export interface Directory {
  readonly schema: Schema;
  /** Definitions that the sources themselves hold. */
  readonly definitions: { readonly classes: number; readonly attributes: number; readonly rights: number };
  readonly domains: readonly Domain[];
  readonly containers: readonly Container[];
  readonly groups: readonly Group[];
  /** Group numbers by SID; an alias of BUILTIN has the same SID in every domain. */
  readonly groupsBySid: ReadonlyMap<Sid, readonly number[]>;
  /** Group numbers by the SIDs in sIDHistory: what had that SID once is this group now. */
  readonly groupByFormerSid: ReadonlyMap<Sid, number>;
  /** Foreign security principals by SID: one a domain that has one. */
  readonly foreignBySid: ReadonlyMap<Sid, readonly ForeignPrincipal[]>;
  /** Accounts that descriptors name as trustees. */
  readonly principals: ReadonlyMap<Sid, Principal>;
  /** Lists of class names by number; grows while accounts stream by. */
  readonly classLists: readonly (readonly string[])[];
  /** Grows while accounts stream by. */
  readonly descriptors: DescriptorTable;
  /** One a forest of which the sources hold the settings. */
  readonly forests: readonly ForestRecord[];
  readonly partitions: readonly PartitionRecord[];
  readonly trusts: readonly TrustRecord[];
  readonly kdsRootKeys: readonly KdsRootKeyRecord[];
  readonly gaps: readonly GapRecord[];
}

/** groupType bits (MS-ADTS 2.2.12). */
export const GroupType = {
  BuiltinLocal: 0x1,
  Global: 0x2,
  DomainLocal: 0x4,
  Universal: 0x8,
  SecurityEnabled: 0x80000000 | 0,
} as const;

/** True for groups that only the domain controllers of their own domain add to a token. */
export function isDomainLocal(group: Group): boolean {
  return group.groupType !== null && (group.groupType & (GroupType.DomainLocal | GroupType.BuiltinLocal)) !== 0;
}

/** True unless the group is known to be a distribution group. */
export function isSecurityGroup(group: Group): boolean {
  return group.groupType === null || (group.groupType & GroupType.SecurityEnabled) !== 0;
}

/**
 * All groups of a SID: more than one only where two objects have one SID.
 * @param domain number of the domain on whose controllers the SID is looked at (matters for aliases of BUILTIN)
 * @returns their numbers, those of that domain where it has any; empty where the sources have none with this SID
 */
export function groupNumbers(directory: Directory, sid: Sid, domain: number): readonly number[] {
  const numbers = directory.groupsBySid.get(sid) ?? [];
  const own = numbers.filter((number) => directory.groups[number]!.domain === domain);
  return own.length > 0 ? own : sid.startsWith('S-1-5-32-') ? [] : numbers;
}

/** The first of them; undefined where there is none. */
export function groupNumber(directory: Directory, sid: Sid, domain: number): number | undefined {
  return groupNumbers(directory, sid, domain)[0];
}
