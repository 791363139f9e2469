/** What would have to be done, as data: a step holds all that a program needs to carry it out on a directory. */
import { z } from 'zod';
import { ACCESS_CODES, REASON_CODES, VERDICT_CODES } from './codes.js';
import { count, dn, list, object, sid } from './parts.js';
import { namedRequiredRightSchema } from './rights.js';

/** Parts of what names a trustee. */
export const namedShape = { sid, name: z.string().nullable() };

export const namedSchema = object(namedShape).meta({ id: 'Named', description: 'A trustee.' });
export type Named = z.infer<typeof namedSchema>;

/** An account or a group; null is what was not read. */
export const principalRefSchema = object({ dn: dn.nullable(), sid: sid.nullable(), name: z.string() });
export type PrincipalRef = z.infer<typeof principalRefSchema>;

/** A class by lDAPDisplayName and schemaIDGUID; the GUID is null where the schema lacks the class. */
export const classRefSchema = object({ name: z.string(), guid: z.string().nullable() }).meta({ id: 'ClassRef' });
export type ClassRef = z.infer<typeof classRefSchema>;

/** Steps that the published format has as they are. */
export const plainSteps = [
  object({
    do: z.literal('remove-entry').describe("Take one entry out of the object's own list."),
    dn,
    index: count,
    sddl: z.string(),
  }),
  object({ do: z.literal('enable-inheritance'), dn }),
  object({
    do: z
      .literal('propagate')
      .describe(
        'Inheritance is on and yet the entries have not come down: the list of this object has to be written again.',
      ),
    dn,
  }),
  object({ do: z.literal('clear-admin-count'), dn }),
  object({
    do: z.literal('clear-flag'),
    dn,
    attribute: z.literal('userAccountControl'),
    bit: count,
    flag: z.string(),
  }),
  object({
    do: z.literal('write-dacl').describe('Give the object the default list of its class, with inheritance on.'),
    dn,
    objectClass: classRefSchema.nullable().describe('Null: its class was not read.'),
  }),
] as const;

/** One change of the directory. `dn` is the object that is changed. */
export const stepSchema = z.union([
  ...plainSteps,
  object({
    do: z.literal('add-entry'),
    dn,
    trustee: namedSchema,
    rights: list(namedRequiredRightSchema),
    appliesTo: classRefSchema.nullable().describe('Descendant objects of this class; null: this object only.'),
  }),
  object({ do: z.literal('leave-group'), member: principalRefSchema, group: principalRefSchema }),
]);
export type Step = z.infer<typeof stepSchema>;

const COLLECT_OBJECT = ['descriptor', 'dacl', 'user-account-control', 'class', 'admin-sd-holder'] as const;
const COLLECT_PRINCIPAL = ['domain', 'members', 'builtin', 'primary-group'] as const;
const LOOK_AT_PRINCIPAL = ['logon', 'sid-filtering', 'deleted-trustee'] as const;
const LOOK_AT_OBJECT = ['admin-sd-holder', 'protection'] as const;

const confirmSchema = object({ do: z.literal('confirm'), what: z.literal('left-protected-groups'), dn });

/** What somebody has to find out: nothing in the directory changes. */
export const inquirySchema = z.union([
  confirmSchema,
  object({ do: z.literal('collect'), what: z.enum(COLLECT_OBJECT), dn }),
  object({ do: z.literal('collect'), what: z.enum(COLLECT_PRINCIPAL), of: namedSchema }),
  object({ do: z.literal('look-at'), what: z.literal('condition'), entry: count }),
  object({ do: z.literal('look-at'), what: z.enum(LOOK_AT_PRINCIPAL), of: namedSchema }),
  object({ do: z.literal('look-at'), what: z.enum(LOOK_AT_OBJECT), dn }),
]);
export type Inquiry = z.infer<typeof inquirySchema>;

export type Advice = Step | Inquiry;

/** An answer as the audit would give it. */
export const answerSchema = object({
  access: z.enum(ACCESS_CODES),
  verdict: z.enum(VERDICT_CODES),
  reason: z.enum(REASON_CODES),
  documentedSet: z.boolean().nullable(),
}).meta({ id: 'Answer', description: 'What the audit would say of the same account, target and action.' });
export type Answer = z.infer<typeof answerSchema>;

/** Why it was not tried what comes of steps. */
export const UNTRIED_BECAUSE = [
  /** Nothing in the directory changes: something has to be read, or found out. */
  'nothing-changes',
  /** The default list of the class (defaultSecurityDescriptor) is not in the sources. */
  'default-list-unread',
  /** A descriptor or a name that it depends on was not read. */
  'evidence-missing',
] as const;

export const effectSchema = z
  .union([
    object({
      tried: z.literal(true),
      after: answerSchema.describe('As soon as the steps are done.'),
      afterRun: answerSchema
        .nullable()
        .describe(
          'After the next AdminSDHolder run, which a protected target has to outlast; null where that changes nothing.',
        ),
    }),
    object({ tried: z.literal(false), because: z.enum(UNTRIED_BECAUSE) }),
  ])
  .meta({
    id: 'AdviceEffect',
    description: 'What comes of steps: they were applied to the directory in memory, and the verdict computed again.',
  });
export type AdviceEffect = z.infer<typeof effectSchema>;

/** Steps as `adreach/explain/v1` writes them: names where it always had them, the other data beside them. */
export const stepDocumentSchema = z
  .union([
    ...plainSteps,
    object({
      do: z.literal('add-entry'),
      dn,
      trustee: namedSchema,
      rights: list(z.string()).describe('In words, which may change.'),
      appliesTo: z.string().nullable().describe('Descendant objects of this class; null: this object only.'),
      required: list(namedRequiredRightSchema),
      appliesToGuid: z.string().nullable(),
    }),
    object({
      do: z.literal('leave-group'),
      member: z.string(),
      group: z.string(),
      groupDn: dn.nullable(),
      memberDn: dn.nullable(),
      memberSid: sid.nullable(),
      groupSid: sid.nullable(),
    }),
  ])
  .meta({ id: 'Step', description: 'One change of the directory. `dn` is the object that is changed.' });
export type StepDocument = z.infer<typeof stepDocumentSchema>;

export const adviceDocumentSchema = z
  .union([
    stepDocumentSchema,
    confirmSchema,
    object({
      do: z.literal('collect'),
      what: z.enum([...COLLECT_OBJECT, ...COLLECT_PRINCIPAL]),
      of: z.string().describe('DN of the object, or name of the principal.'),
      ofSid: sid.exactOptional(),
    }),
    object({
      do: z.literal('look-at'),
      what: z.enum(['condition', ...LOOK_AT_PRINCIPAL, ...LOOK_AT_OBJECT]),
      of: z.string().describe("DN of the object, name of the principal, or position in the target's list."),
      ofSid: sid.exactOptional(),
    }),
  ])
  .meta({ id: 'Advice', description: 'A step, or what somebody has to find out before: then nothing changes.' });
export type AdviceDocument = z.infer<typeof adviceDocumentSchema>;
