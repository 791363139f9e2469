/** Deleted objects: left out, but for who they were (MS-ADTS 3.1.1.5.5). */
import type { Sid } from '../descriptor/types.js';
import type { RawEntry } from '../sources/entry.js';
import { isDeletedName } from './links.js';
import { Values } from './values.js';

/** Deleted principals that are remembered: beyond them, entries that name one are undecided. */
const MAX_DELETED = 200_000;

/** A deleted object: by isDeleted, or by its name, where the attribute was not read (MS-ADTS 3.1.1.5.5). */
export function isDeleted({ dn, attributes }: RawEntry): boolean {
  return attributes.get('isdeleted')?.[0]?.toString('latin1').toUpperCase() === 'TRUE' || isDeletedName(dn);
}

/** A deleted object is no principal any more; who it was is kept for the entries that still name it. */
export class Deleted {
  /** DNs of those that had a SID, by it. */
  readonly principals = new Map<Sid, string>();
  count = 0;

  add(entry: RawEntry): void {
    this.count++;
    const sid = new Values(entry, () => {}).sid('objectsid');
    if (sid !== undefined && this.principals.size < MAX_DELETED) this.principals.set(sid, entry.dn);
  }
}
