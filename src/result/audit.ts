/** The audit's result, `adreach/audit/v1`. Field names are the published format. */
import { z } from 'zod';
import { manualSchema } from './answers.js';
import {
  ACCESS_CODES,
  ACCOUNT_KINDS,
  CAVEAT_CODES,
  FINDING_STATUSES,
  PROFILES,
  PROTECTION_STATES,
  REASON_CODES,
  SEVERITIES,
  VERDICT_CODES,
} from './codes.js';
import { accountSummarySchema, populationSchema } from './coverage.js';
import { evidenceBlockSchema } from './evidence.js';
import { count, dn, list, mapping, object, sha256, sidText } from './parts.js';
import { baselineSummarySchema, frameworkIdsSchema, suppressionSchema, suppressionsSummarySchema } from './statuses.js';

export type * from './answers.js';
export type * from './codes.js';
export type * from './coverage.js';
export type * from './delegations.js';
export type * from './evidence.js';
export type * from './managed.js';
export type * from './statuses.js';
export type * from './tristate.js';

export const AUDIT_SCHEMA = 'adreach/audit/v1';

export const decidingAceSchema = object({
  index: count.describe('Position in the DACL of the target, from 0, in stored order.'),
  sddl: z.string(),
  trustee: sidText,
  trusteeName: z.string().nullable().describe('Display name of the trustee, where the sources know one.'),
  from: dn
    .nullable()
    .describe(
      "DN of the ancestor it was inherited from; null for an entry of the object's own, or where no ancestor carries it.",
    ),
}).meta({ id: 'DecidingAce', description: 'The access control entry that decides.' });
export type DecidingAce = z.infer<typeof decidingAceSchema>;

const outcome = {
  action: z.string(),
  access: z.enum(ACCESS_CODES).describe('What the directory would answer to the request itself.'),
  verdict: z.enum(VERDICT_CODES),
  reason: z.enum(REASON_CODES),
  documentedSet: z
    .boolean()
    .nullable()
    .describe('All rights of the documented set are held; null where the evidence does not decide.'),
  ace: decidingAceSchema
    .nullable()
    .describe('Null where no entry decides (nothing matched, no DACL, descriptor not readable).'),
  caveats: list(z.enum(CAVEAT_CODES)).describe('Given only where access is granted.'),
};

/** The outcome of one action; the same object is shared by all targets it holds for, so sinks may cache by identity. */
export const outcomeSchema = object(outcome).meta({ id: 'Outcome' });
export type Outcome = z.infer<typeof outcomeSchema>;

const verdict = {
  account: sidText.describe('SID of the account under audit.'),
  target: z
    .string()
    .describe(
      'SID of the target; empty where objectSid was not read. Of an object that has none, as an organizational unit: its DN.',
    ),
  targetDn: dn,
  targetName: z.string(),
  ...outcome,
};

export const verdictSchema = object(verdict).meta({
  id: 'Verdict',
  description: 'What one account under audit can do to one target by one action.',
});
export type Verdict = z.infer<typeof verdictSchema>;

export const tokenEntrySchema = object({
  sid: sidText,
  name: z.string().nullable(),
  via: list(z.string()).describe(
    'How it got there: the account, then each group on the way, then what this SID is; names, nearest last. Of a way of more than 17 the first 8, how many are left out ("... 7,990 groups ..."), and the last 8.',
  ),
  domain: dn.nullable().describe('DN of the domain whose domain controllers add it; null: everywhere.'),
}).meta({ id: 'TokenEntry' });
export type TokenEntry = z.infer<typeof tokenEntrySchema>;

const auditedAccount = {
  sid: sidText,
  dn: dn.nullable(),
  name: z.string(),
  kind: z.enum(ACCOUNT_KINDS),
  token: list(tokenEntrySchema),
};

export const auditedAccountSchema = object(auditedAccount).meta({ id: 'AuditedAccount' });
export type AuditedAccount = z.infer<typeof auditedAccountSchema>;

const finding = {
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  subject: z.string().describe('DN or SID.'),
  subjectName: z.string().describe('The subject by a name for people; the subject itself where none is known.'),
  account: z
    .string()
    .nullable()
    .describe("The audited account's SID, or null where the finding is about the directory itself."),
  message: z.string().describe('One or two sentences for a reviewer, with the particulars filled in.'),
  evidence: mapping(z.string(), z.unknown()),
  remediation: z.string(),
  fingerprint: z
    .string()
    .describe(
      'Rule and cause, by SIDs and GUIDs: the same as long as the cause is the same, whatever is renamed, moved or added beside it.',
    ),
  status: z
    .enum(FINDING_STATUSES)
    .describe(
      '`open` findings count for `--fail-on`; `suppressed`: accepted for a time by somebody; `baseline`: a former result had it already.',
    ),
  suppression: suppressionSchema.nullable().describe('Why it is suppressed; null where it is not.'),
  frameworks: frameworkIdsSchema,
};

