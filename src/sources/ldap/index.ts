/** A directory server as a source of raw items. */

import { AdreachError } from '../../errors/index.js';
import type { CollectionRun } from '../../result/sources.js';
import type { Asked, RawItem } from '../entry.js';
import { WANTED_ATTRIBUTES } from './attributes.js';
import { Bounds } from './bounds.js';
import { Channel } from './channel.js';
import { type CollectProgress, type CollectState, collect } from './collecting.js';
import type { LdapConnection, Searcher } from './connection.js';
import { explainFailure } from './explain.js';
import { ReadingOver } from './failures.js';
import type { Journal } from './journal/journal.js';
import { type LdapOptions, pageSizeOf } from './options.js';
import { Pace } from './pace.js';
import { planCollection } from './plan.js';
import { SearchReader, type SearchRecord } from './reader.js';
import type { SearchSpec } from './requests.js';
import { type RidManager, readRidManager, ridManagerSearch } from './rid-manager.js';
import { type RootDse, readRootDse, rootDseSearch } from './root-dse.js';
import { type SessionFactory, sessionFactory } from './session.js';

export type { LdapCredentials, LdapOptions } from './options.js';
export { DEFAULT_CONNECTIONS, DEFAULT_PAGE_SIZE, DEFAULT_TIMEOUT } from './options.js';
export type { SearchRecord } from './reader.js';
export type { RootDse } from './root-dse.js';

/** What a collection did, for the evidence. */
export interface LdapInfo {
  /** `ldaps://host:port`, without credentials. */
  readonly url: string;
  readonly server: RootDse;
  /** As whom: the user name given, or the client certificate. */
  readonly boundAs: string;
  /** When it was begun, and each time it was gone on with after an interruption: one or more. */
  readonly runs: readonly CollectionRun[];
  /** ISO 8601, by the clock of this machine; null until all items were taken. */
  readonly endedAt: string | null;
  readonly searches: readonly SearchRecord[];
  /** True when reading ended before its time: what is missing could be read by going on. */
  readonly unfinished: boolean;
  /** Other servers or domains that the server pointed to; none is ever contacted. */
  readonly referrals: readonly string[];
  /** How often the server said that it was busy, and for how many seconds it was waited for. */
  readonly busy: { readonly answers: number; readonly seconds: number };
}

/** What is asked for of the objects of a domain. */
const ASKED: Asked = new Set(WANTED_ATTRIBUTES.map(({ name }) => name.toLowerCase()));

async function* withAsked(items: AsyncIterable<RawItem>): AsyncGenerator<RawItem> {
  yield { asked: ASKED };
  yield* items;
}

interface LdapSource {
  /** What could be learned on connecting. */
  readonly server: RootDse;
  /** The objects of the domain, with the schema and configuration that belong to it. To be iterated once. */
  readonly items: AsyncIterable<RawItem>;
  /** What happened so far; whole once `items` has ended. */
  info(): LdapInfo;
  /** Closes the connections; needed only when `items` is not iterated to its end. */
  close(): void;
}

/**
 * Connects to a directory server and logs on, so that whatever is wrong with host, certificate or credentials is said
 * before anything else is done.
 * @param progress called for each page of objects
 * @param openJournal called once the server is known to serve; notes all that is read, and hands on what an earlier run read
 * @throws AdreachError usage, network, tls, credentials or directory. Iterating `items` throws network when the server
 *   goes away for good; what it only refuses to show becomes a gap.
 */
export async function openLdapSource(
  options: LdapOptions,
  progress?: (progress: CollectProgress) => void,
  openJournal?: () => Journal,
): Promise<LdapSource> {
  const bounds = new Bounds(options.objectLimit);
  const sessions = sessionFactory(options, bounds);
  const pace = new Pace({ ...options, patience: options.timeout, bounds });
  const first = await begin(sessions, pace, !options.hurried);
  const { server, rids } = first;
  const boundAs = options.credentials.kind === 'simple' ? options.credentials.user : 'client certificate';
  const run: CollectionRun = {
    startedAt: new Date().toISOString(),
    serverTime: server.currentTime,
    highestCommittedUSN: server.highestCommittedUSN,
  };
  let journal: Journal | undefined;
  try {
    journal = openJournal?.();
    journal?.begin({ ...contextsOf(server), domain: rids.guid, server: server.dsServiceName, boundAs }, run);
  } catch (error) {
    first.connection.close();
    pace.stop();
    throw error;
  }
  const runs = [...(journal?.runs ?? []), run];
  const state: CollectState = {
    searches: [...(journal?.records ?? []), ...first.records],
    referrals: new Set(journal?.referrals),
    endedAt: null,
  };
  const channel = new Channel<readonly RawItem[]>(2 * options.connections);
  const newReader = (connection?: LdapConnection) =>
    new SearchReader(sessions, pageSizeOf(options), () => channel.ended, pace, connection);
  const readers = [newReader(first.connection), ...Array.from({ length: options.connections - 1 }, () => newReader())];
  const plan = planCollection(server, { ...options, relativeIds: rids.relativeIds });
  return {
    server,
    items: withAsked(collect({ readers, pace, server, plan, channel, state, journal, progress })),
    info: () => ({
      url: sessions.endpoint.name,
      server,
      boundAs,
      runs,
      endedAt: state.endedAt,
      searches: state.searches,
      unfinished: pace.over !== undefined,
      referrals: [...state.referrals],
      busy: pace.busy,
    }),
    close: () => {
      pace.stop();
      channel.close();
      readers[0]!.close();
    },
  };
}

const contextsOf = ({ dnsHostName, ...server }: RootDse) => ({
  defaultNamingContext: server.defaultNamingContext,
  configurationNamingContext: server.configurationNamingContext,
  schemaNamingContext: server.schemaNamingContext,
  dnsHostName,
});

interface Beginning {
  readonly connection: LdapConnection;
  readonly server: RootDse;
  readonly rids: RidManager;
  readonly records: readonly SearchRecord[];
}

/** Logs on and reads what the plan depends on. */
async function begin(sessions: SessionFactory, pace: Pace, patient: boolean): Promise<Beginning> {
  let connection: LdapConnection | undefined;
  try {
    connection = await pace.open(() => sessions.open(), patient);
    const searcher = releasing(pace.on(connection));
    const server = await readRootDse(searcher, sessions.endpoint);
    const rids = await readRidManager(searcher, server.defaultNamingContext);
    const records = [
      recordOf('the rootDSE', rootDseSearch(), 1),
      recordOf('the RID manager', ridManagerSearch(server.defaultNamingContext), rids.shown ? 1 : 0),
    ];
    return { connection, server, rids, records };
  } catch (error) {
    connection?.close();
    pace.stop();
    if (error instanceof ReadingOver) {
      const hint = 'allow more time, or use another server';
      throw new AdreachError('network', `nothing could be read from ${sessions.endpoint.name}: ${error.message}`, hint);
    }
    throw explainFailure(error, sessions.endpoint, 'read the rootDSE of');
  }
}

/** For answers of which only a few texts are kept. */
const releasing = (searcher: Searcher): Searcher => ({
  async search(spec, page) {
    const answer = await searcher.search(spec, page);
    answer.release();
    return answer;
  },
});

function recordOf(what: string, spec: SearchSpec, entries: number): SearchRecord {
  const { base, scope, filter, attributes } = spec;
  const once = { attempts: 1, parts: 1, incomplete: null };
  return { what, base, scope, filter: filter.toString(), attributes, entries, ...once };
}
