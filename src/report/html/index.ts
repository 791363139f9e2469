/** `html`: one page without anything from outside, made to be read on screen, printed and handed on. */
import type { AuditedAccount, AuditHeader } from '../../result/audit.js';
import type { FrameworkName } from '../../result/frameworks.js';
import type { PageSimulation, PageSince } from '../../result/page.js';
import type { AuditSink, Explain } from '../../result/sink.js';
import type { CompleteFiles } from '../complete-files.js';
import { DigestBuilder } from '../digest.js';
import type { ByteOutput } from '../output/output.js';
import { ByteWriter } from '../output/writer.js';
import { Situations } from '../situations.js';
import { pageData } from './data.js';
import { loadApp, pagePieces } from './page.js';
import { RowKeeper } from './rows.js';

/** Rows (a target of an account) listed one by one; of more, the exceptions are, and the others are counted. */
export const MOST_ROWS = 120_000;
/** Findings of one rule and status listed on the page. */
const MOST_FINDINGS = 500;

export interface PageOptions {
  /** Where what the page leaves out is; null where there is no place for such a file. */
  readonly complete?: CompleteFiles | null;
  /** It is made to be printed: the table of all accounts is not on paper. */
  readonly paper?: boolean;
  /** Asked at the end: what the audit is the state after of; null: it is one of what there is. */
  readonly simulation?: () => PageSimulation | null;
  /** The same: what it was compared with; null: with nothing. */
  readonly since?: () => PageSince | null;
}

/** A sink that writes the page at the end. */
export function htmlSink(
  output: ByteOutput,
  framework: FrameworkName | null = null,
  { complete = null, paper = false, simulation = () => null, since = () => null }: PageOptions = {},
): AuditSink {
  const app = loadApp();
  const builder = new DigestBuilder({ rows: 0, findingsPerRule: MOST_FINDINGS }, framework);
  const groups = new Situations(({ population, tierZero, protection }) => `${population} ${tierZero} ${protection}`);
  const keeper = new RowKeeper(MOST_ROWS, (row) => groups.add(row));
  let header: AuditHeader | null = null;
  let accounts: readonly AuditedAccount[] = [];
  let explain: Explain | null = null;
  return {
    begin(made, audited, explains) {
      header = made;
      accounts = audited;
      explain = explains ?? null;
      keeper.begin(made.populations);
    },
    targets(batch) {
      builder.addTargets(batch);
      for (const row of batch) keeper.add(row);
    },
    findings: (batch) => builder.addFindings(batch),
    async end(summary, evidence) {
      const digest = builder.build(header!, accounts, summary, evidence);
      const leavesRows = paper || keeper.left > 0;
      const leavesFindings = digest.findings.some(({ total, shown }) => total > shown.length);
      if (leavesRows || leavesFindings) complete?.keep();
      const data = pageData({
        digest,
        rows: keeper.rows(),
        groups,
        explain,
        paper,
        simulation: simulation(),
        since: since(),
        allIn: leavesRows ? (complete?.verdicts ?? null) : null,
        findingsIn: leavesFindings ? (complete?.findings ?? null) : null,
      });
      const writer = new ByteWriter(output);
      for (const piece of pagePieces(app, digest, data)) {
        writer.text(piece);
        if (writer.full) await writer.flush();
      }
      await writer.finish();
    },
  };
}
