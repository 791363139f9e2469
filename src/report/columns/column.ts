/** A table as formats of rows and columns write it, whichever of them. */

/** What stands in one cell; null: no value. */
export type Cell = string | number | boolean | null;

/** `instant`: ISO 8601 text; `integer`: fits in 32 bits. */
type ColumnType = 'text' | 'integer' | 'boolean' | 'instant';

/** One column of a table whose rows are made from a `Row`. */
export interface Column<Row> {
  readonly name: string;
  readonly type: ColumnType;
  /** Never null. */
  readonly always: boolean;
  /** How wide a spreadsheet shows it, in characters. */
  readonly width: number;
  value(row: Row): Cell;
}

/** A column of text that may have no value, as wide as most. */
export function text<Row>(name: string, value: (row: Row) => string | null, width = 24): Column<Row> {
  return { name, type: 'text', always: false, width, value };
}

/** A column of text that every row has. */
export function key<Row>(name: string, value: (row: Row) => string, width = 24): Column<Row> {
  return { name, type: 'text', always: true, width, value };
}

export function integer<Row>(name: string, value: (row: Row) => number | null): Column<Row> {
  return { name, type: 'integer', always: false, width: 12, value };
}

export function boolean<Row>(name: string, value: (row: Row) => boolean | null): Column<Row> {
  return { name, type: 'boolean', always: false, width: 12, value };
}

export function instant<Row>(name: string, value: (row: Row) => string | null): Column<Row> {
  return { name, type: 'instant', always: false, width: 26, value };
}

/** The cells of one row, in the order of the columns. */
export function cellsOf<Row>(columns: readonly Column<Row>[], row: Row): readonly Cell[] {
  return columns.map((column) => column.value(row));
}

/** The columns of these names, in the order of the names. */
export function pick<Row>(columns: readonly Column<Row>[], names: readonly string[]): readonly Column<Row>[] {
  return names.map((name) => columns.find((column) => column.name === name)!);
}
