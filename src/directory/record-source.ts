/** How the stages below `sources` see their input: a replayable stream of records with a note of where it came from. */
import type { SourceInfo } from '../result/sources.js';
import type { AccountStreamRecord, ModelRecord } from './records.js';

/**
 * Evidence that can be read as often as needed. Each call streams from the beginning, in batches. Several sources are
 * joined before this point: what stands here is one directory, of one or more domains.
 */
export interface RecordSource {
  readonly sources: readonly SourceInfo[];
  /** Deleted objects that were left out; absent: none. */
  readonly deleted?: number | undefined;
  /** Everything but the accounts, in the order of `records.ts`. */
  model(): AsyncIterable<readonly ModelRecord[]>;
  /**
   * The accounts, with the class lists and descriptors that first occur there. Numbering of class lists and
   * descriptors goes on from `model()`.
   * @param mentions when given, only records (and all descriptors and class lists) whose text contains one of these,
   *   ignoring case, need to be yielded; more may be
   */
  accounts(mentions?: readonly string[]): AsyncIterable<readonly AccountStreamRecord[]>;
  /** A new place on disk for what does not fit into memory; `close` removes it. */
  store(): Store;
  /** Removes what was spooled to disk for this source. */
  close(): Promise<void>;
}

/** Pieces of bytes, one after the other, each to be read again by where it begins. */
export interface Store {
  /** Bytes appended so far: where the next piece will begin. */
  readonly size: number;
  append(bytes: Uint8Array): void;
  read(offset: number, length: number): Buffer;
}
