/** A domain, read from a directory server, into a snapshot file. */
import { type AssembleSummary, assembleSnapshot } from '../assemble/index.js';
import { AdreachError } from '../errors/index.js';
import { tool } from '../snapshot/tool.js';
import { type LdapInfo, openLdapSource } from '../sources/ldap/index.js';
import type { Journal } from '../sources/ldap/journal/journal.js';
import { firstReachable } from '../sources/ldap/servers.js';
import { collectionOf } from './collection.js';
import { type Connection, ldapOptions, type ProgressListener } from './connection.js';

export interface CollectOptions {
  /** `ldaps://host[:port]`, or `ldap://` with `startTls`; of several, the first that can be reached serves. */
  readonly urls: readonly string[];
  readonly connection: Connection;
  /** The snapshot to write. It gets its name when it is whole. */
  readonly path: string;
  /** Called once a server is known to serve: what is read is noted there, so that a later run can resume. */
  readonly openJournal?: () => Journal;
  readonly progress?: ProgressListener;
}

/** What was collected. */
export interface CollectOutcome {
  readonly summary: AssembleSummary;
  readonly info: LdapInfo;
  /** Why servers that were named before the one that served did not. */
  readonly skipped: readonly AdreachError[];
}

/**
 * Reads a domain into a snapshot: binds and searches, nothing else.
 *
 * ```ts
 * await collect({
 *   urls: ['ldaps://dc1.example.com'],
 *   connection: { credentials: { kind: 'simple', user: 'auditor@example.com', password } },
 *   path: 'example.snapshot',
 * });
 * ```
 * @throws AdreachError `usage`, `network`, `tls`, `credentials`, `directory` or `file`; what the server only refuses to
 *   show becomes a gap
 */
export async function collect(options: CollectOptions): Promise<CollectOutcome> {
  const { urls, connection, path, openJournal, progress } = options;
  if (urls.length === 0) throw new AdreachError('usage', 'no directory server was named');
  const started = performance.now();
  // Asked for once: of several servers of one domain, all are logged on to as the same.
  const same = typeof connection === 'function' ? await connection(urls[0] ?? '') : connection;
  const { served: source, skipped } = await firstReachable(urls, async (url, last) =>
    openLdapSource(
      { ...(await ldapOptions(url, same)), hurried: !last, elapsed: (performance.now() - started) / 1000 },
      ({ objects, reading }) => progress?.(`${objects.toLocaleString('en')} objects read (${reading})`),
      openJournal,
    ),
  );
  try {
    const summary = await assembleSnapshot(source.items, {
      path,
      tool: tool(),
      sources: () => {
        const now = source.info();
        const { url: name, endedAt, server } = now;
        const collection = collectionOf(now);
        return [{ name, kind: 'ldap', sha256: null, collectedAt: endedAt, server: server.dnsHostName, collection }];
      },
      progress: ({ phase, objects }) => {
        if (phase === 'writing') progress?.(`${objects.toLocaleString('en')} accounts written`);
      },
    });
    return { summary, info: source.info(), skipped };
  } finally {
    source.close();
  }
}
