/** `adreach/explain/v1` as it is written: an explanation with its sentences, and rights in words beside their typed form. */
import { z } from 'zod';
import {
  changeShape,
  conditionFactSchema,
  conditionShape,
  daclShape,
  entryShape,
  explanationShape,
  nearMissShape,
  requestShape,
  rightShape,
} from './explain.js';
import { list, object } from './parts.js';
import { namedGivenRightSchema, namedRequiredRightSchema } from './rights.js';
import { adviceDocumentSchema, stepDocumentSchema } from './steps.js';

const words = z.string().describe('For people; its wording may change.');
const rightsInWords = list(z.string()).describe('In words, which may change.');

const right = object({
  ...rightShape,
  right: words,
  required: namedRequiredRightSchema,
}).meta({ id: 'RightView', description: 'One right that is asked for.' });

const entry = object({
  ...entryShape,
  condition: object({
    ...conditionShape,
    missing: list(z.string()).describe('What would have to be known, as SDDL writes it.'),
    missingFacts: list(conditionFactSchema).describe('The same, typed.'),
  })
    .nullable()
    .describe('Of a conditional entry.'),
  rights: rightsInWords,
  given: list(namedGivenRightSchema).describe('What it lets somebody do; empty for a type that gives no rights.'),
  text: object({ did: words, origin: words }),
}).meta({ id: 'EntryView' });

const nearMiss = object({
  ...nearMissShape,
  rights: rightsInWords,
  given: list(namedGivenRightSchema),
  text: words,
}).meta({ id: 'NearMiss', description: 'An entry that allows the request and does not reach the target.' });

const change = object({
  ...changeShape,
  options: list(list(adviceDocumentSchema)).describe(
    'Ways to get there; each is a list of steps that all have to be done.',
  ),
  revoke: list(list(stepDocumentSchema)).describe('For an action that works: ways to take it away.'),
  text: words,
}).meta({ id: 'ChangeView', description: 'What to change, and where.' });

export const explanationDocumentSchema = object({
  ...explanationShape,
  request: object({ ...requestShape, rights: list(right).describe('All have to be granted.') }),
  dacl: object({ ...daclShape, entries: list(entry) }),
  nearMisses: list(nearMiss).describe(
    'Entries that would have allowed it, had they reached this object; nearest first. Empty unless it is refused.',
  ),
  documented: list(right),
  change,
});
export type ExplanationDocument = z.infer<typeof explanationDocumentSchema>;

type Part<Key extends keyof ExplanationDocument> = ExplanationDocument[Key];
export type RightDocument = Part<'documented'>[number];
export type EntryDocument = Part<'dacl'>['entries'][number];
export type NearMissDocument = Part<'nearMisses'>[number];
export type ChangeDocument = Part<'change'>;
