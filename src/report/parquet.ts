/** `parquet`: verdicts, findings and accounts as three files of typed columns, for questions over many runs. */
import { ByteWriter as ParquetBytes, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import type { AuditedAccount, AuditHeader } from '../result/audit.js';
import type { AuditSink } from '../result/sink.js';
import { ACCOUNT_COLUMNS, accountRows } from './columns/accounts.js';
import { type Cell, type Column, cellsOf, key } from './columns/column.js';
import { FINDING_COLUMNS, findingRows } from './columns/findings.js';
import { VERDICT_COLUMNS, VerdictRows } from './columns/verdicts.js';
import type { ByteOutput } from './output/output.js';
import { type RunStamp, runStamp } from './run-stamp.js';

/** Rows held before they are written: what memory depends on, whatever the number of rows. */
const GROUP_ROWS = 10_000;

/** Behind the columns of every table, so that the files of many runs can be read as one. */
const STAMP_COLUMNS: readonly Column<RunStamp>[] = [
  key('runEvidence', ({ evidence }) => evidence),
  key('runRules', ({ rules }) => rules),
  key('runVersion', ({ version }) => version),
];

/** Files beside the one of the verdicts, in the order in which `parquetSink` takes their outputs. */
export const PARQUET_TABLES = ['findings', 'accounts'] as const;

/**
 * A sink that writes the verdicts into `output`, findings and accounts into the others where they are given. Values are
 * those of the result, unchanged: nothing is made visible, nothing is guarded.
 */
export function parquetSink(output: ByteOutput, [findings, accounts]: readonly ByteOutput[] = []): AuditSink {
  let header: AuditHeader;
  let audited: readonly AuditedAccount[];
  let run: RunStamp;
  let stamp: readonly Cell[];
  let rows: VerdictRows<readonly Cell[]>;
  let verdictTable: ParquetTable;
  let findingTable: ParquetTable | null = null;
  let rowOf: ReturnType<typeof findingRows>;
  return {
    begin(made, underAudit) {
      header = made;
      audited = underAudit;
      run = runStamp(made);
      stamp = cellsOf(STAMP_COLUMNS, run);
      rows = new VerdictRows(underAudit, run, (cells) => cells);
      rowOf = findingRows(underAudit, run);
      verdictTable = new ParquetTable(output, [...VERDICT_COLUMNS, ...STAMP_COLUMNS], run);
      if (findings !== undefined) {
        findingTable = new ParquetTable(findings, [...FINDING_COLUMNS, ...STAMP_COLUMNS], run);
      }
    },
    async targets(batch) {
      if (output.closed) return;
      for (const item of batch) {
        rows.each(item, (pieces) => verdictTable.add([...pieces, stamp]));
        if (verdictTable.full) await verdictTable.flush();
      }
    },
    async findings(batch) {
      if (findingTable === null) return;
      for (const finding of batch) {
        findingTable.add([cellsOf(FINDING_COLUMNS, rowOf(finding)), stamp]);
        if (findingTable.full) await findingTable.flush();
      }
    },
    async end(summary, evidence) {
      await verdictTable.finish();
      await findingTable?.finish();
      if (accounts === undefined) return;
      const table = new ParquetTable(accounts, [...ACCOUNT_COLUMNS, ...STAMP_COLUMNS], run);
      for (const row of accountRows(header, audited, summary, evidence, run)) {
        table.add([cellsOf(ACCOUNT_COLUMNS, row), stamp]);
      }
      await table.finish();
    },
  };
}

type Typed = Pick<Column<never>, 'name' | 'type' | 'always'>;

/** One file, written in groups of rows. */
class ParquetTable {
  private readonly bytes = new ParquetBytes();
  private readonly writer: ParquetWriter;
  private readonly columns: (Cell | Date)[][];
  private lastInstant: { readonly text: string; readonly date: Date } | null = null;
  private rows = 0;

  constructor(
    output: ByteOutput,
    private readonly types: readonly Typed[],
    { collectedAt, evidence, rules, version }: RunStamp,
  ) {
    const { bytes } = this;
    const hand = async (): Promise<void> => {
      await output.write(bytes.getBytes());
      bytes.index = 0;
    };
    // What was encoded leaves with each group; `finish` hands over the rest.
    Object.assign(bytes, { flush: hand, finish: hand });
    this.writer = new ParquetWriter({
      writer: bytes,
      schema: [{ name: 'adreach', num_children: types.length }, ...types.map(schemaElement)],
      createdBy: `adreach version ${version}`,
      kvMetadata: Object.entries({ 'adreach.schema': 'adreach/audit/v1', evidence, rules, collectedAt }).map(
        ([name, value]) => ({ key: name, value: value ?? '' }),
      ),
    });
    this.columns = types.map(() => []);
  }

  /** Time to `flush`. */
  get full(): boolean {
    return this.rows >= GROUP_ROWS;
  }

  /** Takes one row, cut into pieces in the order of the columns. */
  add(pieces: readonly (readonly Cell[])[]): void {
    let at = 0;
    for (const cells of pieces) {
      for (const cell of cells) {
        this.columns[at]!.push(this.types[at]!.type === 'instant' ? this.instant(cell) : cell);
        at += 1;
      }
    }
    this.rows += 1;
  }

  async flush(): Promise<void> {
    const columnData = this.types.map(({ name }, at) => ({ name, data: this.columns[at]! }));
    await this.writer.write({ columnData, rowGroupSize: Number.MAX_SAFE_INTEGER });
    for (const column of this.columns) column.length = 0;
    this.rows = 0;
  }

  /** The rows of a run have one instant: it is made once. */
  private instant(cell: Cell): Date | null {
    if (cell === null) return null;
    const text = String(cell);
    if (this.lastInstant?.text !== text) this.lastInstant = { text, date: new Date(text) };
    return this.lastInstant.date;
  }

  async finish(): Promise<void> {
    if (this.rows > 0) await this.flush();
    await this.writer.finish();
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
