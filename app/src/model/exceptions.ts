/** Whom the account under audit cannot stop, though it is meant to: by reason, and where they are. */
import type { ReasonCode, VerdictCode } from '../../../src/result/audit.js';
import type { Report } from './report.js';

export interface Exceptions {
  readonly action: string;
  readonly reason: ReasonCode;
  readonly verdict: VerdictCode;
  readonly count: number;
  /** Most first. */
  readonly places: readonly { readonly container: string; readonly rows: readonly number[] }[];
}

export interface Sheet {
  /** How many of the listed accounts the action was judged on. */
  readonly judged: number;
  /** Those on which it is no plain `can`; most frequent reason first. */
  readonly groups: readonly Exceptions[];
}

/** @returns the ids of the populations that a sheet is about, as an address has them */
export function idsOf(report: Report, populations: 'expected' | 'tier-zero'): string {
  return report.populations
    .filter(({ expected, tierZero }) => (populations === 'expected' ? expected && !tierZero : tierZero))
    .map(({ id }) => id)
    .join(',');
}

/**
 * @param action position in the report's actions
 * @param populations which accounts: those that it is meant to reach, or those of tier zero, which need another procedure
 * @returns of enabled accounts and of such whose state is not known
 */
export function exceptionsOf(
  report: Report,
  account: number,
  action: number,
  populations: 'expected' | 'tier-zero',
): Sheet {
  const wanted = report.populations.map(({ expected, tierZero }) =>
    populations === 'expected' ? expected && !tierZero : tierZero,
  );
  const found = new Map<
    string,
    { reason: ReasonCode; verdict: VerdictCode; count: number; places: Map<string, number[]> }
  >();
  let judged = 0;
  for (let row = 0; row < report.rows; row++) {
    if (report.account(row) !== account) continue;
    const { population, state } = report.kind(row);
    if (population === null || wanted[population] !== true || state.enabled === 'no') continue;
    const outcome = report.outcome(row, action);
    if (outcome === null) continue;
    judged++;
    if (outcome.verdict === 'can') continue;
    const { reason, verdict } = outcome;
    let group = found.get(`${reason} ${verdict}`);
    if (group === undefined) {
      group = { reason, verdict, count: 0, places: new Map() };
      found.set(`${reason} ${verdict}`, group);
    }
    group.count++;
    const container = report.container(row);
    const place = group.places.get(container);
    if (place === undefined) group.places.set(container, [row]);
    else place.push(row);
  }
  const groups = [...found.values()]
    .sort((a, b) => b.count - a.count || (a.reason < b.reason ? -1 : 1))
    .map(({ reason, verdict, count, places }) => ({
      action: report.actions[action]!.id,
      reason,
      verdict,
      count,
      places: [...places]
        .map(([container, rows]) => ({ container, rows }))
        .sort((a, b) => b.rows.length - a.rows.length || (a.container < b.container ? -1 : 1)),
    }));
  return { judged, groups };
}
