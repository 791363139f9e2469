/** The worst open finding in one sentence. */

import type { WorstFinding } from '../../result/answer.js';
import { SEVERITIES } from '../../result/codes.js';
import type { Digest } from '../digest.js';
import { isGraver } from '../digest-findings.js';
import { bounded, wordCount } from './bounded.js';

/** Words and characters of a message that is shown as it is. */
const MOST_WORDS = 25;
const LONGEST = 300;
const LONGEST_NAME = 100;

/** On the account and on the directory itself; of equally severe ones that on the account. */
export function worstOf({ findingTotals }: Digest, sid: string): WorstFinding | null {
  const own = findingTotals.get(sid)?.worst ?? null;
  const other = findingTotals.get(null)?.worst ?? null;
  const worst = own === null || (other !== null && isGraver(other.severity, own.severity)) ? other : own;
  if (worst === null) return null;
  const { severity, rule, fingerprint, message, title, subjectName } = worst;
  // Its message has the path, where there is one; a long one, or more than a sentence, is for the details.
  const short = wordCount(message) <= MOST_WORDS && message.length <= LONGEST;
  return {
    severity,
    rule,
    sentence: short ? message : `${title}: ${bounded(subjectName, LONGEST_NAME)}.`,
    fingerprint,
  };
}

/** How many findings on the account and on the directory itself do not count. */
export function settledOf({ findingTotals }: Digest, sid: string): number {
  return [sid, null].reduce((sum, of) => {
    const counts = findingTotals.get(of)?.counts;
    const each = SEVERITIES.map((severity) => (counts?.suppressed[severity] ?? 0) + (counts?.baseline[severity] ?? 0));
    return each.reduce((total, count) => total + count, sum);
  }, 0);
}
