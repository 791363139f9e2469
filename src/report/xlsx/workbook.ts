/** A workbook written sheet by sheet, in memory that does not grow with its rows. */
import type { Column } from '../columns/column.js';
import { xml } from '../encode/xml.js';
import type { ByteOutput } from '../output/output.js';
import type { Spool } from '../output/spool.js';
import { columnLetters, headingRow, layout, MAIN, STYLES, sheetEnd, sheetStart, XML } from './sheet.js';
import { ZipWriter } from './zip.js';

/** What a sheet may hold, its heading among them. */
export const MOST_ROWS = 1_048_576;
/** Octets of a sheet: where rows are long, it ends before its rows are used up. */
const MOST_OCTETS = 2 ** 31;
/** Text gathered before it is packed. */
const CHUNK = 1 << 17;

interface Sheet {
  readonly title: string;
  readonly file: string;
  /** What a reader may filter. */
  readonly range: string | null;
}

type Named = Pick<Column<never>, 'name' | 'width'>;

export interface WorkbookBounds {
  readonly rows: number;
}

/** Holds the sheets; they are written one after the other, in any order. */
export class Workbook {
  readonly zip: ZipWriter;
  private readonly sheets: Sheet[] = [];

  constructor(
    output: ByteOutput,
    readonly bounds: WorkbookBounds = { rows: MOST_ROWS },
  ) {
    this.zip = new ZipWriter(output);
  }

  /** Begins a sheet. @returns its file in the archive */
  async begin(start: string): Promise<string> {
    const file = `sheet${++this.begun}.xml`;
    await this.zip.begin(`xl/worksheets/${file}`);
    await this.zip.write(start);
    return file;
  }
  private begun = 0;

  /** Ends the sheet that was begun last. */
  async end(sheet: Sheet): Promise<void> {
    await this.zip.write(sheetEnd(sheet.range));
    this.sheets.push(sheet);
  }

  /** Writes a table whose rows wait in spools, each for a sheet. */
  async spooled(title: string, columns: readonly Named[], spools: readonly Spool[]): Promise<void> {
    for (const [at, spool] of spools.entries()) {
      const { widths, names } = layout(columns);
      const file = await this.begin(sheetStart(widths, true) + headingRow(names));
      for await (const piece of spool.read()) await this.zip.write(piece);
      const range = rangeOf(columns.length, spool.count + 1);
      await this.end({ title: numbered(title, at), file, range });
    }
  }

  /** Ends the workbook, with the sheets in the order of these titles. */
  async finish(titles: readonly string[]): Promise<void> {
    const place = (title: string) => titles.findIndex((each) => title === each || title.startsWith(`${each} `));
    const sheets = [...this.sheets].sort((a, b) => place(a.title) - place(b.title));
    for (const [path, text] of parts(sheets)) {
      await this.zip.begin(path);
      await this.zip.write(text);
    }
    await this.zip.finish();
  }
}

/** Rows of a table as they come: a sheet, and further ones where it is full. */
export class TableSheets {
  private file: string | null = null;
  private written = 0;
  private full = 0;
  private text = '';

  constructor(
    private readonly book: Workbook,
    private readonly title: string,
    private readonly columns: readonly Named[],
  ) {}

  /** Appends one row. */
  async add(row: string): Promise<void> {
    const { book } = this;
    if (this.file !== null && (this.written >= book.bounds.rows || book.zip.size > MOST_OCTETS)) await this.end();
    if (this.file === null) await this.start();
    this.text += row;
    this.written += 1;
    if (this.text.length > CHUNK) await this.flush();
  }

  /** Ends the table; without a row it is a heading. */
  async finish(): Promise<void> {
    if (this.file === null) await this.start();
    await this.end();
  }

  private async start(): Promise<void> {
    const { widths, names } = layout(this.columns);
    this.file = await this.book.begin(sheetStart(widths, true) + headingRow(names));
    this.written = 1;
  }

  private async flush(): Promise<void> {
    const { text } = this;
    this.text = '';
    await this.book.zip.write(text);
  }

  private async end(): Promise<void> {
    await this.flush();
    const range = rangeOf(this.columns.length, this.written);
    await this.book.end({ title: numbered(this.title, this.full), file: this.file!, range });
    this.full += 1;
    this.file = null;
  }
}

/** `Verdicts`, `Verdicts 2`. */
function numbered(title: string, at: number): string {
  return at === 0 ? title : `${title} ${at + 1}`;
}

function rangeOf(columns: number, rows: number): string {
  return `A1:${columnLetters(columns)}${rows}`;
}

const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const DOCUMENT = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** The parts that tie the sheets together. */
function parts(sheets: readonly Sheet[]): readonly (readonly [path: string, text: string])[] {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${DOCUMENT}/${type}" Target="${target}"/>`;
  const relations = (list: readonly string[]) =>
    `${XML}<Relationships xmlns="${PACKAGE}/relationships">${list.join('')}</Relationships>`;
  const override = (path: string, type: string) => `<Override PartName="/${path}" ContentType="${TYPE}.${type}+xml"/>`;
  const listed = sheets.map(({ title }, at) => `<sheet name="${xml(title)}" sheetId="${at + 1}" r:id="rId${at + 1}"/>`);
  // Some spreadsheets find the filter by this name only.
  const filters = sheets.flatMap(({ title, range }, at) =>
    range === null
      ? []
      : [
          `<definedName name="_xlnm._FilterDatabase" localSheetId="${at}" hidden="1">'${xml(title)}'!${range.replace(/[A-Z]+|\d+/g, '$$$&')}</definedName>`,
        ],
  );
  return [
    ['xl/styles.xml', STYLES],
    [
      'xl/workbook.xml',
      `${XML}<workbook xmlns="${MAIN}" xmlns:r="${DOCUMENT}"><bookViews><workbookView/></bookViews><sheets>${listed.join('')}</sheets><definedNames>${filters.join('')}</definedNames></workbook>`,
    ],
    [
      'xl/_rels/workbook.xml.rels',
      relations([
        ...sheets.map(({ file }, at) => relation(`rId${at + 1}`, 'worksheet', `worksheets/${file}`)),
        relation(`rId${sheets.length + 1}`, 'styles', 'styles.xml'),
      ]),
    ],
    ['_rels/.rels', relations([relation('rId1', 'officeDocument', 'xl/workbook.xml')])],
    [
      '[Content_Types].xml',
      `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${override('xl/workbook.xml', 'sheet.main')}${override('xl/styles.xml', 'styles')}${sheets.map(({ file }) => override(`xl/worksheets/${file}`, 'worksheet')).join('')}</Types>`,
    ],
  ];
}
