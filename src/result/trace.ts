/** What an entry of a list did in one access check, as an explanation tells it. */

/** Why an entry has no say in the answer. One entry can have several reasons. */
export type Obstacle =
  /** An audit entry, a label, or a type that a check skips. */
  | 'takes-no-part'
  /** The token does not hold the trustee. */
  | 'other-trustee'
  /** Counts for objects below only. */
  | 'inherit-only'
  /** The mask lacks the bit that is asked for. */
  | 'other-right'
  /** The mask has the bit, and the object type names another attribute, set, class or right. */
  | 'other-place'
  /** Its condition is known not to hold. */
  | 'condition-not-met';

export type Role =
  /** Has no say: `obstacles` tell why. */
  | 'none'
  /** Matches, and decides. */
  | 'decides'
  /** Would match or not: the evidence does not tell. */
  | 'open'
  /** Names an undecided trustee that an earlier entry named already: reached only where that one did not match. */
  | 'repeats'
  /** Would have had a say, had nothing decided before. */
  | 'too-late';

/** What makes it undecided whether an entry matches. */
export type Doubt = 'trustee' | 'condition' | 'class';

/** One way in which what is not known may turn out, and the answer then. */
export interface TraceOutcome {
  /** The first entry that turns out to match (-1: the owner's implicit rights); null: nothing that was left open does. */
  readonly applies: number | null;
  readonly decision: 'granted' | 'denied';
  /** The entry that decides then; -1 where none does. */
  readonly index: number;
}
