/**
 * How fast a collection may go and how long it may take, for all its connections together: entries a second, waiting
 * where the server is busy, and the end of its time, or of what it may take.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Bounds } from './bounds.js';
import type { LdapConnection, Searcher, SearchPage } from './connection.js';
import { LdapResultError, ReadingOver } from './failures.js';
import type { PageSpec, SearchSpec } from './requests.js';

interface PaceOptions {
  /** Entries a second at most; undefined for no limit. */
  readonly rate?: number;
  /** Seconds for the whole collection; undefined for no limit. */
  readonly timeLimit?: number;
  /** Seconds of that which are gone already. */
  readonly elapsed?: number;
  /** Seconds for which a server may go on being busy with one request before it is taken at its word. */
  readonly patience: number;
  /** What may be taken from the server. */
  readonly bounds: Bounds;
}

const BUSY = 51;
const UNAVAILABLE = 52;

/** True for results that say that the same request may succeed later (RFC 4511 A.1). */
const isBusy = (code: number): boolean => code === BUSY || code === UNAVAILABLE;

/** True when a server was too busy to let this program log on, or to say anything afterwards. */
export function isBusyRefusal(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause instanceof LdapResultError && cause.operation !== 'StartTLS' && isBusy(cause.result.code);
}

/** Milliseconds before a busy server is asked again: doubled each time, up to the cap. */
const FIRST_WAIT = 250;
const LONGEST_WAIT = 30_000;

export class Pace {
  readonly #options: PaceOptions;
  readonly #stop = new AbortController();
  readonly #timeIsUp: Promise<never> | undefined;
  readonly #timer: NodeJS.Timeout | undefined;
  #expired = false;
  /** Instant (performance.now) from which the next request is within the rate. */
  #free = 0;
  #busyAnswers = 0;
  #busyWaited = 0;

  constructor(options: PaceOptions) {
    this.#options = options;
    if (options.timeLimit === undefined) return;
    const { timeLimit, elapsed = 0 } = options;
    let reject: (error: ReadingOver) => void = () => undefined;
    this.#timeIsUp = new Promise<never>((_, rejectWith) => {
      reject = rejectWith;
    });
    this.#timeIsUp.catch(() => undefined);
    this.#timer = setTimeout(
      () => {
        this.#expired = true;
        this.#stop.abort();
        reject(new ReadingOver(this.#timeReason));
      },
      Math.max(0, timeLimit - elapsed) * 1000,
    );
  }

  /** Why nothing more is read: the time limit has passed, or a bound is reached; undefined while there is no reason. */
  get over(): string | undefined {
    return this.#expired ? this.#timeReason : this.#options.bounds.reached;
  }

  get bounds(): Bounds {
    return this.#options.bounds;
  }

  get #timeReason(): string {
    return `the time for the whole collection (--time-limit ${this.#options.timeLimit}) was over`;
  }

  /** @throws ReadingOver when nothing more is read */
  #check(): void {
    const { over } = this;
    if (over !== undefined) throw new ReadingOver(over);
  }

  /** How often the server said that it was busy, and how long that was waited for, in seconds. */
  get busy(): { readonly answers: number; readonly seconds: number } {
    return { answers: this.#busyAnswers, seconds: this.#busyWaited / 1000 };
  }

  /** No more waiting: what waits goes on at once, and is expected to find its connection closed. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#stop.abort();
  }

  /** Waits, unless there is no time or no reason to. */
  async pause(milliseconds: number): Promise<void> {
    await sleep(milliseconds, undefined, { signal: this.#stop.signal }).catch(() => undefined);
  }

  /** What `promise` comes to. @throws ReadingOver when that is not before the time limit */
  async inTime<T>(promise: Promise<T>): Promise<T> {
    if (this.#timeIsUp === undefined) return promise;
    // Whoever loses the race must not go unheard, or it would end the process.
    promise.catch(() => undefined);
    return Promise.race([promise, this.#timeIsUp]);
  }

  /**
   * Opens a connection, again while the server is too busy to let anyone log on.
   * @param patient false: it is tried once
   * @throws AdreachError as `open` does, ReadingOver
   */
  async open(open: () => Promise<LdapConnection>, patient: boolean): Promise<LdapConnection> {
    let waited = 0;
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      this.#check();
      const opening = open();
      try {
        return await this.inTime(opening);
      } catch (error) {
        if (error instanceof ReadingOver) {
          opening.then(
            (late) => late.close(),
            () => undefined,
          );
        }
        if (!patient || !isBusyRefusal(error) || !(await this.#wait(wait, waited))) throw error;
        waited += wait;
      }
    }
  }

  /** `connection`, as fast and as long as it may be asked. */
  on(connection: LdapConnection): Searcher {
    return { search: (spec, page) => this.search(connection, spec, page) };
  }

  /**
   * Sends a search when the rate allows, and again while the server is busy, each time after twice the time; at last
   * its answer is handed on, whatever it is.
   * @throws ConnectionLost as a search does, ReadingOver
   */
  async search(connection: LdapConnection, spec: SearchSpec, page?: PageSpec): Promise<SearchPage> {
    let waited = 0;
    for (let wait = FIRST_WAIT; ; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      const answer = await this.#send(connection, spec, page);
      if (!isBusy(answer.result.code)) return answer;
      if (!(await this.#wait(wait, waited))) return answer;
      answer.release();
      waited += wait;
    }
  }

  /** Waits for a busy server. @returns false when it has been waited for long enough */
  async #wait(wait: number, waited: number): Promise<boolean> {
    this.#busyAnswers++;
    if (waited + wait > this.#options.patience * 1000 || this.#stop.signal.aborted) return false;
    await this.pause(wait);
    this.#busyWaited += wait;
    return true;
  }

  async #send(connection: LdapConnection, spec: SearchSpec, page: PageSpec | undefined): Promise<SearchPage> {
    const { rate } = this.#options;
    this.#check();
    if (rate === undefined) return this.inTime(connection.search(spec, page));
    // The time for a whole page is taken beforehand, and what was not needed of it is given back.
    const most = page?.size ?? 1;
    const start = Math.max(this.#free, performance.now());
    this.#free = start + (most / rate) * 1000;
    await this.pause(start - performance.now());
    this.#check();
    const answer = await this.inTime(connection.search(spec, page));
    this.#free -= (Math.max(0, most - Math.max(1, answer.entries.length)) / rate) * 1000;
    return answer;
  }
}
