/** What event files say, in one form whatever file it came from. */
import type { Guid, Sid } from '../../descriptor/types.js';

/** Where something stands, as a person finds it again. */
export interface Place {
  /** As the user named it. */
  readonly file: string;
  /** `record 4711`, `line 12`, `row 3 (line 12)`, `byte 65536`. */
  readonly at: string;
}

/** An account as an event names it. */
export interface Principal {
  readonly sid: Sid | null;
  readonly name: string | null;
  readonly domain: string | null;
}

/** What every event has. */
interface Told {
  readonly place: Place;
  /** Milliseconds since 1970-01-01 UTC; null where it is not told, or in a form that leaves the time zone open. */
  readonly time: number | null;
  /** The computer whose log it is from; null where that is not told. */
  readonly controller: string | null;
}

/** A change of flags, in the bits of SAM (MS-SAMR 2.2.1.12), which are not those of the attribute userAccountControl. */
export interface FlagChange {
  /** Bits that went on, and off. */
  readonly on: number;
  readonly off: number;
}

/**
 * What `PasswordLastSet` says: text of the controller's locale, without a time zone, so that only this much is read of it.
 * `never`: `%%1794`. That this means "to be changed at the next logon" for an account of a domain is inferred, not documented.
 */
export type PasswordLastSet = 'unchanged' | 'never' | 'other';

/** 4725 and 4722. */
export interface SwitchedEvent extends Told {
  readonly kind: 'switched';
  readonly id: 4722 | 4725;
  readonly target: Principal;
  readonly actor: Principal;
}

/** 4738, and 4742 of a computer. */
export interface ChangedEvent extends Told {
  readonly kind: 'changed';
  readonly id: 4738 | 4742;
  /** Null where no flag changed. */
  readonly flags: FlagChange | null;
  readonly password: PasswordLastSet;
  readonly primaryGroupChanged: boolean;
  readonly target: Principal;
  readonly actor: Principal;
}

/** 4724. A failure means that the new password was against the policy, never that access was denied. */
export interface ResetEvent extends Told {
  readonly kind: 'reset';
  readonly id: 4724;
  /** Null where success or failure is not told. */
  readonly success: boolean | null;
  readonly target: Principal;
  readonly actor: Principal;
}

/** 4723: somebody who knew the old password. */
export interface OwnPasswordEvent extends Told {
  readonly kind: 'own-password';
  readonly id: 4723;
  /** Null where success or failure is not told. */
  readonly success: boolean | null;
  readonly target: Principal;
  readonly actor: Principal;
}

/** 4781. */
export interface RenamedEvent extends Told {
  readonly kind: 'renamed';
  readonly id: 4781;
  readonly from: string;
  readonly to: string;
  readonly target: Principal;
  readonly actor: Principal;
}

/** 4780: the descriptor of AdminSDHolder was put on it. */
export interface StampedEvent extends Told {
  readonly kind: 'stamped';
  readonly id: 4780;
  readonly target: Principal;
  readonly actor: Principal;
}

/** 5136: one value of an attribute added or removed; a change of a value is two of them with one correlation. */
export interface AttributeEvent extends Told {
  readonly kind: 'attribute';
  readonly id: 5136;
  readonly dn: string;
  readonly guid: Guid | null;
  readonly attribute: string;
  /** Text as the controller writes it: SDDL of a descriptor, the DN of a member. */
  readonly value: string;
  readonly operation: 'added' | 'removed' | null;
  readonly correlation: Guid | null;
  readonly actor: Principal;
}

/** 4728, 4732, 4756 and their counterparts: a member of a security group that came or went. */
export interface MembershipEvent extends Told {
  readonly kind: 'membership';
  readonly id: number;
  readonly operation: 'added' | 'removed';
  readonly member: Sid | null;
  /** Null where it is not told. */
  readonly memberDn: string | null;
  readonly group: Principal;
}

/** 5139: an object that was moved, or renamed. */
export interface MovedEvent extends Told {
  readonly kind: 'moved';
  readonly id: 5139;
  readonly from: string;
  readonly to: string;
  readonly guid: Guid | null;
}

/** 4662: an access check on an object. */
export interface AccessEvent extends Told {
  readonly kind: 'access';
  readonly id: 4662;
  /** Null where success or failure is not told. */
  readonly success: boolean | null;
  readonly guid: Guid | null;
  /** Where the object is named by its DN. */
  readonly dn: string | null;
  readonly mask: number;
  /** Of classes, property sets, attributes and control access rights that were asked for. */
  readonly properties: readonly Guid[];
  readonly actor: Principal;
}

/** Another event of the Security log: only that it was written says something. */
export interface OtherEvent extends Told {
  readonly kind: 'other';
  readonly id: number;
  /** Null where success or failure is not told. */
  readonly success: boolean | null;
}

/** What a list of actions says was done. `switch`: on or off, it does not say which; `password`: set or changed. */
export type ReportedAction = 'disable' | 'enable' | 'switch' | 'force-password-change' | 'reset-password' | 'password';

/** An entry of a list of actions: what somebody's portal says, not what a controller did. */
export interface ReportedEvent extends Told {
  readonly kind: 'reported';
  readonly by: 'identity-directory-events' | 'action-center';
  /** As the list calls it. */
  readonly title: string;
  /** Null for what is none of the actions here. */
  readonly action: ReportedAction | null;
  readonly outcome: 'succeeded' | 'failed' | 'pending' | 'unknown';
  /** What the list says of a failure; empty where it says nothing. */
  readonly error: string;
  readonly target: Principal & { readonly upn: string | null };
  readonly actor: Principal | null;
}

/** A line of a sensor's log. Its time has no zone, so it is kept as text. */
export interface SensorEvent extends Told {
  readonly kind: 'sensor';
  readonly entry: 'entity-remediator-configuration' | 'update-configuration' | 'logon-failed' | 'logon-succeeded';
  readonly localTime: string;
  readonly level: string;
  readonly text: string;
  /** Of a logon: the name, without domain. */
  readonly account: string | null;
}

export type AuditEvent =
  | SwitchedEvent
  | ChangedEvent
  | ResetEvent
  | OwnPasswordEvent
  | RenamedEvent
  | StampedEvent
  | AttributeEvent
  | MembershipEvent
  | MovedEvent
  | AccessEvent
  | OtherEvent
  | ReportedEvent
  | SensorEvent;

/** A part of a file that could not be read; what stands before and behind it was. */
export interface Damage {
  readonly kind: 'damage';
  readonly place: Place;
  readonly what: string;
}

/** What a reader gives, in the order of the file. */
export type ReadItem = AuditEvent | Damage;

/** An event of a Windows log, before it is known what it means. */
export interface WindowsEvent {
  readonly id: number;
  readonly provider: string | null;
  readonly channel: string | null;
  readonly time: number | null;
  readonly computer: string | null;
  /** Null where the audit keywords are not told. */
  readonly success: boolean | null;
  /** By name in lower case. */
  readonly data: ReadonlyMap<string, string>;
  readonly place: Place;
}
