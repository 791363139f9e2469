/** What was held against events, for a terminal. */
import type { Judgement, VerifyResult } from '../../result/verify.js';
import { JUDGEMENT_LABELS, JUDGEMENT_TEXTS, reasonWords } from '../../words/verify.js';
import { terminal } from '../encode/terminal.js';
import { count, counted } from '../numbers.js';
import { type Cell, grid, paragraph } from '../table/grid.js';
import { type Paint, painter, type Style } from '../table/paint.js';
import type { TerminalTraits } from '../terminal-traits.js';
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

const STYLES: Readonly<Record<Judgement, Style>> = {
  disagreed: 'alarm',
  'changed-in-between': 'yellow',
  'not-proven': 'magenta',
  'not-predicted': 'cyan',
  agreed: 'green',
};

/** From here on there is room for a column of reasons. */
const WITH_REASONS = 110;
const TIME_WIDTH = 20;
const JUDGEMENT_WIDTH = 13;
const ACTION_WIDTH = 15;
const HAPPENED_WIDTH = 12;
const PREDICTION_WIDTH = 12;
/** Places of damage that are named of one file. */
const MOST_DAMAGES = 5;

export function verifyTable(result: VerifyResult, { width, colour }: TerminalTraits): readonly string[] {
  const paint = painter(colour);
  const names = result.accounts.map(({ name, sid }) => `${name} (${sid})`).join(', ');
  const head = paragraph(terminal(`What happened, held against what the sources predict: ${names}`), width);
  const disagreed = result.summary.disagreed > 0;
  return [
    ...head.map((line) => paint(line, 'bold')),
    ...paragraph(summaryWords(result), width, 2).map((line) => paint(line, disagreed ? 'alarm' : 'plain')),
    ...paragraph(terminal(evidenceTimeWords(result)), width, 2),
    ...attemptLines(result, width, paint),
    ...notJudgedLines(result, width, paint),
    ...section('Files', result.files.map(fileWords), width, paint),
    ...damageLines(result, width, paint),
    ...section('Audit settings that the files prove', result.settings.map(settingWords), width, paint),
    ...sensorLines(result, width, paint),
    ...section('What this proves', result.notes, width, paint),
  ];
}

function section(title: string, lines: readonly string[], width: number, paint: Paint): string[] {
  if (lines.length === 0) return [];
  return ['', paint(title, 'bold'), ...lines.flatMap((line) => paragraph(terminal(line), width, 2, 4))];
}

function attemptLines(result: VerifyResult, width: number, paint: Paint): string[] {
  const { attempts } = result;
  if (attempts.length === 0) return [];
  const withReasons = width >= WITH_REASONS;
  const shown = attempts.slice(0, MOST_ROWS);
  const columns = [
    { head: 'judgement', width: JUDGEMENT_WIDTH },
    ...(withReasons ? [{ head: 'time', width: TIME_WIDTH }] : []),
    { head: 'action', width: ACTION_WIDTH },
    { head: 'target' },
    { head: 'what happened', width: HAPPENED_WIDTH },
    { head: 'prediction', width: PREDICTION_WIDTH },
    ...(withReasons ? [{ head: 'why' }] : []),
  ];
  const rows = shown.map((attempt): Cell[] => [
    { text: JUDGEMENT_LABELS[attempt.judgement], style: STYLES[attempt.judgement] },
    ...(withReasons ? [{ text: seconds(attempt.time) }] : []),
    { text: terminal(attempt.actions.join(' or ') || '-') },
    { text: terminal(targetWords(attempt, result)) },
    { text: happenedWords(attempt) },
    { text: terminal(predictionWords(attempt)) },
    ...(withReasons ? [{ text: reasonWords(attempt.because) }] : []),
  ]);
  const lines = ['', paint('Attempts', 'bold'), ...grid(columns, rows, width - 2, paint).map((line) => `  ${line}`)];
  if (attempts.length > shown.length) {
    lines.push(
      ...paragraph(
        `... and ${counted(attempts.length - shown.length, 'more attempt')}: --format json has all of them`,
        width,
        2,
      ),
    );
  }
  return [...lines, ...detailLines(result, width, paint)];
}

/** Each attempt that is not as predicted, with its place and what explains it. */
function detailLines(result: VerifyResult, width: number, paint: Paint): string[] {
  const open = result.attempts.filter(({ judgement }) => judgement !== 'agreed').slice(0, MOST_ROWS);
  if (open.length === 0) return [];
  const lines = ['', paint('What did not agree', 'bold')];
  for (const attempt of open) {
    const when = attempt.time ?? 'time not known';
    const label = JUDGEMENT_LABELS[attempt.judgement];
    lines.push(
      ...paragraph(
        terminal(`${label}: ${attempt.actions.join(' or ') || 'password'} on ${targetWords(attempt, result)}, ${when}`),
        width,
        2,
        4,
      ).map((line) => paint(line, STYLES[attempt.judgement])),
      ...paragraph(terminal(whyWords(attempt)), width, 4),
      ...(attempt.prediction?.ace == null
        ? []
        : paragraph(terminal(`The entry that decides: ${attempt.prediction.ace}`), width, 4, 6)),
      ...paragraph(terminal(placeWords(attempt)), width, 4, 6),
    );
  }
  const codes = [...new Set(open.map(({ judgement }) => judgement))];
  return [
    ...lines,
    ...codes.flatMap((code) => paragraph(`${JUDGEMENT_LABELS[code]}: ${JUDGEMENT_TEXTS[code]}`, width, 2, 4)),
  ];
}

function seconds(time: string | null): string {
  return time === null ? 'not known' : `${time.slice(0, 19)}Z`;
}

function notJudgedLines({ notJudged }: VerifyResult, width: number, paint: Paint): string[] {
  return section(
    'Counted, and not judged',
    notJudged.map(({ count: number, text }) => `${count(number)} ${text}`),
    width,
    paint,
  );
}

function damageLines({ files }: VerifyResult, width: number, paint: Paint): string[] {
  return files.flatMap(({ name, damages, moreDamages }) => {
    const shown = damages.slice(0, MOST_DAMAGES);
    const more = damages.length - shown.length + moreDamages;
    return [
      ...shown.flatMap(({ at, what }) =>
        paragraph(terminal(`${name}, ${at}: ${what}`), width, 4, 6).map((line) => paint(line, 'alarm')),
      ),
      ...(more > 0
        ? paragraph(`... and ${counted(more, 'more place')}: --format json lists up to 100 a file`, width, 4)
        : []),
    ];
  });
}

function sensorLines({ sensor }: VerifyResult, width: number, paint: Paint): string[] {
  const counts = Object.entries(sensor.counts).filter(([, number]) => number > 0);
  const words = counts.map(([entry, number]) => {
    const last = sensor.lines.filter((line) => line.entry === entry).at(-1);
    return `${entry}: ${count(number)}${last === undefined ? '' : `, last at ${last.localTime} (time zone not told): ${last.text}`}`;
  });
  return section('Logs of sensors', words, width, paint);
}
