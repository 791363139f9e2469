/** One file of Parquet, written in groups of rows, column by column. */
import { ByteWriter as ParquetBytes, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { Cell } from '../columns/column.js';
import type { ByteOutput } from '../output/output.js';
import type { RunStamp } from '../run-stamp.js';
import { type ColumnChunk, type HeldPart, type Typed, writeChunk } from './chunk.js';

/** What is held before it is written: memory depends on that, whatever the number of rows. */
export interface GroupBounds {
  /** Engines read groups of some 100,000 rows well. */
  readonly rows: number;
  /** UTF-16 code units of the pieces; one that rows share counts once. */
  readonly characters: number;
}
const BOUNDS: GroupBounds = { rows: 100_000, characters: 1 << 25 };

/** Takes rows as pieces, of which many rows share the same one. */
export class ParquetTable {
  private readonly bytes = new ParquetBytes();
  private readonly writer: ParquetWriter;
  private readonly held: readonly Part[];
  private rows = 0;

  /** @param parts the columns in order, those of a piece together */
  constructor(
    private readonly output: ByteOutput,
    private readonly parts: readonly (readonly Typed[])[],
    { collectedAt, evidence, rules, version }: RunStamp,
    private readonly bounds = BOUNDS,
  ) {
    const columns = parts.flat();
    // Writes the beginning and the end of the file; the groups between them are written here.
    this.writer = new ParquetWriter({
      writer: this.bytes,
      schema: [{ name: 'adreach', num_children: columns.length }, ...columns.map(schemaElement)],
      // SIDs of a domain differ at their ends only.
      statisticsTruncateLength: 64,
      createdBy: `adreach version ${version}`,
      kvMetadata: Object.entries({ 'adreach.schema': 'adreach/audit/v1', evidence, rules, collectedAt }).map(
        ([name, value]) => ({ key: name, value: value ?? '' }),
      ),
    });
    this.held = parts.map(() => new Part());
  }

  /** Time to `flush`. */
  get full(): boolean {
    if (this.rows >= this.bounds.rows) return true;
    return this.held.reduce((sum, { characters }) => sum + characters, 0) >= this.bounds.characters;
  }

  /** Takes one row, a piece for each part. */
  add(pieces: readonly (readonly Cell[])[]): void {
    for (let part = 0; part < pieces.length; part++) this.held[part]!.add(pieces[part]!);
    this.rows += 1;
  }

  async flush(): Promise<void> {
    const { writer, bytes, rows } = this;
    const start = bytes.offset;
    const columns: ColumnChunk[] = [];
    let size = 0n;
    for (const [part, typed] of this.parts.entries()) {
      for (const [at, column] of typed.entries()) {
        const chunk = writeChunk(bytes, column, this.held[part]!, at);
        columns.push(chunk);
        size += chunk.meta_data!.total_uncompressed_size;
        await this.hand();
      }
      this.held[part]!.clear();
    }
    writer.num_rows += BigInt(rows);
    writer.row_groups.push({
      columns,
      total_byte_size: size,
      num_rows: BigInt(rows),
      total_compressed_size: BigInt(bytes.offset - start),
    });
    this.rows = 0;
  }

  async finish(): Promise<void> {
    if (this.rows > 0) await this.flush();
    await this.writer.finish();
    await this.hand();
  }

  /** What was encoded leaves. */
  private async hand(): Promise<void> {
    await this.output.write(this.bytes.getBytes());
    this.bytes.index = 0;
  }
}

/** Pieces of a group of rows, each held once. */
class Part implements HeldPart {
  pieces: (readonly Cell[])[] = [];
  places = new Uint32Array(1024);
  rows = 0;
  characters = 0;
  private known = new Map<readonly Cell[], number>();
  private last: readonly Cell[] | null = null;
  private lastPlace = 0;

  add(piece: readonly Cell[]): void {
    if (piece !== this.last) {
      this.lastPlace = this.known.get(piece) ?? this.keep(piece);
      this.last = piece;
    }
    if (this.rows >= this.places.length) this.grow();
    this.places[this.rows++] = this.lastPlace;
  }

  clear(): void {
    this.pieces = [];
    this.known = new Map();
    this.last = null;
    this.rows = 0;
    this.characters = 0;
  }

  private keep(piece: readonly Cell[]): number {
    const place = this.pieces.push(piece) - 1;
    this.known.set(piece, place);
    for (const cell of piece) if (typeof cell === 'string') this.characters += cell.length;
    return place;
  }

  private grow(): void {
    const larger = new Uint32Array(this.places.length * 2);
    larger.set(this.places);
    this.places = larger;
  }
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
