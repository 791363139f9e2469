/** The worst finding in one sentence. */

import type { WorstFinding } from '../../result/answer.js';
import type { Finding, FindingStatus } from '../../result/audit.js';
import { SEVERITIES } from '../../result/codes.js';
import type { Digest } from '../digest.js';
import { isGraver } from '../digest-findings.js';
import { bounded, wordCount } from './bounded.js';

/** Words and characters of a message that is shown as it is. */
const MOST_WORDS = 25;
const LONGEST = 300;
const LONGEST_NAME = 100;

/**
 * On the account and on the directory itself, open ones first; of equally severe ones that on the account, and that in the
 * baseline before one that is accepted.
 */
export function worstOf({ findingTotals }: Digest, sid: string): WorstFinding | null {
  const of = (status: FindingStatus) =>
    graver(findingTotals.get(sid)?.worst[status] ?? null, findingTotals.get(null)?.worst[status] ?? null);
  const worst = of('open') ?? graver(of('baseline'), of('suppressed'));
  if (worst === null) return null;
  const { status, severity, rule, fingerprint, message, title, subjectName } = worst;
  // Its message has the path, where there is one; a long one, or more than a sentence, is for the details.
  const short = wordCount(message) <= MOST_WORDS && message.length <= LONGEST;
  return {
    status,
    severity,
    rule,
    sentence: short ? message : `${title}: ${bounded(subjectName, LONGEST_NAME)}.`,
    fingerprint,
  };
}

/** The graver one, or else the first. */
function graver(one: Finding | null, other: Finding | null): Finding | null {
  return one === null || (other !== null && isGraver(other.severity, one.severity)) ? other : one;
}

/** How many findings on the account and on the directory itself do not count. */
export function settledOf({ findingTotals }: Digest, sid: string): number {
  return [sid, null].reduce((sum, of) => {
    const counts = findingTotals.get(of)?.counts;
    const each = SEVERITIES.map((severity) => (counts?.suppressed[severity] ?? 0) + (counts?.baseline[severity] ?? 0));
    return each.reduce((total, count) => total + count, sum);
  }, 0);
}
