/** Tables of text that fit a width: every cell is wrapped, none is cut. */
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
  const table = new Table({
    chars: NO_BORDERS,
    style: { head: [], border: [], compact: true, 'padding-left': 0, 'padding-right': 0 },
    // The gap belongs to the column, except behind the last one.
    colWidths: widths.map((own, i) => own + (i === head.length - 1 ? 0 : gap)),
    colAligns: head.map(() => 'left'),
  });
  const cell = ({ text, style = 'plain' }: Cell, i: number): string =>
    wrap(text, widths[i]!)
      .map((line) =>
        paint(head[i]!.align === 'right' ? ' '.repeat(Math.max(0, widths[i]! - columns(line))) + line : line, style),
      )
      .join('\n');
  table.push(head.map((column, i) => cell({ text: column.head, style: 'bold' }, i)));
  table.push(widths.map((own) => '─'.repeat(own)));
  for (const row of rows) table.push(row.map(cell));
  return table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd());
}

function widest(head: readonly Column[], rows: readonly (readonly Cell[])[], i: number): number {
  return rows.reduce((most, row) => Math.max(most, columns(row[i]!.text)), Math.max(NARROWEST, columns(head[i]!.head)));
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
