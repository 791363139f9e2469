/** Entries of lists of actions: to whom they were done, and which event on a controller proves them. */
import type { Sid } from '../descriptor/types.js';
import type { AccountRecord } from '../directory/records.js';
import type { JudgementReason } from '../result/verify.js';
import type { RawAttempt } from './attempts.js';
import type { ReportedAction, ReportedEvent } from './events/event.js';
import type { NamesOverTime } from './names-over-time.js';
import type { Found, Targets, WantedTargets } from './targets.js';

/** Ids of actions that an entry may tell of; none where it does not tell of one of them. */
export const REPORTED_ACTIONS: Readonly<Record<ReportedAction, readonly string[]>> = {
  disable: ['disable'],
  enable: ['enable'],
  switch: ['disable', 'enable'],
  'force-password-change': ['force-password-change'],
  'reset-password': ['reset-password'],
  password: [],
};

/** What an entry calls its target, as accounts are named. */
export function targetText({ target }: ReportedEvent): string | null {
  if (target.upn !== null) return target.upn;
  if (target.name === null) return null;
  return target.domain === null ? target.name : `${target.domain}\\${target.name}`;
}

export function wantTarget(report: ReportedEvent, names: NamesOverTime, wanted: WantedTargets): void {
  const sid = report.target.sid ?? holderThen(report, names);
  if (sid !== null && sid !== 'nobody' && sid !== 'undecided') wanted.sids.add(sid);
  const text = targetText(report);
  if (text !== null) wanted.name(text);
}

/** @returns null where renames say nothing of the name */
function holderThen({ target, time }: ReportedEvent, names: NamesOverTime): Sid | 'nobody' | 'undecided' | null {
  if (target.name === null) return null;
  const holder = names.holder(target.name, time);
  return holder === 'not-told' ? null : holder;
}

export interface ReportTarget {
  /** Null where it is not known whose the name was, or nobody of the sources had it. */
  readonly sid: Sid | null;
  readonly found: Found;
}

/** Who an entry is about: by SID, by what it was called then, by name in the sources. */
export function reportTarget(report: ReportedEvent, names: NamesOverTime, targets: Targets): ReportTarget {
  const then = report.target.sid ?? holderThen(report, names);
  if (then === 'nobody') return { sid: null, found: 'none' };
  if (then === 'undecided') return { sid: null, found: 'several' };
  if (then !== null) return { sid: then, found: targets.sid(then) };
  const text = targetText(report);
  const found = text === null ? 'none' : targets.name(text);
  return { sid: isRecord(found) ? (found.sid ?? null) : null, found };
}

export function isRecord(found: Found): found is AccountRecord {
  return typeof found === 'object';
}

/** The attempts that events tell of, by the SID of their target. */
export class AttemptIndex {
  readonly #bySid = new Map<Sid, RawAttempt[]>();

  constructor(
    attempts: readonly (readonly [RawAttempt, Sid | null])[],
    /** Milliseconds between an entry and the event that proves it. */
    readonly window: number,
  ) {
    for (const [attempt, sid] of attempts) {
      if (sid === null) continue;
      const known = this.#bySid.get(sid);
      if (known === undefined) this.#bySid.set(sid, [attempt]);
      else known.push(attempt);
    }
  }

  /** @returns the attempt nearest in time that an entry may tell of; a refused one for an entry that tells of a failure */
  of(report: ReportedEvent, sid: Sid | null): RawAttempt | null {
    const { time } = report;
    if (sid === null || time === null || report.action === null) return null;
    const actions = REPORTED_ACTIONS[report.action];
    let best: RawAttempt | null = null;
    for (const attempt of this.#bySid.get(sid) ?? []) {
      if (attempt.time === null || Math.abs(attempt.time - time) > this.window) continue;
      if ((attempt.occurrence === 'refused') !== (report.outcome === 'failed')) continue;
      if (!attempt.actions.some((action) => actions.includes(action))) continue;
      if (best === null || Math.abs(attempt.time - time) < Math.abs(best.time! - time)) best = attempt;
    }
    return best;
  }
}

/** Why no event proves an entry. */
export function whyUnproven(
  { time }: ReportedEvent,
  span: { readonly first: number; readonly last: number } | null,
  window: number,
): JudgementReason {
  if (time === null) return 'no-event-time-unknown';
  return span !== null && time >= span.first - window && time <= span.last + window
    ? 'no-event'
    : 'no-event-outside-files';
}

/** What lists of actions say of a request that the directory denied. */
const DENIED = /access[ -]?(?:is |was )?denied|insufficient|permission|not authori[sz]ed|unauthori[sz]ed|\b0x0*5\b/i;

export function saysDenied({ error }: ReportedEvent): boolean {
  return DENIED.test(error);
}
