/** Holds one answer of the server against the product's prediction. */
import { checkRight, type Decision } from '../../src/access/check.js';
import type { SecurityDescriptor, Sid } from '../../src/descriptor/types.js';
import { requesterOf } from '../../src/verdicts/decide.js';
import type { Question } from './questions.js';
import {
  ALL,
  conditionalEntries,
  DEVIATIONS,
  type Deviation,
  NONE,
  type Switches,
  serverAnswer,
  TOKEN_CAUSES,
  tokenSids,
} from './server-model.js';
import type { Actor, FuzzTarget } from './world.js';

export type Verdict =
  | { readonly kind: 'agrees' }
  /** The evidence leaves it open, so that no answer can contradict; the server's own is what its model says. */
  | { readonly kind: 'undecided' }
  /** The deviations, fewest first, that turn the predicted answer into the server's. */
  | { readonly kind: 'deviates'; readonly causes: readonly Deviation[] }
  | { readonly kind: 'disagrees'; readonly why: string };

export interface Answer {
  readonly actor: Actor;
  readonly target: FuzzTarget;
  readonly descriptor: SecurityDescriptor;
  readonly question: Question;
  readonly granted: boolean;
}

export type Predict = (asked: Omit<Answer, 'granted'>) => Decision;

/** The product's own answer. */
export const productPredicts: Predict = ({ actor, target, descriptor, question }) =>
  checkRight(descriptor, requesterOf(actor.token, actor.sid === target.sid), question.request).decision;

/** Above this many conditional entries, not every combination of their outcomes is tried. */
const MOST_CONDITIONS = 6;

/**
 * Looks for outcomes of the conditions under which Windows' check gives this answer; without conditional entries there
 * is one way only.
 * @returns positions of the entries whose condition then holds; null where no outcomes lead there
 */
function outcomesFor(answer: Answer, granted: boolean): ReadonlySet<number> | null {
  const conditional = conditionalEntries(answer.descriptor).slice(0, MOST_CONDITIONS);
  for (let combination = 0; combination < 1 << conditional.length; combination++) {
    const outcomes = new Set(conditional.filter((_, bit) => (combination >> bit) & 1));
    if (modelled(answer, NONE, outcomes) === granted) return outcomes;
  }
  return null;
}

const sidsByActor = new WeakMap<Actor, Map<string, ReadonlySet<Sid>>>();

function modelled(answer: Answer, on: Switches, outcomes?: ReadonlySet<number>): boolean {
  let known = sidsByActor.get(answer.actor);
  if (!known) {
    known = new Map();
    sidsByActor.set(answer.actor, known);
  }
  const key = TOKEN_CAUSES.filter((cause) => on.has(cause)).join();
  let sids = known.get(key);
  if (!sids) {
    sids = tokenSids(answer.actor.token, on);
    known.set(key, sids);
  }
  return serverAnswer(answer.descriptor, { sids, objectSid: answer.target.sid }, answer.question, on, outcomes);
}

const inWords = (granted: boolean) => (granted ? 'granted' : 'denied');

/**
 * Three things have to hold: the server's model with all its deviations gives every answer that the server gives, so
 * that nothing of the server goes unexplained; without any, it gives what is predicted, so that no deviation can hide
 * a mistake of the prediction (what conditions come to is the prediction's own affair); and where the two differ, some deviations lead from one to the other.
 */
export function judge(answer: Answer, predict: Predict = productPredicts): Verdict {
  const decision = predict(answer);
  const server = inWords(answer.granted);
  if (modelled(answer, ALL) !== answer.granted) {
    return { kind: 'disagrees', why: `predicted ${decision}, the server ${server} it, its model says otherwise` };
  }
  if (decision === 'unknown') return { kind: 'undecided' };
  const outcomes = outcomesFor(answer, decision === 'granted');
  if (outcomes === null) {
    return { kind: 'disagrees', why: `predicted ${decision}, the server ${server} it, the model of Windows never` };
  }
  if (decision === server) return { kind: 'agrees' };
  for (const causes of subsets(MOST_CAUSES)) {
    if (modelled(answer, new Set(causes), outcomes) === answer.granted) return { kind: 'deviates', causes };
  }
  return { kind: 'disagrees', why: `predicted ${decision}, the server ${server} it, by no known cause` };
}

/** So many causes at once explain an answer at most. */
const MOST_CAUSES = 4;

/** All sets of one, then of two, up to `most` deviations. */
function* subsets(most: number): Generator<readonly Deviation[]> {
  for (let size = 1; size <= most; size++) yield* choose(size, 0);
}

function* choose(size: number, from: number): Generator<readonly Deviation[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let index = from; index <= DEVIATIONS.length - size; index++) {
    for (const rest of choose(size - 1, index + 1)) yield [DEVIATIONS[index]!, ...rest];
  }
}
