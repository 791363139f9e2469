/** `adreach/verify/v1`: what event files say really happened, held against what the sources predict. */
import { z } from 'zod';
import { toolBlockSchema } from './audit.js';
import { ACCESS_CODES, ACCOUNT_KINDS, REASON_CODES, VERDICT_CODES } from './codes.js';
import { evidenceBlockSchema } from './evidence.js';
import { count, dn, instant, list, mapping, object, sha256, sidText } from './parts.js';

export const VERIFY_SCHEMA = 'adreach/verify/v1';

/** In the order in which reports show them: what has to be looked at first. */
export const JUDGEMENTS = ['disagreed', 'changed-in-between', 'not-proven', 'not-predicted', 'agreed'] as const;
export type Judgement = (typeof JUDGEMENTS)[number];

/** What happened, as far as the files say. */
export const OCCURRENCES = ['done', 'accepted', 'refused', 'reported', 'reported-failed'] as const;
export type Occurrence = (typeof OCCURRENCES)[number];

/** Why a judgement is what it is; the texts are in `words/verify.ts`. */
export const JUDGEMENT_REASONS = [
  // agreed
  'as-predicted',
  'failed-as-predicted',
  // disagreed
  'done-against-prediction',
  'refused-against-prediction',
  // changed-in-between
  'changes-on-the-way',
  'changes-at-unknown-time',
  // not-proven
  'no-event',
  'no-event-outside-files',
  'no-event-time-unknown',
  'failure-without-cause',
  // not-predicted
  'verdict-unknown',
  'target-not-in-sources',
  'target-guid-not-read',
  'target-ambiguous',
  'target-not-named',
  'action-not-asked',
  'not-about-this-class',
  'several-actions',
  'action-not-told',
  'outcome-not-told',
] as const;
export type JudgementReason = (typeof JUDGEMENT_REASONS)[number];

/** What an action that is carried out is good for, by the prediction. */
export const EFFECTS = ['lasting', 'until-sdprop', 'none', 'unknown'] as const;
export type PredictedEffect = (typeof EFFECTS)[number];

/** What was counted and not judged. */
export const NOT_JUDGED = [
  'other-actors',
  'actor-not-told',
  'local-system-without-action',
  'own-password-changes',
  'other-changes',
  'access-of-other-kinds',
  'outcome-of-access-not-told',
  'other-reported-actions',
  'pending-actions',
] as const;
export type NotJudged = (typeof NOT_JUDGED)[number];

export const AUDIT_SETTINGS = [
  'user-account-management',
  'computer-account-management',
  'directory-service-changes',
  'directory-service-access-success',
  'directory-service-access-failure',
] as const;
export type AuditSettingId = (typeof AUDIT_SETTINGS)[number];

export const SENSOR_ENTRIES = [
  'entity-remediator-configuration',
  'update-configuration',
  'logon-failed',
  'logon-succeeded',
] as const;

export const EVENT_FORMAT_CODES = ['evtx', 'xml', 'json', 'csv', 'sensor-log'] as const;

const time = instant
  .nullable()
  .describe('ISO 8601 instant; null where the file does not tell it, or leaves its time zone open.');
const placeShape = {
  file: z.string().describe('As the user named it.'),
  at: z.string().describe('Where in the file: record, line, row or byte.'),
};

export const seenEventSchema = object({
  id: z.int().nullable().describe('Number of the event in the Security log; null for an entry of a list of actions.'),
  ...placeShape,
  time,
  controller: z.string().nullable().describe('The computer whose log it is from.'),
  what: z.string().describe('In words, which may change.'),
}).meta({ id: 'SeenEvent', description: 'An event, or an entry of a list of actions, with its place.' });
export type SeenEvent = z.infer<typeof seenEventSchema>;

export const predictionSchema = object({
  access: z.enum(ACCESS_CODES),
  verdict: z.enum(VERDICT_CODES),
  reason: z.enum(REASON_CODES),
  ace: z.string().nullable().describe('The entry that decides, as SDDL.'),
}).meta({ id: 'Prediction', description: 'What the sources say of the action on this target.' });
export type Prediction = z.infer<typeof predictionSchema>;

