/** Why verdicts on enabled accounts are what they are, counted by population, in memory that does not grow with their number. */
import type { Outcome, ReasonCode, VerdictCode } from '../result/audit.js';
import type { TargetOutcomes } from '../result/sink.js';
import { Interned } from './interned.js';

export interface ReasonCount {
  /** Index into the audited accounts. */
  readonly account: number;
  /** Index into `AuditHeader.populations`. */
  readonly population: number;
  readonly action: string;
  readonly verdict: VerdictCode;
  readonly reason: ReasonCode;
  /** Targets that are enabled and in scope. */
  readonly count: number;
}

/** There are as many counts as accounts under audit, populations, actions and reasons, at most. */
export class ReasonCounts {
  readonly #whys = new Interned<Outcome>(({ action, verdict, reason }) => `${action} ${verdict} ${reason}`);
  /** By account and population; in each by the number of the why. */
  readonly #counts = new Map<string, number[]>();

  add({ account, population, state, outcomes }: TargetOutcomes): void {
    if (population === null || state.enabled !== 'yes') return;
    const key = `${account} ${population}`;
    let counts = this.#counts.get(key);
    if (counts === undefined) {
      counts = [];
      this.#counts.set(key, counts);
    }
    for (const outcome of outcomes) {
      const number = this.#whys.of(outcome);
      counts[number] = (counts[number] ?? 0) + 1;
    }
  }

  result(): readonly ReasonCount[] {
    return [...this.#counts].flatMap(([key, counts]) => {
      const [account, population] = key.split(' ').map(Number) as [number, number];
      return this.#whys.values.flatMap(({ action, verdict, reason }, number) => {
        const count = counts[number] ?? 0;
        return count === 0 ? [] : [{ account, population, action, verdict, reason, count }];
      });
    });
  }
}
