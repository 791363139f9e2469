/**
 * Exported tables as JSON: a list of rows, one object a line, what the query services answer (`tables` with columns and
 * rows, `Results`, `value`, `result`).
 */
import type { ActionMapping } from './action-mapping.js';
import { columnName, type Row } from './cells.js';
import { rowItems, unknownColumns } from './csv.js';
import type { ReadItem } from './event.js';
import { damage, type EventInput } from './input.js';
import { jsonValues } from './json-values.js';
import { eventOfRow, type TableKind, tableKind } from './row.js';
import { TextPieces } from './text.js';

/** @throws AdreachError `format` where the first row is of no table that is known, or the file is no JSON at all */
export async function* readJson(input: EventInput, mapping: ActionMapping): AsyncGenerator<ReadItem> {
  const pieces = new TextPieces(input);
  const kinds = new Kinds(mapping);
  let number = 0;
  let known = 0;
  for await (const { text, line, fault } of jsonValues(pieces.read())) {
    const where = `line ${line}`;
    if (fault !== null) {
      yield damage(input.name, where, fault);
      continue;
    }
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      yield damage(input.name, where, `it is no JSON: ${(error as Error).message.slice(0, 100)}`);
      continue;
    }
    for (const object of rowsOf(value)) {
      number++;
      const at = `row ${number} (${where})`;
      const row = rowOf(object);
      const kind = row === null ? null : kinds.of(row);
      if (row === null || kind === null) {
        if (known === 0) throw unknownColumns(input.name, row === null ? [] : [...row.cells.keys()]);
        yield damage(input.name, at, 'it has no columns that are known');
        continue;
      }
      known++;
      yield* rowItems(() => eventOfRow(kind, row, { file: input.name, at }, mapping), input.name, at);
    }
  }
  if (pieces.replaced)
    yield damage(input.name, 'its text', 'it holds bytes that are no text; they are shown as \ufffd');
}

/** Rows of one table have the same columns mostly. */
class Kinds {
  #columns = '';
  #kind: TableKind | null = null;

  constructor(readonly mapping: ActionMapping) {}

  of(row: Row): TableKind | null {
    const columns = [...row.cells.keys()].join('\n');
    if (columns !== this.#columns) {
      this.#columns = columns;
      this.#kind = tableKind(row.cells.keys(), this.mapping);
    }
    return this.#kind;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rows that a value stands for: itself, or those in it. */
function rowsOf(value: unknown): readonly unknown[] {
  if (!isObject(value)) return [value];
  for (const name of ['Results', 'results', 'value']) {
    const inner = Object.hasOwn(value, name) ? value[name] : undefined;
    if (Array.isArray(inner)) return inner as readonly unknown[];
  }
  // One result of a search a line, as Splunk writes them.
  if (Object.hasOwn(value, 'result') && isObject(value['result'])) return [value['result']];
  const tables = Object.hasOwn(value, 'tables')
    ? value['tables']
    : Object.hasOwn(value, 'Tables')
      ? value['Tables']
      : null;
  return Array.isArray(tables) ? (tables as readonly unknown[]).flatMap(tableRows) : [value];
}

/** What the API of a workspace answers: names of columns, and rows as lists of cells. */
function tableRows(table: unknown): readonly unknown[] {
  const columns = memberOf(table, 'columns');
  const rows = memberOf(table, 'rows');
  if (!Array.isArray(columns) || !Array.isArray(rows)) return [table];
  const names = (columns as readonly unknown[]).map((column) => String(memberOf(column, 'name') ?? ''));
  return (rows as readonly unknown[]).map((cells) =>
    Array.isArray(cells) && cells.length === names.length
      ? Object.fromEntries(names.map((name, i) => [name, cells[i] as unknown]))
      : cells,
  );
}

function memberOf(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  const key = Object.keys(value).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : value[key];
}

function rowOf(value: unknown): Row | null {
  if (!isObject(value)) return null;
  const cells = new Map<string, unknown>();
  const utc = new Set<string>();
  for (const [written, cell] of Object.entries(value)) {
    const column = columnName(written);
    if (cells.has(column.name)) return null;
    cells.set(column.name, cell);
    if (column.utc) utc.add(column.name);
  }
  return { cells, utc };
}
