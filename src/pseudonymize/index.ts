/** A directory under other names: the same structure, rights and answers, so that it can be shown to others. */

import { type AssembleProgress, type AssembleSummary, assembleSnapshot } from '../assemble/index.js';
import type { RecordSource } from '../directory/record-source.js';
import type { OriginInfo } from '../result/sources.js';
import { SNAPSHOT_VERSION } from '../snapshot/format.js';
import { snapshotItems } from '../sources/snapshot-items.js';
import { collectionKept, instant, tool as toolKept } from './kept-values.js';
import type { Pseudonyms } from './pseudonyms.js';
import { pseudonymizeRecord } from './records.js';

export { readOrCreateKey } from './files.js';
export { Pseudonyms } from './pseudonyms.js';

interface PseudonymizeOptions {
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
  evidence: RecordSource,
  pseudonyms: Pseudonyms,
  options: PseudonymizeOptions,
): Promise<AssembleSummary> {
  async function* model() {
    for await (const batch of evidence.model()) yield batch.map((record) => pseudonymizeRecord(record, pseudonyms));
  }
  async function* accounts() {
    for await (const batch of evidence.accounts()) yield batch.map((record) => pseudonymizeRecord(record, pseudonyms));
  }
  // Whatever was opened says of each record what was not asked for.
  return assembleSnapshot(snapshotItems({ model, accounts, header: { version: SNAPSHOT_VERSION, sources: [] } }), {
    ...options,
    sources: () => evidence.sources.map((source, at) => pseudonymizeSource(source, `${at + 1}`, pseudonyms)),
  });
}

/** A source without its name, its hash, and what a collection tells of people and places. */
function pseudonymizeSource(source: OriginInfo, number: string, pseudonyms: Pseudonyms): OriginInfo {
  const { kind, collectedAt, server, collection, tool, simulated, madeFrom } = source;
  return {
    name: `source ${number}, pseudonymized`,
    kind,
    sha256: null,
    collectedAt: instant(collectedAt),
    server: server === null ? null : pseudonyms.dns(server),
    ...(collection !== undefined && {
      collection: {
        ...collectionKept(collection),
        ...(collection.reader !== undefined && { reader: collection.reader.map(pseudonyms.sid) }),
      },
    }),
    ...(tool !== undefined && { tool: toolKept(tool) }),
    ...(simulated !== undefined && { simulated }),
    ...(madeFrom !== undefined && {
      madeFrom: madeFrom.map((origin, at) => pseudonymizeSource(origin, `${number}.${at + 1}`, pseudonyms)),
    }),
  };
}
