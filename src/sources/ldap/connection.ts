/**
 * One connection to a directory server, with nothing on it but StartTLS, bind, search and unbind.
 *
 * ldapts encodes the requests; its `Client` is not used, for reasons that its interface cannot be talked out of: it
 * reconnects by itself, unauthenticated, after a timeout; it gathers values as text where they happen to be UTF-8; it
 * cannot tell an attribute without values from an absent one; and it can write. A connection here is opened once, is
 * bound once, and when it breaks it stays broken: whoever uses it opens and binds a new one.
 */
import { connect as connectTcp, type Socket } from 'node:net';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { AnswerTooLarge, BerError } from './ber.js';
import type { Bounds } from './bounds.js';
import { established } from './established.js';
import { ConnectionLost, LdapResultError, ReadingOver } from './failures.js';
import { MessageFramer } from './framing.js';
import { decodeMessage, type ResultOperation, type Room, type WireEntry, type WireResult } from './messages.js';
import {
  encodeExternalBind,
  encodeSearch,
  encodeSimpleBind,
  encodeStartTls,
  encodeUnbind,
  type PageSpec,
  type SearchSpec,
} from './requests.js';
import type { Endpoint } from './url.js';

/** Seconds within which a server must accept a connection, however long it may think afterwards. */
const CONNECT_TIMEOUT = 15;
/** A reply that keeps trickling in is given up after this many times the timeout. */
const MAX_TIMEOUTS = 20;
/**
 * Bytes that one answer may take in memory: a group with 400,000 members that come in one piece, a page of thousands of
 * usual objects. With what the other connections hold, and what is made of it, it stays below 500 MB.
 */
export const MOST_ANSWER = 96 * 1024 * 1024;
/** References in one answer, and messages that belong to no request on one connection: there are none to a handful. */
const MOST_STRAY = 50_000;
/** References of one answer that are kept. */
const MOST_REFERENCES = 1000;

/**
 * The time limit that goes with each search: a little less than this end waits, so that the server's own words arrive.
 * @param timeout seconds of silence after which this end gives up
 */
export const timeLimit = (timeout: number): number => Math.ceil(timeout * 0.9);

export interface SearchPage {
  readonly entries: readonly WireEntry[];
  readonly references: readonly string[];
  /** How the search, or this page of it, ended; the entries before a failure are kept. */
  readonly result: WireResult;
  /** Bytes that it takes in memory. */
  readonly size: number;
  /** To be called once none of it is needed any more: other connections may wait for that. */
  release(): void;
}

/** What answers searches, one at a time. */
export interface Searcher {
  search(spec: SearchSpec, page?: PageSpec): Promise<SearchPage>;
}

interface Pending {
  readonly id: number;
  readonly operation: ResultOperation;
  readonly entries: WireEntry[];
  readonly references: string[];
  readonly maxEntries: number;
  readonly room: Room;
  /** Messages with references. */
  strays: number;
  readonly resolve: (page: SearchPage) => void;
  readonly reject: (error: Error) => void;
}

export class LdapConnection implements Searcher {
  readonly #endpoint: Endpoint;
  readonly #timeout: number;
  readonly #bounds: Bounds;
  /** Bytes in memory of the answer that is coming. */
  #held = 0;
  /** Messages that answered nothing. */
  #strays = 0;
  #socket: Socket;
  #framer = new MessageFramer();
  #pending: Pending | undefined;
  #broken: Error | undefined;
  #bound = false;
  #lastId = 0;
  #silence: NodeJS.Timeout | undefined;
  #deadline: NodeJS.Timeout | undefined;

  private constructor(endpoint: Endpoint, socket: Socket, timeout: number, bounds: Bounds) {
    this.#endpoint = endpoint;
    this.#timeout = timeout * 1000;
    this.#bounds = bounds;
    this.#socket = socket;
    this.#listen(socket);
  }

  /**
   * Opens a connection; over TLS from the start for an ldaps endpoint.
   * @param tls options for TLS, also for StartTLS later; where the host is a name, with that as `servername`
   * @param timeout seconds of silence after which a wait for the server ends
   * @param bounds shared with the other connections
   * @throws ConnectionLost with the cause that the system or TLS gave
   */
  static async open(
    endpoint: Endpoint,
    tls: ConnectionOptions,
    timeout: number,
    bounds: Bounds,
  ): Promise<LdapConnection> {
    const { host, port } = endpoint;
    const socket = endpoint.secure ? connectTls({ ...tls, host, port }) : connectTcp({ host, port });
    await established(socket, endpoint.secure ? 'secureConnect' : 'connect', Math.min(timeout, CONNECT_TIMEOUT));
    socket.setNoDelay(true);
    return new LdapConnection(endpoint, socket, timeout, bounds);
  }

