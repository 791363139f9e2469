/** Entries of lists of actions: to whom they were done, and which event on a controller proves them. */
import type { Sid } from '../descriptor/types.js';
import type { AccountRecord } from '../directory/records.js';
import type { JudgementReason } from '../result/verify.js';
import type { RawAttempt } from './attempts.js';
import type { ReportedAction, ReportedEvent } from './events/event.js';
import { SamFlag } from './events/flags.js';
import type { NamesOverTime } from './names-over-time.js';
import type { ActEvent } from './observe.js';
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
  const holder = names.holder(target.name, target.domain, time);
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

/** An entry of a list, with its copies where the list was given more than once. */
export interface Entry {
  readonly report: ReportedEvent;
  readonly copies: readonly ReportedEvent[];
  readonly target: ReportTarget;
}

/** @returns each entry once: lists that are exported again hold what they held */
export function entriesOf(
  reports: readonly ReportedEvent[],
  targetOf: (report: ReportedEvent) => ReportTarget,
): readonly Entry[] {
  const entries = new Map<string, { report: ReportedEvent; copies: ReportedEvent[]; target: ReportTarget }>();
  for (const report of reports) {
    const { by, title, time, outcome, actor } = report;
    const target = targetOf(report);
    const who = target.sid ?? targetText(report)?.toLowerCase();
    // Without a time, two entries that read alike may be two.
    const when = time ?? `${report.place.file} ${report.place.at}`;
    const key = JSON.stringify([by, title.toLowerCase(), when, outcome, who, actor?.sid ?? actor?.name]);
    const known = entries.get(key);
    if (known === undefined) entries.set(key, { report, copies: [report], target });
    else known.copies.push(report);
  }
  return [...entries.values()];
}

/** Whether an event shows that what an entry says was done: that access was granted does not, nor that it failed in the end. */
function shows(event: ActEvent, action: string): boolean {
  const flags = event.kind === 'changed' ? event.flags : null;
  switch (action) {
    case 'disable':
      return event.kind === 'switched' ? event.id === 4725 : ((flags?.on ?? 0) & SamFlag.Disabled) !== 0;
    case 'enable':
      return event.kind === 'switched' ? event.id === 4722 : ((flags?.off ?? 0) & SamFlag.Disabled) !== 0;
    case 'force-password-change':
      return event.kind === 'changed' && event.password === 'never';
    case 'reset-password':
      return event.kind === 'reset' && event.success !== false;
    default:
      return false;
  }
}

/**
 * How well events of an attempt fit an entry: 0 as the entry has it, 1 the other way round, as where a portal gave up
 * waiting for what was done; null: they are about something else.
 */
function fitOf({ occurrence, actions, events }: RawAttempt, { action, outcome }: ReportedEvent): 0 | 1 | null {
  const told = REPORTED_ACTIONS[action!];
  const isDone = told.some((each) => events.some((event) => shows(event, each)));
  if (outcome !== 'failed') return isDone ? 0 : null;
  const failed = occurrence === 'refused' || events.every((event) => event.kind === 'reset' && event.success === false);
  if (failed && actions.some((each) => told.includes(each))) return 0;
  return isDone ? 1 : null;
}

/** Attempts that one entry may tell of: the nearest ones. */
const MOST_NEAR = 16;

/**
 * Which attempt an entry tells of: the nearest in time, and of the entries of one list and name one only, since a change
 * that was made once proves no other.
 */
export function matched(
  entries: readonly Entry[],
  attempts: readonly (readonly [RawAttempt, Sid | null])[],
  window: number,
): ReadonlyMap<Entry, RawAttempt> {
  const bySid = new Map<Sid, RawAttempt[]>();
  for (const [attempt, sid] of attempts) {
    if (sid === null) continue;
    const known = bySid.get(sid);
    if (known === undefined) bySid.set(sid, [attempt]);
    else known.push(attempt);
  }
  const pairs: { readonly entry: Entry; readonly attempt: RawAttempt; readonly fit: 0 | 1; readonly apart: number }[] =
    [];
  const best = (a: (typeof pairs)[number], b: (typeof pairs)[number]) => a.fit - b.fit || a.apart - b.apart;
  for (const entry of entries) {
    const { report, target } = entry;
    if (target.sid === null || report.time === null || report.action === null) continue;
    const near: typeof pairs = [];
    for (const attempt of bySid.get(target.sid) ?? []) {
      if (attempt.time === null) continue;
      const apart = Math.abs(attempt.time - report.time);
      const fit = apart <= window ? fitOf(attempt, report) : null;
      if (fit !== null) near.push({ entry, attempt, fit, apart });
    }
    pairs.push(...near.sort(best).slice(0, MOST_NEAR));
  }
  const found = new Map<Entry, RawAttempt>();
  const taken = new Map<RawAttempt, Set<string>>();
  for (const { entry, attempt } of pairs.sort(best)) {
    const list = `${entry.report.by} ${entry.report.title.toLowerCase()}`;
    const lists = taken.get(attempt) ?? new Set();
    if (found.has(entry) || lists.has(list)) continue;
    found.set(entry, attempt);
    taken.set(attempt, lists.add(list));
  }
  return found;
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
