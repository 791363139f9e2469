/** `csv`: one record a verdict, and beside it one a finding, for spreadsheets and databases (RFC 4180, CRLF, UTF-8). */
import type { AuditSink } from '../result/sink.js';
import { cellsOf } from './columns/column.js';
import { FINDING_COLUMNS, type FindingRow, findingRows } from './columns/findings.js';
import { VERDICT_COLUMNS, VerdictRows } from './columns/verdicts.js';
import { csvCells } from './encode/csv.js';
import type { ByteOutput } from './output/output.js';
import { ByteWriter } from './output/writer.js';
import { runStamp } from './run-stamp.js';

/** The columns of the verdicts, in order. */
export const CSV_COLUMNS: readonly string[] = VERDICT_COLUMNS.map(({ name }) => name);

/** What some spreadsheets need to take a file for UTF-8, and most other programs for a part of the first name. */
const BYTE_ORDER_MARK = '\ufeff';

export interface CsvOptions {
  /** Where the findings go; without it they are not written. */
  readonly findings?: ByteOutput;
  readonly byteOrderMark?: boolean;
}

/** A sink that writes the verdicts as CSV, and the findings into a file of their own. */
export function csvSink(output: ByteOutput, { findings, byteOrderMark = false }: CsvOptions = {}): AuditSink {
  const writer = new ByteWriter(output);
  const findingWriter = findings === undefined ? null : new ByteWriter(findings);
  const start = (names: readonly string[]) => `${byteOrderMark ? BYTE_ORDER_MARK : ''}${names.join(',')}\r\n`;
  let rows: VerdictRows<string>;
  let rowOf: (finding: Parameters<ReturnType<typeof findingRows>>[0]) => FindingRow;
  return {
    begin(header, accounts) {
      const run = runStamp(header);
      rows = new VerdictRows(accounts, run, csvCells);
      rowOf = findingRows(accounts, run);
      writer.text(start(CSV_COLUMNS));
      findingWriter?.text(start(FINDING_COLUMNS.map(({ name }) => name)));
    },
    async targets(batch) {
      if (output.closed) return;
      for (const item of batch) {
        let text = '';
        rows.each(item, (pieces) => {
          text += `${pieces.join(',')}\r\n`;
        });
        writer.text(text);
        if (writer.full) await writer.flush();
      }
    },
    async findings(batch) {
      if (findingWriter === null) return;
      for (const finding of batch) {
        findingWriter.text(`${csvCells(cellsOf(FINDING_COLUMNS, rowOf(finding)))}\r\n`);
        if (findingWriter.full) await findingWriter.flush();
      }
    },
    async end() {
      await writer.finish();
      await findingWriter?.finish();
    },
  };
}
