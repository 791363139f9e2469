/** The tables behind the objects: which attributes, classes and rights the directory knows. */
import type { RandomAccess } from './random-access.js';

/** An attribute, as objects refer to it by its position. */
export interface Property {
  /** lDAPDisplayName. */
  readonly name: string;
  /** Kind of its values: ADSTYPE (ADSTYPEENUM, iads.h). */
  readonly type: number;
  /** DN of its attributeSchema object. */
  readonly dn: string;
}

export interface Tables {
  readonly properties: readonly Property[];
  readonly classes: number;
  readonly rights: number;
}

/** A schema has some thousands of attributes and classes. */
const MAX_ROWS = 1_000_000;
const MAX_NAME_BYTES = 64 * 1024;
const GUID_BYTES = 16;

/** Reads on through a table. */
class Cursor {
  constructor(
    private readonly file: RandomAccess,
    public at: number,
    private readonly end: number,
  ) {}

  /** Number of the rows that follow, each of which takes at least `least` bytes. */
  rows(what: string, least: number): number {
    const at = this.at;
    const rows = this.number();
    if (rows > MAX_ROWS || this.at + rows * least > this.end) {
      throw this.file.bad(at, `${rows} ${what} have no room in the tables`);
    }
    return rows;
  }

  number(): number {
    const value = this.file.uint32(this.at);
    this.skip(4);
    return value;
  }

  /** UTF-16 with its length in bytes before it, NUL-terminated. */
  text(): string {
    const { at } = this;
    const length = this.number();
    if (length > MAX_NAME_BYTES || length % 2 !== 0) throw this.file.bad(at, `a name of ${length} bytes`);
    const text = this.file.bytes(this.at, length).toString('utf16le');
    this.skip(length);
    return text.endsWith('\0') ? text.slice(0, -1) : text;
  }

  skip(bytes: number): void {
    if (this.at + bytes > this.end) throw this.file.bad(this.at, `${bytes} bytes do not fit into the tables`);
    this.at += bytes;
  }
}

/**
 * @param from offset of the tables
 * @param end offset of what follows them
 * @throws AdreachError `format` or `integrity`, with the byte
 */
export function readTables(file: RandomAccess, from: number, end: number): Tables {
  const cursor = new Cursor(file, from, end);
  const properties: Property[] = [];
  for (let left = cursor.rows('attributes', 52); left > 0; left--) {
    const name = cursor.text();
    cursor.skip(4);
    const type = cursor.number();
    const dn = cursor.text();
    cursor.skip(2 * GUID_BYTES + 4);
    properties.push({ name, type, dn });
  }
  const classes = cursor.rows('classes', 52);
  for (let left = classes; left > 0; left--) skipClass(cursor);
  const rights = cursor.rows('rights', 28);
  for (let left = rights; left > 0; left--) {
    cursor.text();
    cursor.text();
    cursor.skip(20);
  }
  return { properties, classes, rights };
}

/** What the class table says stands in the schema objects too, which are read; here it only shows that the table is whole. */
function skipClass(cursor: Cursor): void {
  for (let name = 0; name < 4; name++) cursor.text();
  cursor.skip(GUID_BYTES);
  cursor.skip(cursor.number());
  for (let left = cursor.rows('attributes of a class', 8); left > 0; left--) {
    cursor.skip(4);
    cursor.text();
  }
  cursor.skip(GUID_BYTES * cursor.rows('entries of a class', GUID_BYTES));
  for (let left = cursor.rows('superiors of a class', 4); left > 0; left--) cursor.text();
  for (let left = cursor.rows('auxiliary classes of a class', 4); left > 0; left--) cursor.text();
}
