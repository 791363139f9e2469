/** Findings before and after changes, by their fingerprints. */
import type { Store } from '../directory/record-source.js';
import type { Finding } from '../result/audit.js';
import { KeyTable } from './key-table.js';
import { Pieces } from './pieces.js';

export class FindingComparison {
  readonly #before = new KeyTable();
  readonly #pieces: Pieces;

  constructor(open: () => Store) {
    this.#pieces = new Pieces(open);
  }

  before(finding: Finding): void {
    this.#before.add(finding.fingerprint);
    this.#pieces.add(JSON.stringify(finding));
  }

  /** @returns whether a finding was not there before */
  isNew({ fingerprint }: Finding): boolean {
    return !this.#before.takeAll(fingerprint);
  }

  /** @returns the findings that are not there any more, once all that are have been told */
  *gone(): Generator<Finding> {
    for (const ordinal of this.#before.rest()) yield JSON.parse(this.#pieces.read(ordinal)) as Finding;
  }
}
