/** What a plan promises: the summary that an audit must show once it is carried out; and whether an audit shows it. */
import type { Finding, Summary } from '../result/audit.js';
import { SEVERITIES, VERDICT_CODES } from '../result/codes.js';
import type { PromiseAccount, Promises } from '../result/plan.js';

/** Who a promise is about: the account as it goes by in the plan. */
export interface Promised {
  readonly sid: string;
  readonly dn: string | null;
  readonly name: string;
}

/** @returns of a summary what is promised; the account goes by what the plan calls it */
export function promisesOf(summary: Summary, account: Promised): Promises {
  const [own] = summary.accounts;
  const accounts: readonly PromiseAccount[] =
    own === undefined ? [] : [{ ...account, actions: own.actions, populations: own.populations }];
  return { accounts, findings: summary.findings, findingsByRule: summary.findingsByRule };
}

/** One promise, held against an audit. */
export interface PromiseCheck {
  /** What it is about. */
  readonly about:
    | { readonly kind: 'action'; readonly account: string; readonly action: string; readonly verdict: string }
    | {
        readonly kind: 'population';
        readonly account: string;
        readonly population: string;
        readonly action: string;
        readonly verdict: string;
      }
    | { readonly kind: 'population-size'; readonly account: string; readonly population: string }
    | { readonly kind: 'findings'; readonly severity: string }
    | { readonly kind: 'rule'; readonly rule: string };
  readonly promised: number;
  readonly found: number;
  readonly kept: boolean;
}

/**
 * @param promised what the plan says
 * @param found what an audit of the same account, by the same rules, shows
 * @returns each number that was promised with the one that was found
 */
export function checkPromises(promised: Promises, found: Promises): readonly PromiseCheck[] {
  const checks: PromiseCheck[] = [];
  const check = (about: PromiseCheck['about'], wanted: number, is: number) =>
    checks.push({ about, promised: wanted, found: is, kept: wanted === is });
  promised.accounts.forEach(({ name: account, actions, populations }, i) => {
    const own = found.accounts[i];
    for (const [action, verdicts] of Object.entries(actions)) {
      for (const verdict of VERDICT_CODES)
        check({ kind: 'action', account, action, verdict }, verdicts[verdict], own?.actions[action]?.[verdict] ?? 0);
    }
    for (const [population, { targets, actions: byAction }] of Object.entries(populations)) {
      const there = own?.populations[population];
      check({ kind: 'population-size', account, population }, targets, there?.targets ?? 0);
      for (const [action, verdicts] of Object.entries(byAction)) {
        for (const verdict of VERDICT_CODES)
          check(
            { kind: 'population', account, population, action, verdict },
            verdicts[verdict],
            there?.actions[action]?.[verdict] ?? 0,
          );
      }
    }
  });
  for (const severity of SEVERITIES)
    check({ kind: 'findings', severity }, promised.findings[severity], found.findings[severity]);
  const rules = new Set([...Object.keys(promised.findingsByRule), ...Object.keys(found.findingsByRule)]);
  for (const rule of [...rules].sort())
    check({ kind: 'rule', rule }, promised.findingsByRule[rule] ?? 0, found.findingsByRule[rule] ?? 0);
  return checks;
}

/** Findings that an audit afterwards has and one before has not. */
export function appeared(
  before: ReadonlyMap<string, Finding>,
  after: ReadonlyMap<string, Finding>,
): readonly Finding[] {
  return [...after].flatMap(([fingerprint, finding]) => (before.has(fingerprint) ? [] : [finding]));
}
