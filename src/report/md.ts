/** `md`: what a ticket or a page of a wiki needs to hold, as Markdown (with tables, as trackers and wikis have them). */
import type { AuditedAccount, AuditHeader, EvidenceBlock, Finding, Summary } from '../result/audit.js';
import { SEVERITIES } from '../result/codes.js';
import type { AuditSink } from '../result/sink.js';
import { fileDate } from './answer/dated.js';
import { ACCOUNT_COLUMNS, accountRows } from './columns/accounts.js';
import { type Cell, type Column, cellsOf, pick } from './columns/column.js';
import { DELEGATION_COLUMNS, delegationRows } from './columns/delegations.js';
import { EVIDENCE_COLUMNS, evidenceRows } from './columns/evidence.js';
import { FINDING_COLUMNS, findingRows } from './columns/findings.js';
import { VERDICT_COLUMNS, VerdictRows } from './columns/verdicts.js';
import type { CompleteFiles } from './complete-files.js';
import { DigestBuilder } from './digest.js';
import { markdown } from './encode/markdown.js';
import { visible } from './encode/visible.js';
import { missingWords } from './evidence-words.js';
import { answerSection } from './md-answer.js';
import { count, counted } from './numbers.js';
import type { ByteOutput } from './output/output.js';
import { ByteWriter } from './output/writer.js';
import { type RunStamp, runStamp } from './run-stamp.js';
import { countWords, nothingFoundWords } from './status-words.js';

/** Rows of one table. */
const MOST_ROWS = 100;
/** Characters of one table: a ticket takes 65,536 together, and five tables and a list are to fit. */
const MOST_CHARACTERS = 9_300;
/** Characters of one cell. */
const MOST_TEXT = 300;
/** Names in a line. */
const MOST_NAMES = 10;

const VERDICTS = ['targetName', 'action', 'verdict', 'reasonText', 'aceTrusteeName', 'aceFrom', 'class', 'enabled'];
const FINDINGS = ['severity', 'status', 'rule', 'subjectName', 'message'];
const ACCOUNTS = ['accountName', 'action', 'targets', 'can', 'canUntilSdprop', 'noEffect', 'cannot', 'unknown'];
const DELEGATIONS = ['accountName', 'trusteeName', 'rights', 'appliesTo', 'where', 'adds', 'shared', 'addsElsewhere'];
const EVIDENCE = ['kind', 'name', 'code', 'dn', 'count', 'collectedAt', 'message'];

/** The first rows of a table, and how many it would have. */
class Head<Row> {
  readonly rows: Row[] = [];
  total = 0;

  constructor(private readonly most: number) {}

  /** Nothing more is kept. */
  get full(): boolean {
    return this.rows.length >= this.most;
  }

  add(row: Row): void {
    this.total += 1;
    if (!this.full) this.rows.push(row);
  }
}

/**
 * A sink that writes the page at the end: the ten-second answer, counts, findings that count before the others, the verdicts that are no plain
 * `can` (those of enabled accounts before the others), delegations, evidence. Each table has a bound, and says what it leaves out.
 * @param most rows of a table
 * @param complete where the verdicts and findings are that it leaves out
 */
