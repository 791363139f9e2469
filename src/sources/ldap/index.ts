/** A directory server as a source of raw items. */
import { setTimeout as sleep } from 'node:timers/promises';
import { AdreachError } from '../../errors/index.js';
import type { RawEntry, RawItem } from '../entry.js';
import { Channel } from './channel.js';
import type { LdapConnection } from './connection.js';
import { explainFailure } from './explain.js';
import { type LdapOptions, pageSizeOf } from './options.js';
import { Pace, TimeIsUp } from './pace.js';
import { ParentTracker } from './parents.js';
import { type PlannedSearch, planCollection, planParent } from './plan.js';
import { SearchReader, type SearchRecord, type SearchSink } from './reader.js';
import { type RootDse, readRootDse } from './root-dse.js';
import { type SessionFactory, sessionFactory } from './session.js';

export type { LdapCredentials, LdapOptions, LdapTls } from './options.js';
export { DEFAULT_CONNECTIONS, DEFAULT_PAGE_SIZE, DEFAULT_TIMEOUT } from './options.js';
export type { SearchRecord } from './reader.js';
export type { RootDse } from './root-dse.js';
export { isLdapUrl } from './url.js';

/** What a collection did, for the evidence. */
export interface LdapInfo {
  /** `ldaps://host:port`, without credentials. */
  readonly url: string;
  readonly server: RootDse;
  /** As whom: the user name given, or the client certificate. */
  readonly boundAs: string;
  /** ISO 8601 instants by the clock of this machine; the end is null until all items were taken. */
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly searches: readonly SearchRecord[];
  /** Other servers or domains that the server pointed to; none is ever contacted. */
  readonly referrals: readonly string[];
  /** How often the server said that it was busy, and for how many seconds it was waited for. */
  readonly busy: { readonly answers: number; readonly seconds: number };
}

export interface LdapSource {
  /** What could be learned on connecting. */
  readonly server: RootDse;
  /** The objects of the domain, with the schema and configuration that belong to it. To be iterated once. */
  readonly items: AsyncIterable<RawItem>;
  /** What happened so far; whole once `items` has ended. */
  info(): LdapInfo;
  /** Closes the connections; needed only when `items` is not iterated to its end. */
  close(): void;
}

export interface CollectProgress {
  /** Objects read so far. */
  readonly objects: number;
  /** What is being read. */
  readonly reading: string;
}

/**
 * Connects to a directory server and logs on, so that whatever is wrong with host, certificate or credentials is said
 * before anything else is done.
 * @param progress called for each page of objects
 * @throws AdreachError usage, network, tls, credentials or directory. Iterating `items` throws network when the server
 *   goes away for good; what it only refuses to show becomes a gap.
 */
export async function openLdapSource(
  options: LdapOptions,
  progress?: (progress: CollectProgress) => void,
): Promise<LdapSource> {
  const startedAt = new Date().toISOString();
  const sessions = sessionFactory(options);
  const pace = new Pace({ ...options, patience: options.timeout });
  const { connection: first, server } = await begin(sessions, pace, !options.hurried);
  const state: CollectState = { searches: [], referrals: new Set(), endedAt: null };
  const channel = new Channel<readonly RawItem[]>(2 * options.connections);
  const newReader = (connection?: LdapConnection) =>
    new SearchReader(sessions, pageSizeOf(options), () => channel.ended, pace, connection);
  const reader = newReader(first);
  const others = Array.from({ length: options.connections - 1 }, () => newReader());
  return {
    server,
    items: collect([reader, ...others], pace, server, channel, state, progress),
    info: () => ({
      url: sessions.endpoint.name,
      server,
      boundAs: options.credentials.kind === 'simple' ? options.credentials.user : 'client certificate',
      startedAt,
      endedAt: state.endedAt,
      searches: state.searches,
      referrals: [...state.referrals],
      busy: pace.busy,
    }),
    close: () => {
      pace.stop();
      channel.close();
      reader.close();
    },
  };
}

/** Logs on and reads the rootDSE. */
async function begin(
  sessions: SessionFactory,
  pace: Pace,
  patient: boolean,
): Promise<{ readonly connection: LdapConnection; readonly server: RootDse }> {
  let connection: LdapConnection | undefined;
  try {
    connection = await pace.open(() => sessions.open(), patient);
    return { connection, server: await readRootDse(pace.over(connection), sessions.endpoint) };
  } catch (error) {
    connection?.close();
    pace.stop();
    if (error instanceof TimeIsUp) {
      const hint = 'allow more time, or use another server';
      throw new AdreachError('network', `nothing could be read from ${sessions.endpoint.name}: ${error.message}`, hint);
    }
    throw explainFailure(error, sessions.endpoint, 'read the rootDSE of');
  }
}

