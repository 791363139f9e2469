/** What no directory holds: how the sensors act, and what somebody has to look up by hand. */
import { z } from 'zod';
import { list, object } from './parts.js';

/** As whom actions are carried out. */
export const MODES = ['gmsa', 'local-system', 'mixed', 'unknown'] as const;
export type Mode = (typeof MODES)[number];

/** Who says so. */
export const MODE_SOURCES = ['option', 'portal', 'controllers', 'none'] as const;
export type ModeSource = (typeof MODE_SOURCES)[number];

export const ANSWERS = ['yes', 'no', 'unknown'] as const;
export type ManualAnswer = (typeof ANSWERS)[number];

export const SENSORS = ['v2', 'v3', 'none', 'unknown'] as const;
export type Sensor = (typeof SENSORS)[number];

export const questionSchema = object({
  id: z.string(),
  title: z.string(),
  ask: z.string().describe('A question to which "yes" and "no" are answers.'),
  how: z.string().describe('How to find out.'),
  expected: z.enum(['yes', 'no']).describe('The answer that is as it should be.'),
}).meta({ id: 'Question', description: 'What no directory holds: somebody has to look it up.' });
export type Question = z.infer<typeof questionSchema>;

export const answeredSchema = object({
  ...questionSchema.unwrap().shape,
  answer: z.enum(ANSWERS).describe('unknown: nobody answered it, or the answer was "unknown".'),
  note: z.string().nullable(),
  by: z.string().nullable(),
  date: z.string().nullable().describe('YYYY-MM-DD'),
}).meta({ id: 'AnsweredQuestion' });
export type AnsweredQuestion = z.infer<typeof answeredSchema>;

export const controllerSchema = object({
  name: z.string(),
  sensor: z.enum(SENSORS),
  mode: z.enum(MODES),
}).meta({ id: 'ControllerAnswer', description: 'What was answered of one domain controller.' });
export type ControllerAnswer = z.infer<typeof controllerSchema>;

export const modeBlockSchema = object({
  mode: z.enum(MODES),
  source: z.enum(MODE_SOURCES),
  actsAsLocalSystem: z
    .enum(ANSWERS)
    .describe('Whether on some controller actions are carried out as LocalSystem: a sensor of version 3 always does.'),
  remediationAccounts: list(z.string())
    .nullable()
    .describe("Names in the portal's setting; null where that was not given."),
  controllers: list(controllerSchema),
}).meta({ id: 'ModeBlock', description: 'As whom actions are carried out, as far as it was said.' });
export type ModeBlock = z.infer<typeof modeBlockSchema>;

export const manualSchema = object({ mode: modeBlockSchema, questions: list(answeredSchema) }).meta({
  id: 'Manual',
  description: 'What no directory holds, with the answers that were given (--mode, --answers).',
});
export type Manual = z.infer<typeof manualSchema>;
