import { writeSync } from 'node:fs';
import { expect } from '@jest/globals';
import type { Comparison } from './compare.js';

/** Prints the figures of a comparison past the test runner, which would wrap them. */
export function tell(what: string, total: number, { agreed, undecided, excused, disagreements }: Comparison): void {
  const known = [...excused].map(([cause, count]) => `${cause} ${count}`).join(', ');
  const excusedTotal = [...excused.values()].reduce((sum, count) => sum + count, 0);
  writeSync(
    1,
    `Truth test: ${total} ${what}: ${agreed} agreed with their prediction, ${disagreements.length} disagreed, ` +
      `${excusedTotal} differ for known causes${known ? ` (${known})` : ''}, ${undecided.length} predicted unknown\n`,
  );
}

/** Fails on anything that is not agreement, or a listed difference that still differs. */
export function expectAgreement(result: Comparison): void {
  expect(result.disagreements).toEqual([]);
  expect(result.unmatched).toEqual([]);
  expect(result.stale).toEqual([]);
  expect(result.errors).toEqual([]);
  expect(result.agreed).toBeGreaterThan(3000);
}
