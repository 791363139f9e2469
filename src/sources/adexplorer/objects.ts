/** The objects of an AD Explorer snapshot, one after the other, as raw items. */
import type { RawItem } from '../entry.js';
import { FIRST_OBJECT, type Header } from './header.js';
import type { RandomAccess } from './random-access.js';
import type { Property, Tables } from './tables.js';
import { type Decoded, decodeValues } from './values.js';

/**
 * Values are written once and referred to by many objects. What the objects say may therefore be larger than the file,
 * but no real directory comes near this factor; a file made to keep readers busy does.
 */
const MAX_EXPANSION = 1024;
const FREE_EXPANSION = 64 * 1024 * 1024;
/** Values that are remembered by their place: so many attributes, each of at most so many bytes. */
const REMEMBERED = 8192;
const REMEMBERED_BYTES = 4096;
/** ADSTYPE is below. */
const TYPES = 32;
const DN = 'distinguishedname';
const MEMBER_OF = 'memberof';

export interface ObjectOptions {
  /** Attributes (lower case) that are wanted; all when absent. */
  readonly wanted?: ReadonlySet<string>;
  /** Put before `byte N` in each entry's `where`. */
  readonly wherePrefix?: string;
}

/**
 * Each object as an entry; what cannot be used of it as gaps; and its `memberOf` as memberships, since the file has
 * them from both sides and the list of a large group may be cut short.
 * @param named objects that the tree of names names; null where it cannot be told
 * @throws AdreachError `format` or `integrity`, with the byte, where the file is damaged
 */
export function* readObjects(
  file: RandomAccess,
  header: Header,
  tables: Tables,
  named: number | null,
  options: ObjectOptions,
): Generator<RawItem> {
  const reader = new ObjectReader(file, header, tables.properties, options);
  let at = FIRST_OBJECT;
  for (let left = header.objects; left > 0; left--) {
    const size = file.uint32(at);
    if (size < 8 || at + size > header.tables) {
      throw file.bad(
        at,
        `an object of ${size} bytes does not fit before the tables, which begin at byte ${header.tables}`,
      );
    }
    yield* reader.read(at, size);
    at += size;
  }
  yield* beyond(file, header, at, named);
}

/**
 * What stands between the last object that is counted and the tables: objects of which there is nothing but a name, which
 * AD Explorer does not count, and eight bytes of nothing. Anything else has been lost from the count.
 */
function* beyond(file: RandomAccess, header: Header, from: number, named: number | null): Generator<RawItem> {
  const gap = (message: string): RawItem => ({
    gap: { code: 'search-incomplete', message: `${file.name} ${message}` },
  });
  let names = 0;
  let at = from;
  while (at + 8 <= header.tables) {
    const size = file.uint32(at);
    const rows = file.uint32(at + 4);
    if (size === 0 && rows === 0) at += 8;
    else if (size < 8 || at + size > header.tables || rows > 1) break;
    else {
      names++;
      at += size;
    }
  }
  if (at !== header.tables) {
    yield gap(
      `byte ${at}: ${header.tables - at} bytes follow the ${header.objects} objects that are counted: further ones are not read`,
    );
  } else if (named !== null && (named < header.objects || named > header.objects + names)) {
    yield gap(`byte ${header.tree}: the tree of names names ${named} objects, and ${header.objects} are counted`);
  }
}

interface Column {
  readonly name: string;
  readonly type: number;
  readonly wanted: boolean;
}

class ObjectReader {
  private readonly columns: readonly Column[];
  private readonly known = new Map<number, Decoded>();
  private budget: number;

  constructor(
    private readonly file: RandomAccess,
    private readonly header: Header,
    properties: readonly Property[],
    private readonly options: ObjectOptions,
  ) {
    const { wanted } = options;
    this.budget = file.size * MAX_EXPANSION + FREE_EXPANSION;
    this.columns = properties.map((property) => {
      const name = property.name.toLowerCase();
      return {
        name,
        type: property.type,
        wanted: wanted === undefined || wanted.has(name) || name === DN || name === MEMBER_OF,
      };
    });
  }

  *read(at: number, size: number): Generator<RawItem> {
    const { file } = this;
    const rows = file.uint32(at + 4);
    if (8 + 8 * rows > size) throw file.bad(at + 4, `${rows} attributes do not fit into an object of ${size} bytes`);
    const attributes = new Map<string, readonly Buffer[]>();
    const faults: string[] = [];
    let dn: string | null = null;
    for (let row = at + 8, end = row + 8 * rows; row < end; row += 8) {
      const number = file.uint32(row);
      const column = this.columns[number];
      if (column === undefined) throw file.bad(row, `attribute ${number} of ${this.columns.length}`);
      if (!column.wanted) continue;
      if (attributes.has(column.name)) throw file.bad(row, `${column.name} stands twice in one object`);
      const decoded = this.values(column, at + file.int32(row + 4), row);
      if ('fault' in decoded) {
        faults.push(`${column.name} is malformed (${decoded.fault}); it is taken as not read`);
        continue;
      }
      attributes.set(column.name, decoded.values);
      if (column.name === DN && decoded.values.length === 1) dn = decoded.values[0]!.toString('utf8');
    }
    yield* this.items(`${this.options.wherePrefix ?? ''}byte ${at}`, dn, attributes, faults);
  }

  private *items(
    where: string,
    dn: string | null,
    attributes: Map<string, readonly Buffer[]>,
    faults: readonly string[],
  ): Generator<RawItem> {
    for (const fault of faults) {
      yield { gap: { code: 'entry-damaged', dn: dn ?? undefined, message: `${where}: ${fault}` } };
    }
    if (dn === null) {
      yield { gap: { code: 'entry-damaged', message: `${where}: an object without a name is left out` } };
      return;
    }
    yield { entry: { dn, attributes, where } };
    const groups = attributes.get(MEMBER_OF);
    if (groups === undefined || groups.length === 0) return;
    yield { memberships: { dn, groups: groups.map((group) => group.toString('utf8')) } };
  }

  /** @param row where the reference stands, for messages */
  private values(column: Column, at: number, row: number): Decoded {
    const { file, known } = this;
    if (at < FIRST_OBJECT || at + 4 > this.header.tables) {
      throw file.bad(row, `the values of ${column.name} would lie at byte ${at}, outside the objects`);
    }
    // Offsets stay exact up to 2^48.
    const key = at * TYPES + column.type;
    const before = column.type < TYPES ? known.get(key) : undefined;
    if (before !== undefined) return before;
    const decoded = decodeValues(file, column.type, at);
    if ('fault' in decoded) return decoded;
    const bytes = decoded.values.reduce((sum, value) => sum + value.length + 16, 16);
    this.budget -= bytes;
    if (this.budget < 0) {
      throw file.bad(at, `the objects say more than ${MAX_EXPANSION} times what the file holds`);
    }
    if (bytes <= REMEMBERED_BYTES) {
      if (known.size >= REMEMBERED) known.clear();
      known.set(key, decoded);
    }
    return decoded;
  }
}
