/** The entries of a page on their way to whoever takes them: those that are new, completed, a batch at a time. */
import { dnKey } from '../../names/dn.js';
import type { RawEntry, SourceGap } from '../entry.js';
import type { Bounds } from './bounds.js';
import type { Searcher, SearchPage } from './connection.js';
import { completeEntry } from './entries.js';
import type { WireEntry } from './messages.js';
import type { PlannedSearch } from './plan.js';
import type { Seen } from './seen.js';

export interface SearchSink {
  /**
   * Takes entries; resolves when more may come.
   * @param done called once they are not needed any more
   */
  entries(entries: readonly RawEntry[], search: PlannedSearch, done: () => void): Promise<void>;
  gap(gap: SourceGap): void;
  referrals(urls: readonly string[]): void;
}

/** As it was asked for; a server that spells it otherwise has its objects told apart by their DNs. */
const OBJECT_GUID = 'objectGUID';
/** Bytes of a GUID. */
const GUID = 16;

/** Bytes of answers that are much at a time: no more is asked for until they were taken. */
export const LARGE = 16 * 1024 * 1024;

export class Batch {
  #entries = new Map<string, { readonly key: Buffer | string; readonly entry: RawEntry }>();
  #gaps: SourceGap[] = [];
  #pages: SearchPage[] = [];
  /** Entries that were not read before. */
  fresh = 0;

  constructor(
    private readonly search: PlannedSearch,
    private readonly seen: Seen,
    private readonly sink: SearchSink,
    private readonly bounds: Bounds,
  ) {}

  /**
   * Adds the entries of a page, and hands on what is complete where that becomes much.
   * @throws as `completeEntry` does; what was not handed on is dropped then
   */
  async addAll(page: SearchPage, server: Searcher): Promise<void> {
    try {
      for (const wire of page.entries) {
        await this.#add(wire, server);
        if (sizeOf(this.#pages) >= LARGE) await this.handOn();
      }
    } catch (error) {
      for (const held of this.#pages) held.release();
      page.release();
      throw error;
    }
    this.#pages.push(page);
  }

  /** Adds an entry, unless it was read before. */
  async #add(wire: WireEntry, server: Searcher): Promise<void> {
    const fault = faultOf(wire, this.search);
    if (fault !== undefined) {
      this.#gaps.push({ code: 'entry-damaged', dn: wire.dn, message: `${fault}: it is left out` });
      return;
    }
    const key = identity(wire);
    const text = typeof key === 'string' ? key : key.toString('latin1');
    if (this.seen.has(key) || this.#entries.has(text)) return;
    const entry = await completeEntry(server, wire, this.#gaps, this.#pages);
    this.#entries.set(text, { key, entry });
    this.fresh++;
  }

  /**
   * Hands on what there is, and waits until more may come; where it is much, until it was taken. Only then does it count as
   * read: had the connection been lost over the rest of an entry, that one would not be handed on.
   */
  async handOn(): Promise<void> {
    const batch = [...this.#entries.values()];
    const pages = this.#pages;
    const gaps = this.#gaps;
    this.#entries = new Map();
    this.#pages = [];
    this.#gaps = [];
    for (const { key } of batch) this.seen.add(key);
    for (const gap of gaps) this.sink.gap(gap);
    const release = () => {
      for (const held of pages) held.release();
    };
    if (batch.length === 0) return release();
    const entries = batch.map(({ entry }) => entry);
    const size = sizeOf(pages);
    this.bounds.read(entries, this.search.use, size);
    await new Promise<void>((resolve, reject) => {
      const taken = () => {
        release();
        resolve();
      };
      const handed = this.sink.entries(entries, this.search, taken);
      handed.then(() => size >= LARGE || resolve(), reject);
    });
  }
}

const sizeOf = (pages: readonly SearchPage[]): number => pages.reduce((sum, { size }) => sum + size, 0);

/** Why an entry is none that was asked for; undefined where it is one. */
function faultOf({ dn, damagedName, unusable }: WireEntry, search: PlannedSearch): string | undefined {
  if (damagedName) return 'the name of the object is not UTF-8';
  if (unusable !== undefined) return `${unusable}, as no object has`;
  if (search.scope === 'base' && dn !== search.base && dnKey(dn) !== dnKey(search.base)) {
    return 'the server answered with it where another object was asked for';
  }
  return undefined;
}

/** objectGUID where it can be read, which is how domain controllers tell objects apart; otherwise the DN. */
function identity({ dn, attributes }: WireEntry): Buffer | string {
  const guid = attributes.find(([description]) => description === OBJECT_GUID)?.[1][0];
  return guid?.length === GUID ? guid : dn;
}
