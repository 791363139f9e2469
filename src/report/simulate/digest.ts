/** A simulation in bounded space: changed verdicts by what became of them, and the first findings. */
import type { AuditedAccount, Finding } from '../../result/audit.js';
import type { ChangedVerdict, SimulationHeader } from '../../result/simulate.js';
import type { AnswerOnSide, ChangeGroup, FindingChanges } from '../../result/simulate-digest.js';
import type { SimulationEnd } from '../../result/simulate-sink.js';
import { turnOf } from '../../words/turns.js';
import { FindingList } from '../finding-list.js';

export interface SimulationDigest extends SimulationEnd {
  readonly header: SimulationHeader;
  readonly verdicts: number;
  /** The largest first, those gained before those lost. */
  readonly groups: readonly ChangeGroup[];
  readonly findings: FindingChanges;
}

const MOST_EXAMPLES = 5;
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
