/** Sheets of a workbook as SpreadsheetML (ECMA-376): rows as text, made once and joined. */
import type { Cell, Column } from '../columns/column.js';
import { visible } from '../encode/visible.js';
import { xmlCell } from '../encode/xml.js';

/** Places of the cell formats in `STYLES`. */
const HEADING = 1;
/** As text also where somebody edits the cell: without it a spreadsheet would then compute what begins with `=`. */
const GUARDED = 2;

/** What a cell may hold, in UTF-16 code units. */
const MOST_TEXT = 32_767;
/** What a spreadsheet may compute: as in `csv`. */
const FORMULA = /^[' ]*[=+\-@\uff1d\uff0b\uff0d\uff20]/;

/** Cells of a row, one behind the other. Places are left out: a cell stands behind the one before it. */
export function xmlCells(cells: readonly Cell[]): string {
  return cells.map(xmlOf).join('');
}

function xmlOf(cell: Cell): string {
  if (cell === null || cell === '') return '<c/>';
  if (typeof cell === 'number') return `<c><v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `<c t="b"><v>${cell ? 1 : 0}</v></c>`;
  return textCell(cell, FORMULA.test(cell) ? GUARDED : 0);
}

function textCell(text: string, style: number): string {
  return `<c t="inlineStr"${style === 0 ? '' : ` s="${style}"`}><is><t xml:space="preserve">${xmlCell(fitting(text))}</t></is></c>`;
}

/** Text that a cell can hold; what was cut is said in it. */
function fitting(text: string): string {
  const shown = visible(text);
  if (shown.length <= MOST_TEXT) return shown;
  const cut = shown.slice(0, MOST_TEXT - 100).replace(/[\ud800-\udbff]$/, '');
  return `${cut} ... (${shown.length} characters; the other formats have them all)`;
}

export function row(cells: string): string {
  return `<row>${cells}</row>`;
}

/** A row of names, set off from the others. */
export function headingRow(names: readonly string[]): string {
  return row(names.map((name) => textCell(name, HEADING)).join(''));
}

/** The start of a sheet, up to its first row. @param frozen the first row stays where it is */
export function sheetStart(widths: readonly number[], frozen: boolean): string {
  const pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>';
  const cols = widths.map((width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" customWidth="1"/>`);
  return `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0">${frozen ? pane : ''}</sheetView></sheetViews><cols>${cols.join('')}</cols><sheetData>`;
}

/** The end of a sheet. @param range what a reader may filter, as `A1:C7` */
export function sheetEnd(range: string | null): string {
  return `</sheetData>${range === null ? '' : `<autoFilter ref="${range}"/>`}</worksheet>`;
}

/** The widths and names of a table. */
export function layout(columns: readonly Pick<Column<never>, 'name' | 'width'>[]): {
  readonly widths: readonly number[];
  readonly names: readonly string[];
} {
  return { widths: columns.map(({ width }) => width), names: columns.map(({ name }) => name) };
}

/** The letters of a column, from 1. */
export function columnLetters(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return `${rest > 0 ? columnLetters(rest) : ''}${String.fromCharCode(65 + ((column - 1) % 26))}`;
}

export const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
export const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

/** The formats of cells: plain, heading, guarded text. */
export const STYLES = `${XML}<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
