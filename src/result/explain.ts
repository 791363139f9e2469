/** An explanation as data, `adreach/explain/v1`. Field names are the published format; the words are made by reports. */

import type { Sid } from '../descriptor/types.js';
import type { AccountKind, EvidenceBlock, Outcome, ToolBlock, Tristate } from './audit.js';
import type { NamedGivenRight, NamedRequiredRight, Place } from './rights.js';
import type { Advice, Named, Step } from './steps.js';
import type { Doubt, Obstacle, Role, TraceOutcome } from './trace.js';

export interface Explanation {
  readonly schema: 'adreach/explain/v1';
  readonly tool: ToolBlock;
  readonly evidence: EvidenceBlock;
  readonly account: AccountView;
  readonly action: { readonly id: string; readonly title: string };
  readonly target: TargetView;
  /** The same as `audit` says. */
  readonly verdict: Outcome;
  readonly request: RequestView;
  readonly token: TokenView;
  readonly dacl: DaclView;
  /** Entries that would have allowed it, had they reached this object; nearest first. Empty unless it is refused. */
  readonly nearMisses: readonly NearMiss[];
  readonly effect: EffectView;
  /** Null where AdminSDHolder has nothing to do with the target. */
  readonly adminSDHolder: HolderView | null;
  readonly documented: readonly RightView[];
  readonly change: ChangeView;
}

export interface AccountView {
  readonly sid: Sid;
  readonly dn: string | null;
  readonly name: string;
  readonly kind: AccountKind;
}

export interface TargetView {
  /** Null where objectSid was not read. */
  readonly sid: string | null;
  readonly dn: string;
  readonly name: string;
  readonly className: string;
  /** False: the class is not in the schema, or was not read. */
  readonly classKnown: boolean;
  readonly enabled: Tristate;
  /** Null where it was not read, which is not 0. */
  readonly userAccountControl: { readonly value: number; readonly flags: readonly string[] } | null;
  readonly inheritance: 'on' | 'off' | 'unknown';
  readonly adminCount: number | null;
  readonly protected: Tristate;
  /** The protected groups that hold it, each with the way there. */
  readonly protectedBy: readonly ProtectionPath[];
  readonly equalsAdminSDHolder: Tristate;
  readonly owner: Named | null;
  /** The target is the account under audit. */
  readonly isAccount: boolean;
}

export interface ProtectionPath {
  /** Names from the target to the protected group. */
  readonly via: readonly string[];
  /** DNs of the same groups, without the target. */
  readonly groups: readonly string[];
  /** False: it counts in some versions or settings only, or the way goes through the primary group. */
  readonly certain: boolean;
}

/** One right that is asked for. */
export interface RightView {
  readonly right: NamedRequiredRight;
  /** It only lets something be read. */
  readonly reading: boolean;
  readonly access: 'granted' | 'denied' | 'unknown';
  /** The entry of the target's list that decides, or leaves it open; -1 where none does. */
  readonly index: number;
}

export interface RequestView {
  /** All have to be granted. */
  readonly rights: readonly RightView[];
  /** Index into `rights` of the one that `dacl.entries` are about: the one that decides. */
  readonly traced: number;
  /** What an entry can name to cover it, beside nothing at all. */
  readonly places: readonly Place[];
}

export interface TokenView {
  /** DN of the domain on whose controllers the token stands; null where that is not known. */
  readonly domain: string | null;
  readonly sids: readonly TokenSidView[];
  /** SIDs that the account has, and that SID filtering takes away, or may take away, on the way to that domain. */
  readonly filtered: readonly FilteredSid[];
  /** SIDs of the list that the token may or may not hold. */
  readonly undecided: readonly UndecidedSid[];
}

export interface TokenSidView extends Named {
  /** Names from the account to this SID, both included. */
  readonly via: readonly string[];
  /** Entries of the target's list that name it. */
  readonly entries: readonly number[];
}

export interface FilteredSid extends TokenSidView {
  /** False: whether the filter takes it away is not known. */
  readonly certain: boolean;
}

export interface UndecidedSid extends Named {
  readonly entries: readonly number[];
  readonly because: /** SID filtering between the domains may take it away. */
    | 'sid-filtering' /** A member of the group (at some depth) is in no source. */
    | 'members-missing'
    /** The account's primary group was not read. */
    | 'primary-group-unread'
    /** Depends on how the account logs on. */
    | 'kind-of-logon'
    /** An alias of BUILTIN that the sources lack. */
    | 'builtin-missing'
    /** Its domain is in the sources and has no such object: deleted, or hidden. */
    | 'deleted-or-hidden'
    /** A SID of a domain that is not in the sources. */
    | 'other-domain';
  /** The missing members' DNs, or the name of the trust's other side. */
  readonly detail: readonly string[];
}

