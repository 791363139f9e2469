/** What an entry of a list did in one access check, as an explanation tells it. */
import { z } from 'zod';
import { count, object, positionOrNone } from './parts.js';

/** Why an entry has no say in the answer. One entry can have several reasons. */
export const OBSTACLES = [
  /** An audit entry, a label, or a type that a check skips. */
  'takes-no-part',
  /** The token does not hold the trustee. */
  'other-trustee',
  /** Counts for objects below only. */
  'inherit-only',
  /** The mask lacks the bit that is asked for. */
  'other-right',
  /** The mask has the bit, and the object type names another attribute, set, class or right. */
  'other-place',
  /** Its condition is known not to hold. */
  'condition-not-met',
] as const;
export type Obstacle = (typeof OBSTACLES)[number];

export const ROLES = [
  /** Has no say: `obstacles` tell why. */
  'none',
  /** Matches, and decides. */
  'decides',
  /** Would match or not: the evidence does not tell. */
  'open',
  /** Names an undecided trustee that an earlier entry named already: reached only where that one did not match. */
  'repeats',
  /** Would have had a say, had nothing decided before. */
  'too-late',
] as const;
export type Role = (typeof ROLES)[number];

/** What makes it undecided whether an entry matches. */
export const DOUBTS = ['trustee', 'condition', 'class'] as const;
export type Doubt = (typeof DOUBTS)[number];

export const traceOutcomeSchema = object({
  applies: z
    .union([count, z.literal('owner')])
    .nullable()
    .describe(
      "The first entry that turns out to match ('owner': the owner's implicit rights); null: nothing that was left open does.",
    ),
  decision: z.enum(['granted', 'denied']),
  index: positionOrNone.describe('The entry that decides then; null where none does.'),
}).meta({
  id: 'TraceOutcome',
  description: 'One way in which what is not known may turn out, and the answer then.',
});
export type TraceOutcome = z.infer<typeof traceOutcomeSchema>;
