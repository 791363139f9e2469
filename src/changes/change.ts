/** What can be changed in a directory, as data. Objects are named by DN. */
import type { Ace, SecurityDescriptor } from '../descriptor/types.js';

/** The parts of a descriptor, as the SD flags control names them (MS-ADTS 3.1.1.3.4.1.11). */
export type DescriptorPart = 'owner' | 'group' | 'dacl' | 'sacl';

export type Change =
  | {
      readonly kind: 'add-entry';
      readonly dn: string;
      /** One of the object's own: not an inherited one. */
      readonly entry: Ace;
      /** Position among the object's own entries; absent: where it belongs (MS-ADTS 6.1.3.1). */
      readonly at?: number;
    }
  | {
      /** The first entry that is the same. */
      readonly kind: 'remove-entry';
      readonly dn: string;
      readonly entry: Ace;
    }
  | { readonly kind: 'set-inheritance'; readonly dn: string; readonly inherits: true }
  | {
      readonly kind: 'set-inheritance';
      readonly dn: string;
      readonly inherits: false;
      /** What becomes of the entries from above: they go, or become the object's own. */
      readonly keep: 'nothing' | 'copies';
    }
  | { readonly kind: 'add-member' | 'remove-member'; readonly group: string; readonly member: string }
  | {
      /** Bits of userAccountControl. */
      readonly kind: 'set-flags';
      readonly dn: string;
      readonly set: number;
      readonly clear: number;
    }
  | {
      /** All values of an attribute. `apply` knows userAccountControl, adminCount and primaryGroupID, `changedSource` any. */
      readonly kind: 'set-attribute';
      readonly dn: string;
      /** lDAPDisplayName, in any case. */
      readonly attribute: string;
      /** As LDAP has them; none: it is cleared. */
      readonly values: readonly Buffer[];
    }
  | {
      /** Parts of a descriptor, as a client writes them. */
      readonly kind: 'write-descriptor';
      readonly dn: string;
      readonly descriptor: SecurityDescriptor;
      readonly parts: readonly DescriptorPart[];
    }
  | {
      /** ProtectAdminGroups: AdminSDHolder's descriptor is put on the protected objects of a domain (MS-ADTS 3.1.1.6.1). */
      readonly kind: 'run-adminsdholder';
      /** DN of the domain. */
      readonly domain: string;
    }
  | {
      readonly kind: 'create';
      readonly dn: string;
      /** lDAPDisplayName of the most specific structural class, auxiliary ones after it. */
      readonly classes: readonly string[];
      /** By attribute name as written; values as LDAP has them. Without objectClass and nTSecurityDescriptor. */
      readonly attributes: ReadonlyMap<string, readonly Buffer[]>;
      /** What the creator gave; null: none. */
      readonly descriptor: SecurityDescriptor | null;
    }
  | {
      readonly kind: 'delete';
      readonly dn: string;
      /** With all that lies below it; otherwise only an object with nothing below it can be deleted. */
      readonly tree: boolean;
    }
  | {
      readonly kind: 'move';
      readonly dn: string;
      /** DN of the new parent; the present one where it is renamed only. */
      readonly to: string;
      /** New RDN ("OU=New"); absent: it keeps its own. */
      readonly rdn?: string;
    };

/** Changes that make objects, take them away or give them other names: they need `changedSource`. */
export type ObjectChange = Extract<Change, { readonly kind: 'create' | 'delete' | 'move' }>;

/** One change with where it was written, for messages. */
export interface PlacedChange {
  readonly change: Change;
  /** For instance "changes.ldif line 12". */
  readonly where?: string;
}

/** The values of an attribute that is a number, as LDAP has them. */
export function numberValues(value: number | null): readonly Buffer[] {
  return value === null ? [] : [Buffer.from(String(value))];
}
