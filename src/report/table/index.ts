/** `table`: the report for a terminal, or for a text file. */
import type { AuditedAccount, AuditHeader } from '../../result/audit.js';
import type { FrameworkName } from '../../result/frameworks.js';
import type { AuditSink } from '../../result/sink.js';
import { type Digest, DigestBuilder } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { missingWords } from '../evidence-words.js';
import { count } from '../numbers.js';
import type { ByteOutput } from '../output/output.js';
import { ByteWriter } from '../output/writer.js';
import { countWords } from '../status-words.js';
import type { TerminalTraits } from '../terminal-traits.js';
import { totalOf } from '../verdict-counts.js';
import { accountLines } from './accounts.js';
import { answerLines } from './answer.js';
import { evidenceLines } from './evidence.js';
import { findingLines, MOST_SUBJECTS } from './findings.js';
import { paragraph } from './grid.js';
import { manualLines } from './manual.js';
import { type Paint, painter } from './paint.js';
import { acceptedLines } from './statuses.js';
import { legendLines, verdictLines } from './verdicts.js';

/** Rows shown one by one; where there are more, situations are shown instead. */
export const MOST_ROWS = 1000;
/** Narrower than this the tables of the details do not get: the terminal wraps their lines then. */
const NARROWEST = 40;

export interface TableOptions {
  /** By whose controls findings are ordered. */
  readonly framework?: FrameworkName | null;
  /** Everything, behind the answer. */
  readonly details?: boolean;
  /** Files with the whole report, to be pointed to. */
  readonly reports?: readonly string[];
}

/**
 * A sink that writes at the end: the answer, one screen of it for each account under audit; with `details` evidence,
 * numbers, coverage, verdicts and findings too, and the gist of it as the last lines, where a terminal shows them.
 */
export function tableSink(
  output: ByteOutput,
  { width, colour }: TerminalTraits,
  { framework = null, details = false, reports = [] }: TableOptions = {},
): AuditSink {
  const paint = painter(colour);
  const builder = new DigestBuilder({ rows: MOST_ROWS, findingsPerRule: MOST_SUBJECTS }, framework);
  let header: AuditHeader | null = null;
  let accounts: readonly AuditedAccount[] = [];
  return {
    begin(made, audited) {
      header = made;
      accounts = audited;
    },
    targets: (batch) => builder.addTargets(batch),
    findings: (batch) => builder.addFindings(batch),
    async end(summary, evidence) {
      const writer = new ByteWriter(output);
      const digest = builder.build(header!, accounts, summary, evidence);
      const write = async (lines: Iterable<string>) => {
        for (const line of lines) {
          writer.text(`${line}\n`);
          if (writer.full) await writer.flush();
        }
      };
      await write(answerLines(digest, width, paint, details ? null : reports));
      if (details) await write(detailLines(digest, Math.max(width, NARROWEST), paint));
      await writer.finish();
    },
  };
}

function* detailLines(digest: Digest, width: number, paint: Paint): Generator<string> {
  const { header, evidence, accounts } = digest;
  const domains = evidence.domains.map(({ dnsName }) => dnsName).join(', ');
  yield '';
  yield paint(terminal(`adreach ${header.tool.version}${domains === '' ? '' : `: ${domains}`}`), 'bold');
  yield '';
  yield* evidenceLines(evidence, width, paint);
  yield '';
  yield* legendLines(width, paint);
  for (const account of accounts) {
    yield '';
    yield* accountLines(digest, account, width, paint);
  }
  for (const index of accounts.keys()) {
    yield '';
    yield* verdictLines(digest, index, width, paint);
  }
  yield '';
  yield* findingLines(digest, width, paint);
  yield* acceptedLines(digest, width, paint);
  yield '';
  yield* manualLines(digest, width, paint);
  yield '';
  yield* gistLines(digest, width, paint);
}

/** One line an account and action, and one for the findings. */
function gistLines({ header, accounts, summary, evidence }: Digest, width: number, paint: Paint): string[] {
  const lines = [paint('In short', 'bold')];
  for (const account of accounts) {
    const parts = summary.actions
      .filter((entry) => entry.account === account.sid)
      .map(({ action, verdicts }) => `${action} ${count(verdicts.can)} of ${count(totalOf(verdicts))}`);
    lines.push(...paragraph(terminal(`${account.name} can, of all targets: ${parts.join(', ')}`), width, 2, 4));
  }
  const gaps = evidence.complete ? 'evidence complete' : `evidence INCOMPLETE (${missingWords(evidence)})`;
  const found = header.rules.length === 0 ? 'no rules were applied' : countWords(summary);
  lines.push(...paragraph(`Findings: ${found}; ${gaps}.`, width, 2, 4));
  return lines;
}
