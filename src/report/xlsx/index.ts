/** `xlsx`: a workbook with summary, verdicts, findings, delegations and evidence, for people who filter and sort. */
import type { AuditedAccount, AuditHeader, EvidenceBlock, Summary } from '../../result/audit.js';
import { SEVERITIES } from '../../result/codes.js';
import type { AuditSink } from '../../result/sink.js';
import { ACCOUNT_COLUMNS, accountRows } from '../columns/accounts.js';
import { type Column, cellsOf } from '../columns/column.js';
import { DELEGATION_COLUMNS, delegationRows } from '../columns/delegations.js';
import { EVIDENCE_COLUMNS, evidenceRows } from '../columns/evidence.js';
import { FINDING_COLUMNS, findingRows } from '../columns/findings.js';
import { VERDICT_COLUMNS, VerdictRows } from '../columns/verdicts.js';
import type { ByteOutput } from '../output/output.js';
import { Spool } from '../output/spool.js';
import { type RunStamp, runStamp } from '../run-stamp.js';
import { headingRow, row, sheetStart, xmlCells } from './sheet.js';
import { TableSheets, Workbook, type WorkbookBounds } from './workbook.js';

const TITLES = ['Summary', 'Verdicts', 'Findings', 'Delegations', 'Evidence'];

/**
 * A sink that writes the workbook. Verdicts go out as they come, findings wait in a temporary file until they are all there.
 * @param bounds what one sheet holds; rows beyond that go to further sheets
 */
export function xlsxSink(output: ByteOutput, bounds?: WorkbookBounds): AuditSink & { abort(): Promise<void> } {
  const book = new Workbook(output, bounds);
  const verdicts = new TableSheets(book, 'Verdicts', VERDICT_COLUMNS);
  const findings: Spool[] = [new Spool()];
  let header: AuditHeader;
  let audited: readonly AuditedAccount[];
  let run: RunStamp;
  let rows: VerdictRows<string>;
  let rowOf: ReturnType<typeof findingRows>;
  const close = async () => {
    for (const spool of findings) await spool.close();
  };
  return {
    begin(made, accounts) {
      header = made;
      audited = accounts;
      run = runStamp(made);
      rows = new VerdictRows(accounts, run, xmlCells);
      rowOf = findingRows(accounts, run);
    },
    async targets(batch) {
      if (output.closed) return;
      for (const item of batch) {
        const made: string[] = [];
        rows.each(item, (pieces) => made.push(row(pieces.join(''))));
        for (const text of made) await verdicts.add(text);
      }
    },
    async findings(batch) {
      for (const finding of batch) {
        if (findings.at(-1)!.count >= book.bounds.rows - 1) findings.push(new Spool());
        await findings.at(-1)!.add(row(xmlCells(cellsOf(FINDING_COLUMNS, rowOf(finding)))));
      }
    },
    async end(summary, evidence) {
      await verdicts.finish();
      await book.spooled('Findings', FINDING_COLUMNS, findings);
      await table(book, 'Delegations', DELEGATION_COLUMNS, delegationRows(audited, summary, run));
      await table(book, 'Evidence', EVIDENCE_COLUMNS, evidenceRows(evidence));
      await summarySheet(book, { header, audited, summary, evidence, run });
      await book.finish(TITLES);
      await close();
    },
    async abort() {
      book.zip.abort();
      await close();
    },
  };
}

async function table<Row>(book: Workbook, title: string, columns: readonly Column<Row>[], list: readonly Row[]) {
  const sheets = new TableSheets(book, title, columns);
  for (const each of list) await sheets.add(row(xmlCells(cellsOf(columns, each))));
  await sheets.finish();
}

interface Whole {
  readonly header: AuditHeader;
  readonly audited: readonly AuditedAccount[];
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
  readonly run: RunStamp;
}

/** What was asked, of what evidence, and what it adds up to. */
async function summarySheet(book: Workbook, { header, audited, summary, evidence, run }: Whole): Promise<void> {
  const facts: readonly (readonly [string, string | number | boolean])[] = [
    ['Evidence collected', run.collectedAt ?? 'time of collection not known'],
    ['Sources', evidence.sources.map(({ name }) => name).join(' | ')],
    ['Evidence complete', evidence.complete],
    ['Gaps', evidence.gaps.length],
    ['Targets', summary.targets],
    ['Profile', header.profile],
    ['adreach version', run.version],
    ['Rules (SHA-256)', run.rules],
  ];
  const further = summary.accounts.reduce((sum, { furtherDelegations }) => sum + furtherDelegations, 0);
  const more = further === 0 ? [] : [row(xmlCells(['Delegations not listed', further]))];
  const bySeverity = SEVERITIES.map((severity) =>
    row(
      xmlCells([
        ...[severity, summary.findings[severity]],
        ...[summary.suppressedFindings[severity], summary.baselineFindings[severity]],
      ]),
    ),
  );
  const file = await book.begin(
    sheetStart(
      ACCOUNT_COLUMNS.map(({ width }) => width),
      false,
    ),
  );
  await book.zip.write(
    [
      ...facts.map((fact) => row(xmlCells(fact))),
      ...more,
      row(''),
      headingRow(ACCOUNT_COLUMNS.map(({ name }) => name)),
      ...accountRows(header, audited, summary, evidence, run).map((each) =>
        row(xmlCells(cellsOf(ACCOUNT_COLUMNS, each))),
      ),
      row(''),
      headingRow(['findings', 'open', 'suppressed', 'baseline']),
      ...bySeverity,
    ].join(''),
  );
  await book.end({ title: 'Summary', file, range: null });
}
