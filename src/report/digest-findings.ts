/** Findings by the account under audit that they are about: how many of each status and severity, and the worst that counts. */
import type { Finding, FindingStatus, Severity } from '../result/audit.js';
import { SEVERITIES } from '../result/codes.js';

export interface FindingTotals {
  readonly counts: Readonly<Record<FindingStatus, Readonly<Record<Severity, number>>>>;
  /** Of the most severe ones of each status the first; null where there is none. */
  readonly worst: Readonly<Record<FindingStatus, Finding | null>>;
  /** Rules that have one, of any status: what is accepted is so all the same. */
  readonly rules: ReadonlySet<string>;
}

interface OpenTotals {
  readonly counts: Record<FindingStatus, Record<Severity, number>>;
  readonly worst: Record<FindingStatus, Finding | null>;
  readonly rules: Set<string>;
}

export class FindingsByAccount {
  readonly #totals = new Map<string | null, OpenTotals>();

  /** By SID of the account; null: findings about the directory itself. */
  get totals(): ReadonlyMap<string | null, FindingTotals> {
    return this.#totals;
  }

  add(finding: Finding): void {
    const { account, status, severity, rule } = finding;
    let totals = this.#totals.get(account);
    if (totals === undefined) {
      totals = {
        counts: { open: none(), suppressed: none(), baseline: none() },
        worst: { open: null, suppressed: null, baseline: null },
        rules: new Set(),
      };
      this.#totals.set(account, totals);
    }
    totals.counts[status][severity]++;
    totals.rules.add(rule);
    const worst = totals.worst[status];
    if (worst === null || isGraver(severity, worst.severity)) totals.worst[status] = finding;
  }
}

/** @returns whether one severity is above another */
export function isGraver(one: Severity, other: Severity): boolean {
  return SEVERITIES.indexOf(one) < SEVERITIES.indexOf(other);
}

function none(): Record<Severity, number> {
  return Object.fromEntries(SEVERITIES.map((severity) => [severity, 0])) as Record<Severity, number>;
}
