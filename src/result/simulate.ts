/** A simulation's result, `adreach/simulate/v1`: the audit before and after changes. Field names are the published format. */
import { z } from 'zod';
import { auditedAccountSchema, findingSchema, outcomeSchema, summarySchema, toolBlockSchema } from './audit.js';
import { changeDocumentSchema } from './changes.js';
import { evidenceBlockSchema } from './evidence.js';
import { dn, list, object, sidText } from './parts.js';

export const SIMULATE_SCHEMA = 'adreach/simulate/v1';

export const changedVerdictSchema = object({
  account: sidText.describe('SID of the account under audit.'),
  target: z.string().describe('As in an audit: its SID; of an object that has none its DN.'),
  targetDn: dn.describe('After the changes; of what is deleted, before them.'),
  targetName: z.string(),
  action: z.string(),
  before: outcomeSchema.nullable().describe('Null where there was no such target, or no such account under audit.'),
  after: outcomeSchema.nullable().describe('Null where it is no longer there.'),
}).meta({
  id: 'ChangedVerdict',
  description:
    'A verdict that is another one after the changes: its access, verdict, reason or documented set. Another entry that decides the same way is no change.',
});
export type ChangedVerdict = z.infer<typeof changedVerdictSchema>;

const header = {
  schema: z.literal(SIMULATE_SCHEMA),
  tool: toolBlockSchema,
  changes: list(changeDocumentSchema).describe('In the order in which they were made.'),
};

/** What is known before the first verdict is compared. */
export const simulationHeaderSchema = object(header);
export type SimulationHeader = z.infer<typeof simulationHeaderSchema>;

const summaryOrNull = summarySchema.nullable();

/** The whole as one object: what `--format json` writes. */
export const simulationSchema = object({
  ...header,
  accounts: list(auditedAccountSchema).describe(
    'The accounts under audit as they are after the changes; before them, of those that are deleted.',
  ),
  before: summaryOrNull.describe('Null where none of the accounts under audit was there.'),
  after: summaryOrNull.describe('Null where none of the accounts under audit is there any more.'),
  verdicts: list(changedVerdictSchema).describe('Changed ones only.'),
  findings: object({
    appeared: list(findingSchema).describe('By fingerprint: those that were not there before.'),
    gone: list(findingSchema),
  }),
  evidence: evidenceBlockSchema.describe('What both audits rest on, with what was not read of it.'),
});
export type SimulationResult = z.infer<typeof simulationSchema>;
