/** What is known of a former result: which findings it had. */
import type { Severity } from '../../result/codes.js';

/** The findings of a former result. */
export interface Baseline {
  /** SHA-256 of the file. */
  readonly sha256: string;
  /**
   * How grave each of them was, by fingerprint; without those that were suppressed: what was accepted for a time is not
   * accepted for good.
   */
  readonly findings: ReadonlyMap<string, Severity>;
}
