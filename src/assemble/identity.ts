/**
 * Which object an entry is: by objectGUID, where that is not readable by objectSid, and by DN where neither is. An object
 * that was moved or renamed between two readings stays one; two objects that had one DN at different times stay two.
 */
import type { Sid } from '../descriptor/types.js';
import { int32Column, PairList, uint8Column } from './columns.js';
import { GuidIndex } from './guid-index.js';
import { SidIndex } from './sid-index.js';

/** What an entry shows of itself. */
export interface Shown {
  readonly guid: Buffer | null;
  readonly sid: Sid | undefined;
}

/** What is known of kinds of objects that are told apart by their DN only. */
export const UNSHOWN: Shown = { guid: null, sid: undefined };

/** Sources that are told apart; what comes from further ones counts as coming from the last of them. */
const MOST_SOURCES = 255;

/** The value of `resolve` for a name that meant an object which was left out. */
export const LEFT_OUT = -2;

export class Identities {
  /** SIDs of all objects but foreign principals. */
  readonly sids = new SidIndex();
  readonly guids = new GuidIndex();
  /** Further names of objects: number of the name, and of the source that told it. */
  readonly aliases = new PairList();
  /** Objects that turned out to have the SID of another one, after both were known: number of the object, and of that. */
  readonly twins = new PairList();
  /** The name under which an object is known, by a further name of it; plus 1. */
  private readonly canonical = int32Column();
  /** What a name means in one source, where that is not what it means in the others. */
  private readonly inSource = new Map<number, Map<number, number>>();
  /** The source from which an object was read first. */
  private readonly source = uint8Column();

  /** @param isObject whether an object was read under the number of a name */
  constructor(private readonly isObject: (id: number) => boolean) {}

  /** True where some name does not mean the object that was read under it. */
  get anyMoved(): boolean {
    return this.aliases.length > 0 || this.inSource.size > 0 || this.twins.length > 0;
  }

  /** Remembers a new object. @returns another object that has the same SID; -1 where there is none */
  add(id: number, shown: Shown, source: number): number {
    this.source.set(id, Math.min(source, MOST_SOURCES));
    return this.learn(id, shown);
  }

  /** Takes down what a further reading shows of an object and earlier ones did not. @returns as `add` */
  learn(id: number, { guid, sid }: Shown): number {
    if (guid !== null && !this.guids.has(id)) this.guids.add(id, guid);
    return sid === undefined || this.sids.has(id) ? -1 : this.sids.add(id, sid);
  }

  /** The source that an object was read from first. */
  sourceOf(id: number): number {
    return this.source.get(id);
  }

  /**
   * The object that an entry is, other than by its DN.
   * @param at the object that is known under its DN; -1 where there is none
   * @returns -1 where neither GUID nor SID says that it is a known one
   */
  find({ guid, sid }: Shown, at: number): number {
    if (guid !== null) {
      const byGuid = this.guids.find(guid);
      if (byGuid >= 0) return byGuid;
    }
    if (at >= 0 && !this.contradicts(at, { guid, sid })) return at;
    const bySid = sid === undefined ? -1 : this.sids.holderOf(sid);
    // Of two objects with a GUID each, the GUIDs have said that they are two.
    return bySid >= 0 && !(guid !== null && this.guids.has(bySid)) ? bySid : -1;
  }

  /** True where two objects that were read can be one: neither their GUIDs nor else their SIDs say otherwise. */
  maybeOne(a: number, b: number): boolean {
    if (this.guids.has(a) && this.guids.has(b)) return this.guids.same(a, b);
    return !this.sids.has(a) || !this.sids.has(b) || this.sids.same(a, b);
  }

  /** True where an object shows, by GUID or else by SID, that it is another one. */
  contradicts(id: number, { guid, sid }: Shown): boolean {
    if (guid !== null && this.guids.has(id)) return !this.guids.is(id, guid);
    return sid !== undefined && this.sids.has(id) && !this.sids.is(id, sid);
  }

  /**
   * A further name of an object.
   * @param at the object that the name means already; -1 where it means none
   */
  addAlias(name: number, id: number, source: number, at: number): void {
    this.aliases.add(name, Math.min(source, MOST_SOURCES));
    if (at < 0) this.becomes(name, id);
    else if (this.sourceOf(at) !== Math.min(source, MOST_SOURCES)) this.meansIn(source, name, id);
  }

  /** An object was read under what was a further name of another one: that stays so for the sources that told it. */
  keepAliases(name: number): void {
    const id = this.canonical.get(name) - 1;
    for (let i = 0; id >= 0 && i < this.aliases.length; i++) {
      if (this.aliases.first(i) === name) this.meansIn(this.aliases.second(i), name, id);
    }
    this.canonical.set(name, 0);
  }

  /** What a name means in one source: an object, or `LEFT_OUT`. */
  meansIn(source: number, name: number, id: number): void {
    const known = this.inSource.get(name) ?? new Map<number, number>();
    this.inSource.set(name, known.set(Math.min(source, MOST_SOURCES), id));
  }

  /** What was read, or is to be read, under the first name is the object of the second. */
  becomes(id: number, other: number): void {
    this.canonical.set(id, other + 1);
  }

  /** The object that a name means in no one source; where none was read under it, the name that stands for it. */
  settled(name: number): number {
    let id = name;
    while (!this.isObject(id)) {
      const next = this.canonical.get(id) - 1;
      if (next < 0) break;
      id = next;
    }
    return id;
  }

  /**
   * The object that a name means.
   * @param source where the name was read; -1 for a name of no one source
   * @returns -1 where none was read under that name; `LEFT_OUT`
   */
  resolve(name: number, source: number): number {
    let id = this.inSource.get(name)?.get(Math.min(source, MOST_SOURCES)) ?? name;
    while (id >= 0 && !this.isObject(id)) id = this.canonical.get(id) - 1;
    return id;
  }
}
