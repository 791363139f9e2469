/** Targets × actions; or, where there are too many targets to read, the situations they are in. */

import type { AuditedAccount, Outcome } from '../../result/audit.js';
import { VERDICT_CODES } from '../../result/codes.js';
import type { TargetState } from '../../result/sink.js';
import { SHORT_CLASSES_TEXT, shortClass } from '../../words/account-kind.js';
import { REASON_TEXTS, VERDICT_TEXTS } from '../../words/reasons.js';
import type { Digest } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { count, counted } from '../numbers.js';
import { relativeName } from '../relative-names.js';
import { stateWords } from '../state-words.js';
import { type Cell, grid, paragraph, portions } from './grid.js';
import { type Paint, VERDICT_SIGNS } from './paint.js';

const MOST_SITUATIONS = 30;
/** Of the column of classes and states, unless a class needs more. */
const STATE_WIDTH = 13;
const WIDEST_STATE = 26;
const VERDICT_WIDTH = 9;
/** What fits the narrowest terminal. */
const NARROW = 48;
const NARROW_VERDICT = 7;
const TARGET_WIDTH = 16;
const COUNT_WIDTH = 7;
/** From here on there is room for a column of reasons. */
const WITH_REASONS = 110;
const REASON_WIDTH = 30;

interface Row {
  readonly name: string;
  readonly count: number | null;
  readonly state: TargetState;
  readonly outcomes: readonly Outcome[];
}

export function verdictLines(digest: Digest, index: number, width: number, paint: Paint): string[] {
  const account = digest.accounts[index]!;
  const title = paragraph(terminal(`Verdicts of ${account.name}`), width).map((line) => paint(line, 'bold'));
  if (digest.rows.length === digest.rowCount) {
    const rows = digest.rows
      .filter((row) => row.account === index)
      .map(({ target, state, outcomes }) => ({ name: target.name, count: null, state, outcomes }));
    return [...title, ...rowTable(digest, rows, 'target', width, paint)];
  }
  return [...title, ...situationLines(digest, index, account, width, paint)];
}

function situationLines(digest: Digest, index: number, account: AuditedAccount, width: number, paint: Paint): string[] {
  const all = digest.situations.filter(({ first }) => first.account === index);
  const shown = all.slice(0, MOST_SITUATIONS);
  const rows = shown.map(({ count: times, first: { target, state, outcomes } }) => ({
    name: target.name,
    count: times,
    state,
    outcomes,
  }));
  const total = digest.rowCounts[index] ?? 0;
  const lines = [
    ...paragraph(
      `${counted(total, 'row')} of ${terminal(account.name)} ${total === 1 ? 'is' : 'are'} not shown one by one: targets in the same situation are counted together. ` +
        'Every row is in --format ndjson, json or csv (with -o FILE).',
      width,
      2,
    ),
    ...rowTable(digest, rows, 'for example', width, paint),
  ];
  const left = all.slice(MOST_SITUATIONS);
  if (left.length > 0 || digest.otherSituations > 0) {
    const targets = left.reduce((sum, situation) => sum + situation.count, 0);
    const others =
      digest.otherSituations === 0 ? '' : `, and ${count(digest.otherSituations)} rows of all accounts in still others`;
    lines.push(
      ...paragraph(
        `... and ${counted(targets, 'target')} in ${counted(left.length, 'rarer situation')}${others}.`,
        width,
        2,
      ),
    );
  }
  return lines;
}

function rowTable(digest: Digest, rows: readonly Row[], nameHead: string, width: number, paint: Paint): string[] {
  const inner = width - 2;
  const withCount = rows.some((row) => row.count !== null);
  const withReasons = width >= WITH_REASONS;
  const narrow = width < NARROW;
  const state = narrow ? STATE_WIDTH : stateWidth(rows);
  const verdict = narrow ? NARROW_VERDICT : VERDICT_WIDTH;
  const others = [TARGET_WIDTH, state, ...(withCount ? [COUNT_WIDTH] : []), ...(withReasons ? [REASON_WIDTH] : [])];
  return portions(digest.header.actions, inner, others, verdict).flatMap((part) => {
    const head = [
      ...(withCount ? [{ head: 'targets', width: COUNT_WIDTH, align: 'right' as const }] : []),
      { head: nameHead },
      { head: 'class, state', width: state },
      ...part.map(({ id }) => ({ head: terminal(id), width: verdict })),
      ...(withReasons ? [{ head: 'why not', width: REASON_WIDTH }] : []),
    ];
    const cells = rows.map((row): Cell[] => [
      ...(withCount ? [{ text: count(row.count ?? 0) }] : []),
      { text: terminal(relativeName(row.name, digest.evidence)) },
      { text: terminal([shortClass(row.state.className), ...stateWords(row.state)].join(', ')) },
      ...part.map(({ id }): Cell => {
        const result = row.outcomes.find(({ action }) => action === id);
        // The action is not about objects of this class.
        if (result === undefined) return { text: '-', style: 'dim' };
        const sign = VERDICT_SIGNS[result.verdict];
        return { text: sign.word, style: sign.style };
      }),
      ...(withReasons ? [{ text: reasonWords(row.outcomes) }] : []),
    ]);
    return grid(head, cells, inner, paint).map((line) => `  ${line}`);
  });
}

/** No name of a class is broken: with the comma behind it, where it is no longer than the longest of the schema are. */
function stateWidth(rows: readonly Row[]): number {
  const longest = rows.reduce((most, { state }) => Math.max(most, shortClass(state.className).length + 1), STATE_WIDTH);
  return Math.min(longest, WIDEST_STATE);
}

/** The reasons of everything that is not a plain "can", each once. */
function reasonWords(outcomes: Row['outcomes']): string {
  const reasons = outcomes.filter(({ verdict }) => verdict !== 'can').map(({ reason }) => REASON_TEXTS[reason].label);
  return [...new Set(reasons)].join('; ');
}

/** What the words and shapes mean. */
export function legendLines(width: number, paint: Paint): string[] {
  return [
    paint('Legend', 'bold'),
    ...VERDICT_CODES.flatMap((code) => {
      const { word, block, style } = VERDICT_SIGNS[code];
      const [first = '', ...rest] = paragraph(VERDICT_TEXTS[code].text, width - 14);
      return [`  ${block} ${paint(word.padEnd(9), style)} ${first}`, ...rest.map((line) => ' '.repeat(14) + line)];
    }),
    ...paragraph(SHORT_CLASSES_TEXT, width, 2),
  ];
}
