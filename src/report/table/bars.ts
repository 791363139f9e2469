/** The bars of the first screen: on how many accounts of each population each action can act, and what becomes of the others. */
import type { VerdictCounts } from '../../result/audit.js';
import { VERDICT_CODES } from '../../result/codes.js';
import { actionShort } from '../../words/actions.js';
import type { Bar } from '../answer/index.js';
import { columns, terminal, wrap } from '../encode/terminal.js';
import { barCells, count } from '../numbers.js';
import { together, totalOf } from '../verdict-counts.js';
import { type Paint, type Style, VERDICT_SIGNS } from './paint.js';

/** Rows; what is beyond is one row. */
const MOST_ROWS = 4;
const WIDEST_BAR = 24;
const NARROWEST_BAR = 4;
/** Of the column of names, where the terminal is narrow and where it is not. */
const NAMES = { narrow: 16, usual: 29 };
const NARROW = 64;
/** A number of more columns is a share. */
const WIDEST_NUMBER = 5;

/** Text of one colour. */
interface Piece {
  readonly text: string;
  readonly style: Style;
}

const GAP: Piece = { text: '  ', style: 'plain' };

interface Row {
  readonly title: string;
  readonly bar: Bar;
}

/** @param actions ids, in the order of the report */
export function barLines(bars: readonly Bar[], actions: readonly string[], width: number, paint: Paint): string[] {
  const rows = rowsOf(bars);
  const shown = actions.filter((action) => rows.some(({ bar }) => countsOf(bar, action) !== null));
  if (shown.length === 0) return [];
  const figures = rows.flatMap(({ bar }) => shown.map((action) => figure(countsOf(bar, action), false)));
  const inShares = figures.some((text) => columns(text) > WIDEST_NUMBER);
  const number = inShares ? WIDEST_NUMBER : Math.max(3, ...figures.map(columns));
  const targets = Math.max(...rows.map(({ bar }) => columns(count(bar.targets))));
  const names = Math.min(
    width < NARROW ? NAMES.narrow : NAMES.usual,
    Math.max(...rows.map(({ title }) => columns(title))),
  );
  const room = width - names - 1 - targets;
  return chunks(shown, Math.floor(room / (NARROWEST_BAR + 3 + number))).flatMap((part, i) => {
    const each = Math.floor(room / part.length) - 2;
    const bar = Math.max(NARROWEST_BAR, Math.min(WIDEST_BAR, each - 1 - number));
    const layout = { names, targets, bar, number, inShares };
    return [...headLines(part, layout, i === 0, paint), ...rows.flatMap((row) => rowLines(row, part, layout, paint))];
  });
}

interface Layout {
  readonly names: number;
  readonly targets: number;
  readonly bar: number;
  readonly number: number;
  readonly inShares: boolean;
}

/** The first ones, and the others together. */
function rowsOf(bars: readonly Bar[]): readonly Row[] {
  if (bars.length <= MOST_ROWS + 1) return bars.map((bar) => ({ title: terminal(bar.title), bar }));
  const rest = bars.slice(MOST_ROWS);
  const ids = [...new Set(rest.flatMap(({ actions }) => actions.map(({ action }) => action)))];
  const others: Bar = {
    population: '',
    title: '',
    expected: false,
    tierZero: rest.some(({ tierZero }) => tierZero),
    targets: rest.reduce((sum, { targets }) => sum + targets, 0),
    actions: ids.map((action) => ({
      action,
      title: '',
      counts: together(rest.flatMap((bar) => countsOf(bar, action) ?? [])),
    })),
  };
  return [
    ...bars.slice(0, MOST_ROWS).map((bar) => ({ title: terminal(bar.title), bar })),
    { title: `${rest.length} more populations`, bar: others },
  ];
}

function countsOf({ actions }: Bar, action: string): VerdictCounts | null {
  return actions.find((each) => each.action === action)?.counts ?? null;
}

