/**
 * What the evidence of a directory consists of, once a source has read it: one record an object, in an order that lets
 * one pass build the model (schema, configuration, domains, containers, groups, then accounts).
 *
 * References between records are numbers given by position in their own list (the first container is container 0), so
 * that a million accounts need no map of names in memory. The field names are short because they are also the lines of
 * the snapshot file.
 */
import type { Guid, Sid } from '../descriptor/types.js';
import type { GapCode } from '../result/gaps.js';
import type { ClassListId, ContainerId, DescriptorId, GroupId } from './ids.js';

/** A class of the schema (classSchema). */
export interface ClassRecord {
  readonly t: 'class';
  /** lDAPDisplayName. */
  readonly name: string;
  /** schemaIDGUID. */
  readonly guid: Guid;
  /** subClassOf, as lDAPDisplayName. */
  readonly parent: string;
  /** objectClassCategory: 0 88-class, 1 structural, 2 abstract, 3 auxiliary. */
  readonly category: number;
  /** auxiliaryClass and systemAuxiliaryClass, as lDAPDisplayName. */
  readonly auxiliary: readonly string[];
  /** mustContain, mayContain and their system forms: the attributes the class itself names, as lDAPDisplayName. */
  readonly attributes: readonly string[];
  /** defaultSecurityDescriptor (SDDL), where the source has it. */
  readonly defaultSddl?: string;
  /** The object's DN, where the source says it. */
  readonly dn?: string;
}

/** An attribute of the schema (attributeSchema). */
export interface AttributeRecord {
  readonly t: 'attribute';
  readonly name: string;
  readonly guid: Guid;
  /** attributeSecurityGUID: the property set that holds it, if one does. */
  readonly set?: Guid;
  readonly searchFlags?: number;
  readonly systemFlags?: number;
  /** The object's DN, where the source says it. */
  readonly dn?: string;
}

/** A controlAccessRight object of the configuration: control access right, property set or validated write. */
export interface RightRecord {
  readonly t: 'right';
  /** The cn, for example User-Force-Change-Password. */
  readonly name: string;
  readonly displayName?: string;
  /** rightsGuid. */
  readonly guid: Guid;
  /** validAccesses: 0x100 control access right, 0x30 property set, 0x8 validated write. */
  readonly validAccesses?: number;
  /** appliesTo: schemaIDGUIDs of classes (informative: the server does not enforce it). */
  readonly appliesTo: readonly Guid[];
  /** The object's DN, where the source says it. */
  readonly dn?: string;
}

/** A crossRef object of CN=Partitions. */
export interface PartitionRecord {
  readonly t: 'partition';
  readonly nCName: string;
  readonly dnsRoot?: string;
  readonly netbiosName?: string;
  /** systemFlags; 0x2 marks a domain naming context. */
  readonly systemFlags?: number;
  /** The object's DN, where the source says it. */
  readonly dn?: string;
}

/** Forest-wide settings that verdicts depend on. */
export interface ForestRecord {
  readonly t: 'forest';
  /** dSHeuristics of CN=Directory Service; null: the object was read and has none; absent: it was not read. */
  readonly dSHeuristics?: string | null;
  /** The object's DN, where the source says it. */
  readonly dn?: string;
}

/** A KDS root key object that could be seen; key material is never read. */
export interface KdsRootKeyRecord {
  readonly t: 'kdsRootKey';
  readonly dn: string;
  /** msKds-UseStartTime, if readable, as an ISO 8601 instant. */
  readonly useStartTime?: string;
}

/** A domain: a domainDNS object with an objectSid. */
export interface DomainRecord {
  readonly t: 'domain';
  readonly dn: string;
  readonly dnsName: string;
  readonly netbiosName?: string;
  readonly sid: Sid;
}

/** A trustedDomain object. */
export interface TrustRecord {
  readonly t: 'trust';
  readonly dn: string;
  readonly partner: string;
  readonly flatName?: string;
  readonly sid?: Sid;
  readonly attributes?: number;
  readonly direction?: number;
}

/** A list of class names, most general first, most specific last, as objectClass has it; referred to by number. */
export interface ClassListRecord {
  readonly t: 'classes';
  readonly names: readonly string[];
}

/** A distinct security descriptor; referred to by number. */
export interface DescriptorRecord {
  readonly t: 'sd';
  /** Self-relative bytes, base64. */
  readonly b: string;
}

/**
 * An object that is not an account and not a group, or that is the parent of another object. Containers stand after
 * their own parent container.
 */
