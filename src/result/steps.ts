/** What would have to be done, as data: a step holds all that a program needs to carry it out on a directory. */
import type { Sid } from '../descriptor/types.js';
import type { NamedRequiredRight } from './rights.js';

/** A trustee. */
export interface Named {
  readonly sid: Sid;
  readonly name: string | null;
}

/** An account or a group; null is what was not read. */
export interface PrincipalRef {
  readonly dn: string | null;
  readonly sid: Sid | null;
  readonly name: string;
}

/** A class by lDAPDisplayName and schemaIDGUID; the GUID is null where the schema lacks the class. */
export interface ClassRef {
  readonly name: string;
  readonly guid: string | null;
}

/** One change of the directory. `dn` is the object that is changed. */
export type Step =
  /** Take one entry out of the object's own list. */
  | { readonly do: 'remove-entry'; readonly dn: string; readonly index: number; readonly sddl: string }
  | {
      readonly do: 'add-entry';
      readonly dn: string;
      readonly trustee: Named;
      readonly rights: readonly NamedRequiredRight[];
      /** Descendant objects of this class; null: this object only. */
      readonly appliesTo: ClassRef | null;
    }
  | { readonly do: 'leave-group'; readonly member: PrincipalRef; readonly group: PrincipalRef }
  | { readonly do: 'enable-inheritance'; readonly dn: string }
  /** Inheritance is on and yet the entries have not come down: the list of this object has to be written again. */
  | { readonly do: 'propagate'; readonly dn: string }
  | { readonly do: 'clear-admin-count'; readonly dn: string }
  | {
      readonly do: 'clear-flag';
      readonly dn: string;
      readonly attribute: 'userAccountControl';
      readonly bit: number;
      readonly flag: string;
    }
  /** Give the object the default list of its class, with inheritance on; null: its class was not read. */
  | { readonly do: 'write-dacl'; readonly dn: string; readonly objectClass: ClassRef | null };

/** What somebody has to find out: nothing in the directory changes. */
export type Inquiry =
  | { readonly do: 'confirm'; readonly what: 'left-protected-groups'; readonly dn: string }
  | {
      readonly do: 'collect';
      readonly what: 'descriptor' | 'dacl' | 'user-account-control' | 'class' | 'admin-sd-holder';
      readonly dn: string;
    }
  | {
      readonly do: 'collect';
      readonly what: 'domain' | 'members' | 'builtin' | 'primary-group';
      readonly of: Named;
    }
  /** The condition of an entry of the target's list. */
  | { readonly do: 'look-at'; readonly what: 'condition'; readonly entry: number }
  | { readonly do: 'look-at'; readonly what: 'logon' | 'sid-filtering' | 'deleted-trustee'; readonly of: Named }
  | { readonly do: 'look-at'; readonly what: 'admin-sd-holder' | 'protection'; readonly dn: string };

export type Advice = Step | Inquiry;
