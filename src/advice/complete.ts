/** Brings steps to the answer that is wanted: what still stands in the way is removed, and what is missing added. */
import type { RightRequest } from '../access/request.js';
import type { Advice, AdviceEffect, Step } from '../result/steps.js';
import type { AddEntry } from './changes-of.js';
import { type Obstacle, obstacleTo, obstacleToRefusal, removalOf } from './obstacle.js';
import { type Afterwards, checkOn, effectOf, type Trial } from './trial.js';

/** More entries than this nobody removes one by one. */
const MOST_REMOVED = 8;
/** Beyond this, taking a right away is no matter of single entries. */
const MOST_REVOKED = 3;

/** A way to the goal, with what comes of it. */
export interface Option<S extends Advice = Advice> {
  readonly steps: readonly S[];
  readonly effect: AdviceEffect;
}

/** Whether steps come to the answer that is wanted. Doubt: the directory accepts it, and the evidence ends there. */
export type Reached = 'yes' | 'doubt' | 'no';

export interface Goal {
  reached(afterwards: Afterwards): Reached;
  /** What has to be granted for it. */
  readonly requests: readonly RightRequest[];
}

/** The action is allowed in the end. That it may do nothing is told beside it. */
export function allowed(requests: readonly RightRequest[]): Goal {
  return {
    requests,
    reached: ({ last: { outcome } }) => {
      if (outcome.verdict === 'can' || outcome.verdict === 'no-effect') return 'yes';
      const open = outcome.access === 'granted' || outcome.reason === 'logon-undecided';
      return outcome.verdict === 'unknown' && open ? 'doubt' : 'no';
    },
  };
}

/** The action stays allowed, and further rights are held too. */
export function alsoGranted(further: readonly RightRequest[]): Goal {
  return {
    requests: further,
    reached: ({ last }) =>
      last.outcome.access === 'granted' && checkOn(last, further).decision === 'granted' ? 'yes' : 'no',
  };
}

/**
 * @param option steps to begin with; none for whatever the lists themselves take
 * @param entry makes the step that adds an entry, once, where nothing allows it; null: none is to be added
 * @returns the steps with all that it takes, and their effect; null where they do not come to the goal
 */
export function completed(
  trial: Trial,
  goal: Goal,
  option: readonly Advice[],
  entry: (() => AddEntry) | null,
): (Option & { readonly doubt: boolean }) | null {
  const removals: Step[] = [];
  const added: Step[] = [];
  for (;;) {
    const steps = inOrder(option, removals, added);
    const afterwards = trial.of(steps);
    if (!afterwards.tried) return { steps, effect: afterwards, doubt: true };
    const reached = goal.reached(afterwards);
    if (reached === 'yes') return { steps, effect: effectOf(afterwards), doubt: false };
    const step = nextStep(trial, afterwards, obstacleTo(afterwards.last, goal.requests), removals, MOST_REMOVED);
    if (step !== null) removals.push(step);
    else if (entry !== null && added.length === 0 && mayAdd(afterwards, goal, option)) added.push(entry());
    else return reached === 'doubt' ? { steps, effect: effectOf(afterwards), doubt: true } : null;
  }
}

/** An entry helps where nothing allows the request, or only what may not count. */
function mayAdd({ last }: Afterwards, { requests }: Goal, option: readonly Advice[]): boolean {
  if (option.some((step) => step.do === 'add-entry')) return false;
  return obstacleTo(last, requests).kind === 'nothing';
}

/** @returns single entries whose removal makes it refused; null where that takes too many, or does not help */
export function refusedByRemoving(trial: Trial, requests: readonly RightRequest[]): Option<Step> | null {
  const removals: Step[] = [];
  for (;;) {
    const afterwards = trial.of(removals);
    if (!afterwards.tried) return null;
    if (afterwards.last.outcome.access === 'denied') return { steps: removals, effect: effectOf(afterwards) };
    const obstacle = obstacleToRefusal(afterwards.last, requests);
    const step = nextStep(trial, afterwards, obstacle, removals, MOST_REVOKED);
    if (step === null) return null;
    removals.push(step);
  }
}

function nextStep(
  { situation }: Trial,
  afterwards: Afterwards,
  obstacle: Obstacle,
  removals: readonly Step[],
  most: number,
): Step | null {
  if (obstacle.kind !== 'entry' || removals.length === most) return null;
  return removalOf(situation, afterwards, obstacle.entry, removals);
}

/** Denials go before anything is added. */
function inOrder(option: readonly Advice[], removals: readonly Step[], added: readonly Step[]): readonly Advice[] {
  const at = option.findIndex((step) => step.do === 'add-entry');
  const split = at < 0 ? option.length : at;
  return [...option.slice(0, split), ...removals, ...option.slice(split), ...added];
}
