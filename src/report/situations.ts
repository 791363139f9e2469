/** Targets in the same situation (same account, state, verdicts and reasons) counted together: many rows become few. */
import type { Outcome, ReasonCode, VerdictCode } from '../result/audit.js';
import type { TargetOutcomes, TargetState } from '../result/sink.js';

export interface Situation {
  /** Index into the audited accounts. */
  readonly account: number;
  readonly state: TargetState;
  /** One an action. */
  readonly results: readonly { readonly action: string; readonly verdict: VerdictCode; readonly reason: ReasonCode }[];
  readonly count: number;
  /** The first target in it. */
  readonly example: TargetOutcomes['target'];
}

/** More different situations than anybody reads; those that come later are only counted. */
const BOUND = 2000;

/** Counts situations in memory that does not grow with the number of targets. */
export class Situations {
  private readonly found = new Map<string, { -readonly [K in keyof Situation]: Situation[K] }>();
  private readonly outcomeNumbers = numbers<Outcome>(({ action, verdict, reason }) => `${action} ${verdict} ${reason}`);
  private readonly stateNumbers = numbers<TargetState>((state) => JSON.stringify(Object.values(state)));
  private others = 0;

  add({ account, target, state, outcomes }: TargetOutcomes): void {
    let key = `${account} ${this.stateNumbers(state)}`;
    for (const outcome of outcomes) key += ` ${this.outcomeNumbers(outcome)}`;
    const known = this.found.get(key);
    if (known !== undefined) {
      known.count += 1;
      return;
    }
    if (this.found.size >= BOUND) {
      this.others += 1;
      return;
    }
    const results = outcomes.map(({ action, verdict, reason }) => ({ action, verdict, reason }));
    this.found.set(key, { account, state, results, count: 1, example: target });
  }

  /** Most frequent first within each account; equally frequent ones as they came. */
  result(): { readonly list: readonly Situation[]; readonly others: number } {
    const list = [...this.found.values()].sort((a, b) => a.account - b.account || b.count - a.count);
    return { list, others: this.others };
  }
}

/** Objects remembered by identity before starting afresh. */
const CACHE_BOUND = 1 << 16;

/** A number for each different content; objects seen before are found by identity. */
export function numbers<T extends object>(content: (value: T) => string): (value: T) => number {
  const byIdentity = new Map<T, number>();
  const byContent = new Map<string, number>();
  return (value) => {
    const known = byIdentity.get(value);
    if (known !== undefined) return known;
    const text = content(value);
    const number = byContent.get(text) ?? byContent.size;
    byContent.set(text, number);
    if (byIdentity.size >= CACHE_BOUND) byIdentity.clear();
    byIdentity.set(value, number);
    return number;
  };
}