export interface DaclView {
  readonly state: 'present' | 'empty' | 'null' | 'absent' | 'unreadable' | 'damaged';
  /** Why a damaged descriptor is one. */
  readonly problem: string | null;
  /** What the check asks first: the owner's implicit rights. True where they grant the request. */
  readonly ownerGrants: boolean;
  readonly entries: readonly EntryView[];
  /** For an unknown answer: what it would be in each case that is left open. */
  readonly outcomes: readonly TraceOutcome[];
}

export interface EntryView {
  /** Position in the stored list, from 0. */
  readonly index: number;
  readonly sddl: string;
  readonly effect: 'allow' | 'deny' | null;
  readonly trustee: Named | null;
  /** The entry in one plain sentence without a full stop; its wording may change. */
  readonly says: string;
  /** What it lets somebody do; null for an entry of a type that gives no rights. */
  readonly rights: readonly NamedGivenRight[] | null;
  /** Of a conditional entry. */
  readonly condition: ConditionView | null;
  readonly inheritOnly: boolean;
  readonly inherits: boolean;
  /** The class that inherits it: lDAPDisplayName, or the GUID in braces; null: every class. */
  readonly appliesTo: string | null;
  readonly inherited: boolean;
  /** For an inherited entry: where it is written; null for others, and where no ancestor carries it. */
  readonly written: WrittenView | null;
  readonly role: Role;
  readonly obstacles: readonly Obstacle[];
  readonly doubts: readonly Doubt[];
  readonly reached: boolean;
  /** Where it covers the request; null where it does not, or names no object type. */
  readonly node: Place | null;
  /** How the account comes to the trustee, where it does. */
  readonly via: readonly string[];
}

export interface ConditionView {
  /** As SDDL writes it; null where it cannot be read. */
  readonly text: string | null;
  /** What it evaluates to; null where the trustee is not the account's, so that nobody asks. */
  readonly result: 'true' | 'false' | 'unknown' | 'undecided' | null;
  /** What would have to be known, in the order of the expression. */
  readonly missing: readonly ConditionFact[];
}

/** What a condition depends on: membership of the account's or the device's token, or an attribute (MS-DTYP 2.4.4.17). */
export type ConditionFact =
  | ({ readonly kind: 'member' | 'device-member' } & Named)
  | {
      readonly kind: 'attribute';
      readonly scope: 'local' | 'user' | 'resource' | 'device';
      readonly name: string;
    };

export interface WrittenView {
  readonly dn: string;
  /** Position in the list of that object. */
  readonly index: number;
  readonly sddl: string;
}

/** An entry that allows the request and does not reach the target. */
export interface NearMiss {
  readonly because: /** It is meant for another class: `appliesTo`. */
    | 'other-class'
    /** Inheritance is off at `blockedAt`. */
    | 'inheritance-off'
    /** The target's list does not hold it, although it should have come down. */
    | 'not-propagated'
    /** It goes one level down only. */
    | 'one-level'
    /** It counts for the object that holds it only. */
    | 'not-inheritable'
    /** On the target, for objects below it. */
    | 'inherit-only'
    /** On a container that is no ancestor of the target. */
    | 'elsewhere';
  readonly written: WrittenView;
  readonly trustee: Named;
  readonly rights: readonly NamedGivenRight[];
  readonly appliesTo: string | null;
  /** Objects between it and the target, both ends included, whose inheritance is off; nearest to the target first. */
  readonly blockedAt: readonly string[];
}

export interface EffectView {
  /** Flags of the target under which the action does nothing. */
  readonly flags: readonly string[];
  /** No: it takes effect; yes: it does not; unknown: userAccountControl was not read. */
  readonly without: Tristate;
}

export interface HolderView {
  /** Null where the sources lack it. */
  readonly dn: string | null;
  /** What its list, put on the target, answers; null where it was not read. */
  readonly access: 'granted' | 'denied' | 'unknown' | null;
  readonly entry: { readonly index: number; readonly sddl: string; readonly trustee: Named | null } | null;
  /** Its own inheritance is on: entries that it inherits do not reach protected accounts. */
  readonly inheritanceOn: boolean;
}

/** What to change, and where. */
export interface ChangeView {
  readonly goal: /** It works. */
    | 'none'
    /** To have it allowed. */
    | 'allow'
    /** To have it stay allowed. */
    | 'last'
    /** To have it take effect. */
    | 'take-effect'
    /** No change can make this action take effect on this object. */
    | 'impossible'
    /** To know the answer. */
    | 'know'
    /** It works for everybody: to put that right. */
    | 'repair';
  /** Ways to get there; each is a list of steps that all have to be done. */
  readonly options: readonly (readonly Advice[])[];
  /** What speaks against changing anything. */
  readonly caution: 'protected-on-purpose' | 'deny-may-be-meant' | 'read-right-missing' | null;
  /** For an action that works: ways to take it away. */
  readonly revoke: readonly (readonly Step[])[];
}
