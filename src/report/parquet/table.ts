/** One file of Parquet, written in groups of rows. */
import { ByteWriter as ParquetBytes, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Cell, Column } from '../columns/column.js';
import type { ByteOutput } from '../output/output.js';
import type { RunStamp } from '../run-stamp.js';

/** What is held before it is written: memory depends on that, whatever the number of rows. */
export interface GroupBounds {
  /** Engines read groups of some 100,000 rows well. */
  readonly rows: number;
  /** UTF-16 code units; a piece that the row before has too is not counted again. */
  readonly characters: number;
}
const BOUNDS: GroupBounds = { rows: 100_000, characters: 1 << 26 };

type Typed = Pick<Column<never>, 'name' | 'type' | 'always'>;

/** Takes rows as pieces, of which many rows share the same one; cells stand side by side only while their column is encoded. */
export class ParquetTable {
  private readonly bytes = new ParquetBytes();
  private readonly writer: ParquetWriter;
  /** The piece of each row, a list for each part. */
  private readonly held: (readonly Cell[])[][];
  private rows = 0;
  private characters = 0;

  /** @param parts the columns in order, those of a piece together */
  constructor(
    output: ByteOutput,
    private readonly parts: readonly (readonly Typed[])[],
    { collectedAt, evidence, rules, version }: RunStamp,
    private readonly bounds = BOUNDS,
  ) {
    const { bytes } = this;
    const hand = async (): Promise<void> => {
      await output.write(bytes.getBytes());
      bytes.index = 0;
    };
    // What was encoded leaves with each group; `finish` hands over the rest.
    Object.assign(bytes, { flush: hand, finish: hand });
    const columns = parts.flat();
    this.writer = new ParquetWriter({
      writer: bytes,
      schema: [{ name: 'adreach', num_children: columns.length }, ...columns.map(schemaElement)],
      createdBy: `adreach version ${version}`,
      kvMetadata: Object.entries({ 'adreach.schema': 'adreach/audit/v1', evidence, rules, collectedAt }).map(
        ([name, value]) => ({ key: name, value: value ?? '' }),
      ),
    });
    this.held = parts.map(() => []);
  }

  /** Time to `flush`. */
  get full(): boolean {
    return this.rows >= this.bounds.rows || this.characters >= this.bounds.characters;
  }

  /** Takes one row, a piece for each part. */
  add(pieces: readonly (readonly Cell[])[]): void {
    const { held, rows } = this;
    for (let part = 0; part < held.length; part++) {
      const piece = pieces[part]!;
      if (rows === 0 || held[part]![rows - 1] !== piece) this.characters += lengthOf(piece);
      held[part]![rows] = piece;
    }
    this.rows += 1;
  }

  async flush(): Promise<void> {
    const { held, rows } = this;
    // Made when the writer comes to a column: one column of cells is there at a time.
    const columnData = this.parts.flatMap((columns, part) =>
      columns.map(({ name, type }, at) => ({
        name,
        get data() {
          return cellsAt(held[part]!, rows, at, type === 'instant' ? instants() : null);
        },
      })),
    );
    await this.writer.write({ columnData, rowGroupSize: Number.MAX_SAFE_INTEGER });
    this.rows = 0;
    this.characters = 0;
  }

  async finish(): Promise<void> {
    if (this.rows > 0) await this.flush();
    await this.writer.finish();
  }
}

function lengthOf(piece: readonly Cell[]): number {
  let sum = 0;
  for (const cell of piece) if (typeof cell === 'string') sum += cell.length;
  return sum;
}

function cellsAt(
  pieces: readonly (readonly Cell[])[],
  rows: number,
  at: number,
  convert: ((cell: Cell) => Date | null) | null,
): (Cell | Date)[] {
  const cells = new Array<Cell | Date>(rows);
  for (let row = 0; row < rows; row++) {
    const cell = pieces[row]![at]!;
    cells[row] = convert === null ? cell : convert(cell);
  }
  return cells;
}

/** @returns what makes dates of cells; the rows of a run have one instant: it is made once */
function instants(): (cell: Cell) => Date | null {
  let last: { readonly text: string; readonly date: Date } | null = null;
  return (cell) => {
    if (cell === null) return null;
    const text = String(cell);
    if (last?.text !== text) last = { text, date: new Date(text) };
    return last.date;
  };
}

/** Plain types only, which every reader has. */
function schemaElement({ name, type, always }: Typed): SchemaElement {
  const made = { name, repetition_type: always ? 'REQUIRED' : 'OPTIONAL' } as const;
  if (type === 'text') {
    return { ...made, type: 'BYTE_ARRAY', converted_type: 'UTF8', logical_type: { type: 'STRING' } };
  }
  if (type === 'instant') {
    const logical_type = { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MILLIS' } as const;
    return { ...made, type: 'INT64', converted_type: 'TIMESTAMP_MILLIS', logical_type };
  }
  return { ...made, type: type === 'integer' ? 'INT32' : 'BOOLEAN' };
}
