/** Values as Parquet has them plainly, and what their least and greatest are. */
import type { ByteWriter as ParquetBytes } from 'hyparquet-writer';
import type { Cell, Column } from '../columns/column.js';

export interface PlainValues {
  /** Appends one that is not null. */
  append(bytes: ParquetBytes, cell: Cell): void;
  /** Of those that were appended; undefined where none was. */
  bounds(): { readonly min_value?: Bound; readonly max_value?: Bound };
}
type Bound = Uint8Array | number | bigint | boolean;

/** UTF-8 takes at most three octets for one UTF-16 code unit. */
const OCTETS_PER_UNIT = 3;

export function plainValues(type: Column<never>['type']): PlainValues {
  if (type === 'text') return texts();
  if (type === 'instant') {
    return numbers(
      (cell) => BigInt(Date.parse(String(cell))),
      (bytes, value) => bytes.appendInt64(value),
    );
  }
  if (type === 'integer') return numbers(Number, (bytes, value) => bytes.appendInt32(value));
  return truths();
}

/** Bounds are in the order of the octets, as readers compare them. */
function texts(): PlainValues {
  let scratch = Buffer.alloc(1024);
  let least: Buffer | undefined;
  let greatest: Buffer | undefined;
  return {
    append(bytes, cell) {
      const text = String(cell);
      if (text.length * OCTETS_PER_UNIT > scratch.length) scratch = Buffer.alloc(text.length * OCTETS_PER_UNIT);
      const encoded = scratch.subarray(0, scratch.write(text, 0, 'utf8'));
      bytes.appendUint32(encoded.length);
      bytes.appendBytes(encoded);
      if (least === undefined || encoded.compare(least) < 0) least = Buffer.from(encoded);
      if (greatest === undefined || encoded.compare(greatest) > 0) greatest = Buffer.from(encoded);
    },
    bounds: () => (least === undefined || greatest === undefined ? {} : { min_value: least, max_value: greatest }),
  };
}

function numbers<T extends number | bigint>(
  convert: (cell: Cell) => T,
  write: (bytes: ParquetBytes, value: T) => void,
): PlainValues {
  let least: T | undefined;
  let greatest: T | undefined;
  return {
    append(bytes, cell) {
      const value = convert(cell);
      write(bytes, value);
      if (least === undefined || value < least) least = value;
      if (greatest === undefined || value > greatest) greatest = value;
    },
    bounds: () => (least === undefined || greatest === undefined ? {} : { min_value: least, max_value: greatest }),
  };
}

/** One bit each, from the lowest one up. */
function truths(): PlainValues {
  let page: ParquetBytes | null = null;
  let bit = 0;
  const seen = new Set<boolean>();
  return {
    append(bytes, cell) {
      if (bytes !== page) [page, bit] = [bytes, 0];
      if (bit % 8 === 0) bytes.appendUint8(0);
      if (cell === true) bytes.view.setUint8(bytes.index - 1, bytes.view.getUint8(bytes.index - 1) | (1 << (bit % 8)));
      bit += 1;
      seen.add(cell === true);
    },
    bounds: () => (seen.size === 0 ? {} : { min_value: !seen.has(false), max_value: seen.has(true) }),
  };
}
