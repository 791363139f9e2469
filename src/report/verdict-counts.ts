/** Counts of verdicts, added up. */
import type { VerdictCounts } from '../result/audit.js';
import { VERDICT_CODES } from '../result/codes.js';

export const NO_VERDICTS: VerdictCounts = { can: 0, 'can-until-sdprop': 0, 'no-effect': 0, cannot: 0, unknown: 0 };

/** All verdicts of a count together. */
export function totalOf(counts: VerdictCounts): number {
  return VERDICT_CODES.reduce((sum, code) => sum + counts[code], 0);
}

/** Several counts as one. */
export function together(counts: readonly VerdictCounts[]): VerdictCounts {
  return counts.reduce(
    (sum, each) => Object.fromEntries(VERDICT_CODES.map((code) => [code, sum[code] + each[code]])) as VerdictCounts,
    NO_VERDICTS,
  );
}
