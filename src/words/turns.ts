/** What has become of verdicts, in words and signs. */
import type { VerdictCode } from '../result/codes.js';
import type { AnswerOnSide, ChangeGroup } from '../result/simulate-digest.js';
import { REASON_TEXTS, VERDICT_TEXTS } from './reasons.js';

/** @returns what an account can do to a target and why; null: there is no such target */
export function answerText(answer: AnswerOnSide | null): string {
  if (answer === null) return 'not there';
  const verdict = VERDICT_TEXTS[answer.verdict].label;
  const reason = REASON_TEXTS[answer.reason].label;
  return reason === verdict ? verdict : `${verdict} (${reason})`;
}

/** What has become of verdicts: the action works afterwards and did not before, the other way round, or neither. */
export type Turn = 'gained' | 'lost' | 'other';

export function turnOf({ before, after }: Pick<ChangeGroup, 'before' | 'after'>): Turn {
  const [was, is] = [works(before), works(after)];
  if (was === is) return 'other';
  return is ? 'gained' : 'lost';
}

const works = (answer: AnswerOnSide | null): boolean =>
  answer?.verdict === 'can' || answer?.verdict === 'can-until-sdprop';

const TURN_SIGNS: Readonly<Record<Turn, string>> = { gained: '+', lost: '-', other: '~' };

/** @returns the sign of changed verdicts by what becomes of them */
export function turnSign(turn: Turn): string {
  return TURN_SIGNS[turn];
}

const VERDICTS: Readonly<Record<VerdictCode, string>> = {
  can: 'can',
  'can-until-sdprop': 'can for now',
  'no-effect': 'no effect',
  cannot: 'cannot',
  unknown: 'unknown',
};

/** @returns `cannot > can`; of what was not there `-` */
export function verdictChangeText(before: VerdictCode | null, after: VerdictCode | null): string {
  const text = (code: VerdictCode | null) => (code === null ? '-' : VERDICTS[code]);
  return `${text(before)} > ${text(after)}`;
}
