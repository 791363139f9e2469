/** What a result says of findings that do not count: why, until when, and what of the given files had no use. */
import { z } from 'zod';
import { FRAMEWORK_NAMES } from './frameworks.js';
import { count, dn, list, mapping, object, sha256, sidText } from './parts.js';

export const frameworkIdsSchema = z
  .partialRecord(z.enum(FRAMEWORK_NAMES), list(z.string()))
  .readonly()
  .meta({ id: 'FrameworkIds', description: 'Identifiers of other catalogues (docs/rules.md), by its short name.' });
export type FrameworkIds = z.infer<typeof frameworkIdsSchema>;

const day = z.string().describe('A day, YYYY-MM-DD (UTC); the last one on which it holds.');

export const suppressionSchema = object({ reason: z.string(), owner: z.string(), expires: day }).meta({
  id: 'Suppression',
  description: 'That somebody accepts a finding, for a time.',
});
export type Suppression = z.infer<typeof suppressionSchema>;

const entry = {
  rule: z.string(),
  subject: z.string().describe('As written: a DN, a pattern of DNs, or a SID.'),
  fingerprint: z.string().describe('Where it is for one cause only.').exactOptional(),
  reason: z.string(),
  owner: z.string(),
  expires: day,
  file: z.string().describe('The file it stands in, as the command was told.'),
  line: count,
};

export const expiredSuppressionSchema = object({
  ...entry,
  findings: count.describe('Findings that count again because of that.'),
}).meta({ id: 'ExpiredSuppression' });
export type ExpiredSuppression = z.infer<typeof expiredSuppressionSchema>;

export const unusedSuppressionSchema = object({
  ...entry,
  ruleApplied: z
    .boolean()
    .describe('False: its rule does not belong to the profile, so that there was nothing to match.'),
}).meta({ id: 'UnusedSuppression' });
export type UnusedSuppression = z.infer<typeof unusedSuppressionSchema>;

export const suppressionsSummarySchema = object({
  asOf: z.string().describe('The day that expiry was held against, YYYY-MM-DD (UTC).'),
  entries: count,
  expired: list(expiredSuppressionSchema),
  unused: list(unusedSuppressionSchema).describe('Those that hold still and match no finding.'),
}).meta({ id: 'SuppressionsSummary', description: 'What became of the given suppressions.' });
export type SuppressionsSummary = z.infer<typeof suppressionsSummarySchema>;

export const formerReachSchema = object({
  sid: sidText,
  scope: list(dn).describe('As of `AccountSummary`.'),
  populations: mapping(
    z.string(),
    object({
      targets: count,
      can: mapping(z.string(), count).describe('By action: on how many it could act, and it lasted.'),
    }),
  ),
}).meta({ id: 'FormerReach', description: 'What an account under audit reached by a former result, by population.' });
export type FormerReach = z.infer<typeof formerReachSchema>;

const changedFindingsSchema = object({
  sid: sidText.nullable().describe('The account under audit; null: the directory itself.'),
  gone: count,
  added: count,
}).meta({ id: 'ChangedFindings', description: 'Of `gone` and `added`, those that are about one account under audit.' });

export const baselineSummarySchema = object({
  sha256: sha256.describe('Of the former result.'),
  findings: count.describe(
    'Findings of the former result, each cause once, those left out that were suppressed there.',
  ),
  same: count.describe('Of those, how many there are still.'),
  gone: count.describe('Of those, how many there are no more.'),
  added: count.describe('Causes of findings that the former result did not have; those that are suppressed left out.'),
  reach: list(formerReachSchema).describe(
    'What the accounts under audit reached then. Empty where the former result does not say, or none of them was under audit.',
  ),
  byAccount: list(changedFindingsSchema)
    .nullable()
    .describe(
      'For the accounts under audit and the directory itself; zero where one is missing. Null where the former result does not say whom a finding is about.',
    ),
  sameActions: z
    .boolean()
    .nullable()
    .describe('Both have the same actions and the same profile; null where the former result does not say.'),
  sameRules: z
    .boolean()
    .nullable()
    .describe('Both rest on the same rule files; null where the former result does not say.'),
}).meta({ id: 'BaselineSummary', description: 'How the findings compare with those of a former result.' });
export type BaselineSummary = z.infer<typeof baselineSummarySchema>;
