/**
 * Reads one planned search to its end, page by page, over connections that may break.
 *
 * When a connection is lost the search is done again from the beginning, on a new connection that is bound: the cookie
 * of a page is worth nothing elsewhere. What was handed on already is recognised by objectGUID and not handed on again.
 */
import { Batch, LARGE, type SearchSink } from './batch.js';
import { AnswerTooLarge } from './ber.js';
import type { LdapConnection, SearchPage } from './connection.js';
import { describeResult, explainFailure } from './explain.js';
import { ConnectionLost, ReadingOver } from './failures.js';
import type { Pace } from './pace.js';
import { halve, type PlannedSearch } from './plan.js';
import { Progress } from './progress.js';
import { Seen } from './seen.js';
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
  /** Searches that it was split into because of the server's limits, those that were split further included. */
  readonly parts: number;
  /** Null when it was read to its end; otherwise why not. */
  readonly incomplete: string | null;
}

/** Milliseconds before the second, third, ... attempt. */
const PAUSES = [250, 1000, 3000];

const SUCCESS = 0;
const NO_SUCH_OBJECT = 32;
/** Time limit, size limit, administrative limit. */
const LIMITS = new Set([3, 4, 11]);
/** How servers refuse the cookie of a page that they have forgotten. */
const LOST_COOKIE = new Set([2, 12, 53]);

export class SearchReader {
  #connection: LdapConnection | undefined;
  /** Smaller than it was meant to be where the entries of a search are large. */
  #pageSize: number;

  /**
   * @param sessions opens connections that are bound
   * @param pageSize entries a page
   * @param abandoned true when what is read is no longer wanted
   * @param pace shared with the other readers
   */
  constructor(
    private readonly sessions: SessionFactory,
    private readonly pageSize: number,
    private readonly abandoned: () => boolean,
    private readonly pace: Pace,
    connection?: LdapConnection,
  ) {
    this.#connection = connection;
    this.#pageSize = pageSize;
  }

  /**
   * Runs one search. Entries go to the sink as pages arrive. Where the server cuts it short by a limit, it is split until
   * the parts fit; what is refused or cut short nevertheless becomes a gap.
   * @throws AdreachError network, tls or credentials, when the server stays away after several attempts
   */
  async run(search: PlannedSearch, sink: SearchSink): Promise<SearchRecord> {
    const seen = new Seen();
    this.#pageSize = this.pageSize;
    const todo: Part[] = [{ search, fruitless: false }];
    let sent = 0;
    let attempts = 1;
    const refusals: Refusal[] = [];
    for (let part = todo.pop(); part; part = todo.pop()) {
      const before = seen.size;
      const outcome = await this.#read(part.search, seen, sink);
      sent++;
      attempts += outcome.attempts - 1;
      const { refusal } = outcome;
      if (!refusal) continue;
      // A part that brought nothing new, of one that brought nothing new: it is not their size that the server minds.
      const fruitless = seen.size === before;
      const split =
        refusal.limit && !(fruitless && part.fruitless) && !this.abandoned() ? halve(part.search) : undefined;
      if (split && this.pace.bounds.maySplit())
        todo.push(...split.map((half) => ({ search: half, fruitless })).reverse());
      else refusals.push(refusal);
    }
    const refusal = refusals[0];
    const extent = sent > 1 ? ` (${refusals.length} of ${sent} searches that it was split into)` : '';
    if (refusal && !refusal.absent) {
      const message = `${search.what} could not be read in full: ${refusal.why}${extent}`;
      sink.gap({ code: 'search-incomplete', dn: search.base, message });
    }
    const { what, base, scope, attributes } = search;
    return {
      what,
      base,
      scope,
      filter: search.filter.toString(),
      attributes,
      entries: seen.size,
      attempts,
      parts: sent,
      incomplete: refusal && !(search.optional && refusal.absent) ? `${refusal.why}${extent}` : null,
    };
  }

