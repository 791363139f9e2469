/**
 * Reads one planned search to its end, page by page, over connections that may break.
 *
 * When a connection is lost the search is done again from the beginning, on a new connection that is bound: the cookie
 * of a page is worth nothing elsewhere. What was handed on already is recognised by objectGUID and not handed on again.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RawEntry, SourceGap } from '../entry.js';
import type { LdapConnection, SearchPage } from './connection.js';
import { completeEntry } from './entries.js';
import { describeResult, explainFailure } from './explain.js';
import { ConnectionLost } from './failures.js';
import type { PlannedSearch } from './plan.js';
import type { SessionFactory } from './session.js';

/** What one search came to, for the record of a collection. */
export interface SearchRecord {
  readonly what: string;
  readonly base: string;
  readonly scope: string;
  readonly filter: string;
  readonly attributes: readonly string[];
  /** Distinct entries that were handed on. */
  readonly entries: number;
  /** 1 when it went well at once. */
  readonly attempts: number;
  /** Null when it was read to its end; otherwise why not. */
  readonly incomplete: string | null;
}

export interface SearchSink {
  /** Takes the entries of a page; resolves when more may come. */
  entries(entries: readonly RawEntry[], search: PlannedSearch): Promise<void>;
  gap(gap: SourceGap): void;
  referrals(urls: readonly string[]): void;
}

/** Milliseconds before the second, third, ... attempt. */
const PAUSES = [250, 1000, 3000];

const SUCCESS = 0;
const NO_SUCH_OBJECT = 32;
const BUSY = 51;
const UNAVAILABLE = 52;
/** How servers refuse the cookie of a page that they have forgotten. */
const LOST_COOKIE = new Set([2, 12, 53]);

export class SearchReader {
  #connection: LdapConnection | undefined;

  /**
   * @param sessions opens connections that are bound
   * @param pageSize entries a page
   * @param abandoned true when what is read is no longer wanted
   */
  constructor(
    private readonly sessions: SessionFactory,
    private readonly pageSize: number,
    private readonly abandoned: () => boolean,
    connection?: LdapConnection,
  ) {
    this.#connection = connection;
  }

  /**
   * Runs one search. Entries go to the sink as pages arrive; what the server refuses or cuts short becomes a gap.
   * @throws AdreachError network, tls or credentials, when the server stays away after several attempts
   */
  async run(search: PlannedSearch, sink: SearchSink): Promise<SearchRecord> {
    const seen = new Set<string>();
    for (let attempt = 1; ; attempt++) {
      const last = attempt > PAUSES.length;
      let refusal: Refusal | undefined;
      try {
        const connection = await this.connection();
        refusal = await this.#attempt(connection, search, seen, sink);
      } catch (error) {
        if (!isTransient(error) || last || this.abandoned()) {
          const tries = attempt > 1 ? ` (tried ${attempt} times)` : '';
          throw explainFailure(error, this.sessions.endpoint, `read ${search.what}${tries} from`);
        }
        await sleep(PAUSES[attempt - 1]);
        continue;
      }
      if (refusal?.transient && !last && !this.abandoned()) {
        await sleep(PAUSES[attempt - 1]);
        continue;
      }
      if (refusal && !refusal.absent) {
        const message = `${search.what} could not be read in full: ${refusal.why}`;
        sink.gap({ code: 'search-incomplete', dn: search.base, message });
      }
      const { what, base, scope, attributes } = search;
      const incomplete = refusal?.why ?? null;
      return {
        what,
        base,
        scope,
        filter: search.filter.toString(),
        attributes,
        entries: seen.size,
        attempts: attempt,
        incomplete,
      };
    }
  }

  get connected(): boolean {
    return this.#connection?.usable ?? false;
  }

  /** The connection in use, or a new one, bound. @throws AdreachError network, tls or credentials */
  async connection(): Promise<LdapConnection> {
    if (!this.#connection?.usable) this.#connection = await this.sessions.open();
    return this.#connection;
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #attempt(
    connection: LdapConnection,
    search: PlannedSearch,
    seen: Set<string>,
    sink: SearchSink,
  ): Promise<Refusal | undefined> {
    const paged = search.scope !== 'base';
    const nextPage = (cookie?: Buffer) =>
      connection.search(search, paged ? { size: this.pageSize, ...(cookie && { cookie }) } : undefined);
    let page: SearchPage = await nextPage();
    for (;;) {
      const { code, cookie } = page.result;
      const gaps: SourceGap[] = [];
      const fresh: RawEntry[] = [];
      for (const wire of page.entries) {
        const entry = await completeEntry(connection, wire, gaps);
        const key = identity(entry);
        if (seen.has(key)) continue;
        seen.add(key);
        fresh.push(entry);
      }
      for (const gap of gaps) sink.gap(gap);
      sink.referrals(page.references);
      // A page without entries that carries a cookie is no end (RFC 2696 3).
      const more = code === SUCCESS && cookie !== undefined && cookie.length > 0 && !this.abandoned();
      // The server works on the next page while this one is handed on.
      const next = more ? settled(nextPage(cookie)) : undefined;
      if (fresh.length > 0) await sink.entries(fresh, search);
      if (!next) return refusal(page, search, seen.size);
      page = unwrap(await next);
    }
  }
}

interface Refusal {
  readonly why: string;
  /** True when trying again may help. */
  readonly transient: boolean;
  /** True when a single object is not shown: what it means that it is missing, the assembler says. */
  readonly absent: boolean;
}

/** Why a search that ended with this page is incomplete; undefined when it is not. */
function refusal(page: SearchPage, search: PlannedSearch, found: number): Refusal | undefined {
  const { code, message } = page.result;
  const single = search.scope === 'base';
  if (code === SUCCESS) {
    if (!single || found > 0) return undefined;
    return { why: 'the server does not show it', transient: false, absent: true };
  }
  const transient = code === BUSY || code === UNAVAILABLE || LOST_COOKIE.has(code);
  return { why: describeResult(code, message), transient, absent: single && code === NO_SUCH_OBJECT };
}

function isTransient(error: unknown): boolean {
  return error instanceof ConnectionLost || (error instanceof Error && error.cause instanceof ConnectionLost);
}

/** objectGUID where it can be read, which is how domain controllers tell objects apart; otherwise the DN. */
function identity(entry: RawEntry): string {
  const guid = entry.attributes.get('objectguid')?.[0];
  return guid && guid.length > 0 ? guid.toString('latin1') : entry.dn;
}

type Settled<T> = { readonly value: T } | { readonly error: unknown };

/** A promise that may fail before anyone waits for it. */
function settled<T>(promise: Promise<T>): Promise<Settled<T>> {
  return promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
}

function unwrap<T>(outcome: Settled<T>): T {
  if ('error' in outcome) throw outcome.error;
  return outcome.value;
}
