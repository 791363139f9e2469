/**
 * Security descriptors as values (MS-DTYP 2.4). Plain readonly data: parsing and printing live beside this file.
 */

/** A security identifier in its text form, `S-1-...` (MS-DTYP 2.4.2.1), upper-case S, decimal sub-authorities. */
export type Sid = `S-1-${string}`;

/** A GUID as lower-case text with dashes and without braces (MS-DTYP 2.3.4.3). */
export type Guid = `${string}-${string}-${string}-${string}-${string}`;

/** ACE type octets (MS-DTYP 2.4.4.1). */
export const AceType = {
  AccessAllowed: 0x00,
  AccessDenied: 0x01,
  SystemAudit: 0x02,
  AccessAllowedObject: 0x05,
  AccessDeniedObject: 0x06,
  SystemAuditObject: 0x07,
  AccessAllowedCallback: 0x09,
  AccessDeniedCallback: 0x0a,
  AccessAllowedCallbackObject: 0x0b,
  AccessDeniedCallbackObject: 0x0c,
  SystemAuditCallback: 0x0d,
  SystemAuditCallbackObject: 0x0f,
  SystemMandatoryLabel: 0x11,
  SystemResourceAttribute: 0x12,
  SystemScopedPolicyId: 0x13,
} as const;

/** ACE flag bits (MS-DTYP 2.4.4.1). */
export const AceFlag = {
  InheritOnly: 0x08,
  Inherited: 0x10,
  SuccessfulAccess: 0x40,
  FailedAccess: 0x80,
} as const;

/** Control bits of a security descriptor (MS-DTYP 2.4.6). */
export const SdControl = {
  OwnerDefaulted: 0x0001,
  GroupDefaulted: 0x0002,
  DaclPresent: 0x0004,
  DaclDefaulted: 0x0008,
  SaclPresent: 0x0010,
  SaclDefaulted: 0x0020,
  DaclTrusted: 0x0040,
  ServerSecurity: 0x0080,
  DaclComputedInheritanceRequired: 0x0100,
  SaclComputedInheritanceRequired: 0x0200,
  DaclAutoInherited: 0x0400,
  SaclAutoInherited: 0x0800,
  DaclProtected: 0x1000,
  SaclProtected: 0x2000,
  RmControlValid: 0x4000,
  SelfRelative: 0x8000,
} as const;

interface AceHeader {
  /** The type octet. */
  readonly type: number;
  /** The flags octet. */
  readonly flags: number;
}

/** Allow, deny or audit entry without object types (MS-DTYP 2.4.4.2, .4, .10); callback forms carry `applicationData`. */
export interface BasicAce extends AceHeader {
  readonly form: 'basic';
  readonly mask: number;
  readonly sid: Sid;
  /** Bytes after the SID: the condition of a callback ACE, meaningless padding otherwise. Empty when there are none. */
  readonly applicationData: Uint8Array;
}

/** Object entry (MS-DTYP 2.4.4.3, .5, .11); callback forms carry `applicationData`. */
export interface ObjectAce extends AceHeader {
  readonly form: 'object';
  readonly mask: number;
  /** Null when the ACE_OBJECT_TYPE_PRESENT flag is off. */
  readonly objectType: Guid | null;
  /** Null when the ACE_INHERITED_OBJECT_TYPE_PRESENT flag is off. */
  readonly inheritedObjectType: Guid | null;
  readonly sid: Sid;
  readonly applicationData: Uint8Array;
}

/** SYSTEM_MANDATORY_LABEL_ACE (2.4.4.13), SYSTEM_SCOPED_POLICY_ID_ACE (2.4.4.16), SYSTEM_RESOURCE_ATTRIBUTE_ACE (2.4.4.15). */
export interface SystemAce extends AceHeader {
  readonly form: 'system';
  readonly mask: number;
  readonly sid: Sid;
  /** The claim structure of a resource attribute ACE; trailing bytes of the others. */
  readonly applicationData: Uint8Array;
}

/** An ACE of a type that this program does not know: kept as the bytes that follow the four header octets. */
export interface UnknownAce extends AceHeader {
  readonly form: 'unknown';
  readonly body: Uint8Array;
}

export type Ace = BasicAce | ObjectAce | SystemAce | UnknownAce;

/** An access control list (MS-DTYP 2.4.5), entries in stored order. */
export interface Acl {
  readonly revision: number;
  readonly aces: readonly Ace[];
}

/**
 * A security descriptor (MS-DTYP 2.4.6). `dacl` null with `DaclPresent` set is a NULL DACL; `dacl` null without it
 * means that the descriptor has no DACL at all.
 */
export interface SecurityDescriptor {
  readonly revision: number;
  /** The Sbz1 octet (resource manager control). */
  readonly sbz1: number;
  readonly control: number;
  readonly owner: Sid | null;
  readonly group: Sid | null;
  readonly sacl: Acl | null;
  readonly dacl: Acl | null;
}