  /** Reads a search as far as the server goes, over as many connections as it takes. */
  async #read(
    search: PlannedSearch,
    seen: Seen,
    sink: SearchSink,
  ): Promise<{ readonly attempts: number; readonly refusal?: Refusal | undefined }> {
    for (let attempt = 1; ; ) {
      try {
        const refusal = await this.#attempt(await this.connection(), search, seen, sink);
        if (!refusal?.transient || !this.#mayRetry(attempt)) return { attempts: attempt, refusal };
      } catch (error) {
        if (error instanceof ReadingOver) {
          this.close();
          return { attempts: attempt, refusal: { ...FINAL, why: error.message } };
        }
        if (error instanceof AnswerTooLarge) {
          if (this.#askForLess(search, error.entries)) continue;
          return { attempts: attempt, refusal: { ...FINAL, why: `the server sent ${error.message}` } };
        }
        if (!isTransient(error) || !this.#mayRetry(attempt)) {
          const tries = attempt > 1 ? ` (tried ${attempt} times)` : '';
          throw explainFailure(error, this.sessions.endpoint, `read ${search.what}${tries} from`);
        }
      }
      await this.pace.pause(PAUSES[attempt++ - 1]!);
    }
  }

  #mayRetry(attempt: number): boolean {
    return attempt <= PAUSES.length && !this.abandoned() && this.pace.bounds.mayRetry();
  }

  /** Makes the pages of a search smaller. @returns false where that would be of no use */
  #askForLess(search: PlannedSearch, came: number | null): boolean {
    if (came === null || search.scope === 'base' || this.#pageSize === 1) return false;
    this.#pageSize = Math.max(1, Math.floor(Math.min(came, this.#pageSize) / 2));
    return true;
  }

  get connected(): boolean {
    return this.#connection?.usable ?? false;
  }

  /**
   * The connection in use, or a new one, bound.
   * @param patient true: a server that is too busy for another connection is asked again
   * @throws AdreachError network, tls or credentials; TimeIsUp
   */
  async connection(patient = true): Promise<LdapConnection> {
    if (!this.#connection?.usable) this.#connection = await this.pace.open(() => this.sessions.open(), patient);
    return this.#connection;
  }

  close(): void {
    this.#connection?.close();
    this.#connection = undefined;
  }

  async #attempt(
    connection: LdapConnection,
    search: PlannedSearch,
    seen: Seen,
    sink: SearchSink,
  ): Promise<Refusal | undefined> {
    const single = search.scope === 'base';
    const server = this.pace.on(connection);
    const nextPage = async (cookie?: Buffer) => {
      const sent = performance.now();
      const paging = single ? undefined : { size: this.#pageSize, ...(cookie && { cookie }) };
      const page = await server.search(search, paging);
      return { page, seconds: (performance.now() - sent) / 1000 };
    };
    const progress = new Progress(seen.size);
    for (let { page, seconds } = await nextPage(); ; ) {
      const { code, cookie } = page.result;
      const batch = new Batch(search, seen, sink, this.pace.bounds);
      await batch.addAll(page, server);
      sink.referrals(page.references);
      // A page without entries that carries a cookie is no end (RFC 2696 3).
      const more = code === SUCCESS && cookie !== undefined && cookie.length > 0 && !this.abandoned();
      const stuck = more ? progress.hindrance(batch.fresh, page, seconds) : undefined;
      // The server works on the next page while this one is handed on, unless that would be much at a time.
      const ahead = more && stuck === undefined && page.size < LARGE ? settled(nextPage(cookie)) : undefined;
      await batch.handOn();
      if (stuck !== undefined) return { ...FINAL, why: stuck };
      if (!more) return refusal(page, search, seen.size);
      ({ page, seconds } = ahead ? unwrap(await ahead) : await nextPage(cookie));
    }
  }
}

/** A search to be sent, and whether the one that it is a half of brought nothing new. */
interface Part {
  readonly search: PlannedSearch;
  readonly fruitless: boolean;
}

interface Refusal {
  readonly why: string;
  /** True when a smaller search may come to its end. */
  readonly limit: boolean;
  /** True when trying again may help. */
  readonly transient: boolean;
  /** True when an object is not shown that not every server has, or of which the assembler says what that means. */
  readonly absent: boolean;
}

/** Nothing is to be tried again. */
const FINAL = { transient: false, limit: false, absent: false };

/** Why a search that ended with this page is incomplete; undefined when it is not. */
function refusal(page: SearchPage, search: PlannedSearch, found: number): Refusal | undefined {
  const { code, message } = page.result;
  const single = search.scope === 'base';
  if (code === SUCCESS) {
    if (!single || found > 0) return undefined;
    return { ...FINAL, why: 'the server does not show it', absent: true };
  }
  return {
    why: describeResult(code, message),
    transient: LOST_COOKIE.has(code),
    limit: LIMITS.has(code),
    absent: (single || search.optional === true) && code === NO_SUCH_OBJECT,
  };
}

function isTransient(error: unknown): boolean {
  return error instanceof ConnectionLost || (error instanceof Error && error.cause instanceof ConnectionLost);
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
