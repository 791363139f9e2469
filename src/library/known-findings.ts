/** What findings are held against: accepted ones, and those of a former result. */
import { readBaseline } from '../report/baseline/read.js';
import type { LoadedRules } from '../rules/index.js';
import type { Baseline } from '../rules/statuses/baseline.js';
import type { Asked } from '../rules/statuses/changed.js';
import { FindingStatuses } from '../rules/statuses/settle.js';
import { type LoadedSuppressions, loadSuppressions } from '../rules/statuses/suppressions.js';
import { type RuleSet, rulesOf } from './rule-set.js';

/** Files that say which findings are known already. */
export interface KnownFindingsFiles {
  /** Suppressions files (docs/suppressions.md). */
  readonly suppress?: readonly string[];
  /** A former result, as `adreach audit --format json` writes it. */
  readonly baseline?: string;
}

/** What those files say. */
export interface KnownFindings {
  readonly suppressions: LoadedSuppressions | null;
  readonly baseline: Baseline | null;
}

/**
 * Reads what findings are to be held against.
 *
 * ```ts
 * const known = await readKnownFindings({ suppress: ['accepted.yaml'], baseline: 'last-month.json' });
 * const { findings } = await audit({ sources: ['example.snapshot'], accounts: ['mdiAction$'], known });
 * const news = findings.filter(({ status }) => status === 'open');
 * ```
 * @param rules those that suppressions may name
 * @throws AdreachError `file`, `rule` (with the place in the file) or `format`
 */
export async function readKnownFindings(files: KnownFindingsFiles, rules: RuleSet = []): Promise<KnownFindings> {
  const { suppress = [], baseline } = files;
  return {
    suppressions: suppress.length === 0 ? null : loadSuppressions(suppress, rulesOf(rules).rules),
    baseline: baseline === undefined ? null : await readBaseline(baseline),
  };
}

/**
 * @param now the day of which suppressions are held against
 * @param asked what the audit asks
 */
export function statusesOf(
  { suppressions, baseline }: KnownFindings,
  applied: LoadedRules,
  now: Date,
  asked: Asked,
): FindingStatuses {
  return new FindingStatuses({
    suppressions: suppressions?.entries ?? null,
    baseline,
    today: now.toISOString().slice(0, 10),
    applied: applied.rules.map(({ id }) => id),
    rules: applied.sha256,
    asked,
  });
}
