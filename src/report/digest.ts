/**
 * What the formats for people keep of an audit: rows up to a bound, targets in the same situation counted together, and
 * findings grouped by rule. Memory stays bounded by the bounds, not by the domain.
 */

import type {
  AuditedAccount,
  AuditHeader,
  EvidenceBlock,
  Finding,
  Severity,
  Summary,
  VerdictCounts,
} from '../result/audit.js';
import { SEVERITIES, VERDICT_CODES } from '../result/codes.js';
import type { TargetOutcomes, TargetState } from '../result/sink.js';
import { type Situation, Situations } from './situations.js';

interface DigestBounds {
  /** Rows (a target of an account) kept; where there are more, none is, and `Digest.rows` is empty. */
  readonly rows: number;
  /** Findings kept for one rule; the first ones. */
  readonly findingsPerRule: number;
}

/** The findings of one rule. */
export interface FindingGroup {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly total: number;
  /** The first of them, up to the bound. */
  readonly shown: readonly Finding[];
}

export interface Digest {
  readonly header: AuditHeader;
  readonly accounts: readonly AuditedAccount[];
  /** All rows, or none where there are more than the bound. */
  readonly rows: readonly TargetOutcomes[];
  /** How many rows the audit has. */
  readonly rowCount: number;
  /** The same for each account. */
  readonly rowCounts: readonly number[];
  /** Most frequent first. */
  readonly situations: readonly Situation[];
  /** Targets that are in none of `situations`, because there were too many different ones. */
  readonly otherSituations: number;
  /** Most severe first, then by rule id. */
  readonly findings: readonly FindingGroup[];
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
}

interface OpenGroup {
  severity: Severity;
  title: string;
  total: number;
  shown: Finding[];
}

/** Collects a digest while the audit runs. */
export class DigestBuilder {
  private readonly situations = new Situations();
  private readonly groups = new Map<string, OpenGroup>();
  private rows: TargetOutcomes[] = [];
  private rowCount = 0;
  private readonly rowCounts: number[] = [];

  constructor(private readonly bounds: DigestBounds) {}

  addTargets(batch: readonly TargetOutcomes[]): void {
    this.rowCount += batch.length;
    const kept = this.rowCount <= this.bounds.rows;
    if (!kept && this.rows.length > 0) this.rows = [];
    for (const item of batch) {
      if (kept) this.rows.push(item);
      this.rowCounts[item.account] = (this.rowCounts[item.account] ?? 0) + 1;
      this.situations.add(item);
    }
  }

  addFindings(batch: readonly Finding[]): void {
    for (const finding of batch) {
      const { rule, severity, title } = finding;
      let group = this.groups.get(rule);
      if (group === undefined) {
        group = { severity, title, total: 0, shown: [] };
        this.groups.set(rule, group);
      }
      group.total += 1;
      if (group.shown.length < this.bounds.findingsPerRule) group.shown.push(finding);
    }
  }

  /** The digest; the builder is of no further use. */
  build(header: AuditHeader, accounts: readonly AuditedAccount[], summary: Summary, evidence: EvidenceBlock): Digest {
    const findings = [...this.groups].map(([rule, group]) => ({ rule, ...group }));
    findings.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) || compare(a.rule, b.rule));
    const { list, others } = this.situations.result();
    return {
      header,
      accounts,
      rows: this.rows,
      rowCount: this.rowCount,
      rowCounts: accounts.map((_, i) => this.rowCounts[i] ?? 0),
      situations: list,
      otherSituations: others,
      findings,
      summary,
      evidence,
    };
  }
}

/** Order of code units: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** All verdicts of a count together. */
export function totalOf(counts: VerdictCounts): number {
  return VERDICT_CODES.reduce((sum, code) => sum + counts[code], 0);
}

/** The state of a target in a few words; nothing for the usual state. */
export function stateWords(state: TargetState): readonly string[] {
  const words: string[] = [];
  if (state.enabled === 'no') words.push('disabled');
  if (state.enabled === 'unknown') words.push('enabled?');
  if (state.protected === 'yes') words.push('protected');
  if (state.protected === 'unknown') words.push('protected?');
  if (state.inheritance === 'off') words.push('inheritance off');
  if (state.inheritance === 'unknown') words.push('inheritance?');
  if (state.adminCount !== null && state.adminCount !== 0) words.push(`adminCount=${state.adminCount}`);
  return words;
}

/** Containers of one account with the counts of each action, in the order of `actions`. */
interface ContainerRow {
  readonly container: string;
  /** Targets directly in it; where actions are about different classes, those of the action that has most there. */
  readonly targets: number;
  /** One an action; null where the summary has none. */
  readonly counts: readonly (VerdictCounts | null)[];
}

/** The coverage per container of one account, most targets first, then by name. */
export function containerRows(summary: Summary, account: string, actions: readonly string[]): ContainerRow[] {
  const rows = new Map<string, (VerdictCounts | null)[]>();
  for (const entry of summary.containers) {
    const column = actions.indexOf(entry.action);
    if (entry.account !== account || column < 0) continue;
    let counts = rows.get(entry.container);
    if (counts === undefined) {
      counts = actions.map(() => null);
      rows.set(entry.container, counts);
    }
    counts[column] = entry.verdicts;
  }
  return [...rows]
    .map(([container, counts]) => ({
      container,
      counts,
      targets: Math.max(...counts.map((made) => (made === null ? 0 : totalOf(made)))),
    }))
    .sort((a, b) => b.targets - a.targets || compare(a.container, b.container));
}
