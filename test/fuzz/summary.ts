/** What a run found, for people. */
import type { FuzzResult } from './run.js';

export function summary(result: FuzzResult, seed: number, milliseconds: number): string {
  const answers = result.attempts + result.read;
  const known = [...result.deviations].sort((a, b) => b[1] - a[1]);
  const excused = known.reduce((sum, [, count]) => sum + count, 0);
  return [
    `${result.attempts} real attempts on ${result.descriptors} descriptors (seed ${seed}), ${result.granted} of them granted, in ${(milliseconds / 1000).toFixed(0)} s`,
    `${result.read} answers read from allowedAttributesEffective and sDRightsEffective beside them`,
    `${answers} answers in all: ${result.agreed} agree with their prediction, ${result.undecided} were predicted unknown, ${excused} differ for known causes, ${result.disagreements.length} without a cause`,
    ...known.map(([cause, count]) => `  ${String(count).padStart(7)} ${cause}`),
    ...result.disagreements.map((text) => `\n${text}`),
  ].join('\n');
}
