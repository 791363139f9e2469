/** Rows of exported tables, and what their cells hold. */
import { AdreachError } from '../../errors/index.js';
import { instantOf } from './time.js';

/** What a cell holds: text, or, in JSON, whatever stands there. */
export type Cell = unknown;

/** A row, by column in lower case; what follows a name in brackets (`[UTC]`) is left out of it. */
export interface Row {
  readonly cells: ReadonlyMap<string, Cell>;
  /** Columns that say of themselves that their times are UTC. */
  readonly utc: ReadonlySet<string>;
}

/** @returns the name under which a column is looked up, and whether it says that it is UTC */
export function columnName(written: string): { readonly name: string; readonly utc: boolean } {
  const match = /^\s*(.*?)\s*(?:\[(.*)\])?\s*$/s.exec(written);
  const name = (match?.[1] ?? written).toLowerCase();
  return { name: name === '' ? written.trim().toLowerCase() : name, utc: match?.[2]?.toLowerCase() === 'utc' };
}

/** @throws AdreachError `format` for text that is no JSON object */
export function jsonObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new AdreachError('format', 'a cell that should hold a JSON object does not');
}

/** @returns text as it is, numbers and booleans as text; empty for anything else */
export function cellText(value: Cell): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The first of the columns that has a time. */
export function timeOf(row: Row, columns: readonly string[]): number | null {
  for (const name of columns) {
    const text = cellText(row.cells.get(name));
    if (text !== '') return instantOf(text, row.utc.has(name));
  }
  return null;
}
