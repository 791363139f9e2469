/**
 * What the evidence of a directory consists of, once a source has read it: one record an object, in an order that lets
 * one pass build the model (schema, configuration, domains, containers, groups, then accounts).
 *
 * References between records are numbers given by position in their own list (the first container is container 0), so
 * that a million accounts need no map of names in memory.
 */
import type { Guid, Sid } from '../descriptor/types.js';
import type { GapCode } from '../result/gaps.js';
import type { ClassListId, ContainerId, DescriptorId, GroupId } from './ids.js';

/** A class of the schema (classSchema). */
export interface ClassRecord {
  readonly type: 'class';
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
  readonly defaultSddl?: string | undefined;
  /** The object's DN, where the source says it. */
  readonly dn?: string | undefined;
}

/** An attribute of the schema (attributeSchema). */
export interface AttributeRecord {
  readonly type: 'attribute';
  readonly name: string;
  readonly guid: Guid;
  /** attributeSecurityGUID: the property set that holds it, if one does. */
  readonly set?: Guid | undefined;
  readonly searchFlags?: number | undefined;
  readonly systemFlags?: number | undefined;
  /** The object's DN, where the source says it. */
  readonly dn?: string | undefined;
}

/** A controlAccessRight object of the configuration: control access right, property set or validated write. */
export interface RightRecord {
  readonly type: 'right';
  /** The cn, for example User-Force-Change-Password. */
  readonly name: string;
  readonly displayName?: string | undefined;
  /** rightsGuid. */
  readonly guid: Guid;
  /** validAccesses: 0x100 control access right, 0x30 property set, 0x8 validated write. */
  readonly validAccesses?: number | undefined;
  /** appliesTo: schemaIDGUIDs of classes (informative: the server does not enforce it). */
  readonly appliesTo: readonly Guid[];
  /** The object's DN, where the source says it. */
  readonly dn?: string | undefined;
}

/** A crossRef object of CN=Partitions. */
export interface PartitionRecord {
  readonly type: 'partition';
  readonly nCName: string;
  readonly dnsRoot?: string | undefined;
  readonly netbiosName?: string | undefined;
  /** systemFlags; 0x2 marks a domain naming context. */
  readonly systemFlags?: number | undefined;
  /** The object's DN, where the source says it. */
  readonly dn?: string | undefined;
}

/** Forest-wide settings that verdicts depend on. */
export interface ForestRecord {
  readonly type: 'forest';
  /** dSHeuristics of CN=Directory Service; null: the object was read and has none; absent: it was not read. */
  readonly dSHeuristics?: string | null | undefined;
  /** The object's DN, where the source says it. */
  readonly dn?: string | undefined;
}

/** A KDS root key object that could be seen; key material is never read. */
export interface KdsRootKeyRecord {
  readonly type: 'kdsRootKey';
  readonly dn: string;
  /** msKds-UseStartTime, if readable, as an ISO 8601 instant. */
  readonly useStartTime?: string | undefined;
}

/** A domain: a domainDNS object with an objectSid. */
export interface DomainRecord {
  readonly type: 'domain';
  readonly dn: string;
  readonly dnsName: string;
  readonly netbiosName?: string | undefined;
  readonly sid: Sid;
}

/** A trustedDomain object. */
export interface TrustRecord {
  readonly type: 'trust';
  readonly dn: string;
  readonly partner: string;
  readonly flatName?: string | undefined;
  readonly sid?: Sid | undefined;
  readonly attributes?: number | undefined;
  readonly direction?: number | undefined;
}

/** A list of class names, most general first, most specific last, as objectClass has it; referred to by number. */
export interface ClassListRecord {
  readonly type: 'classes';
  readonly names: readonly string[];
}

/** A distinct security descriptor; referred to by number. */
export interface DescriptorRecord {
  readonly type: 'descriptor';
  /** Self-relative bytes, base64. */
  readonly base64: string;
}

/**
 * An object that is not an account and not a group, or that is the parent of another object. Containers stand after
 * their own parent container.
 */
export interface ContainerRecord {
  readonly type: 'container';
  readonly dn: string;
  /** Number of the parent container; absent at the top. */
  readonly parent?: ContainerId | undefined;
  /** Number of the class list; absent where objectClass was not read. */
  readonly classes?: ClassListId | undefined;
  /** Number of the descriptor; absent where nTSecurityDescriptor was not read. */
  readonly descriptor?: DescriptorId | undefined;
  readonly guid?: Guid | undefined;
  /** True for a parent that no source had: only its name is known. */
  readonly missing?: true | undefined;
  readonly adminCount?: number | undefined;
}

/** Attributes of which a record says where they were not asked for: what they are is not known then, and not that they are absent. */
export const UNASKED_ATTRIBUTES = ['member', 'memberof', 'sidhistory'] as const;
export type UnaskedAttribute = (typeof UNASKED_ATTRIBUTES)[number];

/** What is known of the memberships of an account or a group from its own side. */
interface OwnSide {
  /** DNs in `memberOf` that no group of the source has. Present, be it empty, where the object came with `memberOf`. */
  readonly otherGroups?: readonly string[] | undefined;
  /** Attributes that were not asked for, as far as is known; an attribute that has values was. */
  readonly unasked?: readonly UnaskedAttribute[] | undefined;
}