  /** True while searches can be sent: connected, and a bind has succeeded on this very connection. */
  get usable(): boolean {
    return this.#bound && this.#broken === undefined;
  }

  /** The address at the other end; undefined when the connection is gone. */
  get address(): string | undefined {
    return this.#socket.remoteAddress;
  }

  /**
   * StartTLS (RFC 4511 4.14). The identity of the server is verified as `tls` says.
   * @throws LdapResultError when the server refuses, ConnectionLost when TLS fails
   */
  async startTls(tls: ConnectionOptions): Promise<void> {
    await this.#command('StartTLS', 'extended', encodeStartTls);
    const plain = this.#socket;
    if (this.#framer.pending) throw this.#fail(new ConnectionLost('data was sent between StartTLS and TLS'));
    plain.off('data', this.#receive);
    const socket = connectTls({ ...tls, socket: plain, host: this.#endpoint.host });
    try {
      await established(socket, 'secureConnect', Math.min(this.#timeout / 1000, CONNECT_TIMEOUT));
    } catch (error) {
      this.#fail(error as Error);
      throw error;
    }
    this.#socket = socket;
    this.#framer = new MessageFramer();
    this.#listen(socket);
  }

  /** Simple bind (RFC 4513 5.1.3). @throws LdapResultError when it is refused */
  async bindSimple(name: string, password: string): Promise<void> {
    // A name with an empty password is an anonymous bind that succeeds (RFC 4513 5.1.2).
    if (name === '' || password === '') throw new Error('a simple bind needs a name and a password');
    await this.#command('bind', 'bind', (id) => encodeSimpleBind(id, name, password));
    this.#bound = true;
  }

  /** SASL EXTERNAL bind (RFC 4422 appendix A). @throws LdapResultError when it is refused */
  async bindExternal(): Promise<void> {
    await this.#command('bind', 'bind', encodeExternalBind);
    this.#bound = true;
  }

  /**
   * One search, or one page of it.
   * @returns what the server sent and how it ended, whatever the result code
   * @throws ConnectionLost when the connection breaks, or the server is silent for too long; AnswerTooLarge; ReadingOver
   *   when the server has sent too much altogether
   */
  async search(spec: SearchSpec, page?: PageSpec): Promise<SearchPage> {
    if (!this.#bound) throw new Error('a search on a connection that is not bound');
    // A page may be smaller than asked for, never larger (RFC 2696 3).
    const maxEntries = page ? page.size : spec.scope === 'base' ? 1 : Number.POSITIVE_INFINITY;
    return this.#request('search', (id) => encodeSearch(id, spec, page, timeLimit(this.#timeout / 1000)), maxEntries);
  }

  /** Says goodbye and closes; whatever is waiting fails. */
  close(): void {
    if (this.#broken === undefined) {
      this.#socket.write(encodeUnbind(++this.#lastId));
      this.#socket.destroySoon();
      this.#fail(new ConnectionLost('the connection was closed'));
    }
  }

  /** A request that is answered by a result alone. @throws LdapResultError when it is refused */
  async #command(name: string, operation: ResultOperation, encode: (id: number) => Buffer): Promise<void> {
    const { result, release } = await this.#request(operation, encode);
    release();
    if (result.code !== 0) throw new LdapResultError(name, result);
  }

  #request(operation: ResultOperation, encode: (id: number) => Buffer, maxEntries = 0): Promise<SearchPage> {
    if (this.#broken) return Promise.reject(this.#broken);
    if (this.#pending) return Promise.reject(new Error('one request at a time on a connection'));
    const id = ++this.#lastId;
    const bytes = encode(id);
    return new Promise((resolve, reject) => {
      const room = { left: MOST_ANSWER };
      this.#pending = { id, operation, entries: [], references: [], maxEntries, room, strays: 0, resolve, reject };
      this.#awaitData();
      this.#deadline = setTimeout(() => this.#timeUp(), this.#timeout * MAX_TIMEOUTS);
      this.#socket.write(bytes);
    });
  }

  #listen(socket: Socket): void {
    socket.on('data', this.#receive);
    socket.on('error', (error) => this.#fail(new ConnectionLost(error.message, { cause: error })));
    socket.on('close', () => this.#fail(new ConnectionLost('the server closed the connection')));
  }

  readonly #receive = (chunk: Buffer): void => {
    if (this.#broken) return;
    if (this.#pending) this.#awaitData();
    try {
      this.#bounds.received(chunk.length);
      this.#take(chunk.length);
      for (const message of this.#framer.push(chunk)) this.#dispatch(message);
    } catch (error) {
      this.#fail(this.#asFailure(error));
    }
    if (this.#broken === undefined && this.#bounds.inFlight.mustWait(this, this.#goOn)) {
      this.#socket.pause();
      clearTimeout(this.#silence);
      this.#silence = undefined;
    }
  };

  readonly #goOn = (): void => {
    this.#socket.resume();
    if (this.#pending) this.#awaitData();
  };

  /** What ends the connection. @throws what is no fault of the server */
  #asFailure(error: unknown): Error {
    if (error instanceof ReadingOver) return error;
    if (error instanceof AnswerTooLarge) {
      return error.entries === null ? error : new AnswerTooLarge(error.message, this.#pending?.entries.length ?? 0);
    }
    if (!(error instanceof BerError)) throw error;
    return new ConnectionLost(`the server's answer cannot be read: ${error.message}`, { cause: error });
  }

  /** Counts what the answer that is coming takes in memory. */
  #take(bytes: number): void {
    this.#held += bytes;
    this.#bounds.inFlight.take(this, bytes);
    const room = this.#pending?.room;
    if (room === undefined) return;
    room.left -= bytes;
    if (room.left < 0) throw new AnswerTooLarge(`an answer of more than ${MOST_ANSWER >> 20} MiB`, 0);
  }

  #dispatch(bytes: Buffer): void {
    const pending = this.#pending;
    const before = pending?.room.left ?? 0;
    const message = decodeMessage(bytes, pending?.room);
    if (message.id === 0 && message.kind === 'result') {
      // Notice of disconnection (RFC 4511 4.4.1).
      const { code, message: text } = message.result;
      this.#fail(new ConnectionLost(`the server ends the connection (result ${code}${text && `, ${text}`})`));
      return;
    }
    if (!pending || message.id !== pending.id) {
      if (++this.#strays > MOST_STRAY) {
        throw new AnswerTooLarge(`more than ${MOST_STRAY.toLocaleString('en')} messages that answer nothing`);
      }
      return;
    }
    if (message.kind === 'entry') {
      const costs = before - pending.room.left;
      this.#held += costs;
      this.#bounds.inFlight.take(this, costs);
      pending.entries.push(message.entry);
      if (pending.entries.length > pending.maxEntries) {
        this.#fail(new ConnectionLost(`the server sent more than the ${pending.maxEntries} entries asked for`));
      }
    } else if (message.kind === 'reference') {
      if (++pending.strays > MOST_STRAY) {
        throw new AnswerTooLarge(`more than ${MOST_STRAY.toLocaleString('en')} references to other servers`);
      }
      // More of them are never told: they are for people.
      if (pending.references.length < MOST_REFERENCES) pending.references.push(...message.urls);
    } else if (message.operation === pending.operation) {
      this.#answer(pending, message.result);
    } else {
      throw new BerError('an answer to another kind of request');
    }
  }

  #answer({ entries, references, resolve }: Pending, result: WireResult): void {
    this.#settle();
    const size = this.#held;
    this.#held = 0;
    let released = false;
    const release = () => {
      if (!released) this.#bounds.inFlight.give(this, size);
      released = true;
    };
    resolve({ entries, references, result, size, release });
  }

  #awaitData(): void {
    if (this.#silence) this.#silence.refresh();
    else this.#silence = setTimeout(() => this.#timeUp(), this.#timeout);
  }

  #timeUp(): void {
    this.#fail(new ConnectionLost(`no answer within ${this.#timeout / 1000} s`, { timedOut: true }));
  }

  #settle(): void {
    clearTimeout(this.#silence);
    clearTimeout(this.#deadline);
    this.#silence = undefined;
    this.#pending = undefined;
  }

  #fail(error: Error): Error {
    if (this.#broken === undefined) {
      this.#broken = error;
      this.#bounds.inFlight.give(this, this.#held);
      this.#held = 0;
      const pending = this.#pending;
      this.#settle();
      // After a goodbye the socket closes by itself once that is written.
      if (!this.#socket.writableEnded) this.#socket.destroy();
      pending?.reject(error);
    }
    return this.#broken;
  }
}
