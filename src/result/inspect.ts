/** What `adreach inspect` tells of sources. */
import { z } from 'zod';
import { GAP_CODES } from './gaps.js';
import { count, dn, list, object, sha256, sidText } from './parts.js';
import { modifiedAt, originInfoSchema, sourceShape } from './sources.js';

export const INSPECTION_SCHEMA = 'adreach-inspection/1';

export const inspectedCountsSchema = object({
  objects: count,
  accounts: count.nullable(),
  groups: count.nullable(),
  containers: count.nullable(),
  foreignPrincipals: count.nullable(),
  trusts: count.nullable(),
  classes: count,
  attributes: count,
  rights: count,
  descriptors: count.nullable().describe('Distinct security descriptors.'),
}).meta({ id: 'InspectedCounts', description: 'What there is of each kind; null: not counted, to be quick.' });
export type InspectedCounts = z.infer<typeof inspectedCountsSchema>;

export const inspectedDomainSchema = object({
  dn,
  dnsName: z.string(),
  sid: sidText.nullable().describe("Null where only the forest is known, not the domain's own object."),
  netbiosName: z.string().nullable(),
}).meta({ id: 'InspectedDomain' });
export type InspectedDomain = z.infer<typeof inspectedDomainSchema>;

const inspection = {
  sources: list(
    object({
      ...sourceShape,
      sha256: sha256.nullable().describe('Null where it was not read whole.'),
      modifiedAt,
      size: count.nullable().describe('Bytes; null for standard input.'),
    }),
  ),
  madeFrom: list(originInfoSchema).describe('What a snapshot was made from; empty for other kinds.'),
  description: z.string().nullable().describe('What the person who took an AD Explorer snapshot wrote about it.'),
  domains: list(inspectedDomainSchema).nullable().describe('Null where finding out takes longer than a look.'),
  counts: inspectedCountsSchema,
  accountsByClass: list(object({ class: z.string(), count }))
    .nullable()
    .describe('By the most specific class, the largest first.'),
  gaps: list(object({ code: z.enum(GAP_CODES), count, example: z.string() }))
    .nullable()
    .describe('What could not be read, by code; null where it was not looked at.'),
  complete: z.boolean().nullable().describe('False: something could not be read.'),
  full: z.boolean().describe('False: something was left out to be quick.'),
};

export const inspectionSchema = object(inspection);
export type Inspection = z.infer<typeof inspectionSchema>;

/** What `--format json` writes. */
export const inspectionDocumentSchema = object({ schema: z.literal(INSPECTION_SCHEMA), ...inspection });
export type InspectionDocument = z.infer<typeof inspectionDocumentSchema>;
