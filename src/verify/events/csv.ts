/** Exported tables as CSV (RFC 4180), with the separator that their first line has. */
import { AdreachError } from '../../errors/index.js';
import type { ActionMapping } from './action-mapping.js';
import { columnName, type Row } from './cells.js';
import { csvRows, LONGEST_ROW } from './csv-rows.js';
import type { ReadItem } from './event.js';
import { damage, type EventInput } from './input.js';
import { eventOfRow, tableKind } from './row.js';
import { TextPieces } from './text.js';

/** @throws AdreachError `format` where the columns are those of no table that is known */
export async function* readCsv(input: EventInput, mapping: ActionMapping): AsyncGenerator<ReadItem> {
  const pieces = new TextPieces(input);
  const rows = csvRows(pieces.read());
  let head = (await rows.next()).value;
  // PowerShell 5 writes the type of its objects first.
  if (head?.cells?.[0]?.startsWith('#TYPE ')) head = (await rows.next()).value;
  const columns = (head?.cells ?? []).map(columnName);
  const kind = tableKind(
    columns.map(({ name }) => name),
    mapping,
  );
  if (kind === null)
    throw unknownColumns(
      input.name,
      columns.map(({ name }) => name),
    );
  const twice = columns.find(({ name }, i) => name !== '' && columns.findIndex((other) => other.name === name) < i);
  if (twice !== undefined) throw new AdreachError('format', `${input.name}: it has two columns "${twice.name}"`);
  const utc = new Set(columns.filter((column) => column.utc).map(({ name }) => name));
  let number = 0;
  for await (const { cells, line, whole } of rows) {
    number++;
    const at = `row ${number} (line ${line})`;
    if (cells === null)
      yield damage(input.name, at, `it is longer than ${LONGEST_ROW} characters, or has too many cells`);
    else if (cells.length !== columns.length) {
      yield damage(input.name, at, `it has ${cells.length} cells, and there are ${columns.length} columns`);
    } else if (whole === 'no') yield damage(input.name, at, 'the file is cut off in the middle of it');
    else {
      if (whole === 'perhaps') {
        yield damage(
          input.name,
          at,
          'no line end stands behind it: if the file was cut off, its last cell is not whole',
        );
      }
      const row: Row = { cells: new Map(cells.map((cell, i) => [columns[i]!.name, cell])), utc };
      yield* rowItems(() => eventOfRow(kind, row, { file: input.name, at }, mapping), input.name, at);
    }
  }
  if (pieces.replaced)
    yield damage(input.name, 'its text', 'it holds bytes that are no text; they are shown as \ufffd');
}

/** What a row gives; what is wrong with it is said of it alone. */
export function rowItems(make: () => ReadItem | null, file: string, at: string): readonly ReadItem[] {
  try {
    const event = make();
    return event === null ? [] : [event];
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    return [damage(file, at, error.message)];
  }
}

export function unknownColumns(file: string, columns: readonly string[]): AdreachError {
  const shown = columns.slice(0, 12).map((name) => JSON.stringify(name.slice(0, 40)));
  return new AdreachError(
    'format',
    `${file}: it is no export of events or actions that is known (its columns: ${shown.join(', ') || 'none'})`,
    'Export SecurityEvent, WindowsEvent or IdentityDirectoryEvents; for another list of actions name its columns with --mapping (docs/verify.md).',
  );
}
