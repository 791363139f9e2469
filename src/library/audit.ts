/** An audit, from the names of its sources to its result. */
import { type AuditOutcome, type AuditOptions as RunOptions, runAudit } from '../audit/run.js';
import type { Session } from '../audit/session.js';
import type { TargetRecord } from '../directory/targets.js';
import { AdreachError } from '../errors/index.js';
import { Explainer } from '../explain/index.js';
import type { Mode } from '../result/answers.js';
import type { AppliedRule, AuditResult, ToolBlock } from '../result/audit.js';
import type { Profile } from '../result/codes.js';
import type { AuditSink, Explain } from '../result/sink.js';
import { type AnswersFile, createEvaluator, manualOf, populationsOf, type Rule } from '../rules/index.js';
import { type KnownFindings, statusesOf } from './known-findings.js';
import { ResultSink } from './result-sink.js';
import { type RuleSet, rulesOf, toolBlock, withActions, withProfile } from './rule-set.js';
import { type SourceOptions, type Sources, withSources } from './sources.js';

export interface AuditOptions extends SourceOptions {
  readonly sources: Sources;
  /** Accounts under audit: sAMAccountName, `DOMAIN\name`, DN, SID, UPN, or `local-system`. */
  readonly accounts: readonly string[];
  /** Ids of actions; all by default. */
  readonly actions?: readonly string[];
  readonly rules?: RuleSet;
  /** The rules for this kind of account only; `mdi-action-account` by default. */
  readonly profile?: Profile;
  /** Findings that are accepted, or that a former result has: `readKnownFindings`. */
  readonly known?: KnownFindings;
  /** The time against which the expiry of suppressions is held; that of the machine by default. */
  readonly now?: () => Date;
  /** DNs of the containers that the accounts under audit are meant to reach; the whole directory by default. */
  readonly scope?: readonly string[];
  /** As whom actions are carried out; counts before what the answers say. */
  readonly mode?: Mode;
  /** What no directory holds: files as `readAnswers` reads them. */
  readonly answers?: readonly AnswersFile[];
  /** The share of the people there that they are expected to reach, 1 to 100: less is a finding. */
  readonly expectCoverage?: number;
  /** True once nobody reads the result any more: the audit then ends early. */
  readonly abandoned?: () => boolean;
}

/**
 * Evaluates accounts against every target and applies the rules: what `adreach audit --format json` writes, as an object.
 * It holds every verdict; for a domain of more than some 100,000 accounts use `streamAudit`.
 *
 * ```ts
 * const result = await audit({ sources: ['example.snapshot'], accounts: ['mdiAction$'] });
 * const beyond = result.verdicts.filter(({ action, verdict }) => action === 'disable' && verdict === 'cannot');
 * ```
 * @throws AdreachError for an account that is not found, or a source or rule file that cannot be used
 */
export async function audit(options: AuditOptions): Promise<AuditResult> {
  const sink = new ResultSink();
  await streamAudit(options, sink);
  return sink.result();
}

/**
 * The same, handed on as it is computed, in bounded memory.
 *
 * ```ts
 * await streamAudit({ sources, accounts }, {
 *   begin(header, accounts) {},
 *   targets(batch) { for (const { target, outcomes } of batch) store(target.sid, outcomes); },
 *   findings(batch) {},
 *   end(summary, evidence) {},
 * });
 * ```
 * @param sink is called one call at a time, each awaited; what it throws ends the audit
 * @returns the counts, and the evidence with all gaps
 * @throws AdreachError as `audit`
 */
export async function streamAudit(options: AuditOptions, sink: AuditSink): Promise<AuditOutcome> {
  const { accounts } = options;
  if (accounts.length === 0) {
    throw new AdreachError('usage', 'no account under audit was named', 'name one, for example local-system');
  }
  const run = auditRun(options);
  return withSources(options.sources, options, (evidence) => runAudit({ ...run, evidence, accounts, sink }));
}

/** All of an audit but what it is about, and where it goes. */
export type AuditRun = Omit<RunOptions, 'evidence' | 'accounts' | 'sink' | 'session'>;

/** @throws AdreachError as `audit`, for rules, actions and answers */
export function auditRun(options: Omit<AuditOptions, 'sources' | 'accounts'>): AuditRun {
  const { progress, abandoned, known, profile = 'mdi-action-account', now = () => new Date() } = options;
  const loaded = withProfile(withActions(rulesOf(options.rules), options.actions), profile);
  const tool = toolBlock(loaded);
  return {
    actions: loaded.actions,
    rules: createEvaluator(loaded.rules),
    populations: populationsOf(loaded.populations),
    manual: manualOf(loaded.questions, options.answers ?? [], options.mode, profile),
    templates: loaded.templates,
    ...(options.scope !== undefined && { scope: options.scope }),
    ...(options.expectCoverage !== undefined && { expectCoverage: options.expectCoverage }),
    tool,
    explains: (session) => explainsWith(session, tool),
    appliedRules: loaded.rules.map(appliedRule),
    profile,
    ...(known !== undefined && {
      statuses: statusesOf(known, loaded, now(), { actions: loaded.actions.map(({ id }) => id), profile }),
    }),
    ...(options.reader !== undefined && { reader: options.reader }),
    ...(abandoned !== undefined && { abandoned }),
    ...(progress !== undefined && {
      progress: (targets: number) => progress(`${targets.toLocaleString('en')} accounts evaluated`),
    }),
  };
}

/** Explains to sinks what `explain` would: for each account under audit, when it is first asked. */
function explainsWith(session: Session, tool: ToolBlock): Explain {
  const explainers: Explainer[] = [];
  return ({ account, origin }, action) => {
    explainers[account] ??= new Explainer(session, account, tool);
    return explainers[account].explain(origin as TargetRecord, action);
  };
}

function appliedRule(rule: Rule): AppliedRule {
  const { id, title, severity, description, risk, remediation, references, frameworks } = rule;
  return { id, title, severity, description, risk, remediation, references, frameworks: { ...frameworks } };
}
