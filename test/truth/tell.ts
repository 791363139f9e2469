import { writeSync } from 'node:fs';
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