export const findingSchema = object(finding).meta({ id: 'Finding' });
export type Finding = z.infer<typeof findingSchema>;

export const toolBlockSchema = object({
  name: z.literal('adreach'),
  version: z.string(),
  rules: sha256.describe('SHA-256 over the rule files used.'),
}).meta({ id: 'ToolBlock' });
export type ToolBlock = z.infer<typeof toolBlockSchema>;

export const verdictCountsSchema = mapping(z.enum(VERDICT_CODES), count);
export type VerdictCounts = z.infer<typeof verdictCountsSchema>;

export const actionSummarySchema = object({
  account: sidText,
  action: z.string(),
  verdicts: verdictCountsSchema,
  reasons: z.partialRecord(z.enum(REASON_CODES), count).readonly(),
  documentedSet: count.describe('Targets on which all rights of the documented set are held.'),
}).meta({ id: 'ActionSummary', description: 'Counts for one account under audit and one action.' });
export type ActionSummary = z.infer<typeof actionSummarySchema>;

export const containerSummarySchema = object({
  account: sidText,
  action: z.string(),
  container: dn,
  verdicts: verdictCountsSchema,
}).meta({
  id: 'ContainerSummary',
  description: 'Counts for one account under audit, one action and one container (the targets directly in it).',
});
export type ContainerSummary = z.infer<typeof containerSummarySchema>;

const summary = {
  targets: count.describe('Objects that some action is about.'),
  accounts: list(accountSummarySchema).describe(
    'What each account under audit reaches, by population, and what it would gain by which change.',
  ),
  actions: list(actionSummarySchema),
  containers: list(containerSummarySchema),
  protection: mapping(z.enum(PROTECTION_STATES), count).describe(
    'Targets by how they stand to AdminSDHolder; none: not protected, and without a trace of it.',
  ),
  findings: mapping(z.enum(SEVERITIES), count).describe('Open findings by severity.'),
  findingsByRule: mapping(z.string(), count).describe('Open findings by rule id.'),
  suppressedFindings: mapping(z.enum(SEVERITIES), count).describe('Suppressed findings by severity.'),
  baselineFindings: mapping(z.enum(SEVERITIES), count).describe('Findings that the baseline has already, by severity.'),
  suppressions: suppressionsSummarySchema.describe('Absent where none were given.').exactOptional(),
  baseline: baselineSummarySchema.describe('Absent where none was given.').exactOptional(),
};

export const summarySchema = object(summary).meta({ id: 'Summary' });
export type Summary = z.infer<typeof summarySchema>;

export const appliedRuleSchema = object({
  id: z.string(),
  title: z.string(),
  severity: z.enum(SEVERITIES),
  description: z.string(),
  risk: z.string(),
  remediation: z.string(),
  references: list(z.string()),
  frameworks: frameworkIdsSchema,
}).meta({
  id: 'AppliedRule',
  description: 'What a report says about a rule that was applied, with findings or without; from its rule file.',
});
export type AppliedRule = z.infer<typeof appliedRuleSchema>;

const header = {
  schema: z.literal(AUDIT_SCHEMA),
  tool: toolBlockSchema,
  evidence: evidenceBlockSchema,
  actions: list(
    object({
      id: z.string(),
      title: z.string(),
      targets: list(z.string()).describe(
        'Classes of the objects that have verdicts on it, with those derived from them.',
      ),
    }),
  ),
  profile: z.enum(PROFILES).describe('What the rules were chosen for.'),
  populations: list(populationSchema).describe(
    'In the order in which they are tried: each account is in the first that it fits.',
  ),
  manual: manualSchema,
  rules: list(appliedRuleSchema).describe('The rules that were applied.'),
};

/** The part of a result that is known before the first verdict. */
export const auditHeaderSchema = object(header);
export type AuditHeader = z.infer<typeof auditHeaderSchema>;

/** The whole result as one object: what `--format json` writes. */
export const auditResultSchema = object({
  ...header,
  accounts: list(auditedAccountSchema).describe('The accounts under audit, in the order in which they were named.'),
  verdicts: list(verdictSchema),
  findings: list(findingSchema),
  summary: summarySchema,
});
export type AuditResult = z.infer<typeof auditResultSchema>;

/** One line of `--format ndjson`. */
export const auditLineSchema = z.discriminatedUnion('type', [
  object({ type: z.literal('header'), ...header }),
  object({ type: z.literal('account'), ...auditedAccount }),
  object({ type: z.literal('verdict'), ...verdict }),
  object({ type: z.literal('finding'), ...finding }),
  object({ type: z.literal('summary'), ...summary, evidence: evidenceBlockSchema }),
]);
export type AuditLine = z.infer<typeof auditLineSchema>;
