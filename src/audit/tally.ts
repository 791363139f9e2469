/** Counts verdicts as they pass: by action, reason and container. */
import type {
  ActionSummary,
  ContainerSummary,
  Finding,
  FindingStatus,
  Outcome,
  ProtectionState,
  ReasonCode,
  Severity,
  Summary,
  VerdictCode,
  VerdictCounts,
} from '../result/audit.js';
import { FINDING_STATUSES, PROTECTION_STATES, SEVERITIES, VERDICT_CODES } from '../result/codes.js';

class Counter {
  readonly verdicts = new Map<VerdictCode, number>();
  readonly reasons = new Map<ReasonCode, number>();
  documented = 0;

  add({ verdict, reason, documentedSet }: Outcome, count: number): void {
    this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + count);
    this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + count);
    if (documentedSet === true) this.documented += count;
  }

  merge(other: Counter): void {
    for (const [verdict, count] of other.verdicts)
      this.verdicts.set(verdict, (this.verdicts.get(verdict) ?? 0) + count);
    for (const [reason, count] of other.reasons) this.reasons.set(reason, (this.reasons.get(reason) ?? 0) + count);
    this.documented += other.documented;
  }

  counts(): VerdictCounts {
    return Object.fromEntries(VERDICT_CODES.map((code) => [code, this.verdicts.get(code) ?? 0])) as VerdictCounts;
  }
}

/** The outcomes of one kind of target in one container, counted once and multiplied at the end. */
interface Bucket {
  readonly account: number;
  readonly container: string;
  readonly outcomes: readonly Outcome[];
  /** Null: of what is no account. */
  readonly protection: ProtectionState | null;
  count: number;
}

/** What was counted of one action of one account: in all containers, and in each. */
class Counted {
  readonly all = new Counter();
  readonly byContainer = new Map<string, Counter>();

  in(container: string): Counter {
    const known = this.byContainer.get(container);
    if (known !== undefined) return known;
    const counter = new Counter();
    this.byContainer.set(container, counter);
    return counter;
  }
}

export class Tally {
  #buckets: Bucket[] = [];
  /** What is in no bucket any more, by account and action. */
  readonly #counted = new Map<string, Counted>();
  /** Findings by status and severity. */
  readonly #severities: Record<FindingStatus, Record<Severity, number>> = {
    open: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    suppressed: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    baseline: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  };
  /** Open findings. */
  readonly #rules = new Map<string, number>();
  /** The same for every account under audit: counted for the first. */
  readonly #protection = new Map<ProtectionState, number>();
  targets = 0;

  /** Opens a bucket for one kind of target; the caller counts into it. */
  bucket(
    account: number,
    container: string,
    outcomes: readonly Outcome[],
    protection: ProtectionState | null,
  ): { count: number } {
    const bucket = { account, container, outcomes, protection, count: 0 };
    this.#buckets.push(bucket);
    return bucket;
  }

  /** Empties the buckets of one account under audit: what is counted into them afterwards is lost. */
  fold(account: number): void {
    for (const bucket of this.#buckets) if (bucket.account === account) this.#count(bucket);
    this.#buckets = this.#buckets.filter((bucket) => bucket.account !== account);
  }

  /** Adds what another tally has counted. */
  merge(other: Tally): void {
    this.targets += other.targets;
    for (const bucket of other.#buckets) this.#buckets.push(bucket);
    for (const [key, { all, byContainer }] of other.#counted) {
      const counted = this.#of(key);
      counted.all.merge(all);
      for (const [container, counter] of byContainer) counted.in(container).merge(counter);
    }
    for (const status of FINDING_STATUSES) {
      for (const severity of SEVERITIES) this.#severities[status][severity] += other.#severities[status][severity];
    }
    for (const [state, count] of other.#protection)
      this.#protection.set(state, (this.#protection.get(state) ?? 0) + count);
    for (const [rule, count] of other.#rules) this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + count);
  }

  finding(finding: Finding): void {
    this.#severities[finding.status][finding.severity]++;
    if (finding.status !== 'open') return;
    this.#rules.set(finding.rule, (this.#rules.get(finding.rule) ?? 0) + 1);
  }

  /**
   * What was counted, to be asked for once at the end.
   * @param accounts SIDs of the audited accounts, in their order
   * @param actions ids of the actions, in their order
   */
  summary(accounts: readonly string[], actions: readonly string[]): Omit<Summary, 'accounts'> {
    for (const bucket of this.#buckets) this.#count(bucket);
    this.#buckets = [];
    const actionSummaries: ActionSummary[] = [];
    const containerSummaries: ContainerSummary[] = [];
    accounts.forEach((account, position) => {
      for (const action of actions) {
        const { all: counter, byContainer } = this.#of(`${position}|${action}`);
        actionSummaries.push({
          account,
          action,
          verdicts: counter.counts(),
          reasons: Object.fromEntries([...counter.reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
          documentedSet: counter.documented,
        });
        const containers = [...byContainer].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
        for (const [container, inside] of containers) {
          containerSummaries.push({ account, action, container, verdicts: inside.counts() });
        }
      }
    });
    return {
      targets: this.targets,
      actions: actionSummaries,
      containers: containerSummaries,
      protection: Object.fromEntries(
        PROTECTION_STATES.map((state) => [state, this.#protection.get(state) ?? 0]),
      ) as Summary['protection'],
      findings: { ...this.#severities.open },
      findingsByRule: Object.fromEntries([...this.#rules].sort(([a], [b]) => (a < b ? -1 : 1))),
      suppressedFindings: { ...this.#severities.suppressed },
      baselineFindings: { ...this.#severities.baseline },
    };
  }

  #count({ account, container, outcomes, protection, count }: Bucket): void {
    if (account === 0 && protection !== null)
      this.#protection.set(protection, (this.#protection.get(protection) ?? 0) + count);
    for (const outcome of outcomes) {
      const counted = this.#of(`${account}|${outcome.action}`);
      counted.all.add(outcome, count);
      counted.in(container).add(outcome, count);
    }
  }

  #of(key: string): Counted {
    const known = this.#counted.get(key);
    if (known !== undefined) return known;
    const counted = new Counted();
    this.#counted.set(key, counted);
    return counted;
  }
}
