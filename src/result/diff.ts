/** What is different between two sources, or two results of an audit, `adreach/diff/v1`. Field names are the published format. */
import { z } from 'zod';
import { decidingAceSchema, tokenEntrySchema, toolBlockSchema } from './audit.js';
import { ACCESS_CODES, FINDING_STATUSES, REASON_CODES, SEVERITIES, VERDICT_CODES } from './codes.js';
import { populationCountsSchema } from './coverage.js';
import { delegationSchema } from './delegations.js';
import { directoryChangeSchema } from './directory-changes.js';
import { evidenceBlockSchema } from './evidence.js';
import { retrieverSchema } from './managed.js';
import { count, dn, list, mapping, object, sidText } from './parts.js';
import type { AuditSink } from './sink.js';

export const DIFF_SCHEMA = 'adreach/diff/v1';

export const diffAnswerSchema = object({
  access: z.enum(ACCESS_CODES),
  verdict: z.enum(VERDICT_CODES),
  reason: z.enum(REASON_CODES),
  documentedSet: z.boolean().nullable(),
  ace: decidingAceSchema.nullable(),
}).meta({ id: 'DiffAnswer' });
export type DiffAnswer = z.infer<typeof diffAnswerSchema>;

export const causeRefSchema = object({
  cause: count.describe('Position in `causes`.'),
  text: z.string().describe('The same in words.'),
  proven: z.boolean(),
}).meta({ id: 'CauseRef' });
export type CauseRef = z.infer<typeof causeRefSchema>;

export const diffVerdictSchema = object({
  account: sidText,
  target: z.string().describe('As in the result of an audit.'),
  targetDn: dn.describe('As it is now; of one that is no more, as it was.'),
  targetName: z.string(),
  action: z.string(),
  before: diffAnswerSchema.nullable().describe('Null: there was no such target, or no such account under audit.'),
  after: diffAnswerSchema.nullable().describe('Null: it is no more.'),
  causes: list(causeRefSchema).describe(
    'Each of them alone is enough; none: nothing that is different between the directories explains it.',
  ),
}).meta({
  id: 'DiffVerdict',
  description: 'A verdict of which the access, the verdict or the documented set is another one.',
});
export type DiffVerdict = z.infer<typeof diffVerdictSchema>;

export const causeSchema = object({
  text: z.string(),
  changes: list(directoryChangeSchema).describe('What changed in the directory: all of it together.'),
  proven: z
    .boolean()
    .describe(
      'These changes, made alone to the old directory, give the new verdict, and no proper part of them does: it was tried.',
    ),
  because: z.string().nullable().describe('Why it is not proven; null: it is.'),
  verdicts: count.describe('Changed verdicts that it explains.'),
  sole: count.describe('Those of them that nothing else explains.'),
  targets: count,
  byChange: list(
    object({
      account: sidText,
      action: z.string(),
      before: z.enum(VERDICT_CODES).nullable(),
      after: z.enum(VERDICT_CODES).nullable(),
      verdicts: count,
    }),
  ),
  examples: list(object({ dn, name: z.string() })).describe('The first 20 targets.'),
}).meta({ id: 'Cause' });
export type Cause = z.infer<typeof causeSchema>;

export const diffFindingSchema = object({
  rule: z.string(),
  severity: z.enum(SEVERITIES),
  title: z.string(),
  subject: z.string(),
  subjectName: z.string(),
  account: z.string().nullable(),
  message: z.string(),
  fingerprint: z.string(),
  status: z.enum(FINDING_STATUSES),
}).meta({ id: 'DiffFinding' });
export type DiffFinding = z.infer<typeof diffFindingSchema>;

const side = object({
  kind: z.enum(['sources', 'result']).describe('What it was made from: sources, or the result of an audit.'),
  names: list(z.string()).describe('As the user named them.'),
  tool: toolBlockSchema,
  evidence: evidenceBlockSchema,
});
export type DiffSide = z.infer<typeof side>;

export const diffCoverageSchema = object({
  actions: mapping(z.string(), mapping(z.enum(VERDICT_CODES), count)).describe('Verdicts by action, over all targets.'),
  populations: mapping(z.string(), populationCountsSchema),
  outside: count,
}).meta({ id: 'DiffCoverage', description: 'What one account under audit reaches, as in the summary of an audit.' });
export type DiffCoverage = z.infer<typeof diffCoverageSchema>;