export interface ContainerRecord {
  readonly t: 'container';
  readonly dn: string;
  /** Number of the parent container; absent at the top. */
  readonly p?: ContainerId;
  /** Number of the class list; absent where objectClass was not read. */
  readonly c?: ClassListId;
  /** Number of the descriptor; absent where nTSecurityDescriptor was not read. */
  readonly d?: DescriptorId;
  readonly g?: Guid;
  /** True for a parent that no source had: only its name is known. */
  readonly missing?: true;
  readonly adminCount?: number;
}

/** A group, with the numbers of the groups it is a direct member of. */
export interface GroupRecord {
  readonly t: 'group';
  readonly dn: string;
  readonly p?: ContainerId;
  readonly c?: ClassListId;
  readonly d?: DescriptorId;
  readonly g?: Guid;
  readonly s?: Sid;
  /** sIDHistory. */
  readonly h?: readonly Sid[];
  /** sAMAccountName. */
  readonly n?: string;
  /** groupType, signed 32-bit; absent where not read. */
  readonly gt?: number;
  readonly a?: number;
  /** Numbers of the groups that name this one in `member`. */
  readonly m?: readonly GroupId[];
  /** DNs in `member` that no object of the source has. */
  readonly x?: readonly string[];
}

/** A foreignSecurityPrincipal object: a SID from elsewhere (or a well-known one) as a member of groups. */
export interface ForeignPrincipalRecord {
  readonly t: 'foreign';
  readonly dn: string;
  readonly s: Sid;
  readonly m?: readonly GroupId[];
}

/**
 * An account (or another object with a SID that is no group) that some descriptor names as a trustee. Stands in the
 * model part, so that a trustee's name and existence are known before the accounts stream by.
 */
export interface PrincipalRecord {
  readonly t: 'principal';
  readonly s: Sid;
  /** sAMAccountName, or the RDN's value where there is none. */
  readonly n: string;
  readonly dn: string;
}

/** The attributes of a managed service account (gMSA, sMSA, dMSA) that the checks read. */
export interface ManagedAccountFields {
  /** Number of the descriptor in msDS-GroupMSAMembership: who may retrieve the password. Absent: not readable or not set. */
  readonly retrievers?: DescriptorId;
  /** msDS-ManagedPasswordInterval, days. */
  readonly interval?: number;
  /** msDS-SupportedEncryptionTypes. */
  readonly encryptionTypes?: number;
  readonly dnsHostName?: string;
  readonly spns?: readonly string[];
  /** True when msDS-ManagedPasswordId is set: a KDS root key has served this account. */
  readonly hasPasswordId?: boolean;
}

/** An object whose objectClass includes `user`. */
export interface AccountRecord {
  readonly t: 'account';
  /** RDN as text, escaped as in the DN; the DN is this, a comma, and the DN of container `p`. */
  readonly r: string;
  /** Number of the parent container. */
  readonly p: ContainerId;
  readonly c: ClassListId;
  readonly d?: DescriptorId;
  readonly g?: Guid;
  readonly s?: Sid;
  readonly n?: string;
  /** userPrincipalName. */
  readonly u?: string;
  readonly h?: readonly Sid[];
  /** userAccountControl; absent where not readable (which is not 0). */
  readonly f?: number;
  /** pwdLastSet, 100-nanosecond intervals since 1601-01-01 UTC, as decimal text. */
  readonly w?: string;
  /** adminCount. */
  readonly a?: number;
  /** primaryGroupID. */
  readonly pg?: number;
  /** Numbers of the groups that name this account in `member`, ascending. */
  readonly m?: readonly GroupId[];
  readonly managed?: ManagedAccountFields;
}

/** Something that could not be read, or that was damaged. */
export interface GapRecord {
  readonly t: 'gap';
  /** What kind of gap: one of the documented codes. */
  readonly code: GapCode;
  /** The object, container or naming context it concerns. */
  readonly dn?: string;
  /** How many objects or values it concerns (1 when absent). */
  readonly count?: number;
  /** One sentence for people. */
  readonly message: string;
  /** True where it was concluded from the objects read, and not told by their source: joining sources concludes it anew. */
  readonly derived?: true;
}

export type ModelRecord =
  | ClassRecord
  | AttributeRecord
  | RightRecord
  | PartitionRecord
  | ForestRecord
  | KdsRootKeyRecord
  | DomainRecord
  | TrustRecord
  | ClassListRecord
  | DescriptorRecord
  | ContainerRecord
  | GroupRecord
  | ForeignPrincipalRecord
  | PrincipalRecord
  | GapRecord;

/** Class lists and descriptors may also stand among the accounts, always before the first record that uses them. */
export type AccountStreamRecord = AccountRecord | DescriptorRecord | ClassListRecord;
