/** How the stages below `sources` see their input: a replayable stream of records with a note of where it came from. */
import type { AccountStreamRecord, ModelRecord } from './records.js';

export type SourceKind = 'ldap' | 'snapshot' | 'ldif' | 'adexplorer';

/** What a result says about one of its sources. */
export interface SourceInfo {
  /** As the user named it (file name or URL, never with credentials). */
  readonly name: string;
  readonly kind: SourceKind;
  /** SHA-256 of the file, hex; for a live source, of the snapshot that was collected from it. */
  readonly sha256: string;
  /** ISO 8601 instant at which collecting ended; null where the source does not say. */
  readonly collectedAt: string | null;
  /** dnsHostName of the directory server; null where the source does not say. */
  readonly server: string | null;
}

/**
 * Evidence that can be read as often as needed. Each call streams from the beginning, in batches. Several sources are
 * joined before this point: what stands here is one directory, of one or more domains.
 */
export interface EvidenceSource {
  readonly sources: readonly SourceInfo[];
  /** Everything but the accounts, in the order of `records.ts`. */
  model(): AsyncIterable<readonly ModelRecord[]>;
  /**
   * The accounts, with the class lists and descriptors that first occur there. Numbering of class lists and
   * descriptors goes on from `model()`.
   * @param mentions when given, only records (and all descriptors and class lists) whose text contains one of these,
   *   ignoring case, need to be yielded; more may be
   */
  accounts(mentions?: readonly string[]): AsyncIterable<readonly AccountStreamRecord[]>;
  /** Removes what was spooled to disk for this source. */
  close(): Promise<void>;
}
