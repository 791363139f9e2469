/** An audit from evidence to sinks, streaming the accounts. */
import type { RecordSource } from '../directory/record-source.js';
import { type ObjectRecord, objectTargets } from '../directory/targets.js';
import { EVERYONE, type Populations } from '../facts/populations.js';
import type { Manual } from '../result/answers.js';
import type { AppliedRule, EvidenceBlock, FailedRule, Finding, Summary, ToolBlock } from '../result/audit.js';
import type { Profile } from '../result/codes.js';
import type { AuditSink, Explain, TargetOutcomes } from '../result/sink.js';
import type { RuleEvaluator } from '../rules/evaluator.js';
import { type FindingStatuses, withStatuses } from '../rules/statuses/settle.js';
import { auditedAccount } from '../verdicts/account-under-audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { wantsObjects } from '../verdicts/target-classes.js';
import type { DelegationTemplate } from '../verdicts/templates.js';
import { evidenceNoteText } from '../words/evidence-notes.js';
import { identitiesOf } from './identities.js';
import { NOT_ANSWERED, Pass } from './pass.js';
import { scopeNames } from './scope-names.js';
import { openSession, type Session } from './session.js';

export interface AuditOptions {
  readonly evidence: RecordSource;
  /** As written by the user. */
  readonly accounts: readonly string[];
  /** Opened before with the same evidence, accounts and actions; absent: it is opened here. */
  readonly session?: Session;
  /** Who made the exports that do not say it, as written by the user. */
  readonly reader?: string;
  readonly actions: readonly ActionDefinition[];
  readonly rules: RuleEvaluator;
  /** How accounts are counted; as one population by default. */
  readonly populations?: Populations;
  /** What no directory holds, as far as it was answered. */
  readonly manual?: Manual;
  /** Known sets of rights that delegations are compared with. */
  readonly templates?: readonly DelegationTemplate[];
  /** DNs of the containers that the accounts under audit are meant to reach; all of the directory by default. */
  readonly scope?: readonly string[];
  /** The share of them that is expected, 1 to 100. */
  readonly expectCoverage?: number;
  readonly tool: ToolBlock;
  /** What the rules were chosen for. */
  readonly profile?: Profile;
  /** Decides which findings count; all do by default. */
  readonly statuses?: FindingStatuses;
  /** What the result says of the rules that were applied. */
  readonly appliedRules: readonly AppliedRule[];
  readonly sink: AuditSink;
  /** Makes what explains verdicts of the session to the sink. */
  readonly explains?: (session: Session) => Explain;
  /** Called now and then with the number of accounts done. */
  readonly progress?: (accounts: number) => void;
  /** True once nobody reads the result any more: the audit then ends early. */
  readonly abandoned?: () => boolean;
}

export interface AuditOutcome {
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
}

/**
 * Runs an audit: two passes over the accounts, the first to find the accounts under audit, the second for the verdicts.
 * @throws AdreachError where an account is not found, or the evidence cannot be read
 */
export async function runAudit(options: AuditOptions): Promise<AuditOutcome> {
  const { actions, sink, statuses, populations = EVERYONE, manual = NOT_ANSWERED, templates = [] } = options;
  const rules = statuses === undefined ? options.rules : withStatuses(options.rules, statuses);
  const session = options.session ?? (await openSession(options.evidence, options.accounts, actions, options.reader));
  statuses?.identifyBy(identitiesOf(session.directory, session.accounts));
  const expectation = {
    scope: scopeNames(session.directory, options.scope ?? []),
    percent: options.expectCoverage ?? 0,
  };
  await sink.begin(
    {
      schema: 'adreach/audit/v1',
      tool: options.tool,
      evidence: session.block,
      actions: actions.map(({ id, title, targets }) => ({ id, title, targets })),
      profile: options.profile ?? 'mdi-action-account',
      populations: populations.all,
      manual,
      rules: options.appliedRules,
    },
    session.tokens.map(auditedAccount),
    options.explains?.(session),
  );
  const pass = new Pass(session, rules, { populations, expectation, manual, templates });
  const emit = async (findings: readonly Finding[]) => {
    if (findings.length > 0) await sink.findings(findings);
  };
  await emit(pass.start());
  for await (const batch of session.stream.pass()) {
    const outcomes: TargetOutcomes[] = [];
    const findings: Finding[] = [];
    for (const record of batch)
      for (const finding of pass.take(record, pass.accounts, outcomes)) findings.push(finding);
    await sink.targets(outcomes);
    await emit(findings);
    options.progress?.(pass.accounts);
    if (options.abandoned?.()) break;
  }
  let done = pass.accounts;
  for (const batch of objectBatches(session)) {
    if (options.abandoned?.()) break;
    const outcomes: TargetOutcomes[] = [];
    const findings = batch.flatMap((record, i) => pass.takeObject(record, done + i, outcomes));
    done += batch.length;
    await sink.targets(outcomes);
    await emit(findings);
  }
  if (!options.abandoned?.()) await emit(pass.end());
  const { summary: counts, evidence } = pass.finish();
  const summary = { ...counts, ...statuses?.summary(session.accounts.map(({ sid }) => sid)) };
  const failedRules = rules.failures().map(({ rule, count, message }): FailedRule => ({ rule, count, message }));
  const failures = failedRules.map((failure) => evidenceNoteText({ note: 'rule-failed', ...failure }));
  // Findings may be missing: what was found is not all that the evidence holds.
  const complete = evidence.complete && failures.length === 0;
  const final = {
    ...evidence,
    complete,
    ...(failedRules.length > 0 && { failedRules }),
    notes: [...evidence.notes, ...failures],
  };
  await sink.end(summary, final);
  return { summary, evidence: final };
}

/** Objects in one batch. */
const BATCH = 1000;

/** What is no account, and of a class that some action names. */
function* objectBatches({ directory, shared, actions }: Session): Generator<readonly ObjectRecord[]> {
  if (!wantsObjects(actions)) return;
  let batch: ObjectRecord[] = [];
  for (const record of objectTargets(directory, (classes) => shared.actionsOn(classes).length > 0)) {
    batch.push(record);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}
