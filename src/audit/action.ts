/** What an action is: declared by a rule file (`rules/actions`), read by `rules/`, used by the audit. Plain data. */
import type { ReasonCode } from './result.js';

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

/** Reasons that a rule file may give for a request that is accepted and yet does nothing. */
export type NoEffectReason = Extract<ReasonCode, 'password-never-expires' | 'smartcard-required' | 'trust-account'>;

/** A userAccountControl flag of the target under which an accepted request has no effect. */
export interface NoEffectFlag {
  /** Name of the flag without prefix, for example DONT_EXPIRE_PASSWD (MS-ADTS 2.2.16, MS-SAMR 2.2.1.12). */
  readonly flag: string;
  /** Its bit in userAccountControl, as the directory stores it. */
  readonly bit: number;
  readonly reason: NoEffectReason;
}

export interface ActionDefinition {
  /** Lower-case words joined by dashes; the `action` of a verdict. */
  readonly id: string;
  readonly title: string;
  /** What the directory is asked to do, in one or two sentences. */
  readonly description: string;
  /** What the directory checks before it carries the request out: `access` in a verdict is the answer to this. */
  readonly request: RequiredRight;
  /** The rights that the vendor's documentation asks for; `documentedSet` in a verdict: all of them are held. */
  readonly documented: readonly RequiredRight[];
  /** In this order: the first flag that the target carries gives the reason. */
  readonly noEffect: readonly NoEffectFlag[];
  readonly references: readonly string[];
}
