/** A directory under other names: the same structure, rights and answers, so that it can be shown to others. */
import type { EvidenceSource } from '../../directory/evidence.js';
import { type AssembleProgress, type AssembleSummary, assembleSnapshot } from '../assemble/index.js';
import { snapshotItems } from '../snapshot/items.js';
import type { Pseudonyms } from './pseudonyms.js';
import { pseudonymizeRecord } from './records.js';

export { readOrCreateKey } from './key.js';
export { Pseudonyms } from './pseudonyms.js';

export interface PseudonymizeOptions {
  /** Where the snapshot is written; a file of that name is replaced once the new one is whole. */
  readonly path: string;
  readonly tool: { readonly name: string; readonly version: string };
  progress?(progress: AssembleProgress): void;
}

/**
 * Writes what `evidence` holds as a snapshot with pseudonyms. It is assembled anew, so that the order of its records
 * follows the new names and tells nothing of the old ones.
 * @throws AdreachError `file` where it cannot be written; `integrity` as reading the evidence does; `descriptor` for a
 *   descriptor that would grow too large
 */
export function pseudonymize(
  evidence: EvidenceSource,
  pseudonyms: Pseudonyms,
  options: PseudonymizeOptions,
): Promise<AssembleSummary> {
  async function* model() {
    for await (const batch of evidence.model()) yield batch.map((record) => pseudonymizeRecord(record, pseudonyms));
  }
  async function* accounts() {
    for await (const batch of evidence.accounts()) yield batch.map((record) => pseudonymizeRecord(record, pseudonyms));
  }
  return assembleSnapshot(snapshotItems({ model, accounts }), {
    ...options,
    sources: () =>
      evidence.sources.map(({ kind, collectedAt, server }, at) => ({
        name: `source ${at + 1}, pseudonymized`,
        kind,
        sha256: null,
        collectedAt,
        server: server === null ? null : pseudonyms.dns(server),
      })),
  });
}
