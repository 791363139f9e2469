/** Rights as data: what an action needs, and what an entry gives. Words are made from them elsewhere. */
import type { Guid } from '../descriptor/types.js';

/**
 * A right on the target, by the names that the schema and the configuration give it; the audit resolves them to GUIDs
 * of the directory at hand (MS-ADTS 5.1.3.2, 5.1.3.2.1).
 */
export type RequiredRight =
  /** RIGHT_DS_READ_PROPERTY, RIGHT_DS_WRITE_PROPERTY on one attribute, by lDAPDisplayName. */
  | { readonly right: 'read-property' | 'write-property'; readonly attribute: string }
  /**
   * RIGHT_DS_READ_PROPERTY and RIGHT_DS_CONTROL_ACCESS together on one attribute: what reading a confidential attribute
   * takes (MS-ADTS 3.1.1.4.4), for example a stored LAPS password.
   */
  | { readonly right: 'read-confidential'; readonly attribute: string }
  /** RIGHT_DS_CONTROL_ACCESS for one control access right, by the cn of its object, e.g. User-Force-Change-Password. */
  | { readonly right: 'control-access'; readonly controlAccessRight: string }
  /** RIGHT_DS_WRITE_PROPERTY_EXTENDED for one validated write, by the cn of its object, e.g. Validated-SPN. */
  | { readonly right: 'validated-write'; readonly validatedWrite: string }
  /** A right on the object as a whole. */
  | { readonly right: 'delete' | 'read-control' | 'write-dac' | 'write-owner' };

/** What a bit of an entry's mask lets somebody do (MS-ADTS 5.1.3.2). */
export type GivenRightKind =
  | 'full-control'
  | 'read-property'
  | 'write-property'
  | 'control-access'
  | 'validated-write'
  | 'create-child'
  | 'delete-child'
  | 'delete'
  | 'delete-tree'
  | 'write-dac'
  | 'write-owner'
  | 'read-control'
  | 'list-contents'
  | 'list-object';

/** One right that an entry gives. */
export interface GivenRight {
  readonly right: GivenRightKind;
  /** Its bit of the mask; all bits for full control. */
  readonly bit: number;
  /** The object type that the entry names: an attribute, a property set, a class, a right; null: it names none. */
  readonly guid: Guid | null;
}
