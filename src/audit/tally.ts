/** Counts verdicts as they pass: by action, reason and container. */
import type {
  ActionSummary,
  ContainerSummary,
  Finding,
  Outcome,
  ReasonCode,
  Severity,
  Summary,
  VerdictCode,
  VerdictCounts,
} from '../result/audit.js';
import { VERDICT_CODES } from '../result/codes.js';

class Counter {
  readonly verdicts = new Map<VerdictCode, number>();
  readonly reasons = new Map<ReasonCode, number>();
  documented = 0;

  counts(): VerdictCounts {
    return Object.fromEntries(VERDICT_CODES.map((code) => [code, this.verdicts.get(code) ?? 0])) as VerdictCounts;
  }
}

/** The outcomes of one kind of target in one container, counted once and multiplied at the end. */
interface Bucket {
  readonly account: number;
  readonly container: string;
  readonly outcomes: readonly Outcome[];
  count: number;
}

export class Tally {
  readonly #buckets: Bucket[] = [];
  readonly #severities: Record<Severity, number> = { critical: 0, high: 0, medium: 0, low: 0, info: 0 };
  readonly #rules = new Map<string, number>();
  targets = 0;

  /** Opens a bucket for one kind of target; the caller counts into it. */
  bucket(account: number, container: string, outcomes: readonly Outcome[]): { count: number } {
    const bucket = { account, container, outcomes, count: 0 };
    this.#buckets.push(bucket);
    return bucket;
  }

  /** Adds what another tally has counted. */
  merge(other: Tally): void {
    this.targets += other.targets;
    this.#buckets.push(...other.#buckets);
    for (const [severity, count] of Object.entries(other.#severities)) this.#severities[severity as Severity] += count;
    for (const [rule, count] of other.#rules) this.#rules.set(rule, (this.#rules.get(rule) ?? 0) + count);
  }

  finding(finding: Finding): void {
    this.#severities[finding.severity]++;
    this.#rules.set(finding.rule, (this.#rules.get(finding.rule) ?? 0) + 1);
  }

  /** How many findings there are at a severity. */
  severity(severity: Severity): number {
    return this.#severities[severity];
  }

  /**
   * @param accounts SIDs of the audited accounts, in their order
   * @param actions ids of the actions, in their order
   */
  summary(accounts: readonly string[], actions: readonly string[]): Summary {
    const byAction = new Map<string, Counter>();
    const byContainer = new Map<string, Map<string, Counter>>();
    const counterOf = (map: Map<string, Counter>, key: string): Counter => {
      let counter = map.get(key);
      if (!counter) {
        counter = new Counter();
        map.set(key, counter);
      }
      return counter;
    };
    for (const { account, container, outcomes, count } of this.#buckets) {
      for (const outcome of outcomes) {
        const key = `${account}|${outcome.action}`;
        let inContainers = byContainer.get(key);
        if (!inContainers) {
          inContainers = new Map();
          byContainer.set(key, inContainers);
        }
        for (const counter of [counterOf(byAction, key), counterOf(inContainers, container)]) {
          counter.verdicts.set(outcome.verdict, (counter.verdicts.get(outcome.verdict) ?? 0) + count);
          counter.reasons.set(outcome.reason, (counter.reasons.get(outcome.reason) ?? 0) + count);
          if (outcome.documentedSet === true) counter.documented += count;
        }
      }
    }
    const actionSummaries: ActionSummary[] = [];
    const containerSummaries: ContainerSummary[] = [];
    accounts.forEach((account, position) => {
      for (const action of actions) {
        const key = `${position}|${action}`;
        const counter = byAction.get(key) ?? new Counter();
        actionSummaries.push({
          account,
          action,
          verdicts: counter.counts(),
          reasons: Object.fromEntries([...counter.reasons].sort(([a], [b]) => (a < b ? -1 : 1))),
          documentedSet: counter.documented,
        });
        const containers = [...(byContainer.get(key) ?? [])].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
        for (const [container, inside] of containers) {
          containerSummaries.push({ account, action, container, verdicts: inside.counts() });
        }
      }
    });
    return {
      targets: this.targets,
      actions: actionSummaries,
      containers: containerSummaries,
      findings: { ...this.#severities },
      findingsByRule: Object.fromEntries([...this.#rules].sort(([a], [b]) => (a < b ? -1 : 1))),
    };
  }
}