export const diffAccountSchema = object({
  sid: sidText,
  name: z.string(),
  before: z.boolean().describe('The old sources have it.'),
  after: z.boolean().describe('The new sources have it.'),
  token: object({ gained: list(tokenEntrySchema), lost: list(tokenEntrySchema) }),
  retrievers: object({ gained: list(retrieverSchema), lost: list(retrieverSchema) }).describe(
    'Of a managed service account: who may retrieve its password now, and could not; and the other way round.',
  ),
  coverage: object({ before: diffCoverageSchema.nullable(), after: diffCoverageSchema.nullable() }),
}).meta({ id: 'DiffAccount' });
export type DiffAccount = z.infer<typeof diffAccountSchema>;

const changedDelegation = object({ account: sidText, delegation: delegationSchema });

const counts = {
  targets: object({
    before: count,
    after: count,
    created: count,
    deleted: count,
    moved: count.describe('To another container; what lies in a container that was moved is not counted.'),
    renamed: count,
  }),
  verdicts: object({
    changed: count,
    explained: count.describe('By a cause that is proven.'),
    unproven: count.describe('By causes that are not.'),
    unexplained: count,
    otherReason: count.describe('Verdicts that are the same for another reason: not among the changed ones.'),
  }),
  byChange: list(
    object({
      account: sidText,
      action: z.string(),
      before: z.enum(VERDICT_CODES).nullable(),
      after: z.enum(VERDICT_CODES).nullable(),
      verdicts: count,
    }),
  ),
  findings: object({ new: count, gone: count, same: count, statusChanged: count }),
  delegations: object({ added: count, removed: count, changed: count }),
  directory: mapping(z.string(), count).describe(
    'How many differences of each kind there are between the containers, groups and memberships of the two directories.',
  ),
};

export const diffCountsSchema = object(counts).meta({ id: 'DiffCounts' });
export type DiffCounts = z.infer<typeof diffCountsSchema>;

const rest = {
  causes: list(causeSchema).describe('In the order in which they were met.'),
  findings: object({
    new: list(diffFindingSchema),
    gone: list(diffFindingSchema),
    same: count,
    statusChanged: list(object({ finding: diffFindingSchema, before: z.enum(FINDING_STATUSES) })).describe(
      'The same finding, and another status: suppressed since, or open again.',
    ),
  }),
  delegations: object({
    added: list(changedDelegation),
    removed: list(changedDelegation),
    changed: list(object({ account: sidText, before: delegationSchema, after: delegationSchema })).describe(
      'The same entries, on other objects.',
    ),
  }),
  accounts: list(diffAccountSchema),
  summary: diffCountsSchema,
  notes: list(z.string()).describe('What the comparison rests on, one sentence each.'),
  before: side,
  after: side,
};

/** The findings of a comparison: those of each kind are read again at each call, however many they are. */
export interface DiffFindings {
  readonly new: Iterable<DiffFinding>;
  readonly gone: Iterable<DiffFinding>;
  readonly same: number;
  readonly statusChanged: Iterable<{ readonly finding: DiffFinding; readonly before: DiffFinding['status'] }>;
}

/** What is known once everything has been compared. */
export type DiffRest = Omit<z.infer<z.ZodReadonly<z.ZodObject<typeof rest>>>, 'findings'> & {
  readonly findings: DiffFindings;
};

export const diffResultSchema = object({
  schema: z.literal(DIFF_SCHEMA),
  tool: toolBlockSchema,
  verdicts: list(diffVerdictSchema).describe('Changed verdicts only.'),
  ...rest,
});
export type DiffResult = z.infer<typeof diffResultSchema>;

/** Receives a comparison as it is computed. */
export interface DiffSink {
  verdicts(batch: readonly DiffVerdict[]): void | Promise<void>;
  end(rest: DiffRest): void | Promise<void>;
  /**
   * Gets the audit of the newer side as it is computed, where somebody wants all of it; nobody calls it where two results are
   * compared, or none of the accounts under audit is there any more. What it is told by `begin` can be asked for until `end`
   * of the comparison has returned.
   */
  readonly audit?: AuditSink;
}
