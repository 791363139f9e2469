/** A simulation in bounded space: changed verdicts by what became of them, and the first findings. */
import type { AuditedAccount, Finding, Severity } from '../../result/audit.js';
import { SEVERITIES } from '../../result/codes.js';
import type { ChangedVerdict, SimulationHeader } from '../../result/simulate.js';
import type { AnswerOnSide, ChangeGroup, FindingChange, FindingChanges } from '../../result/simulate-digest.js';
import type { SimulationEnd } from '../../result/simulate-sink.js';
import { turnOf } from '../../words/turns.js';

export interface SimulationDigest extends SimulationEnd {
  readonly header: SimulationHeader;
  readonly verdicts: number;
  /** The largest first, those gained before those lost. */
  readonly groups: readonly ChangeGroup[];
  readonly findings: FindingChanges;
}

const MOST_EXAMPLES = 5;
const MOST_FINDINGS = 50;
const TURNS = ['gained', 'lost', 'other'] as const;

type Growing = { -readonly [Key in keyof ChangeGroup]: ChangeGroup[Key] } & { readonly examples: string[] };

export class SimulationDigestBuilder {
  readonly #groups = new Map<string, Growing>();
  readonly #findings = { appeared: new FindingList(), gone: new FindingList() };
  #verdicts = 0;

  addVerdicts(batch: readonly ChangedVerdict[]): void {
    this.#verdicts += batch.length;
    for (const { account, action, before, after, targetName } of batch) {
      const key = [account, action, before?.verdict, before?.reason, after?.verdict, after?.reason].join(' ');
      let group = this.#groups.get(key);
      if (group === undefined) {
        group = { account, action, before: answerOf(before), after: answerOf(after), count: 0, examples: [] };
        this.#groups.set(key, group);
      }
      group.count++;
      if (group.examples.length < MOST_EXAMPLES) group.examples.push(targetName);
    }
  }

  addFindings(side: 'appeared' | 'gone', batch: readonly Finding[]): void {
    for (const finding of batch) this.#findings[side].add(finding);
  }

  build(header: SimulationHeader, end: SimulationEnd): SimulationDigest {
    const groups = [...this.#groups.values()].sort(
      (a, b) =>
        order(end.accounts, a.account) - order(end.accounts, b.account) ||
        TURNS.indexOf(turnOf(a)) - TURNS.indexOf(turnOf(b)) ||
        b.count - a.count ||
        (a.action < b.action ? -1 : 1),
    );
    const { appeared, gone } = this.#findings;
    return {
      ...end,
      header,
      verdicts: this.#verdicts,
      groups,
      findings: { appeared: appeared.change(), gone: gone.change() },
    };
  }
}

function order(accounts: readonly AuditedAccount[], account: string): number {
  return accounts.findIndex(({ sid }) => sid === account);
}

function answerOf(outcome: AnswerOnSide | null): AnswerOnSide | null {
  return outcome === null ? null : { verdict: outcome.verdict, reason: outcome.reason };
}

/** The first of each severity. */
class FindingList {
  readonly #bySeverity = new Map<Severity, Finding[]>(SEVERITIES.map((severity) => [severity, []]));
  readonly #counts = Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
  #total = 0;

  add(finding: Finding): void {
    this.#total++;
    this.#counts[finding.severity]++;
    const list = this.#bySeverity.get(finding.severity)!;
    if (list.length < MOST_FINDINGS) list.push(finding);
  }

  change(): FindingChange {
    const shown = SEVERITIES.flatMap((severity) => this.#bySeverity.get(severity)!).slice(0, MOST_FINDINGS);
    return { counts: this.#counts, total: this.#total, shown };
  }
}
