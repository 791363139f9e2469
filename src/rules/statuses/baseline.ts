/** What is known of a former result: which findings it had, and how far its accounts reached. */
import type { Severity } from '../../result/codes.js';
import type { FormerReach } from '../../result/statuses.js';

/** What an audit is compared with. */
export interface Baseline {
  /** SHA-256 of the file. */
  readonly sha256: string;
  /**
   * How grave each of them was, by fingerprint; without those that were suppressed: what was accepted for a time is not
   * accepted for good.
   */
  readonly findings: ReadonlyMap<string, Severity>;
  /** By fingerprint: the account that it is about, null for the directory itself; without those of which the result does not say. */
  readonly about: ReadonlyMap<string, string | null>;
  /** Ids of its actions, and its profile; null where it does not say. */
  readonly actions: readonly string[] | null;
  readonly profile: string | null;
  /** By account; none where the result does not say. */
  readonly reach: readonly FormerReach[];
  /** SHA-256 over its rule files; null where it does not say. */
  readonly rules: string | null;
}
