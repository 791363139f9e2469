/**
 * One column of a group of rows: a dictionary of its values where that is smaller, then pages. Values are encoded once for
 * each piece that rows share, and no list is longer than a page: `ParquetWriter.write` makes lists of all rows for each column,
 * which stay in memory until the collector comes to them.
 */
import { ByteWriter as ParquetBytes, type ParquetWriter } from 'hyparquet-writer';
import { writePageHeader } from 'hyparquet-writer/src/datapage.js';
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js';
import { snappyCompress } from 'hyparquet-writer/src/snappy.js';
import type { Cell, Column } from '../columns/column.js';
import { type PlainValues, plainValues } from './values.js';

export type Typed = Pick<Column<never>, 'name' | 'type' | 'always'>;

/** What the end of a file says of a column of a group. */
export type ColumnChunk = ParquetWriter['row_groups'][number]['columns'][number];

/** Pieces of rows: which one each row has. */
export interface HeldPart {
  readonly pieces: readonly (readonly Cell[])[];
  /** For each row the place of its piece. */
  readonly places: Uint32Array;
  readonly rows: number;
}

const PAGE_ROWS = 20_000;
const PHYSICAL = { text: 'BYTE_ARRAY', integer: 'INT32', instant: 'INT64', boolean: 'BOOLEAN' } as const;
const NONE = -1;

/**
 * Appends the column to `bytes`.
 * @param at place of the column in its pieces
 * @returns what the end of the file says of it
 */
export function writeChunk(
  bytes: ParquetBytes,
  { name, type, always }: Typed,
  part: HeldPart,
  at: number,
): ColumnChunk {
  const start = bytes.offset;
  const { values, codes } = valuesOf(part, at);
  const plain = plainValues(type);
  const nulls = countOf(part, codes);
  const withDictionary = type !== 'boolean' && values.length * 2 <= part.rows - nulls;
  let size = withDictionary ? writeDictionary(bytes, values, plain) : 0;
  const pagesFrom = bytes.offset;
  let pages = 0;
  for (let from = 0; from < part.rows; from += PAGE_ROWS) {
    const found = pageOf(part, codes, from, Math.min(part.rows, from + PAGE_ROWS));
    const body = withDictionary ? indexBody(found.codes) : plainBody(found.codes, values, plain);
    size += writePage(bytes, always ? null : found.levels, body, withDictionary, found.rows, found.codes.length);
    pages += 1;
  }
  const encoding = withDictionary ? 'RLE_DICTIONARY' : 'PLAIN';
  const dictionaryPage = { page_type: 'DICTIONARY_PAGE', encoding: 'PLAIN', count: 1 } as const;
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: PHYSICAL[type],
      encodings: withDictionary ? ['PLAIN', 'RLE', 'RLE_DICTIONARY'] : ['RLE', 'PLAIN'],
      path_in_schema: [name],
      codec: 'SNAPPY',
      num_values: BigInt(part.rows),
      total_uncompressed_size: BigInt(size),
      total_compressed_size: BigInt(bytes.offset - start),
      data_page_offset: BigInt(pagesFrom),
      ...(withDictionary && { dictionary_page_offset: BigInt(start) }),
      statistics: { ...plain.bounds(), null_count: BigInt(nulls) },
      encoding_stats: [
        ...(withDictionary ? [dictionaryPage] : []),
        { page_type: 'DATA_PAGE_V2' as const, encoding, count: pages },
      ],
    },
  };
}

/** The different values of a column, and for each piece which one it has. */
function valuesOf({ pieces }: HeldPart, at: number): { readonly values: readonly Cell[]; readonly codes: Int32Array } {
  const known = new Map<Cell, number>();
  const values: Cell[] = [];
  const codes = new Int32Array(pieces.length);
  for (let piece = 0; piece < pieces.length; piece++) {
    const value = pieces[piece]![at]!;
    let code = value === null ? NONE : known.get(value);
    if (code === undefined) {
      code = values.push(value) - 1;
      known.set(value, code);
    }
    codes[piece] = code;
  }
  return { values, codes };
}

/** How many rows have no value. */
function countOf({ places, rows }: HeldPart, codes: Int32Array): number {
  let count = 0;
  for (let row = 0; row < rows; row++) if (codes[places[row]!] === NONE) count += 1;
  return count;
}

interface Page {
  readonly rows: number;
  /** Of those rows that have a value. */
  readonly codes: Int32Array;
  /** For each row 1 where it has a value. */
  readonly levels: Uint8Array;
}

function pageOf({ places }: HeldPart, codes: Int32Array, from: number, to: number): Page {
  const rows = to - from;
  const found = new Int32Array(rows);
  const levels = new Uint8Array(rows);
  let count = 0;
  for (let row = 0; row < rows; row++) {
    const code = codes[places[from + row]!]!;
    if (code === NONE) continue;
    levels[row] = 1;
    found[count++] = code;
  }
  return { rows, codes: found.subarray(0, count), levels };
}

function indexBody(codes: Int32Array): ParquetBytes {
  const body = new ParquetBytes();
  const most = codes.reduce((largest, code) => Math.max(largest, code), 0);
  const width = Math.ceil(Math.log2(most + 1));
  body.appendUint8(width);
  writeRleBitPackedHybrid(body, codes, width);
  return body;
}

function plainBody(codes: Int32Array, values: readonly Cell[], plain: PlainValues): ParquetBytes {
  const body = new ParquetBytes();
  for (const code of codes) plain.append(body, values[code]!);
  return body;
}

/** @returns the size before compression */
function writeDictionary(bytes: ParquetBytes, values: readonly Cell[], plain: PlainValues): number {
  const body = new ParquetBytes();
  for (const value of values) plain.append(body, value);
  const packed = snappyCompress(body.getBytes());
  const start = bytes.offset;
  writePageHeader(bytes, {
    type: 'DICTIONARY_PAGE',
    uncompressed_page_size: body.offset,
    compressed_page_size: packed.length,
    dictionary_page_header: { num_values: values.length, encoding: 'PLAIN' },
  });
  const header = bytes.offset - start;
  bytes.appendBytes(packed);
  return header + body.offset;
}

/** @returns the size before compression */
function writePage(
  bytes: ParquetBytes,
  levels: Uint8Array | null,
  body: ParquetBytes,
  withDictionary: boolean,
  rows: number,
  present: number,
): number {
  const defined = new ParquetBytes();
  if (levels !== null) writeRleBitPackedHybrid(defined, levels, 1);
  const packed = snappyCompress(body.getBytes());
  const start = bytes.offset;
  writePageHeader(bytes, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: defined.offset + body.offset,
    compressed_page_size: defined.offset + packed.length,
    data_page_header_v2: {
      ...{ num_values: rows, num_nulls: rows - present, num_rows: rows },
      encoding: withDictionary ? 'RLE_DICTIONARY' : 'PLAIN',
      definition_levels_byte_length: defined.offset,
      repetition_levels_byte_length: 0,
      is_compressed: true,
    },
  });
  const header = bytes.offset - start;
  bytes.appendBytes(defined.getBytes());
  bytes.appendBytes(packed);
  return header + defined.offset + body.offset;
}