export function mdSink(output: ByteOutput, most: number = MOST_ROWS, complete: CompleteFiles | null = null): AuditSink {
  const writer = new ByteWriter(output);
  const exceptions = { enabled: new Head<readonly Cell[]>(most), others: new Head<readonly Cell[]>(most) };
  const findings = new Map(
    SEVERITIES.map((severity) => [severity, { open: new Head<Finding>(most), others: new Head<Finding>(most) }]),
  );
  let header: AuditHeader;
  let audited: readonly AuditedAccount[];
  let run: RunStamp;
  let rows: VerdictRows<readonly Cell[]>;
  // For the answer alone: no row is kept.
  const digest = new DigestBuilder({ rows: 0, findingsPerRule: 0 });
  return {
    begin(made, accounts) {
      header = made;
      audited = accounts;
      run = runStamp(made);
      rows = new VerdictRows(accounts, run, (cells) => cells);
    },
    targets(batch) {
      digest.addTargets(batch);
      for (const item of batch) {
        const odd = item.outcomes.filter(({ verdict }) => verdict !== 'can');
        if (odd.length === 0) continue;
        const head = item.state.enabled === 'yes' ? exceptions.enabled : exceptions.others;
        if (head.full) head.total += odd.length;
        else rows.each({ ...item, outcomes: odd }, (pieces) => head.add(pieces.flat()));
      }
    },
    findings(batch) {
      digest.addFindings(batch);
      for (const finding of batch) {
        const heads = findings.get(finding.severity)!;
        (finding.status === 'open' ? heads.open : heads.others).add(finding);
      }
    },
    async end(summary, evidence) {
      const rowOf = findingRows(audited, run);
      const ordered = [...findings.values()];
      const found = [...ordered.map(({ open }) => open), ...ordered.map(({ others }) => others)];
      const odd = [exceptions.enabled, exceptions.others];
      const totalOf = (heads: readonly Head<unknown>[]) => heads.reduce((sum, { total }) => sum + total, 0);
      const first = found.flatMap((head) => head.rows);
      const listed = first.map((finding) => cellsOf(FINDING_COLUMNS, rowOf(finding)));
      const lines = [
        ...opening(header, audited, summary, evidence, run),
        '',
        ...answerSection(digest.build(header, audited, summary, evidence)),
        ...tableOf(ACCOUNT_COLUMNS, ACCOUNTS, accountRows(header, audited, summary, evidence, run), most),
        ...section('Findings', `${countWords(summary)}.`),
        ...(totalOf(found) === 0
          ? [nothingFoundWords(header, evidence)]
          : table(FINDING_COLUMNS, FINDINGS, listed, totalOf(found), most, inFile(complete, 'findings'))),
        ...remedies(header, first),
        ...section('Who is no plain "can"', 'Those of enabled accounts first.'),
        ...table(
          VERDICT_COLUMNS,
          VERDICTS,
          odd.flatMap((head) => head.rows),
          totalOf(odd),
          most,
          inFile(complete, 'verdicts'),
        ),
        ...section('Delegations', 'As they are written, with what each gives.'),
        ...tableOf(DELEGATION_COLUMNS, DELEGATIONS, delegationRows(audited, summary, run), most, further(summary)),
        ...section('Evidence', completeness(evidence)),
        ...tableOf(EVIDENCE_COLUMNS, EVIDENCE, evidenceRows(evidence), most),
      ];
      for (const line of lines) {
        writer.text(`${line}\n`);
        if (writer.full) await writer.flush();
      }
      await writer.finish();
    },
  };
}

function opening(
  { profile }: AuditHeader,
  audited: readonly AuditedAccount[],
  { targets }: Summary,
  { sources }: EvidenceBlock,
  { collectedAt, version, rules }: RunStamp,
): readonly string[] {
  const date = fileDate(sources);
  const unknown = `at a time that is not known${date === null ? '' : ` (${date})`}`;
  const when = collectedAt ?? unknown;
  const from = sources.map(({ name, server }) => (server === null ? name : `${name} (${server})`));
  return [
    `# What ${names(audited.map(({ name }) => name))} can do`,
    '',
    `Evidence collected ${when} from ${names(from)}; ${counted(targets, 'target')}; profile ${markdown(profile)}; ${markdown(`adreach ${version}`)}, rules ${rules.slice(0, 12)}.`,
  ];
}

function names(list: readonly string[]): string {
  const shown = list.slice(0, MOST_NAMES).map((name) => markdown(cut(name)));
  return [...shown, ...(list.length > MOST_NAMES ? [`${count(list.length - MOST_NAMES)} more`] : [])].join(', ');
}

