/** Two sources compared: what changed, and why. */
import { compareSources } from '../diff/compare.js';
import { compareResults, type ResultSide } from '../diff/compare-results.js';
import { AdreachError } from '../errors/index.js';
import { readResultHead, readResultVerdicts } from '../report/baseline/result-reader.js';
import type { AuditedAccount } from '../result/audit.js';
import type { DiffCounts, DiffResult, DiffSink, DiffVerdict } from '../result/diff.js';
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
  const verdicts: DiffVerdict[] = [];
  let rest: Omit<DiffResult, 'schema' | 'tool' | 'verdicts'> | undefined;
  await streamDiff(options, {
    verdicts(batch) {
      for (const verdict of batch) verdicts.push(verdict);
    },
    end(found) {
      const { new: fresh, gone, same, statusChanged } = found.findings;
      rest = { ...found, findings: { new: [...fresh], gone: [...gone], same, statusChanged: [...statusChanged] } };
    },
  });
  return { schema: DIFF_SCHEMA, tool: rest!.after.tool, verdicts, ...rest! };
}

/**
 * The same, handed on as it is computed.
 * @param sink is called one call at a time, each awaited; what it throws ends the comparison
 * @throws AdreachError as `diff`
 */
export async function streamDiff(options: DiffOptions, sink: DiffSink): Promise<DiffOutcome> {
  const { accounts } = options;
  if (accounts.length === 0)
    throw new AdreachError('usage', 'no account under audit was named', 'name one, for example local-system');
  // Rules are loaded once: both sides are judged by the same.
  const shared = { ...options, rules: rulesOf(options.rules) };
  const watched = watching(sink);
  await withSources(options.before, options, (before) =>
    withSources(options.after, options, (after) =>
      compareSources({
        before: { evidence: before, names: namesOf(options.before), audit: auditRun(shared) },
        after: { evidence: after, names: namesOf(options.after), audit: auditRun(shared) },
        accounts,
        sink: watched,
      }),
    ),
  );
  return watched.outcome();
}

export interface ResultDiffOptions {
  /** Paths of two results, as `audit --format json` writes them. */
  readonly before: string;
  readonly after: string;
  /** Only these accounts under audit, by name or SID; all by default. */
  readonly accounts?: readonly string[];
  /** Ids of actions; all by default. */
  readonly actions?: readonly string[];
}

/**
 * What changed between two results of audits. The directories are not there: causes are as recorded, and none is proven.
 * @throws AdreachError `file` or `format` for what is no such result; `not-found` for an account that neither has
 */
export async function streamResultDiff(options: ResultDiffOptions, sink: DiffSink): Promise<DiffOutcome> {
  const [before, after] = [await resultSide(options.before), await resultSide(options.after)];
  const { accounts = [], actions = [] } = options;
  const isNamed = (account: AuditedAccount, name: string) => {
    const key = name.toLowerCase();
    const [, own = account.name] = /^[^\\]*\\(.*)$/s.exec(account.name) ?? [];
    return [account.sid, account.name, account.dn ?? '', own, own.replace(/\$$/, '')].some(
      (each) => each.toLowerCase() === key,
    );
  };
  const all = [...before.accounts, ...after.accounts];
  const missing = accounts.find((name) => !all.some((account) => isNamed(account, name)));
  if (missing !== undefined)
    throw new AdreachError(
      'not-found',
      `neither result has an account under audit "${missing}"`,
      `They have: ${[...new Set(all.map(({ name }) => name))].join(', ')}.`,
    );
  const watched = watching(sink);
  await compareResults({
    before,
    after,
    wanted: (account) => accounts.length === 0 || accounts.some((name) => isNamed(account, name)),
    actions,
    sink: watched,
  });
  return watched.outcome();
}

async function resultSide(path: string): Promise<ResultSide> {
  const head = await readResultHead(path);
  return { ...head, name: path, verdicts: () => readResultVerdicts(path) };
}

/** How a comparison came out. */
export interface DiffOutcome {
  readonly summary: DiffCounts;
  /** Verdicts, findings, delegations, tokens or who may retrieve a password are not what they were. */
  readonly different: boolean;
  /** The evidence of both sides is. */
  readonly complete: boolean;
}

function watching(sink: DiffSink): DiffSink & { outcome(): DiffOutcome } {
  let outcome: DiffOutcome | undefined;
  return {
    ...(sink.audit !== undefined && { audit: sink.audit }),
    verdicts: (batch) => sink.verdicts(batch),
    end(rest) {
      const { summary, accounts, before, after } = rest;
      const { verdicts, findings, delegations } = summary;
      const others = accounts.some(
        ({ token, retrievers }) =>
          token.gained.length + token.lost.length + retrievers.gained.length + retrievers.lost.length > 0,
      );
      const changes =
        verdicts.changed +
        findings.new +
        findings.gone +
        findings.statusChanged +
        delegations.added +
        delegations.removed;
      outcome = {
        summary,
        different: changes + delegations.changed > 0 || others,
        complete: before.evidence.complete && after.evidence.complete,
      };
      return sink.end(rest);
    },
    outcome: () => outcome!,
  };
}

const isNamed = (sources: Sources): sources is readonly string[] => Array.isArray(sources);

function namesOf(sources: Sources): readonly string[] {
  return isNamed(sources) ? sources : sources.sources.map(({ name }) => name);
}
