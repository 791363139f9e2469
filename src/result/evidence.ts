/** What a result says it rests on: sources, domains, counts, and what is missing. */
import { z } from 'zod';
import { REASON_CODES } from './codes.js';
import { GAP_CODES } from './gaps.js';
import { count, dn, list, object, sidText } from './parts.js';
import { sourceInfoSchema } from './sources.js';

const touches = {
  unknown: count.nullable().describe('Verdicts that are `unknown` because of it, alone or with others.'),
  resting: count.nullable().describe('Verdicts that are known, and rest on what was read or assumed in its place.'),
};

export const gapTouchesSchema = object(touches).meta({
  id: 'GapTouches',
  description:
    'Verdicts of the result that a gap touches; null where they cannot be counted. A verdict may be counted at several gaps.',
});
export type GapTouches = z.infer<typeof gapTouchesSchema>;

export const evidenceGapSchema = object({
  source: z.string(),
  code: z.enum(GAP_CODES),
  dn: dn.nullable().describe('The object, container or naming context that it concerns.'),
  count: count.describe('Objects or values that it concerns.'),
  message: z.string().describe('One sentence for people.'),
  touches: gapTouchesSchema
    .describe('Absent where verdicts were not counted (yet): in the header of `ndjson`, and in explanations.')
    .exactOptional(),
}).meta({ id: 'EvidenceGap' });
export type EvidenceGap = z.infer<typeof evidenceGapSchema>;

export const gapsOfCodeSchema = object({
  code: z.enum(GAP_CODES),
  gaps: count.describe('Entries in `gaps`.'),
  count: count.describe('Objects and values that they concern.'),
  ...touches,
  means: z.string().describe('What such a gap means for verdicts, in a sentence for people.'),
}).meta({ id: 'GapsOfCode', description: 'The gaps of one code together; each verdict is counted once.' });
export type GapsOfCode = z.infer<typeof gapsOfCodeSchema>;

export const unknownVerdictsSchema = object({
  reason: z.enum(REASON_CODES),
  verdicts: count,
  targets: count.describe('Distinct targets.'),
  gaps: list(z.enum(GAP_CODES)).describe('Codes of the gaps that leave some of them unknown.'),
  withoutGap: count.describe(
    'Those that no gap explains: what decides them is in no directory, or lies outside the sources.',
  ),
  examples: list(dn).describe('DNs of the first targets.'),
}).meta({ id: 'UnknownVerdicts', description: 'The verdicts that are `unknown` for one reason.' });
export type UnknownVerdicts = z.infer<typeof unknownVerdictsSchema>;

export const classCountSchema = object({
  class: z.string().describe('The most specific class, lDAPDisplayName; empty where objectClass was not read.'),
  count,
}).meta({ id: 'ClassCount' });
export type ClassCount = z.infer<typeof classCountSchema>;

export const evidenceCountsSchema = object({
  accounts: count.describe('Targets. Absent until they have been read.').exactOptional(),
  accountsByClass: list(classCountSchema).describe('Most frequent first.').exactOptional(),
  groups: count,
  containers: count.describe('Objects that are neither account nor group, or that others lie below.'),
  containersByClass: list(classCountSchema),
  foreignPrincipals: count,
  trusts: count,
  schemaClasses: count.describe("Of the sources' own schema; 0 where that of the base product is used."),
  schemaAttributes: count,
  extendedRights: count,
  descriptors: count.describe('Distinct security descriptors.'),
}).meta({ id: 'EvidenceCounts', description: 'What the sources hold, joined.' });
export type EvidenceCounts = z.infer<typeof evidenceCountsSchema>;

const failedRuleSchema = object({
  rule: z.string(),
  count: count.describe('On how many objects.'),
  message: z.string().describe('What went wrong the first time.'),
}).meta({ id: 'FailedRule' });
export type FailedRule = z.infer<typeof failedRuleSchema>;

export const evidenceBlockSchema = object({
  sources: list(sourceInfoSchema),
  domains: list(object({ dn, dnsName: z.string(), sid: sidText })),
  counts: evidenceCountsSchema,
  complete: z.boolean().describe('False where there are gaps, and where a rule could not be evaluated.'),
  gaps: list(evidenceGapSchema),
  gapsByCode: list(gapsOfCodeSchema)
    .describe('What the gaps touch, code by code. Absent like `touches` of a gap.')
    .exactOptional(),
  unknown: list(unknownVerdictsSchema)
    .describe('Why verdicts are unknown, most frequent reason first. Absent like `touches` of a gap.')
    .exactOptional(),
  failedRules: list(failedRuleSchema)
    .describe(
      'Rules that could not be evaluated everywhere, so that findings may be missing. Absent where none failed.',
    )
    .exactOptional(),
  notes: list(z.string()).describe('Assumptions that the verdicts rest on, one sentence each.'),
}).meta({ id: 'EvidenceBlock' });
export type EvidenceBlock = z.infer<typeof evidenceBlockSchema>;
