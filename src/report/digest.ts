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
import { FINDING_STATUSES, type FindingStatus, SEVERITIES } from '../result/codes.js';
import { compareControls, type FrameworkName } from '../result/frameworks.js';
import type { TargetOutcomes } from '../result/sink.js';
import { FindingsByAccount, type FindingTotals } from './digest-findings.js';
import { type ReasonCount, ReasonCounts } from './digest-reasons.js';
import { type Situation, Situations } from './situations.js';
import { totalOf } from './verdict-counts.js';

interface DigestBounds {
  /** Rows (a target of an account) kept; where there are more, none is, and `Digest.rows` is empty. */
  readonly rows: number;
  /** Findings kept for one rule and status; the first ones. */
  readonly findingsPerRule: number;
}

/** The findings of one rule. */
export interface FindingGroup {
  readonly rule: string;
  readonly severity: Severity;
  readonly title: string;
  readonly total: number;
  /** How many of each status. */
  readonly counts: Readonly<Record<FindingStatus, number>>;
  /** The first of each status, up to the bound: those that count come first. */
  readonly shown: readonly Finding[];
  /** Its identifiers in the catalogue by which findings are ordered, in order. */
  readonly controls: readonly string[];
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
  /** The catalogue by whose controls findings are ordered; null: by severity. */
  readonly framework: FrameworkName | null;
  /** Those that count first, then the most severe, then by rule id; or by control, those without one last. */
  readonly findings: readonly FindingGroup[];
  /** Findings by the account that they are about; null: by none of them, the directory itself. */
  readonly findingTotals: ReadonlyMap<string | null, FindingTotals>;
  /** Why verdicts on enabled accounts are what they are, by population. */
  readonly reasons: readonly ReasonCount[];
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
}

interface OpenGroup {
  severity: Severity;
  title: string;
  counts: Record<FindingStatus, number>;
  shown: Record<FindingStatus, Finding[]>;
  frameworks: Finding['frameworks'];
}

/** Collects a digest while the audit runs. */
export class DigestBuilder {
  private readonly situations = new Situations();
  private readonly reasons = new ReasonCounts();
  private readonly byAccount = new FindingsByAccount();
  private readonly groups = new Map<string, OpenGroup>();
  private rows: TargetOutcomes[] = [];
  private rowCount = 0;
  private readonly rowCounts: number[] = [];

  /** @param framework by whose controls findings are ordered */
  constructor(
    private readonly bounds: DigestBounds,
    private readonly framework: FrameworkName | null = null,
  ) {}

  addTargets(batch: readonly TargetOutcomes[]): void {
    this.rowCount += batch.length;
    const kept = this.rowCount <= this.bounds.rows;
    if (!kept && this.rows.length > 0) this.rows = [];
    for (const item of batch) {
      if (kept) this.rows.push(item);
      this.rowCounts[item.account] = (this.rowCounts[item.account] ?? 0) + 1;
      this.situations.add(item);
      this.reasons.add(item);
    }
  }

  addFindings(batch: readonly Finding[]): void {
    for (const finding of batch) {
      this.byAccount.add(finding);
      const { rule, severity, title, status, frameworks } = finding;
      let group = this.groups.get(rule);
      if (group === undefined) {
        group = {
          severity,
          title,
          counts: { open: 0, suppressed: 0, baseline: 0 },
          shown: { open: [], suppressed: [], baseline: [] },
          frameworks,
        };
        this.groups.set(rule, group);
      }
      group.counts[status] += 1;
      const shown = group.shown[status];
      if (shown.length < this.bounds.findingsPerRule) shown.push(finding);
    }
  }

  /** The digest; the builder is of no further use. */
  build(header: AuditHeader, accounts: readonly AuditedAccount[], summary: Summary, evidence: EvidenceBlock): Digest {
    const findings = [...this.groups].map(([rule, group]) => this.group(rule, group));
    findings.sort((a, b) => this.order(a, b));
    return {
      header,
      accounts,
      rows: this.rows,
      rowCount: this.rowCount,
      rowCounts: accounts.map((_, i) => this.rowCounts[i] ?? 0),
      situations: this.situations.list(),
      otherSituations: this.situations.others,
      framework: this.framework,
      findings,
      findingTotals: this.byAccount.totals,
      reasons: this.reasons.result(),
      summary,
      evidence,
    };
  }

  private group(rule: string, { severity, title, counts, shown, frameworks }: OpenGroup): FindingGroup {
    return {
      rule,
      severity,
      title,
      total: total(counts),
      counts,
      shown: [...shown.open, ...shown.baseline, ...shown.suppressed],
      controls: this.framework === null ? [] : [...(frameworks[this.framework] ?? [])].sort(compareControls),
    };
  }

  private order(a: FindingGroup, b: FindingGroup): number {
    if (this.framework !== null) {
      const [one, other] = [a.controls[0], b.controls[0]];
      if ((one === undefined) !== (other === undefined)) return one === undefined ? 1 : -1;
      const order = one === undefined ? 0 : compareControls(one, other!);
      if (order !== 0) return order;
    }
    return (
      Number(a.counts.open === 0) - Number(b.counts.open === 0) ||
      SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity) ||
      compare(a.rule, b.rule)
    );
  }
}

function total(counts: Readonly<Record<FindingStatus, number>>): number {
  return FINDING_STATUSES.reduce((sum, status) => sum + counts[status], 0);
}

/** Order of code units: the same on every machine. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
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
