/** Parts of the answer as phrases, the same in every format. */

import type { Answer, MainReason, Since, WorstFinding } from '../../result/answer.js';
import type { FindingStatus } from '../../result/audit.js';
import { actionShort } from '../../words/actions.js';
import { count, counted } from '../numbers.js';

/** `no entry allows it: delegate on OU=Other People (gains 50)`; names the action where it is not the headline's. */
export function reasonWords(
  { action, words, mend, gain, caution }: MainReason,
  { main }: Pick<Answer, 'main'>,
): string {
  const of = action === main?.action ? '' : ` (${actionShort(action)})`;
  if (mend === null) return `${words}${of}`;
  return `${words}${of}: ${mend} (gains ${count(gain)}${caution === null ? '' : `; ${caution}`})`;
}

/** Where no finding is open: that some are there all the same. */
export function noneOpenWords({ settled }: Pick<Answer, 'settled'>): string {
  return settled === 0 ? 'no open finding' : `no open finding; ${count(settled)} accepted or in the baseline`;
}

const MARKS: Readonly<Record<FindingStatus, string>> = {
  open: '',
  suppressed: ', accepted',
  baseline: ', in the baseline',
};

/** The worst finding in the parts that formats set apart: its severity, what of it does not count, the sentence, a remark. */
export function worstParts(
  { status, severity, sentence }: WorstFinding,
  { settled }: Pick<Answer, 'settled'>,
): { readonly severity: string; readonly mark: string; readonly sentence: string; readonly remark: string } {
  const remark = status === 'open' ? '' : ` (${noneOpenWords({ settled })})`;
  return { severity, mark: `${MARKS[status]}: `, sentence, remark };
}

/** `disable 120 to 131; 2 new findings, 4 gone`; what cannot be compared is said so. */
export function sinceWords({ reach, findings, sameRules }: Since): string {
  if (reach.length === 0 && findings === null)
    return 'not comparable: another account, scope or profile, or not stated';
  const changed = reach
    .filter(({ before, after }) => before !== after)
    .map(({ action, before, after }) => `${actionShort(action)} ${count(before)} to ${count(after)}`);
  return [
    reach.length === 0
      ? 'reach not comparable'
      : changed.length === 0
        ? 'reaches as many, not necessarily the same'
        : changed.join(', '),
    findings === null
      ? 'findings not comparable'
      : `${counted(findings.more, 'new finding')}, ${count(findings.fewer)} gone`,
    ...(sameRules === false ? ['by other rules'] : []),
  ].join('; ');
}
