/** Two sources compared: what changed, and why. */
import { compareSources } from '../diff/compare.js';
import { AdreachError } from '../errors/index.js';
import type { ChangedVerdict, DiffCounts, DiffRest, DiffResult, DiffSink } from '../result/diff.js';
import { DIFF_SCHEMA } from '../result/diff.js';
import { type AuditOptions, auditRun } from './audit.js';
import { rulesOf } from './rule-set.js';
import { type Sources, withSources } from './sources.js';

export interface DiffOptions extends Omit<AuditOptions, 'sources'> {
  /** The older state: sources that are joined, by name or opened. */
  readonly before: Sources;
  /** The newer one. */
  readonly after: Sources;
}

/**
 * What changed between two states of a directory, and why: what `adreach diff --format json` writes, as an object. It holds
 * every changed verdict; where those may be many, use `streamDiff`.
 *
 * ```ts
 * const { verdicts, causes } = await diff({ before: ['may.snapshot'], after: ['june.snapshot'], accounts: ['mdiAction$'] });
 * const lost = verdicts.filter(({ before, after }) => before?.verdict === 'can' && after?.verdict === 'cannot');
 * ```
 * @throws AdreachError for an account that is found on neither side, or a source or rule file that cannot be used
 */
export async function diff(options: DiffOptions): Promise<DiffResult> {
  const verdicts: ChangedVerdict[] = [];
  let rest: DiffRest | undefined;
  await streamDiff(options, {
    verdicts(batch) {
      for (const verdict of batch) verdicts.push(verdict);
    },
    end(found) {
      rest = found;
    },
  });
  return { schema: DIFF_SCHEMA, tool: rest!.after.tool, verdicts, ...rest! };
}

/**
 * The same, handed on as it is computed.
 * @param sink is called one call at a time, each awaited; what it throws ends the comparison
 * @throws AdreachError as `diff`
 */
export async function streamDiff(options: DiffOptions, sink: DiffSink): Promise<DiffCounts> {
  const { accounts } = options;
  if (accounts.length === 0)
    throw new AdreachError('usage', 'no account under audit was named', 'name one, for example local-system');
  // Rules are loaded once: both sides are judged by the same.
  const shared = { ...options, rules: rulesOf(options.rules) };
  return withSources(options.before, options, (before) =>
    withSources(options.after, options, (after) =>
      compareSources({
        before: { evidence: before, names: namesOf(options.before), audit: auditRun(shared) },
        after: { evidence: after, names: namesOf(options.after), audit: auditRun(shared) },
        accounts,
        sink,
      }),
    ),
  );
}

const isNamed = (sources: Sources): sources is readonly string[] => Array.isArray(sources);

function namesOf(sources: Sources): readonly string[] {
  return isNamed(sources) ? sources : sources.sources.map(({ name }) => name);
}