/** A group, with the numbers of the groups it is a direct member of. */
export interface GroupRecord extends OwnSide {
  readonly type: 'group';
  /** A shadow principal (msDS-ShadowPrincipal): its SID is that of a principal of another forest. */
  readonly shadow?: true | undefined;
  /**
   * `yes`: it came with members. `contradicted`: it did not name objects that name it in `memberOf`, so that its members
   * were not all shown. Absent: it came without any.
   */
  readonly membersRead?: 'yes' | 'contradicted' | undefined;
  readonly dn: string;
  readonly parent?: ContainerId | undefined;
  readonly classes?: ClassListId | undefined;
  readonly descriptor?: DescriptorId | undefined;
  readonly guid?: Guid | undefined;
  readonly sid?: Sid | undefined;
  /** sIDHistory. */
  readonly sidHistory?: readonly Sid[] | undefined;
  /** sAMAccountName. */
  readonly samAccountName?: string | undefined;
  /** groupType, signed 32-bit; absent where not read. */
  readonly groupType?: number | undefined;
  readonly adminCount?: number | undefined;
  /** Numbers of the groups that name this one in `member`. */
  readonly memberOf?: readonly GroupId[] | undefined;
  /** DNs in `member` that no object of the source has. */
  readonly unresolvedMembers?: readonly string[] | undefined;
}

/** A foreignSecurityPrincipal object: a SID from elsewhere (or a well-known one) as a member of groups. */
export interface ForeignPrincipalRecord {
  readonly type: 'foreign';
  readonly dn: string;
  readonly sid: Sid;
  readonly memberOf?: readonly GroupId[] | undefined;
  /** It came with `memberOf`, and the sources hold all groups that it names. */
  readonly membershipsProven?: true | undefined;
}

/** What a deleted principal is called where an entry names it. */
export const DELETED_NAME = '(deleted)';

/**
 * An account (or another object with a SID that is no group) that some descriptor names as a trustee. Stands in the
 * model part, so that a trustee's name and existence are known before the accounts stream by.
 */
export interface PrincipalRecord {
  readonly type: 'principal';
  readonly sid: Sid;
  /** sAMAccountName, or the RDN's value where there is none. */
  readonly name: string;
  readonly dn: string;
}

/** The attributes of a managed service account (gMSA, sMSA, dMSA) that the checks read. */
export interface ManagedAccountFields {
  /** Number of the descriptor in msDS-GroupMSAMembership: who may retrieve the password. Absent: not readable or not set. */
  readonly retrievers?: DescriptorId | undefined;
  /** msDS-ManagedPasswordInterval, days. */
  readonly interval?: number | undefined;
  /** msDS-SupportedEncryptionTypes. */
  readonly encryptionTypes?: number | undefined;
  readonly dnsHostName?: string | undefined;
  readonly spns?: readonly string[] | undefined;
  /** True when msDS-ManagedPasswordId is set: a KDS root key has served this account. */
  readonly hasPasswordId?: boolean | undefined;
}

/** In place of the DN of an account that a delegated managed service account took over, or may have: it was not read. */
export const NOT_KNOWN = '';

/** An object whose objectClass includes `user`. */
export interface AccountRecord extends OwnSide {
  readonly type: 'account';
  /** DN in msDS-ManagedAccountPrecededByLink of a delegated managed service account that took an account over; `NOT_KNOWN`. */
  readonly supersedes?: string | undefined;
  /** RDN as text, escaped as in the DN; the DN is this, a comma, and the DN of container `p`. */
  readonly rdn: string;
  /** Number of the parent container. */
  readonly parent: ContainerId;
  readonly classes: ClassListId;
  readonly descriptor?: DescriptorId | undefined;
  readonly guid?: Guid | undefined;
  readonly sid?: Sid | undefined;
  readonly samAccountName?: string | undefined;
  /** userPrincipalName. */
  readonly userPrincipalName?: string | undefined;
  readonly sidHistory?: readonly Sid[] | undefined;
  /** userAccountControl; absent where not readable (which is not 0). */
  readonly userAccountControl?: number | undefined;
  /** pwdLastSet, 100-nanosecond intervals since 1601-01-01 UTC, as decimal text. */
  readonly pwdLastSet?: string | undefined;
  /** adminCount. */
  readonly adminCount?: number | undefined;
  /** primaryGroupID. */
  readonly primaryGroupId?: number | undefined;
  /** Whether servicePrincipalName has a value; absent: not known. */
  readonly hasSpn?: boolean | undefined;
  /** Numbers of the groups that name this account in `member`, ascending. */
  readonly memberOf?: readonly GroupId[] | undefined;
  readonly managed?: ManagedAccountFields | undefined;
}

/** Something that could not be read, or that was damaged. */
export interface GapRecord {
  readonly type: 'gap';
  /** What kind of gap: one of the documented codes. */
  readonly code: GapCode;
  /** The object, container or naming context it concerns. */
  readonly dn?: string | undefined;
  /** How many objects or values it concerns (1 when absent). */
  readonly count?: number | undefined;
  /** One sentence for people. */
  readonly message: string;
  /** True where it was concluded from the objects read, and not told by their source: joining sources concludes it anew. */
  readonly derived?: true | undefined;
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