interface CollectState {
  readonly searches: SearchRecord[];
  readonly referrals: Set<string>;
  endedAt: string | null;
}

async function* collect(
  readers: readonly SearchReader[],
  pace: Pace,
  server: RootDse,
  channel: Channel<readonly RawItem[]>,
  state: CollectState,
  progress?: (progress: CollectProgress) => void,
): AsyncGenerator<RawItem> {
  const work = readEverything(readers, pace, server, channel, state, progress).then(
    () => channel.close(),
    (error: unknown) => channel.fail(error),
  );
  try {
    for await (const items of channel) yield* items;
    state.endedAt = new Date().toISOString();
  } finally {
    pace.stop();
    for (const reader of readers) reader.close();
    await work;
  }
}

/** Carries the plan out, on all readers at once. */
async function readEverything(
  readers: readonly SearchReader[],
  pace: Pace,
  server: RootDse,
  channel: Channel<readonly RawItem[]>,
  state: CollectState,
  progress?: (progress: CollectProgress) => void,
): Promise<void> {
  const plan = planCollection(server, readers.length);
  const parents = new ParentTracker(server.defaultNamingContext);
  const managed = new Set<string>();
  let objects = 0;
  const sink: SearchSink = {
    async entries(entries, search) {
      const kept = entries.filter((entry) => keep(entry, search, managed));
      for (const entry of kept) note(entry, search, parents);
      objects += kept.length;
      progress?.({ objects, reading: search.what });
      await channel.push(kept.map((entry) => ({ entry })));
    },
    gap: (gap) => void channel.push([{ gap }]),
    referrals: (urls) => {
      for (const url of urls) if (state.referrals.size < MAX_REFERRALS) state.referrals.add(url);
    },
  };
  const run = async (reader: SearchReader, search: PlannedSearch) => {
    state.searches.push(await reader.run(search, sink));
  };
  await run(readers[0]!, plan.managed);
  await share(readers, plan.searches, run, channel);
  for (let missing = parents.take(); missing.length > 0 && !channel.ended; missing = parents.take()) {
    if (pace.expired) {
      const message = `${missing.length} parent objects were not read: ${pace.reason}`;
      sink.gap({ code: 'search-incomplete', count: missing.length, message });
      return;
    }
    await share(readers, missing.map(planParent), run, channel);
  }
}

/** Referrals that are remembered: they name other servers, of which there are few. */
const MAX_REFERRALS = 1000;

/** Milliseconds a search has been with the server before the next connection is opened. */
const STAGGER = 20;

/**
 * Lets the readers take searches from one list until it is empty.
 *
 * A connection is opened when there is work for it, one after the other, each when the one before is busy: a server that
 * shares connections among processes gives a new one to an idle process, and two that are opened together may end up in
 * the same. A connection that the server does not grant is done without; what it would have read the others read.
 */
async function share(
  readers: readonly SearchReader[],
  searches: readonly PlannedSearch[],
  run: (reader: SearchReader, search: PlannedSearch) => Promise<void>,
  channel: Channel<readonly RawItem[]>,
): Promise<void> {
  const queue = [...searches];
  const work = async (reader: SearchReader) => {
    try {
      for (let search = queue.shift(); search && !channel.ended; search = queue.shift()) await run(reader, search);
    } catch (error) {
      queue.length = 0;
      channel.fail(error);
    }
  };
  const working: Promise<void>[] = [];
  for (const [number, reader] of readers.entries()) {
    if (number > 0 && !reader.connected) {
      await sleep(STAGGER);
      if (queue.length === 0 || channel.ended) break;
      const granted = await reader.connection(false).then(
        () => true,
        () => false,
      );
      if (!granted) continue;
    }
    working.push(work(reader));
  }
  await Promise.all(working);
}

/** False for what another search hands on: managed accounts among the accounts, accounts among the parents. */
function keep(entry: RawEntry, search: PlannedSearch, managed: Set<string>): boolean {
  if (search.use === 'managedAccounts') {
    managed.add(entry.dn);
    return true;
  }
  if (search.use === 'accounts') return !managed.has(entry.dn);
  return !(search.use === 'structure' && search.scope === 'base' && hasClass(entry, 'user'));
}

function note(entry: RawEntry, search: PlannedSearch, parents: ParentTracker): void {
  if (search.use === 'structure') parents.add(entry.dn, true);
  else if (search.use === 'accounts' || search.use === 'managedAccounts') parents.add(entry.dn, false);
}

function hasClass(entry: RawEntry, name: string): boolean {
  return (entry.attributes.get('objectclass') ?? []).some((value) => value.toString('utf8').toLowerCase() === name);
}
