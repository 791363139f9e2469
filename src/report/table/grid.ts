/** Tables of text that fit a width: every cell is wrapped; of one that somebody made very long the middle is left out. */
import Table from 'cli-table3';
import { columns, wrap } from '../encode/terminal.js';
import type { Paint, Style } from './paint.js';

export interface Cell {
  readonly text: string;
  readonly style?: Style;
}

interface Column {
  readonly head: string;
  /** Columns of the terminal; the one without takes what is left. */
  readonly width?: number;
  readonly align?: 'left' | 'right';
}

/** Columns between two columns: narrow terminals need every one. */
const gapFor = (width: number): number => (width < 100 ? 1 : 2);
const NARROWEST = 8;
const WIDEST = 1000;

const NO_BORDERS = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

/**
 * A table without borders, under its head a rule.
 * @param width columns of the terminal
 * @returns lines, each at most `width` wide (unless the fixed columns alone are wider)
 */
export function grid(
  head: readonly Column[],
  rows: readonly (readonly Cell[])[],
  width: number,
  paint: Paint,
): string[] {
  const gap = gapFor(width);
  const fixed = head.reduce((sum, { width: own = 0 }) => sum + own, 0) + gap * (head.length - 1);
  const flexible = head.filter((column) => column.width === undefined).length;
  const share = flexible === 0 ? 0 : Math.max(NARROWEST, Math.floor((width - fixed) / flexible));
  const widths = head.map((column, i) => column.width ?? Math.min(share, widest(head, rows, i)));
  // The gap belongs to the column, except behind the last one.
  const colWidths = widths.map((own, i) => own + (i === head.length - 1 ? 0 : gap));
  const cell = ({ text, style = 'plain' }: Cell, i: number): string[] =>
    cellLines(text, widths[i]!).map((line) =>
      paint(head[i]!.align === 'right' ? ' '.repeat(Math.max(0, widths[i]! - columns(line))) + line : line, style),
    );
  const lines = [
    ...linesOf(head.map((column, i) => cell({ text: column.head, style: 'bold' }, i))),
    widths.map((own) => '─'.repeat(own)),
    ...rows.flatMap((row) => linesOf(row.map(cell))),
  ];
  return laidOut(lines, colWidths);
}

/** Lines of a cell: names of a directory take one to four. */
const MOST_LINES = 8;
const FIRST_LINES = 5;
const LAST_LINES = 2;

/** The lines of a cell; of text beyond all measure its beginning and its end, and how much stands between. */
function cellLines(text: string, width: number): string[] {
  if (text.length <= MOST_LINES * width) {
    const lines = wrap(text, width);
    if (lines.length <= MOST_LINES) return lines;
  }
  // What is wrapped is short whatever the text is: a line holds no more characters than columns.
  const first = wrap(whole(text.slice(0, FIRST_LINES * width)), width).slice(0, FIRST_LINES);
  const last = wrap(whole(text.slice(-LAST_LINES * width)), width).slice(-LAST_LINES);
  const left = text.length - [...first, ...last].reduce((sum, line) => sum + line.length, 0);
  const between = wrap(`[... ${left.toLocaleString('en')} characters ...]`, width).slice(0, 3);
  return [...first.slice(0, MOST_LINES - between.length - last.length), ...between, ...last];
}

/** Without half a character at either end. */
function whole(text: string): string {
  return text.replace(/^[\udc00-\udfff]|[\ud800-\udbff]$/g, '');
}

/** The cells of a row, each some lines, as rows of one line. */
function linesOf(cells: readonly (readonly string[])[]): string[][] {
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, at) => cells.map((lines) => lines[at] ?? ''));
}

/** Rows that the library lays out at once: what it does with a table grows faster than the table. */
const AT_ONCE = 100;

/**
 * Lays lines out. Each cell is one line that fits by then: the library measures what it is given again and again, so that
 * long text, which whoever writes in the directory can make, never reaches it.
 */
function laidOut(lines: readonly string[][], colWidths: readonly number[]): string[] {
  const out: string[] = [];
  for (let at = 0; at < lines.length; at += AT_ONCE) {
    const table = new Table({
      chars: NO_BORDERS,
      style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
      colWidths: [...colWidths],
      colAligns: colWidths.map(() => 'left'),
    });
    table.push(...lines.slice(at, at + AT_ONCE));
    for (const line of table.toString().split('\n')) out.push(line.trimEnd());
  }
  return out;
}

function widest(head: readonly Column[], rows: readonly (readonly Cell[])[], i: number): number {
  // No column is wider than that: what is longer need not be measured.
  const size = (text: string) => columns(text.slice(0, WIDEST));
  return rows.reduce((most, row) => Math.max(most, size(row[i]!.text)), Math.max(NARROWEST, columns(head[i]!.head)));
}

/** Text as a paragraph, wrapped, every line indented. */
export function paragraph(text: string, width: number, indent = 0, hanging = indent): string[] {
  const lines = wrap(text, Math.max(width - Math.max(indent, hanging), NARROWEST));
  return lines.map((line, i) => ' '.repeat(i === 0 ? indent : hanging) + line);
}

/**
 * Splits columns so that each part fits beside the others of the table.
 * @param width of the table
 * @param others widths of the columns that stand in every part
 * @param each width of one column of the list
 */
export function portions<T>(
  items: readonly T[],
  width: number,
  others: readonly number[],
  each: number,
): readonly (readonly T[])[] {
  const gap = gapFor(width);
  const taken = others.reduce((sum, other) => sum + other + gap, 0);
  const size = Math.max(1, Math.floor((width - taken + gap) / (each + gap)));
  const parts: T[][] = [];
  for (let at = 0; at < items.length; at += size) parts.push(items.slice(at, at + size));
  return parts;
}
