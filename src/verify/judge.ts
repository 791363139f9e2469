/** Holds one attempt against the prediction of the sources. */
import { at } from '../directory/directory.js';
import type { AccountRecord } from '../directory/records.js';
import { targetDn, targetDomain } from '../directory/targets.js';
import { dnKey, parentDn } from '../names/dn.js';
import type { Access, Outcome, VerdictCode } from '../result/audit.js';
import type {
  Judgement,
  JudgementReason,
  Occurrence,
  PredictedEffect,
  Prediction,
  SeenEvent,
} from '../result/verify.js';
import { type ChangeKind, type Changes, type Found, placeKey } from './changes.js';
import type { AuditEvent } from './events/event.js';
import type { EvidenceTime } from './evidence-time.js';
import type { Predictor } from './predict.js';

export interface Judged {
  readonly judgement: Judgement;
  readonly because: JudgementReason;
  readonly prediction: Prediction | null;
  readonly effect: PredictedEffect | null;
  readonly changes: readonly SeenEvent[];
  readonly moreChanges: number;
}

export interface Asked {
  /** Accounts of the session whose prediction counts: several where it is not known which of them acted. */
  readonly positions: readonly number[];
  readonly record: AccountRecord;
  readonly actions: readonly string[];
  /** All of the actions were asked for; else it was one of them. */
  readonly together: boolean;
  readonly occurrence: Occurrence;
  readonly time: number | null;
  /** What it rests on: no change on the way. */
  readonly events: ReadonlySet<AuditEvent>;
  /** For a report that no event proves: why. */
  readonly unproven: JudgementReason | null;
  /** A list of actions says that access was denied. */
  readonly deniedSaid: boolean;
}

const EFFECTS: Readonly<Record<VerdictCode, PredictedEffect | null>> = {
  can: 'lasting',
  'can-until-sdprop': 'until-sdprop',
  'no-effect': 'none',
  cannot: null,
  unknown: 'unknown',
};

/** Changes that may have changed what the directory answers; flags change only what comes of it. */
const ANSWER: ReadonlySet<ChangeKind> = new Set(['descriptor', 'stamp', 'moved', 'member', 'primary-group']);
const FLAGS: ReadonlySet<ChangeKind> = new Set(['flags']);

const nothing = { prediction: null, effect: null, changes: [], moreChanges: 0 } as const;

export function notPredicted(because: JudgementReason): Judged {
  return { judgement: 'not-predicted', because, ...nothing };
}

export class Judge {
  constructor(
    readonly predictor: Predictor,
    readonly changes: Changes,
    readonly evidence: EvidenceTime,
  ) {}

  judge(asked: Asked): Judged {
    const outcomes: Outcome[] = [];
    for (const position of asked.positions) {
      for (const action of asked.actions) {
        const outcome = this.predictor.outcome(position, asked.record, action);
        if (outcome === 'not-asked') return notPredicted('action-not-asked');
        if (outcome === 'not-about') return notPredicted('not-about-this-class');
        outcomes.push(outcome);
      }
    }
    const access = joined(outcomes, asked.together && asked.positions.length === 1);
    if (access === null) return notPredicted('several-actions');
    // The outcome that the joined answer rests on.
    const deciding = outcomes.find((outcome) => outcome.access === access) ?? outcomes[0]!;
    const { verdict, reason, ace } = deciding;
    const prediction: Prediction = { access, verdict, reason, ace: ace?.sddl ?? null };
    const effect = asked.occurrence === 'refused' ? null : this.#effect(asked, verdict);
    const found = { prediction, effect, changes: [], moreChanges: 0 } as const;

    if (asked.unproven !== null && asked.occurrence === 'reported') {
      return { judgement: 'not-proven', because: asked.unproven, ...found };
    }
    if (access === 'unknown') return { judgement: 'not-predicted', because: 'verdict-unknown', ...found };
    const refused = asked.occurrence === 'refused' || asked.occurrence === 'reported-failed';
    if (refused === (access === 'denied')) {
      const because = asked.occurrence === 'reported-failed' ? 'failed-as-predicted' : 'as-predicted';
      return { judgement: 'agreed', because, ...found };
    }
    // A portal fails for many reasons.
    if (asked.occurrence === 'reported-failed' && !asked.deniedSaid) {
      return { judgement: 'not-proven', because: 'failure-without-cause', ...found };
    }
    const { changes, more, undated } = this.#onTheWay(asked, ANSWER);
    if (changes.length > 0 || more > 0) {
      const because = undated ? 'changes-at-unknown-time' : 'changes-on-the-way';
      return { judgement: 'changed-in-between', because, ...found, changes, moreChanges: more };
    }
    const because = refused ? 'refused-against-prediction' : 'done-against-prediction';
    return { judgement: 'disagreed', because, ...found };
  }

  #effect(asked: Asked, verdict: VerdictCode): PredictedEffect | null {
    const effect = EFFECTS[verdict];
    if (effect === null || !asked.actions.includes('force-password-change')) return effect;
    const { changes, more } = this.#onTheWay(asked, FLAGS);
    return changes.length > 0 || more > 0 ? 'unknown' : effect;
  }

  /** The changes between the attempt and the evidence that may have changed the answer. `undated`: it is not known that they were. */
  #onTheWay({ positions, record, time, events }: Asked, kinds: ReadonlySet<ChangeKind>): Found {
    const { predictor, evidence } = this;
    const { directory, accounts } = predictor.session;
    const dn = targetDn(directory, record);
    const keys = new Set<string>([dnKey(dn)]);
    if (record.sid !== undefined) keys.add(record.sid);
    if (record.guid !== undefined) keys.add(record.guid);
    for (let above = parentDn(dn); above !== null; above = parentDn(above)) keys.add(dnKey(above));
    for (
      let node = at(directory.containers, record.parent);
      node !== null;
      node = at(directory.containers, node.parent)
    ) {
      if (node.guid !== null) keys.add(node.guid);
    }
    if (predictor.protection(record) !== 'no') {
      const holder = at(directory.domains, targetDomain(directory, record))?.adminSDHolder ?? null;
      const container = at(directory.containers, holder);
      if (container !== null) keys.add(dnKey(container.dn));
      if (container?.guid != null) keys.add(container.guid);
    }
    for (const position of positions) {
      for (const key of predictor.tokenKeys(position, record)) keys.add(key);
      keys.add(accounts[position]!.sid);
    }
    const own = new Set([...events].map(({ place }) => placeKey(place)));
    return this.changes.of(keys, kinds, (change) => evidence.between(time, change), own);
  }
}

/**
 * The answer to several actions. All asked for: granted only if each is. One of them, it is not known which: only where
 * all answers are the same.
 * @returns null where they differ, and it was one of them
 */
function joined(outcomes: readonly Outcome[], together: boolean): Access | null {
  const answers = new Set(outcomes.map(({ access }) => access));
  if (answers.size === 1) return outcomes[0]!.access;
  if (together) return answers.has('denied') ? 'denied' : 'unknown';
  return answers.has('unknown') ? 'unknown' : null;
}
