/** What was held against events, as Markdown: for a ticket. */
import type { VerifyResult } from '../../result/verify.js';
import { JUDGEMENT_LABELS } from '../../words/verify.js';
import { markdown } from '../encode/markdown.js';
import { count, counted } from '../numbers.js';
import {
  evidenceTimeWords,
  fileWords,
  happenedWords,
  MOST_ROWS,
  placeWords,
  predictionWords,
  settingWords,
  summaryWords,
  targetWords,
  whyWords,
} from './parts.js';

/** Characters of one cell. */
const MOST_TEXT = 300;

export function verifyMarkdown(result: VerifyResult): readonly string[] {
  const { attempts, accounts, files, settings, notJudged, notes } = result;
  const shown = attempts.slice(0, MOST_ROWS);
  const names = accounts.map(({ name, sid }) => `${name} (${sid})`).join(', ');
  return [
    `# What happened, held against what the sources predict`,
    '',
    markdown(names),
    '',
    `**${markdown(summaryWords(result))}**`,
    '',
    markdown(evidenceTimeWords(result)),
    ...(shown.length === 0
      ? []
      : [
          '',
          '| judgement | time | action | target | what happened | prediction | why | where |',
          '|---|---|---|---|---|---|---|---|',
          ...shown.map((attempt) =>
            row([
              JUDGEMENT_LABELS[attempt.judgement],
              attempt.time ?? 'not known',
              attempt.actions.join(' or ') || '-',
              targetWords(attempt, result),
              happenedWords(attempt),
              predictionWords(attempt),
              whyWords(attempt),
              placeWords(attempt),
            ]),
          ),
        ]),
    ...(attempts.length > shown.length
      ? ['', `${counted(attempts.length - shown.length, 'more attempt')}: json has all of them.`]
      : []),
    ...bullets(
      'Counted, and not judged',
      notJudged.map(({ count: number, text }) => `${count(number)} ${text}`),
    ),
    ...bullets('Files', [
      ...files.map(fileWords),
      ...files.flatMap(({ name, damages }) => damages.slice(0, 5).map(({ at, what }) => `${name}, ${at}: ${what}`)),
    ]),
    ...bullets('Audit settings that the files prove', settings.map(settingWords)),
    ...bullets(
      'Logs of sensors',
      result.sensor.lines.map(({ entry, localTime, text }) => `${entry}, ${localTime} (time zone not told): ${text}`),
    ),
    ...bullets('What this proves', notes),
  ];
}

function row(cells: readonly string[]): string {
  const short = (text: string) => (text.length > MOST_TEXT ? `${text.slice(0, MOST_TEXT)}...` : text);
  return `| ${cells.map((cell) => markdown(short(cell))).join(' | ')} |`;
}

function bullets(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', `## ${title}`, '', ...lines.map((line) => `- ${markdown(line)}`)];
}