export const attemptSchema = object({
  judgement: z.enum(JUDGEMENTS),
  because: z.enum(JUDGEMENT_REASONS),
  text: z.string().describe('The same in a sentence, which may change.'),
  account: sidText.describe('Whose prediction it is held against: an account under audit, or LocalSystem (S-1-5-18).'),
  actor: object({ sid: sidText.nullable(), name: z.string().nullable() }).describe('Who acted, as the event names it.'),
  as: z
    .enum(['account', 'local-system'])
    .describe('`local-system`: S-1-5-18 or the account of a domain controller, matched with the list of actions.'),
  target: object({
    sid: sidText.nullable(),
    dn: dn.nullable().describe('In the sources; null where it is not in them.'),
    name: z.string().nullable().describe('In the sources, else as the event names it.'),
  }),
  actions: list(z.string()).describe(
    'Ids of the actions that it is an attempt at; several where it does not say which.',
  ),
  occurrence: z
    .enum(OCCURRENCES)
    .describe(
      '`done`: an event on a controller says so. `accepted`: access was granted, whatever came of it. `refused`: access was denied. `reported`, `reported-failed`: a list of actions says so, and no event.',
    ),
  time,
  prediction: predictionSchema.nullable(),
  effect: z.enum(EFFECTS).nullable().describe('Of a granted action, by the prediction. `none`: accepted, no effect.'),
  events: list(seenEventSchema).describe('What it rests on.'),
  reportedBy: list(seenEventSchema).describe('Entries of lists of actions that tell of the same.'),
  changes: list(seenEventSchema).describe(
    'Events between the attempt and the evidence that may have changed the answer.',
  ),
  moreChanges: count.describe('Beyond those listed.'),
}).meta({ id: 'Attempt' });
export type Attempt = z.infer<typeof attemptSchema>;

export const damageSchema = object({ at: z.string(), what: z.string() }).meta({ id: 'EventDamage' });

export const eventFileSchema = object({
  name: z.string(),
  sha256,
  bytes: count,
  format: z.enum(EVENT_FORMAT_CODES),
  events: count.describe(
    'Events of the Security log, entries of lists of actions, and lines of a sensor that say something.',
  ),
  first: time,
  last: time,
  damages: list(damageSchema).describe('Parts that could not be read.'),
  moreDamages: count.describe('Beyond those listed.'),
}).meta({ id: 'EventFile' });
export type EventFile = z.infer<typeof eventFileSchema>;

export const auditSettingSchema = object({
  id: z.enum(AUDIT_SETTINGS),
  subcategory: z.string(),
  proven: z
    .boolean()
    .describe(
      'An event of it that a controller wrote is in the files. Where none is, it may be on nevertheless: nothing may have happened.',
    ),
  controllers: list(
    object({
      name: z.string(),
      events: count,
      first: time,
      last: time,
      inSources: z
        .boolean()
        .nullable()
        .describe('Whether the sources have a domain controller of that name; null: not known.'),
    }),
  ).describe('Whose log has such events.'),
  needs: z.string().describe('What else has to be so for its events to be written.'),
}).meta({ id: 'AuditSetting' });
export type AuditSetting = z.infer<typeof auditSettingSchema>;

export const sensorLineSchema = object({
  entry: z.enum(SENSOR_ENTRIES),
  ...placeShape,
  localTime: z.string().describe('As it stands there: in which time zone is not documented.'),
  level: z.string(),
  account: z.string().nullable(),
  text: z.string(),
}).meta({ id: 'SensorLine' });
export type SensorLine = z.infer<typeof sensorLineSchema>;

export const verifyResultSchema = object({
  schema: z.literal(VERIFY_SCHEMA),
  tool: toolBlockSchema,
  evidence: evidenceBlockSchema,
  evidenceTime: object({ from: time, to: time }).describe(
    'Between which instants the sources were read; null: not known on that side. `to` of a file that does not say when it was made is when it was last written to.',
  ),
  accounts: list(object({ sid: sidText, dn: dn.nullable(), name: z.string(), kind: z.enum(ACCOUNT_KINDS) })),
  files: list(eventFileSchema),
  complete: z.boolean().describe('False where the sources have gaps, or files are damaged.'),
  summary: mapping(z.enum(JUDGEMENTS), count),
  attempts: list(attemptSchema).describe(
    'Events of the accounts under audit, and refused attempts; in the order of the judgements, then of time.',
  ),
  notJudged: list(object({ code: z.enum(NOT_JUDGED), count, text: z.string() })),
  renames: list(object({ sid: sidText.nullable(), from: z.string(), to: z.string(), ...placeShape, time })),
  settings: list(auditSettingSchema),
  sensor: object({
    lines: list(sensorLineSchema).describe(
      'Entries of the configuration, and logons of the accounts under audit; the last of each kind.',
    ),
    counts: mapping(z.enum(SENSOR_ENTRIES), count),
  }),
  notes: list(z.string()).describe('What this can and cannot prove, in sentences for people.'),
});
export type VerifyResult = z.infer<typeof verifyResultSchema>;