/** The names of the actions, and beside them what the shapes mean. */
function headLines(actions: readonly string[], layout: Layout, withLegend: boolean, paint: Paint): string[] {
  const legend = !withLegend
    ? []
    : VERDICT_CODES.map(
        (code) => `${VERDICT_SIGNS[code].block} ${code === 'no-effect' ? 'no effect' : VERDICT_SIGNS[code].word}`,
      );
  const left = layout.names + 1 + layout.targets;
  const heads = actions.map((action) => wrap(terminal(actionShort(action)), layout.bar + 1 + layout.number));
  const notes = phrases(legend, left);
  const height = Math.max(notes.length, ...heads.map(({ length }) => length));
  return Array.from({ length: height }, (_, line) => {
    const cells = heads.map((lines) => padded(lines[line] ?? '', layout.bar + 1 + layout.number));
    const note = padded(notes[line] ?? '', left);
    return painted(
      [{ text: note, style: 'dim' }, ...cells.flatMap((text) => [GAP, { text, style: 'bold' } as const])],
      paint,
    );
  });
}

/** Phrases in lines, none of which is broken. */
function phrases(texts: readonly string[], width: number): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.at(-1);
    if (last === undefined || columns(last) + 2 + columns(text) > width) lines.push(text);
    else lines[lines.length - 1] = `${last}  ${text}`;
  }
  return lines;
}

function rowLines({ title, bar }: Row, actions: readonly string[], layout: Layout, paint: Paint): string[] {
  const [name = '', ...further] = wrap(title, layout.names);
  const style: Style = bar.expected ? 'bold' : 'plain';
  const targets = count(bar.targets).padStart(layout.targets);
  const cells = actions.map((action) => cellOf(bar, action, layout));
  const first = [
    { text: padded(name, layout.names), style },
    { text: ` ${targets}`, style: 'plain' as const },
  ];
  const pieces = [...first, ...cells.flatMap((cell) => [GAP, ...cell])];
  return [painted(pieces, paint), ...further.map((line) => paint(line, style))];
}

function cellOf(bar: Bar, action: string, { bar: width, number, inShares }: Layout): readonly Piece[] {
  const counts = countsOf(bar, action);
  // The action is about other objects.
  if (counts === null) return [{ text: padded('-', width + 1 + number), style: 'dim' }];
  const cells = barCells(
    VERDICT_CODES.map((code) => counts[code]),
    width,
  );
  const alarming = bar.tierZero && counts.can > 0;
  const parts = VERDICT_CODES.map((code, i): Piece => {
    const { block, style } = VERDICT_SIGNS[code];
    return { text: block.repeat(cells[i]!), style: code === 'can' && alarming ? 'red' : style };
  });
  const style: Style = counts.can === 0 ? 'dim' : alarming ? 'red' : 'plain';
  return [...parts, { text: ` ${figure(counts, inShares).padEnd(number)}`, style }];
}

/** On how many it can act; of very many the share, rounded down. */
function figure(counts: VerdictCounts | null, asShare: boolean): string {
  if (counts === null) return '-';
  if (!asShare) return count(counts.can);
  const share = Math.floor((100 * counts.can) / totalOf(counts));
  return share === 0 && counts.can > 0 ? '<1 %' : `${share} %`;
}

/** A line, without blanks at its end. */
function painted(pieces: readonly Piece[], paint: Paint): string {
  const end = pieces.findLastIndex(({ text }) => text.trimEnd() !== '');
  return pieces
    .slice(0, end + 1)
    .map(({ text, style }, i) => paint(i === end ? text.trimEnd() : text, style))
    .join('');
}

function chunks<T>(items: readonly T[], size: number): readonly (readonly T[])[] {
  const each = Math.max(1, size);
  return Array.from({ length: Math.ceil(items.length / each) }, (_, i) => items.slice(i * each, (i + 1) * each));
}

function padded(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - columns(text)));
}
