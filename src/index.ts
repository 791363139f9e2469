/**
 * adreach as a library: what the commands do, as functions with typed results. Failures that a user can act on are
 * `AdreachError`, with a code, a sentence and a hint. docs/library.md has an example.
 */
export type { AssembleSummary } from './assemble/index.js';
export type { AuditOutcome } from './audit/run.js';
export type { RecordSource } from './directory/record-source.js';
export { AdreachError, type ErrorCode } from './errors/index.js';
export { type AuditOptions, audit, streamAudit } from './library/audit.js';
export { type CollectOptions, type CollectOutcome, collect } from './library/collect.js';
export type { Connection, ConnectionOptions, Pem, ProgressListener } from './library/connection.js';
export {
  type DiffOptions,
  type DiffOutcome,
  diff,
  type ResultDiffOptions,
  streamDiff,
  streamResultDiff,
} from './library/diff.js';
export { type ExplainOptions, explain } from './library/explain.js';
export { type KnownFindings, type KnownFindingsFiles, readKnownFindings } from './library/known-findings.js';
export {
  checkPlan,
  type PlanCheckOptions,
  type PlanCheckOutcome,
  type PlanOptions,
  type PlanOutcome,
  planDelegation,
} from './library/plan.js';
export { type RuleSet, withActions } from './library/rule-set.js';
export { type SimulateOptions, simulate, streamSimulation } from './library/simulate.js';
export { openSources, type SourceOptions, type Sources } from './library/sources.js';
export { huntingQueries, type QueryOptions, type VerifyOptions, verify } from './library/verify.js';
export { explanationDocument } from './report/explain/json.js';
export { createSinks, type FormatName, type ReportSinks, type SinkOptions } from './report/index.js';
export type * from './result/audit.js';
export type * from './result/changes.js';
export {
  ACCOUNT_KINDS,
  CAVEAT_CODES,
  FINDING_STATUSES,
  PROFILES,
  REASON_CODES,
  SEVERITIES,
  VERDICT_CODES,
} from './result/codes.js';
export type * from './result/diff.js';
export type * from './result/directory-changes.js';
export type { Explanation } from './result/explain.js';
export type { ExplanationDocument } from './result/explain-document.js';
export { GAP_CODES, type GapCode } from './result/gaps.js';
export type { Plan } from './result/plan.js';
export type * from './result/rights.js';
export type * from './result/simulate.js';
export type * from './result/simulate-sink.js';
export type * from './result/sink.js';
export type * from './result/sources.js';
export type * from './result/steps.js';
export type * from './result/verify.js';
export { type AnswersFile, type LoadedRules, loadRules, type Rule, readAnswers } from './rules/index.js';
export type { LdapCredentials, LdapInfo } from './sources/ldap/index.js';
export { Journal } from './sources/ldap/journal/journal.js';
export type { Query, QueryTarget } from './verify/queries/index.js';
