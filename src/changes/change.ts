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
      readonly kind: 'set-attribute';
      readonly dn: string;
      readonly attribute: 'userAccountControl' | 'adminCount' | 'primaryGroupID';
      /** Null: it is cleared. */
      readonly value: number | null;
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
    };
