/**
 * What bounds a server that sends without end, for all connections of a collection together. None but the number of
 * objects is met by a directory as there are: each is said beside its number, and where one ends the reading, the gap names it.
 */

import { saveMemory } from '../../snapshot/save-memory.js';
import type { RawEntry } from '../entry.js';
import type { AttributeUse } from './attributes.js';
import { Distinct } from './distinct.js';
import { ReadingOver } from './failures.js';
import { InFlight } from './in-flight.js';

/**
 * Objects that are read at most, unless more are allowed. Each takes some 400 bytes of memory for its name and identity; up
 * to here that stays below 500 MB. A little less than 2^20, where the tables of names would double.
 */
export const DEFAULT_OBJECT_LIMIT = 1_040_000;
/** Of these, one in so many may be a group, container or managed account, which take more memory: real domains have one for five accounts. */
const OBJECTS_A_GROUP = 4;
/** Bytes of their DNs together, for each object that is allowed: real ones have fewer than a hundred on the average. */
const NAME_BYTES = 128;

/** The name of a place is kept so many times: here, as a name among others, as a container and in what is audited. */
const PLACE_COPIES = 5;
/** The same of groups and containers. */
const GROUP_COPIES = 2;

/** Objects of the schema and the configuration, all of which stay in memory: forests have some thousand. */
const MOST_SETTINGS = 50_000;
/** Bytes that their answers may take in memory: those of a large schema take some 40 MiB. */
const SETTINGS_BYTES = 128 * 1024 * 1024;

/** From so many objects on memory is saved; groups and containers count as several. */
const MANY_OBJECTS = 250_000;
/** The same of values of member and memberOf. */
const MANY_LINKS = 500_000;

/** Bytes that a server may send beside those of its objects: schema, configuration, groups of hundreds of thousands of members. */
const FREE_BYTES = 256 * 1024 * 1024;
/** Bytes that a server may send for each object that was new, on the average: real ones have 2 to 10 KiB. */
const BYTES_AN_OBJECT = 32 * 1024;

/** Searches that limits of the server may split others into: where it gives 100 entries a search, those of a million accounts. */
const MOST_SPLITS = 20_000;
/** Searches that are done again because a connection broke, before one that breaks ends the collection. */
const MOST_RETRIES = 256;

/**
 * Parents that are asked for by themselves: objects of unusual classes that have children. A thousand are many, and each
 * is a search.
 */
export const MOST_PARENTS = 50_000;

/** What a collection may still take from its server. */
export class Bounds {
  readonly inFlight = new InFlight();
  #bytes = FREE_BYTES;
  #objects = 0;
  #grouped = 0;
  #settings = 0;
  #settingsBytes = 0;
  #nameBytes = 0;
  #links = 0;
  #splits = 0;
  #retries = 0;
  #reached: string | undefined;

  /** What the bounds of memory are measured by: who reads fewer objects may have as many places as anybody. */
  readonly #measure: number;
  /** Names that are kept whether there is such an object or not. */
  readonly #members: Distinct;
  readonly #groups: Distinct;

  /** @param objectLimit objects that are read at most */
  constructor(private readonly objectLimit = DEFAULT_OBJECT_LIMIT) {
    this.#measure = Math.max(objectLimit, DEFAULT_OBJECT_LIMIT);
    this.#members = new Distinct(this.#measure);
    this.#groups = new Distinct(this.#measure / OBJECTS_A_GROUP);
  }

  /** Why nothing more is read; undefined while no bound is reached. */
  get reached(): string | undefined {
    return this.#reached;
  }

  /** Counts bytes as they arrive. @throws ReadingOver when there are too many of them for what they brought */
  received(bytes: number): void {
    this.#bytes -= bytes;
    if (this.#bytes >= 0) return;
    this.#reached ??= `the server sent more than ${FREE_BYTES >> 20} MiB and ${BYTES_AN_OBJECT >> 10} KiB for each of ${this.#objects.toLocaleString('en')} objects, which no directory needs`;
    throw new ReadingOver(this.#reached);
  }

  /**
   * Counts objects that were not read before.
   * @param use what they were read for
   * @param size bytes that their answers took in memory
   */
  read(entries: readonly RawEntry[], use: AttributeUse, size = 0): void {
    this.#objects += entries.length;
    this.#bytes += entries.length * BYTES_AN_OBJECT;
    if (use === 'structure' || use === 'managedAccounts') this.#grouped += entries.length;
    else if (use !== 'accounts') this.#setting(entries.length, size);
    for (const { dn, attributes } of entries) {
      this.#nameBytes += use === 'structure' ? GROUP_COPIES * dn.length : dn.length;
      const [members, groups] = [attributes.get('member') ?? [], attributes.get('memberof') ?? []];
      this.#members.add(members);
      this.#groups.add(groups);
      this.#links += members.length + groups.length;
    }
    const many = this.#objects + OBJECTS_A_GROUP * this.#grouped >= MANY_OBJECTS || this.#links >= MANY_LINKS;
    if (many || this.#nameBytes >= MANY_OBJECTS * NAME_BYTES) saveMemory();
    const allow = this.#allow;
    if (this.#objects >= this.objectLimit) {
      this.#reached ??= `the server has ${this.objectLimit.toLocaleString('en')} objects or more: ${allow}`;
    }
    if (this.#grouped >= this.#measure / OBJECTS_A_GROUP) {
      this.#reached ??= `the server has ${this.#grouped.toLocaleString('en')} groups, containers and managed accounts or more: ${allow}`;
    }
    if (this.#groups.tooMany || this.#members.tooMany) {
      const what = this.#groups.tooMany ? 'memberOf names more groups' : 'member names more objects';
      this.#reached ??= `${what} than there can be: ${allow}`;
    }
    if (this.#nameBytes >= this.#measure * NAME_BYTES) {
      this.#reached ??= `the names of ${this.#objects.toLocaleString('en')} objects have more than ${(this.#nameBytes >> 20).toLocaleString('en')} MiB: ${allow}`;
    }
  }

  #setting(count: number, size: number): void {
    this.#settings += count;
    this.#settingsBytes += size;
    if (this.#settings < MOST_SETTINGS && this.#settingsBytes < SETTINGS_BYTES) return;
    this.#reached ??= `schema and configuration have more than ${MOST_SETTINGS.toLocaleString('en')} objects, or more than ${SETTINGS_BYTES >> 20} MiB`;
  }

  /** Takes note of the places above objects, each of which takes as much memory as a container. */
  places({ count, bytes }: { readonly count: number; readonly bytes: number }): void {
    const most = Math.max(OBJECTS_A_GROUP * count, (PLACE_COPIES * bytes) / NAME_BYTES);
    if (most >= MANY_OBJECTS) saveMemory();
    if (count < this.#measure / OBJECTS_A_GROUP && this.#nameBytes + PLACE_COPIES * bytes < this.#measure * NAME_BYTES)
      return;
    this.#reached ??= `the objects lie in ${count.toLocaleString('en')} places or more, with names of ${(bytes >> 20).toLocaleString('en')} MiB: ${this.#allow}`;
  }

  get #allow(): string {
    return `allow more with --object-limit (${this.objectLimit.toLocaleString('en')} now)`;
  }

  /** Whether a search may be split into two once more. */
  maySplit(): boolean {
    return ++this.#splits <= MOST_SPLITS;
  }

  /** Whether a search that broke may be done again. */
  mayRetry(): boolean {
    return ++this.#retries <= MOST_RETRIES;
  }
}
