/** The ten-second answer in Markdown. */
import { actionShort } from '../words/actions.js';
import { type Answer, answersOf, type Bar } from './answer/index.js';
import { noneOpenWords, reasonWords, sinceWords, worstParts } from './answer/words.js';
import type { Digest } from './digest.js';
import { markdown } from './encode/markdown.js';
import { count, counted } from './numbers.js';

/** Characters of all answers together: the tables below them need the rest of what a ticket takes. */
const MOST_CHARACTERS = 7_000;
/** Of the bars of one answer. */
const MOST_OF_BARS = 3_000;

/** The answers that fit, at least the first, and how many do not. */
export function answerSection(digest: Digest): readonly string[] {
  const answers = answersOf(digest).map((answer) =>
    oneAnswer(
      answer,
      digest.header.actions.map(({ id }) => id),
    ),
  );
  let room = MOST_CHARACTERS;
  const end = answers.findIndex((lines, i) => {
    room -= lines.reduce((sum, line) => sum + line.length + 1, 0);
    return i > 0 && room < 0;
  });
  const shown = end < 0 ? answers : answers.slice(0, end);
  const left = answers.length - shown.length;
  return [
    ...shown.flat(),
    ...(left === 0 ? [] : [`**${counted(left, 'more account')} under audit**: the table below has the counts.`, '']),
  ];
}

function oneAnswer(answer: Answer, actions: readonly string[]): readonly string[] {
  const { headline, questions, bars, outside, reasons, worst, settled, since } = answer;
  const table = barTable(bars, actions);
  const notes = [
    ...reasons.map((reason) => `- Why not: ${count(reason.count)} ${markdown(reasonWords(reason, answer))}`),
    `- Worst: ${worst === null ? noneOpenWords({ settled }) : worstLine(worst, settled)}`,
    ...(since === null ? [] : [`- Since the former result: ${markdown(sinceWords(since))}`]),
    ...(outside === 0 ? [] : [`- ${counted(outside, 'target')} outside of its scope, not counted above`]),
  ];
  return [
    `**${markdown(headline)}**`,
    '',
    '| question | answer | because |',
    '|---|---|---|',
    ...questions.map(({ question, sign, answer: words }) => `| ${question} | **${sign}** | ${markdown(words)} |`),
    '',
    ...(table.length === 0 ? [] : [...table, '']),
    ...notes,
    '',
  ];
}

function worstLine(worst: NonNullable<Answer['worst']>, settled: number): string {
  const { severity, mark, sentence, remark } = worstParts(worst, { settled });
  return `**${severity}**${mark}${markdown(`${sentence}${remark}`)}`;
}

/** On how many each action can act, and it lasts; whom it is meant to reach in bold. */
function barTable(bars: readonly Bar[], actions: readonly string[]): readonly string[] {
  if (bars.length === 0) return [];
  const rows = bars.map(({ title, expected, targets, actions: own }) => {
    const cells = actions.map((id) => own.find(({ action }) => action === id)?.counts.can);
    const name = expected ? `**${markdown(title)}**` : markdown(title);
    return `| ${name} | ${count(targets)} | ${cells.map((can) => (can === undefined ? '-' : count(can))).join(' | ')} |`;
  });
  const heads = actions.map((id) => markdown(actionShort(id)));
  const lines = [
    `| can, and it lasts | targets | ${heads.join(' | ')} |`,
    `|---|---:|${actions.map(() => '---:').join('|')}|`,
    ...rows,
  ];
  return lines.reduce((sum, line) => sum + line.length + 1, 0) > MOST_OF_BARS ? [] : lines;
}
