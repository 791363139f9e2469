/**
 * What bounds a server that sends without end, for all connections of a collection together. No bound is met by a
 * directory as there are: each is said beside its number, and where one ends the reading, the gap names it.
 */
import { setFlagsFromString } from 'node:v8';
import { ReadingOver } from './failures.js';

/**
 * Objects that are read at most, unless more are allowed. Each takes some 400 bytes of memory for its name and identity; up
 * to here that stays below 500 MB. A little less than 2^20, where the tables of names would double.
 */
export const DEFAULT_OBJECT_LIMIT = 1_040_000;
/** Of these, one in so many may be a group or container, which take more memory: real domains have one for five accounts. */
const OBJECTS_A_GROUP = 4;
/** Bytes of their DNs together, for each object that is allowed: real ones have fewer than a hundred on the average. */
const NAME_BYTES = 128;

/**
 * From so many objects on, where groups and containers count as several, memory is dear, and is collected when a quarter has
 * been added to what is in use: left to itself the garbage of a large collection takes as much as what is kept.
 */
const MANY_OBJECTS = 250_000;
const DEAR_MEMORY = '--heap-growing-percent=25';

/** Bytes that a server may send beside those of its objects: schema, configuration, groups of a million members. */
const FREE_BYTES = 512 * 1024 * 1024;
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

/** Bytes in memory, of answers that came and were not taken yet, from which on only one connection at a time goes on reading. */
const SHARED = 64 * 1024 * 1024;

/** What a collection may still take from its server. */
export class Bounds {
  readonly inFlight = new InFlight();
  #bytes = FREE_BYTES;
  #objects = 0;
  #grouped = 0;
  #nameBytes = 0;
  #splits = 0;
  #retries = 0;
  #dear = false;
  #reached: string | undefined;

  /** @param objectLimit objects that are read at most */
  constructor(private readonly objectLimit = DEFAULT_OBJECT_LIMIT) {}

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
   * @param grouping true for groups and containers
   */
  read(entries: readonly { readonly dn: string }[], grouping: boolean): void {
    this.#objects += entries.length;
    this.#bytes += entries.length * BYTES_AN_OBJECT;
    if (grouping) this.#grouped += entries.length;
    for (const { dn } of entries) this.#nameBytes += dn.length;
    if (!this.#dear && this.#objects + OBJECTS_A_GROUP * this.#grouped >= MANY_OBJECTS) {
      setFlagsFromString(DEAR_MEMORY);
      this.#dear = true;
    }
    const limit = this.objectLimit.toLocaleString('en');
    const allow = `allow more with --object-limit (${limit} now)`;
    if (this.#objects >= this.objectLimit) this.#reached ??= `the server has ${limit} objects or more: ${allow}`;
    else if (this.#grouped >= this.objectLimit / OBJECTS_A_GROUP) {
      this.#reached ??= `the server has ${this.#grouped.toLocaleString('en')} groups and containers or more: ${allow}`;
    } else if (this.#nameBytes >= this.objectLimit * NAME_BYTES) {
      this.#reached ??= `the names of ${this.#objects.toLocaleString('en')} objects have more than ${(this.#nameBytes >> 20).toLocaleString('en')} MiB: ${allow}`;
    }
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

/**
 * Memory that answers take, over all connections. Up to a point each reads as fast as it can; from there on all wait but the
 * one that has held something for the longest. That one can always come to its end, so nobody waits for ever.
 */
export class InFlight {
  #held = 0;
  readonly #holders: Holder[] = [];

  /** @param goOn called when a holder that had to wait may go on */
  holder(goOn: () => void): Holder {
    const of = {
      add: (holder: Holder, bytes: number) => {
        if (!this.#holders.includes(holder)) this.#holders.push(holder);
        this.#held += bytes;
      },
      remove: (holder: Holder, bytes: number, all: boolean) => {
        this.#held -= bytes;
        this.#holders.splice(this.#holders.indexOf(holder), 1);
        if (!all) this.#holders.push(holder);
        for (const other of [...this.#holders]) other.look();
      },
      mayGoOn: (holder: Holder) => this.#held <= SHARED || this.#holders[0] === holder,
    };
    return new Holder(of, goOn);
  }
}

/** What one connection holds of it. */
export class Holder {
  #held = 0;
  #waits = false;

  /** Made by `InFlight`. */
  constructor(
    private readonly of: {
      add(holder: Holder, bytes: number): void;
      remove(holder: Holder, bytes: number, all: boolean): void;
      mayGoOn(holder: Holder): boolean;
    },
    private readonly goOn: () => void,
  ) {}

  take(bytes: number): void {
    this.#held += bytes;
    this.of.add(this, bytes);
  }

  give(bytes: number): void {
    if (bytes === 0) return;
    this.#held -= bytes;
    this.of.remove(this, bytes, this.#held === 0);
  }

  /** Whether to wait now; `goOn` is called when that is over. */
  mustWait(): boolean {
    this.#waits = !this.of.mayGoOn(this);
    return this.#waits;
  }

  /** Goes on where that is possible now. */
  look(): void {
    if (!this.#waits || !this.of.mayGoOn(this)) return;
    this.#waits = false;
    this.goOn();
  }
}
