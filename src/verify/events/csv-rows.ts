/** The rows of CSV (RFC 4180) out of pieces of text, in bounded memory. */

/** Characters of one row: EventData of an event with two descriptors has some hundred thousand. */
export const LONGEST_ROW = 4_000_000;
const MOST_CELLS = 1_000;

const SEPARATORS = [',', ';', '\t', '|'] as const;

export interface CsvRow {
  /** Null for a row that is longer than a row may be. */
  readonly cells: readonly string[] | null;
  /** Where it begins, from 1. */
  readonly line: number;
  /** `no`: the file ends within quotation marks. `perhaps`: it ends without a line end behind the row. */
  readonly whole: 'yes' | 'perhaps' | 'no';
}

/** @yields every row that is not empty; what separates cells is found out from the first line */
export async function* csvRows(pieces: AsyncIterable<string>): AsyncGenerator<CsvRow, undefined> {
  let rows: Rows | null = null;
  let start = '';
  for await (const piece of pieces) {
    if (rows === null) {
      start += start === '' && piece.startsWith('\ufeff') ? piece.slice(1) : piece;
      if (!/[\r\n]/.test(start) && start.length < LONGEST_ROW) continue;
      rows = new Rows(separatorOf(start));
      yield* rows.take(start);
    } else yield* rows.take(piece);
  }
  if (rows === null) {
    rows = new Rows(separatorOf(start));
    yield* rows.take(start);
  }
  yield* rows.end();
  return undefined;
}

/** The one that the first line has most of, outside of quotation marks. */
function separatorOf(text: string): string {
  const line = (/^[^\r\n]*/.exec(text)?.[0] ?? '').replace(/"[^"]*"/g, '');
  const first = /^#TYPE /.test(line) ? (text.split('\n')[1] ?? '').replace(/"[^"]*"/g, '') : line;
  const counts = SEPARATORS.map((separator) => first.split(separator).length);
  return SEPARATORS[counts.indexOf(Math.max(...counts))]!;
}

class Rows {
  #state: 'start' | 'plain' | 'quoted' | 'quote' = 'start';
  #cells: string[] = [];
  #cell = '';
  #size = 0;
  #line = 1;
  #begun = 1;
  readonly #delimiter: RegExp;

  constructor(readonly separator: string) {
    this.#delimiter = new RegExp(`[\\n${separator === '\t' ? '\\t' : separator}]`, 'g');
  }

  *take(text: string): Generator<CsvRow> {
    for (let at = 0; at < text.length; ) {
      switch (this.#state) {
        case 'start':
          this.#state = text[at] === '"' ? 'quoted' : 'plain';
          if (this.#state === 'quoted') at++;
          break;
        case 'quoted': {
          const end = text.indexOf('"', at);
          this.#add(text.slice(at, end < 0 ? text.length : end), true);
          this.#state = end < 0 ? 'quoted' : 'quote';
          at = end < 0 ? text.length : end + 1;
          break;
        }
        case 'quote':
          // Two of them stand for one; a single one ends the text.
          this.#state = text[at] === '"' ? 'quoted' : 'plain';
          if (text[at] === '"') {
            this.#add('"', false);
            at++;
          }
          break;
        default: {
          this.#delimiter.lastIndex = at;
          const end = this.#delimiter.exec(text)?.index ?? text.length;
          this.#add(text.slice(at, end), false);
          at = end + 1;
          if (end === text.length) break;
          this.#push();
          if (text[end] === '\n') {
            this.#line++;
            yield* this.#row('yes');
          }
        }
      }
    }
  }

  *end(): Generator<CsvRow> {
    const open = this.#state === 'quoted';
    if (this.#cells.length === 0 && this.#cell === '' && !open) return;
    this.#push();
    yield* this.#row(open ? 'no' : 'perhaps');
  }

  #add(text: string, quoted: boolean): void {
    this.#size += text.length;
    if (this.#size <= LONGEST_ROW) this.#cell += text;
    if (!quoted) return;
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) this.#line++;
  }

  #push(): void {
    if (this.#cells.length <= MOST_CELLS) this.#cells.push(this.#cell);
    this.#cell = '';
    this.#state = 'start';
  }

  *#row(whole: CsvRow['whole']): Generator<CsvRow> {
    const cells = this.#cells;
    const last = cells.length - 1;
    if (cells[last]!.endsWith('\r')) cells[last] = cells[last]!.slice(0, -1);
    const long = this.#size > LONGEST_ROW || cells.length > MOST_CELLS;
    const line = this.#begun;
    this.#cells = [];
    this.#size = 0;
    this.#begun = this.#line;
    if (cells.length > 1 || cells[0] !== '') yield { cells: long ? null : cells, line, whole };
  }
}
