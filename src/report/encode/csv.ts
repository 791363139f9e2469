/** Cells and rows of CSV (RFC 4180) that a spreadsheet does not take for formulas. */
import { visible } from './visible.js';

/** What separates fields in one spreadsheet locale or another, and the mark that ends a quoted field. */
const SEPARATORS = ',;|"';
/** What makes a spreadsheet compute a cell, full-width forms included. Tab and line ends are written visibly anyway. */
const STARTERS = '=+\\-@\\uff1d\\uff0b\\uff0d\\uff20';

const FORMULA = new RegExp(`(^|[${SEPARATORS}])(?=[' ]*[${STARTERS}])`, 'g');
const QUOTED = /[",;|]|^ | $/;

/**
 * One cell, on one line. Text that a spreadsheet would compute gets an apostrophe: at its start, and after every separator
 * or quotation mark in it, since a spreadsheet with another separator cuts the cell there. Nothing is lost: take the first
 * apostrophe away wherever, at these places, apostrophes and blanks are followed by one of `=+-@`, and the text is back.
 * Characters that cannot be seen, line breaks among them, are written as `\u{a}`.
 */
export function csvCell(text: string): string {
  const safe = visible(text).replace(FORMULA, "$1'");
  return QUOTED.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

type CsvValue = string | number | boolean | null;

/** Cells separated by commas. Null is an empty cell; numbers and booleans are written plainly. */
export function csvCells(values: readonly CsvValue[]): string {
  return values.map(csvValue).join(',');
}

function csvValue(value: CsvValue): string {
  if (typeof value === 'string') return csvCell(value);
  return value === null ? '' : String(value);
}
