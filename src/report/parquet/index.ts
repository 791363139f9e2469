/** `parquet`: verdicts, findings and accounts as three files of typed columns, for questions over many runs. */
import type { AuditedAccount, AuditHeader } from '../../result/audit.js';
import type { AuditSink } from '../../result/sink.js';
import { ACCOUNT_COLUMNS, accountRows } from '../columns/accounts.js';
import { type Cell, type Column, cellsOf, key, text } from '../columns/column.js';
import { FINDING_COLUMNS, findingRows } from '../columns/findings.js';
import { VERDICT_PARTS, VerdictRows } from '../columns/verdicts.js';
import type { ByteOutput } from '../output/output.js';
import { type RunStamp, runStamp } from '../run-stamp.js';
import { type GroupBounds, ParquetTable } from './table.js';

/** Behind the columns of every table, so that the files of many runs can be read as one. */
const STAMP_COLUMNS: readonly Column<RunStamp>[] = [
  text('runEvidence', ({ evidence }) => evidence),
  key('runRules', ({ rules }) => rules),
  key('runVersion', ({ version }) => version),
];

/** Findings have long texts of their own, and wait beside the verdicts. */
const FINDING_GROUPS: GroupBounds = { rows: 100_000, characters: 1 << 24 };

/**
 * A sink that writes the verdicts into `output`, findings and accounts into the others where they are given. Values are
 * those of the result, unchanged: nothing is made visible, nothing is guarded.
 * @param bounds of the groups of verdicts
 */
export function parquetSink(
  output: ByteOutput,
  [findings, accounts]: readonly ByteOutput[] = [],
  bounds?: GroupBounds,
): AuditSink {
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
      verdictTable = new ParquetTable(output, [...VERDICT_PARTS, STAMP_COLUMNS], run, bounds);
      if (findings !== undefined) {
        findingTable = new ParquetTable(findings, [FINDING_COLUMNS, STAMP_COLUMNS], run, FINDING_GROUPS);
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
      const table = new ParquetTable(accounts, [ACCOUNT_COLUMNS, STAMP_COLUMNS], run);
      for (const row of accountRows(header, audited, summary, evidence, run)) {
        table.add([cellsOf(ACCOUNT_COLUMNS, row), stamp]);
      }
      await table.finish();
    },
  };
}
