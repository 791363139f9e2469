/** The first screen: the ten-second answer. */
import { type Answer, answersOf, type Question, type Since } from '../answer/index.js';
import { noneOpenWords, reasonWords, sinceWords, worstParts } from '../answer/words.js';
import type { Digest } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { count, counted } from '../numbers.js';
import { barLines } from './bars.js';
import { paragraph } from './grid.js';
import { indent } from './lines.js';
import { type Paint, SEVERITY_STYLES, type Style } from './paint.js';

/** Lines of text are no longer than that, however wide the terminal. */
const WIDEST_TEXT = 120;
/** From here on questions have a column of their own. */
const WIDE = 60;
const QUESTION = 'Can I trust this?  '.length;
const SIGN = 'unknown  '.length;
const LABEL = 'Why not  '.length;

const SIGN_STYLES: Readonly<Record<Question['sign'], Style>> = {
  yes: 'green',
  partly: 'yellow',
  no: 'red',
  unknown: 'cyan',
};

/** @param files where the whole report is; none: how to get it is said; null: it follows */
export function answerLines(digest: Digest, width: number, paint: Paint, files: readonly string[] | null): string[] {
  const text = Math.min(width, WIDEST_TEXT);
  const answers = answersOf(digest);
  const domains = digest.evidence.domains.map(({ dnsName }) => dnsName);
  const of = domains.length > 2 ? [...domains.slice(0, 2), `${count(domains.length - 2)} more`] : domains;
  const dated = answers[0]?.dated ?? '';
  const lines = [
    ...paragraph(terminal([...(of.length === 0 ? [] : [of.join(', ')]), dated].join(': ')), text),
    ...answers.flatMap((answer, i) => [...(i === 0 ? [] : ['']), ...oneAnswer(digest, answer, width, text, paint)]),
    ...(files === null ? [] : whereLines(files, text, paint)),
  ];
  return answers.length > 1 || files === null ? lines : onOneScreen(lines);
}

/** Lines of a screen that is no larger than the usual one, without that of the prompt. */
const SCREEN = 23;

/** Without as many of the lines between as there are too many for one screen. */
function onOneScreen(lines: readonly string[]): string[] {
  let more = lines.length - SCREEN;
  return lines.filter((line) => line !== '' || more-- <= 0);
}

function oneAnswer(digest: Digest, answer: Answer, width: number, text: number, paint: Paint): string[] {
  const actions = digest.header.actions.map(({ id }) => id);
  const bars = indent(barLines(answer.bars, actions, width - 2, paint));
  return [
    ...paragraph(terminal(answer.headline), text).map((line) => paint(line, 'bold')),
    // With one line more below, all of it still fits 24 lines.
    ...(answer.since === null ? [''] : []),
    ...answer.questions.flatMap((question) => questionLines(question, text, paint)),
    ...(bars.length > 0 ? ['', ...bars] : []),
    ...(answer.outside > 0
      ? paragraph(`${counted(answer.outside, 'target')} outside of its scope, not counted above`, text, 2)
      : []),
    '',
    ...reasonLines(answer, text, paint),
    ...worstLines(answer, text, paint),
    ...sinceLines(answer.since, text, paint),
  ];
}

function questionLines({ question, sign, answer }: Question, width: number, paint: Paint): string[] {
  const word = paint(sign.padEnd(SIGN), SIGN_STYLES[sign]);
  if (width < WIDE) {
    const lines = paragraph(terminal(answer), width, 4);
    return [`  ${question} ${paint(sign, SIGN_STYLES[sign])}`, ...lines];
  }
  const at = 2 + QUESTION + SIGN;
  const [first = '', ...rest] = paragraph(terminal(answer), width, at);
  return [`  ${question.padEnd(QUESTION)}${word}${first.slice(at)}`, ...rest];
}

/** `58 no entry allows it: delegate on OU=Other People (gains 50)`. */
function reasonLines(answer: Answer, width: number, paint: Paint): string[] {
  const { reasons } = answer;
  const digits = Math.max(...reasons.map((reason) => count(reason.count).length));
  return reasons.flatMap((reason, i) => {
    const words = `${count(reason.count).padStart(digits)} ${reasonWords(reason, answer)}`;
    return labelled(i === 0 ? 'Why not' : '', words, digits + 1, width, paint);
  });
}

function worstLines({ worst, settled }: Answer, width: number, paint: Paint): string[] {
  if (worst === null) return labelled('Worst', noneOpenWords({ settled }), 0, width, paint);
  const { severity } = worst;
  const { mark, sentence, remark } = worstParts(worst, { settled });
  return labelled(
    'Worst',
    `${severity}${mark}${sentence}${remark}`,
    0,
    width,
    paint,
    severity,
    SEVERITY_STYLES[severity],
  );
}

function sinceLines(since: Since | null, width: number, paint: Paint): string[] {
  return since === null ? [] : labelled('Since', sinceWords(since), 0, width, paint);
}

function whereLines(files: readonly string[], width: number, paint: Paint): string[] {
  return files.length > 0
    ? labelled('Report', files.join(', '), 0, width, paint)
    : labelled('More', '--verbose, or a report to read and hand on: --html report.html', 0, width, paint);
}

/**
 * A line with a label before it.
 * @param hang columns by which further lines stand to the right of the first
 * @param lead word that the text begins with, short enough for any line, and its colour
 */
function labelled(
  label: string,
  text: string,
  hang: number,
  width: number,
  paint: Paint,
  lead = '',
  style: Style = 'plain',
): string[] {
  const at = 2 + LABEL;
  const [first = '', ...rest] = paragraph(terminal(text), width, at, at + hang);
  return [`  ${paint(label.padEnd(LABEL), 'bold')}${paint(lead, style)}${first.slice(at + lead.length)}`, ...rest];
}
