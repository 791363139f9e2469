/** `table`: what the changes are, what each account under audit could do and can, and what became of verdicts and findings. */
import type { ActionSummary, AuditedAccount, Summary } from '../../result/audit.js';
import { SEVERITIES, VERDICT_CODES } from '../../result/codes.js';
import type { SimulationHeader } from '../../result/simulate.js';
import type { ChangeGroup, FindingChange } from '../../result/simulate-digest.js';
import type { SimulationSink } from '../../result/simulate-sink.js';
import { listed } from '../../words/lists.js';
import { answerText, turnOf, turnSign } from '../../words/turns.js';
import { terminal } from '../encode/terminal.js';
import { count, counted } from '../numbers.js';
import type { ByteOutput } from '../output/output.js';
import { ByteWriter } from '../output/writer.js';
import { relativeDn, relativeName } from '../relative-names.js';
import { type Cell, grid, paragraph } from '../table/grid.js';
import { indent } from '../table/lines.js';
import { type Paint, painter, SEVERITY_STYLES, type Style, VERDICT_SIGNS } from '../table/paint.js';
import type { TerminalTraits } from '../terminal-traits.js';
import { type SimulationDigest, SimulationDigestBuilder } from './digest.js';

const MOST_CHANGES = 25;
const MOST_GROUPS = 20;
const MOST_FINDINGS = 10;
const NARROWEST = 40;
const ACTION_WIDTH = 21;
const NARROW_ACTION = 10;

/** A sink that writes at the end. */
export function simulationTableSink(output: ByteOutput, { width, colour }: TerminalTraits): SimulationSink {
  const paint = painter(colour);
  const builder = new SimulationDigestBuilder();
  let header: SimulationHeader | null = null;
  return {
    begin(given) {
      header = given;
    },
    verdicts: (batch) => builder.addVerdicts(batch),
    findings: (side, batch) => builder.addFindings(side, batch),
    async end(end) {
      const writer = new ByteWriter(output);
      for (const line of simulationLines(builder.build(header!, end), Math.max(width, NARROWEST), paint)) {
        writer.text(`${line}\n`);
        if (writer.full) await writer.flush();
      }
      await writer.finish();
    },
  };
}

function* simulationLines(digest: SimulationDigest, width: number, paint: Paint): Generator<string> {
  const { evidence, accounts } = digest;
  yield* paragraph('Simulated: nothing was written to any directory.', width).map((line) => paint(line, 'bold'));
  yield '';
  yield* changeLines(digest, width, paint);
  for (const account of accounts) {
    yield '';
    yield* accountLines(digest, account, width, paint);
  }
  yield '';
  yield* findingLines('Findings that appear', digest.findings.appeared, digest, width, paint);
  yield '';
  yield* findingLines('Findings that go', digest.findings.gone, digest, width, paint);
  if (evidence.complete) return;
  yield '';
  yield* paragraph(
    `The evidence is incomplete (${counted(evidence.gaps.length, 'gap')}): what is unknown before stays so where no change settles it.`,
    width,
  );
}

function changeLines({ header: { changes }, evidence }: SimulationDigest, width: number, paint: Paint): string[] {
  const lines = [paint(`Changes (${count(changes.length)})`, 'bold')];
  const digits = String(Math.min(changes.length, MOST_CHANGES)).length;
  const suffix = evidence.domains.length === 1 ? `,${evidence.domains[0]!.dn}` : '';
  for (const [number, { text = '', where }] of changes.slice(0, MOST_CHANGES).entries()) {
    const short = suffix === '' ? text : text.replaceAll(suffix, '');
    const at = where === undefined ? '' : ` (${where})`;
    const line = `${String(number + 1).padStart(digits)}  ${short}${at}`;
    lines.push(...paragraph(terminal(line), width, 2, 4 + digits));
  }
  if (changes.length > MOST_CHANGES)
    lines.push(...paragraph(`... and ${count(changes.length - MOST_CHANGES)} more: --format json has all.`, width, 2));
  return lines;
}

function accountLines(digest: SimulationDigest, account: AuditedAccount, width: number, paint: Paint): string[] {
  const name = terminal(`${account.name}: targets before -> after`);
  const lines = paragraph(name, width).map((line) => paint(line, 'bold'));
  lines.push(...summaryLines(digest, account, width, paint), '');
  const own = digest.groups.filter((group) => group.account === account.sid);
  const total = own.reduce((sum, group) => sum + group.count, 0);
  const groups = joined(own);
  if (total === 0) return [...lines, '  No verdict changes.'];
  lines.push(
    ...paragraph(
      `${counted(total, 'verdict')} ${total === 1 ? 'changes' : 'change'}, by what becomes of them:`,
      width,
      2,
    ),
  );
  const digits = Math.max(...groups.map((group) => count(group.count).length));
  for (const group of groups.slice(0, MOST_GROUPS)) {
    const turn = turnOf(group);
    const head = `${turnSign(turn)} ${count(group.count).padStart(digits)} `;
    const examples = group.examples.map((each) => relativeName(each, digest.evidence));
    const more = group.count > examples.length ? ', ...' : '';
    const said = `${listed(group.actions)}: ${answerText(group.before)} -> ${answerText(group.after)} (${examples.join(', ')}${more})`;
    const [first = '', ...rest] = paragraph(terminal(`${head}${said}`), width, 2, 4 + digits + 1);
    lines.push(
      `  ${paint(first.slice(2, 2 + head.length), TURN_STYLES[turn])}${first.slice(2 + head.length)}`,
      ...rest,
    );
  }
  if (groups.length > MOST_GROUPS)
    lines.push(
      ...paragraph(`... and ${count(groups.length - MOST_GROUPS)} more kinds: --format json has all.`, width, 2),
    );
  return lines;
}

