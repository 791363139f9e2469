/** Which objects have which SIDs, in a few bytes an object. */
import { sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { hashOf, SlotTable } from '../snapshot/slot-table.js';
import { int32Column, uint32Column } from './columns.js';

/** A SID of a domain, or one that a domain gave out: it names one object. Aliases of BUILTIN are in every domain. */
const OF_DOMAIN = /^S-1-5-21-\d+-\d+(?:-\d+)?$/;

export class SidIndex {
  private readonly prefixes = new Map<Sid, number>();
  private readonly ofDomain: boolean[] = [false];
  /** Number of everything before the last sub-authority, from 1; and the last. */
  private readonly prefix = int32Column();
  private readonly rid = uint32Column();
  /** SIDs in sIDHistory: number of the prefix, last sub-authority and object, three numbers each. */
  private readonly former: number[] = [];
  /** The first object of each SID that a domain gave out. */
  private readonly first = new SlotTable((id) => hashOf(this.prefix.get(id), this.rid.get(id)));
  private objects = 0;
  /** The SID that was asked for last, with its prefix (0: one that no object has) and its last sub-authority. */
  private last: Sid | null = null;
  private lastPrefix = 0;
  private lastRid = 0;
  private readonly isLast = (id: number): boolean =>
    this.prefix.get(id) === this.lastPrefix && this.rid.get(id) === this.lastRid;

  /** @returns the object that had this SID before; -1 where there is none, or where the SID may be in many domains */
  add(id: number, sid: Sid): number {
    this.load(sid);
    if (this.lastPrefix === 0) this.lastPrefix = this.prefixOf(headOf(sid));
    this.objects = Math.max(this.objects, id + 1);
    const other = this.holderOf(sid);
    this.prefix.set(id, this.lastPrefix);
    this.rid.set(id, this.lastRid);
    if (this.ofDomain[this.lastPrefix] && other < 0) this.first.add(id);
    return other;
  }

  /** Takes down the sIDHistory of an object. */
  addFormer(id: number, sids: readonly Sid[]): void {
    if (sids.length > 0) this.last = null;
    for (const former of sids) this.former.push(this.prefixOf(headOf(former)), lastOf(former), id);
  }

  /** Whether the SID of an object is known. */
  has(id: number): boolean {
    return this.prefix.get(id) !== 0;
  }

  /** Whether an object has this SID. */
  is(id: number, sid: Sid): boolean {
    this.load(sid);
    return this.isLast(id);
  }

  /** Whether two objects have the same. */
  same(a: number, b: number): boolean {
    return this.prefix.get(a) === this.prefix.get(b) && this.rid.get(a) === this.rid.get(b);
  }

  /** The first object of a SID that a domain gave out; -1 where there is none. */
  holderOf(sid: Sid): number {
    this.load(sid);
    if (!this.ofDomain[this.lastPrefix]) return -1;
    return this.first.find(hashOf(this.lastPrefix, this.lastRid), this.isLast);
  }

  /** The domain that gave out an object's SID, as a number; 0 where it has none of a domain. */
  domainOf(id: number): number {
    const prefix = this.prefix.get(id);
    return this.ofDomain[prefix] ? prefix : 0;
  }

  /** The number that `domainOf` gives for objects of a domain; -1 where there is none of them. */
  domainNumber(domainSid: Sid): number {
    return this.prefixes.get(domainSid) ?? -1;
  }

  /** The SID of a domain, by the number that `domainOf` gives. */
  domainSid(number: number): Sid | null {
    for (const [sid, known] of this.prefixes) if (known === number) return sid;
    return null;
  }

  /** @returns whether an object has a SID, now or in its history; holds for the objects that there are when it is made */
  known(): (sid: Sid) => boolean {
    // As one number; with more than 2^21 prefixes it is not exact, and a SID that nobody has may count as one.
    const others = new Set<number>();
    const keyOf = (prefix: number, rid: number) => prefix * 2 ** 32 + rid;
    const add = (prefix: number, rid: number) => others.add(keyOf(prefix, rid));
    for (let at = 0; at < this.former.length; at += 3) add(this.former[at]!, this.former[at + 1]!);
    for (let id = 0; id < this.objects; id++) {
      const prefix = this.prefix.get(id);
      if (prefix !== 0 && !this.ofDomain[prefix]) add(prefix, this.rid.get(id));
    }
    return (sid) => {
      this.load(sid);
      return others.has(keyOf(this.lastPrefix, this.lastRid)) || this.holderOf(sid) >= 0;
    };
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

  private load(sid: Sid): void {
    if (sid === this.last) return;
    this.last = sid;
    this.lastPrefix = this.prefixes.get(headOf(sid)) ?? 0;
    this.lastRid = lastOf(sid);
  }

  private prefixOf(head: Sid): number {
    let prefix = this.prefixes.get(head);
    if (prefix === undefined) {
      prefix = this.prefixes.size + 1;
      this.prefixes.set(head, prefix);
      this.ofDomain[prefix] = OF_DOMAIN.test(head);
    }
    return prefix;
  }
}

function headOf(sid: Sid): Sid {
  return sidWithoutLast(sid);
}

function lastOf(sid: Sid): number {
  return Number(sid.slice(sid.lastIndexOf('-') + 1));
}