function completeness(evidence: EvidenceBlock): string {
  if (evidence.complete) return 'Complete: no gaps.';
  return `**Not complete**: ${missingWords(evidence)}.`;
}

function further({ accounts }: Summary): number {
  return accounts.reduce((sum, { furtherDelegations }) => sum + furtherDelegations, 0);
}

function section(title: string, words: string): readonly string[] {
  return ['', `## ${title}`, '', words, ''];
}

function tableOf<Row>(
  columns: readonly Column<Row>[],
  wanted: readonly string[],
  rows: readonly Row[],
  most: number,
  more = 0,
): readonly string[] {
  const cells = rows.slice(0, most).map((row) => cellsOf(columns, row));
  return table(columns, wanted, cells, rows.length + more, most, (left) => inOtherFormats(left - more, more));
}

/** Says where rows are that a table leaves out, and how many. */
type WhereLeft = (left: number) => string;

/** Names the file that has them, and sees to it that there is one. */
function inFile(complete: CompleteFiles | null, which: 'verdicts' | 'findings'): WhereLeft {
  return () => {
    complete?.keep();
    const file = complete === null ? null : markdown(cut(complete[which]));
    return file === null ? 'csv, xlsx, parquet, json and ndjson have them all' : `${file} has them all`;
  };
}

/** @param nowhere how many no result lists */
function inOtherFormats(left: number, nowhere: number): string {
  const some = nowhere === 0 ? 'have them all' : `list ${left === 0 ? 'none' : count(left)} of them`;
  return `xlsx, json and ndjson ${some}`;
}

/** A table with the columns of these names, and a line that says what it leaves out. */
function table(
  columns: readonly Column<never>[],
  wanted: readonly string[],
  rows: readonly (readonly Cell[])[],
  total: number,
  most: number,
  where: WhereLeft,
): readonly string[] {
  if (total === 0) return ['None.'];
  const places = pick(columns, wanted).map((column) => columns.indexOf(column));
  const numeric = (place: number) => columns[place]!.type === 'integer';
  const lines = rows.slice(0, most).map((row) => `| ${places.map((place) => cell(row[place]!)).join(' | ')} |`);
  const shown = fitting(lines);
  return [
    `| ${wanted.join(' | ')} |`,
    `|${places.map((place) => (numeric(place) ? '---:' : '---')).join('|')}|`,
    ...shown,
    ...leftOut(total - shown.length, where),
  ];
}

/** The first lines that are not too long together. */
function fitting(lines: readonly string[]): readonly string[] {
  let room = MOST_CHARACTERS;
  const end = lines.findIndex((line) => {
    room -= line.length + 1;
    return room < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

function leftOut(left: number, where: WhereLeft): readonly string[] {
  return left === 0 ? [] : ['', `**${count(left)} more are not listed here**: ${where(left)}.`];
}

/** What to do, once a rule. */
function remedies({ rules }: AuditHeader, found: readonly Finding[]): readonly string[] {
  const open = new Set(found.filter(({ status }) => status === 'open').map(({ rule }) => rule));
  const lines = rules
    .filter(({ id }) => open.has(id))
    .map(({ id, remediation }) => `- **${markdown(id)}**: ${markdown(remediation)}`);
  const shown = fitting(lines);
  return shown.length === 0 ? [] : ['', 'What to do:', '', ...shown, ...leftOut(lines.length - shown.length, inRules)];
}

function inRules(): string {
  return 'xlsx, json and ndjson have them all, and so has `adreach rules show`';
}

function cell(value: Cell): string {
  return value === null ? '' : markdown(cut(String(value)));
}

/** The beginning of a long text, with how long it is. */
function cut(text: string): string {
  const shown = visible(text);
  if (shown.length <= MOST_TEXT) return shown;
  return `${shown.slice(0, MOST_TEXT).replace(/[\ud800-\udbff]$/, '')} ... (${count(shown.length)} characters)`;
}
