/** How accounts stand to AdminSDHolder, and what its next run changes. */
import { PROTECTION_STATES, type ProtectionState } from '../../../src/result/codes.js';
import type { PageData } from '../../../src/result/page.js';

export interface StateCount {
  readonly state: ProtectionState;
  readonly count: number;
}

/** States in the order in which they matter: what the next run changes, what is left over, what is as it should be. */
const ORDER: readonly ProtectionState[] = [
  'tampered',
  'pending',
  'excluded',
  'orphaned',
  'stale-flag',
  'unknown',
  'normal',
  'none',
];

/** @returns states that occur */
export function statesOf({ summary }: PageData): readonly StateCount[] {
  return [...PROTECTION_STATES]
    .sort((a, b) => ORDER.indexOf(a) - ORDER.indexOf(b))
    .map((state) => ({ state, count: summary.protection[state] ?? 0 }))
    .filter(({ count }) => count > 0);
}

export interface NextRun {
  /** Accounts that it gives AdminSDHolder's list or owner. */
  readonly changes: number;
  /** Accounts of which it is not known how they stand to it. */
  readonly unknown: number;
  /** Of how many findings tell that it gives the list, or changes the owner alone; null where not all of them are told. */
  readonly told: { readonly list: number; readonly owner: number } | null;
}

export function nextRun(data: PageData): NextRun {
  const { summary } = data;
  const changes = (summary.protection.pending ?? 0) + (summary.protection.tampered ?? 0);
  const ways = new Map<string, unknown>();
  for (const { shown } of data.findings)
    for (const { subject, evidence } of shown)
      if (evidence['nextRun'] === 'list' || evidence['nextRun'] === 'owner') ways.set(subject, evidence['nextRun']);
  const owner = [...ways.values()].filter((way) => way === 'owner').length;
  return {
    changes,
    unknown: summary.protection.unknown ?? 0,
    told: ways.size === changes ? { list: changes - owner, owner } : null,
  };
}

export interface Taken {
  readonly action: string;
  readonly title: string;
  /** Of accounts. */
  readonly count: number;
}

/**
 * @param account position of the account under audit
 * @returns by action, on how many accounts it can act only until the next run
 */
export function takenBy({ summary, header, accounts }: PageData, account: number): readonly Taken[] {
  const { sid } = accounts[account]!;
  return header.actions.flatMap(({ id, title }) => {
    const own = summary.actions.find((of) => of.account === sid && of.action === id);
    const count = own?.verdicts['can-until-sdprop'] ?? 0;
    return count === 0 ? [] : [{ action: id, title, count }];
  });
}
