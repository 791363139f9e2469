/** Holds predictions against attempts that were really made. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keyOf, type Prediction, type Predictions, ROOT } from './predict.js';

export interface Attempt {
  readonly account: string;
  readonly target: string;
  readonly action: string;
  readonly outcome: 'granted' | 'denied' | 'error';
  readonly code: number;
  readonly cause?: string;
}

/** One entry of test/lab/differences.json: where the server is known to answer otherwise than Windows, and why. */
interface Difference {
  readonly cause: string;
  /** What the server does, what Windows does, and the source of that. */
  readonly explanation: string;
  readonly cases: readonly {
    /** sAMAccountName of the account under audit. */
    readonly account: string;
    /** The RDN of the target. */
    readonly target: string;
    readonly actions: readonly string[];
    readonly predicted: 'granted' | 'denied';
  }[];
}

export interface Comparison {
  readonly agreed: number;
  /** The prediction is `unknown`, which no attempt can contradict. */
  readonly undecided: readonly string[];
  /** Disagreements on the list, by cause. */
  readonly excused: ReadonlyMap<string, number>;
  readonly disagreements: readonly string[];
  /** Attempts that no verdict was given for, and verdicts that nobody tried. */
  readonly unmatched: readonly string[];
  /** Cases of the list that no longer disagree. */
  readonly stale: readonly string[];
  /** Attempts that the server refused for another reason than rights. */
  readonly errors: readonly string[];
}

export function loadDifferences(): readonly Difference[] {
  return JSON.parse(readFileSync(join(ROOT, 'test/lab/differences.json'), 'utf8')) as Difference[];
}

const caseKey = (account: string, target: string, action: string): string => `${account} | ${target} | ${action}`;
const rdnOf = (dn: string): string => /^(?:[^,\\]|\\.)*/.exec(dn)![0];

function describe(prediction: Prediction, attempt: Attempt): string {
  const entry = prediction.ace === null ? 'no entry' : `entry ${prediction.ace.index} ${prediction.ace.sddl}`;
  return `${prediction.accountName} ${prediction.action} ${prediction.targetDn}: predicted ${prediction.access} (${prediction.reason}, ${entry}), the server ${attempt.outcome} it (result ${attempt.code})`;
}

export function compare(
  predictions: Predictions,
  attempts: readonly Attempt[],
  differences: readonly Difference[],
): Comparison {
  const listed = new Map<string, { cause: string; predicted: string; used: boolean }>();
  for (const { cause, cases } of differences) {
    for (const { account, target, actions, predicted } of cases) {
      for (const action of actions) listed.set(caseKey(account, target, action), { cause, predicted, used: false });
    }
  }
  const undecided: string[] = [];
  const disagreements: string[] = [];
  const unmatched: string[] = [];
  const errors: string[] = [];
  const excused = new Map<string, number>();
  const tried = new Set<string>();
  let agreed = 0;
  for (const attempt of attempts) {
    const key = keyOf(attempt.account, attempt.target, attempt.action);
    tried.add(key);
    const prediction = predictions.byKey.get(key);
    if (!prediction) {
      unmatched.push(`tried, but no verdict: ${key}`);
      continue;
    }
    if (attempt.outcome === 'error') {
      // Known causes say what the access check answered before the other refusal.
      if (attempt.cause === 'interdomain-trust-password' && prediction.access === 'granted') agreed++;
      else errors.push(describe(prediction, attempt));
      continue;
    }
    if (prediction.access === 'unknown') {
      undecided.push(`${prediction.accountName} ${prediction.action} ${prediction.targetDn}: ${prediction.reason}`);
      continue;
    }
    if (prediction.access === attempt.outcome) {
      agreed++;
      continue;
    }
    const account = prediction.accountName.slice(prediction.accountName.indexOf('\\') + 1);
    const known = listed.get(caseKey(account, rdnOf(prediction.targetDn), attempt.action));
    if (known && known.predicted === prediction.access) {
      known.used = true;
      excused.set(known.cause, (excused.get(known.cause) ?? 0) + 1);
    } else disagreements.push(describe(prediction, attempt));
  }
  const audited = new Set(attempts.map((attempt) => attempt.account));
  for (const [key, prediction] of predictions.byKey) {
    if (audited.has(prediction.account) && !tried.has(key)) unmatched.push(`a verdict, but not tried: ${key}`);
  }
  const stale = [...listed].filter(([, entry]) => !entry.used).map(([key]) => key);
  return { agreed, undecided, excused, disagreements, unmatched, stale, errors };
}
