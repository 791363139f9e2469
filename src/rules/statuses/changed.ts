/** What is more and what is fewer than in a former result, by account; and whether the two say anything of each other. */
import type { BaselineSummary } from '../../result/audit.js';
import type { Baseline } from './baseline.js';

/** What an audit asks. */
export interface Asked {
  /** Ids of its actions. */
  readonly actions: readonly string[];
  readonly profile: string;
}

/**
 * @param same fingerprints of the baseline that are there still
 * @param added those that it lacks, with the account that each is about
 * @param accounts SIDs of the accounts under audit
 * @returns null where the former result does not say whom each of its findings is about
 */
export function byAccount(
  { findings, about }: Baseline,
  same: ReadonlySet<string>,
  added: ReadonlyMap<string, string | null>,
  accounts: readonly string[],
): BaselineSummary['byAccount'] {
  if (about.size < findings.size) return null;
  const counts = new Map<string | null, { gone: number; added: number }>();
  for (const sid of [...accounts, null]) counts.set(sid, { gone: 0, added: 0 });
  for (const fingerprint of findings.keys()) {
    if (same.has(fingerprint)) continue;
    const of = counts.get(about.get(fingerprint)!);
    if (of !== undefined) of.gone++;
  }
  for (const account of added.values()) {
    const of = counts.get(account);
    if (of !== undefined) of.added++;
  }
  return [...counts].map(([sid, of]) => ({ sid, ...of }) as NonNullable<BaselineSummary['byAccount']>[number]);
}

/** @returns null where one of the two does not say what it asks */
export function asksTheSame({ actions, profile }: Baseline, asked: Asked | undefined): boolean | null {
  if (asked === undefined || actions === null || profile === null) return null;
  const listed = (ids: readonly string[]) => JSON.stringify([...new Set(ids)].sort());
  return profile === asked.profile && listed(actions) === listed(asked.actions);
}
