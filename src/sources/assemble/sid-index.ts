/** Which objects have which SIDs, in a few bytes an object. */
import type { Sid } from '../../descriptor/types.js';
import { int32Column, uint32Column } from './columns.js';

export class SidIndex {
  private readonly prefixes = new Map<string, number>();
  /** Number of everything before the last sub-authority, from 1; and the last. */
  private readonly prefix = int32Column();
  private readonly rid = uint32Column();
  /** SIDs in sIDHistory: number of the prefix, last sub-authority and object, three numbers each. */
  private readonly former: number[] = [];
  private objects = 0;

  add(id: number, sid: Sid, formerSids: readonly Sid[]): void {
    this.prefix.set(id, this.prefixOf(sid));
    this.rid.set(id, lastOf(sid));
    this.objects = Math.max(this.objects, id + 1);
    for (const former of formerSids) this.former.push(this.prefixOf(former), lastOf(former), id);
  }

  /** The objects that have one of some SIDs, now or in their history. */
  *find(sids: Iterable<Sid>): Generator<{ readonly id: number; readonly sid: Sid }> {
    const wanted = new Map<number, Map<number, Sid>>();
    for (const sid of sids) {
      const prefix = this.prefixes.get(headOf(sid));
      if (prefix === undefined) continue;
      const rids = wanted.get(prefix) ?? new Map();
      wanted.set(prefix, rids.set(lastOf(sid), sid));
    }
    if (wanted.size === 0) return;
    for (let id = 0; id < this.objects; id++) {
      const sid = wanted.get(this.prefix.get(id))?.get(this.rid.get(id));
      if (sid !== undefined) yield { id, sid };
    }
    for (let at = 0; at < this.former.length; at += 3) {
      const sid = wanted.get(this.former[at]!)?.get(this.former[at + 1]!);
      if (sid !== undefined) yield { id: this.former[at + 2]!, sid };
    }
  }

  private prefixOf(sid: Sid): number {
    const head = headOf(sid);
    let prefix = this.prefixes.get(head);
    if (prefix === undefined) {
      prefix = this.prefixes.size + 1;
      this.prefixes.set(head, prefix);
    }
    return prefix;
  }
}

function headOf(sid: Sid): string {
  return sid.slice(0, sid.lastIndexOf('-'));
}

function lastOf(sid: Sid): number {
  return Number(sid.slice(sid.lastIndexOf('-') + 1));
}