/** Groups that differ by their action alone, as one. */
function joined(groups: readonly ChangeGroup[]): readonly (ChangeGroup & { readonly actions: readonly string[] })[] {
  const byRest = new Map<string, ChangeGroup & { readonly actions: string[] }>();
  for (const group of groups) {
    const { before, after, count: size, examples } = group;
    const key = JSON.stringify([before, after, size, examples]);
    const known = byRest.get(key);
    if (known === undefined) byRest.set(key, { ...group, actions: [group.action] });
    else known.actions.push(group.action);
  }
  return [...byRest.values()];
}

const TURN_STYLES = { gained: 'green', lost: 'red', other: 'yellow' } as const satisfies Record<string, Style>;

/** One row an action; a verdict that nothing has on either side has no column. */
function summaryLines(
  { before, after }: SimulationDigest,
  { sid }: AuditedAccount,
  width: number,
  paint: Paint,
): string[] {
  const [was, is] = [actionsOf(before, sid), actionsOf(after, sid)];
  const actions = [...new Set([...is.keys(), ...was.keys()])];
  const of = (side: ReadonlyMap<string, ActionSummary>, action: string) => side.get(action)?.verdicts;
  const codes = VERDICT_CODES.filter((code) =>
    actions.some((action) => (of(was, action)?.[code] ?? 0) + (of(is, action)?.[code] ?? 0) > 0),
  );
  const table = (short: boolean) => {
    const rows = actions.map((action): Cell[] => [
      { text: terminal(action) },
      ...codes.map((code) => changeCell(of(was, action)?.[code] ?? 0, of(is, action)?.[code] ?? 0, short)),
    ]);
    return { rows, cell: Math.max(8, ...rows.flatMap((row) => row.slice(1).map(({ text }) => text.length))) };
  };
  const wide = table(false);
  const room = (cell: number, action: number) => action + codes.length * (cell + 2) <= width - 2;
  const { rows, cell } = room(wide.cell, NARROW_ACTION) ? wide : table(true);
  const head = [
    { head: 'action', ...(room(cell, ACTION_WIDTH) && { width: ACTION_WIDTH }) },
    ...codes.map((code) => ({ head: VERDICT_SIGNS[code].word, width: cell, align: 'right' as const })),
  ];
  return indent(grid(head, rows, width - 2, paint));
}

function actionsOf(summary: Summary | null, account: string): ReadonlyMap<string, ActionSummary> {
  const own = (summary?.actions ?? []).filter((entry) => entry.account === account);
  return new Map(own.map((entry) => [entry.action, entry]));
}

/** @param short without the difference, which anybody can work out */
function changeCell(before: number, after: number, short: boolean): Cell {
  if (before === after) return { text: count(after), style: after === 0 ? 'dim' : 'plain' };
  const sign = after > before ? '+' : '-';
  const difference = short ? '' : ` (${sign}${count(Math.abs(after - before))})`;
  return { text: `${count(before)} -> ${count(after)}${difference}`, style: 'bold' };
}

function findingLines(
  title: string,
  { total, counts, shown }: FindingChange,
  digest: SimulationDigest,
  width: number,
  paint: Paint,
): string[] {
  const by = SEVERITIES.filter((severity) => counts[severity] > 0).map(
    (severity) => `${count(counts[severity])} ${severity}`,
  );
  const lines = paragraph(`${title}: ${total === 0 ? 'none' : by.join(', ')}`, width).map((line) =>
    paint(line, 'bold'),
  );
  for (const finding of shown.slice(0, MOST_FINDINGS)) {
    const { severity } = finding;
    const status = finding.status === 'open' ? '' : ` (${finding.status})`;
    const text = `${severity}  ${finding.title}: ${subjectOf(finding.subjectName, digest)}${status}`;
    const [first = '', ...rest] = paragraph(terminal(text), width, 2, 4 + severity.length);
    lines.push(`  ${paint(severity, SEVERITY_STYLES[severity])}${first.slice(2 + severity.length)}`, ...rest);
  }
  if (total > MOST_FINDINGS)
    lines.push(...paragraph(`... and ${count(total - MOST_FINDINGS)} more: --format json has all.`, width, 2));
  return lines;
}

function subjectOf(name: string, { evidence }: SimulationDigest): string {
  return name.includes('=') ? relativeDn(name, evidence) : relativeName(name, evidence);
}
