/** Sources as one evidence. */
import { openEvidence as openInputs } from '../assemble/open.js';
import type { EvidenceSource } from '../directory/evidence.js';
import { type Connection, liveSource, type ProgressListener } from './connection.js';

/** Sources that are joined: by name, or opened before with `openEvidence`. */
export type Sources = readonly string[] | EvidenceSource;

export interface EvidenceOptions {
  /** How to log on, where a source is a directory server. */
  readonly connection?: Connection;
  /** Folder for temporary files; the system's by default. */
  readonly tempDir?: string;
  readonly progress?: ProgressListener;
}

/**
 * Opens sources as one evidence, to be used for several audits and explanations. `close` removes what was kept beside.
 *
 * ```ts
 * const evidence = await openEvidence(['domain.ldif.gz', 'ldaps://dc1.child.example.com'], { connection });
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
export function openEvidence(sources: readonly string[], options: EvidenceOptions = {}): Promise<EvidenceSource> {
  const { connection, tempDir, progress } = options;
  return openInputs(sources, {
    ...(connection !== undefined && { ldap: (url) => liveSource(url, connection, progress) }),
    ...(tempDir !== undefined && { tempDir }),
    ...(progress !== undefined && { progress: { update: progress } }),
  });
}

/** Does something with sources, and closes them where they were opened for it. */
export async function withEvidence<Result>(
  sources: Sources,
  options: EvidenceOptions,
  work: (evidence: EvidenceSource) => Promise<Result>,
): Promise<Result> {
  if (isOpen(sources)) return work(sources);
  const evidence = await openEvidence(sources, options);
  try {
    return await work(evidence);
  } finally {
    await evidence.close();
  }
}

const isOpen = (sources: Sources): sources is EvidenceSource => !Array.isArray(sources);
