/** Sources as one evidence. */
import { openSources as openInputs } from '../assemble/open.js';
import type { RecordSource } from '../directory/record-source.js';
import { type Connection, liveSource, type ProgressListener } from './connection.js';

/** Sources that are joined: by name, or opened before with `openSources`. */
export type Sources = readonly string[] | RecordSource;

export interface SourceOptions {
  /** How to log on, where a source is a directory server. */
  readonly connection?: Connection;
  /** Folder for temporary files; the system's by default. */
  readonly tempDir?: string;
  readonly progress?: ProgressListener;
  /**
   * What exports asked for that do not say it themselves (as `# requesting:` of ldapsearch does): attribute names, or all.
   * An attribute that an object came without is absent only where it was asked for.
   */
  readonly exported?: readonly string[] | 'all';
  /**
   * Who made the exports, as accounts are named: what an object came without is absent only where that account may read
   * it. By default the least that every reader is counts (Everyone, Authenticated Users, and the groups that hold them).
   */
  readonly reader?: string;
}

/**
 * Opens sources as one evidence, to be used for several audits and explanations. `close` removes what was kept beside.
 *
 * ```ts
 * const evidence = await openSources(['domain.ldif.gz', 'ldaps://dc1.child.example.com'], { connection });
 * try {
 *   await audit({ sources: evidence, accounts: ['mdiAction$'] });
 * } finally {
 *   await evidence.close();
 * }
 * ```
 * @param sources snapshots, LDIF files (`.gz` too), AD Explorer snapshots, `-` for LDIF on standard input, `ldap://` and
 *   `ldaps://` URLs
 * @throws AdreachError for a source that cannot be used, with what to do about it
 */
export function openSources(sources: readonly string[], options: SourceOptions = {}): Promise<RecordSource> {
  const { connection, tempDir, progress, exported } = options;
  return openInputs(sources, {
    ...(connection !== undefined && { ldap: (url) => liveSource(url, connection, progress) }),
    ...(tempDir !== undefined && { tempDir }),
    ...(exported !== undefined && {
      exported: exported === 'all' ? 'all' : new Set(exported.map((name) => name.toLowerCase())),
    }),
    ...(progress !== undefined && { progress: { update: progress } }),
  });
}

/** Does something with sources, and closes them where they were opened for it. */
export async function withSources<Result>(
  sources: Sources,
  options: SourceOptions,
  work: (evidence: RecordSource) => Promise<Result>,
): Promise<Result> {
  if (isOpen(sources)) return work(sources);
  const evidence = await openSources(sources, options);
  try {
    return await work(evidence);
  } finally {
    await evidence.close();
  }
}

const isOpen = (sources: Sources): sources is RecordSource => !Array.isArray(sources);
