/** From events to attempts at actions: several events may tell of one. */
import type { Session } from '../audit/session.js';
import type { Guid, Sid } from '../descriptor/types.js';
import type { Occurrence } from '../result/verify.js';
import type { AccessEvent, ReportedEvent } from './events/event.js';
import { SamFlag } from './events/flags.js';
import type { NamesOverTime } from './names-over-time.js';
import { type Act, type ActEvent, writtenFlags } from './observe.js';

/** What an event says of its object, before that is looked up. */
export interface TargetNamed {
  readonly sid: Sid | null;
  readonly guid: Guid | null;
  readonly dn: string | null;
  readonly name: string | null;
  /** Renames say that nobody of the name is known then, or leave it open: it is not who has the name now. */
  readonly heldBy?: 'nobody' | 'undecided';
}

export interface RawAttempt {
  readonly as: 'account' | 'local-system';
  readonly actor: { readonly sid: Sid | null; readonly name: string | null };
  readonly target: TargetNamed;
  readonly actions: readonly string[];
  /** All of the actions were asked for; else it was one of them. */
  readonly together: boolean;
  readonly occurrence: Occurrence;
  readonly time: number | null;
  readonly controller: string | null;
  readonly events: ActEvent[];
  readonly reportedBy: ReportedEvent[];
}

/** Events of one change are written within that time, milliseconds. */
const ONE_CHANGE = 2_000;

const AccessMask = { WriteProperty: 0x20, ControlAccess: 0x100 } as const;

/** The directory server's writes of userAccountControl are all one right: which bit was written does not say which action. */
const FLAG_ACTIONS = ['disable', 'enable'] as const;

const FORCED = 'force-password-change';
const RESET = 'reset-password';

type Told = Pick<RawAttempt, 'actions' | 'together' | 'occurrence'>;

/** What an event tells of; nothing for one that is no attempt at an action of the session. */
function toldBy(event: ActEvent, session: Session): readonly Told[] {
  const one = (action: string, occurrence: Occurrence = 'done'): Told => ({
    actions: [action],
    together: false,
    occurrence,
  });
  switch (event.kind) {
    case 'switched':
      return [one(event.id === 4722 ? 'enable' : 'disable')];
    case 'reset':
      // A failure means that the new password was against the policy: access had been granted by then.
      return [one(RESET, event.success === true ? 'done' : 'accepted')];
    case 'changed': {
      const told: Told[] = [];
      const { flags } = event;
      if (flags !== null && ((flags.on | flags.off) & SamFlag.Disabled) !== 0) {
        told.push(one((flags.on & SamFlag.Disabled) !== 0 ? 'disable' : 'enable'));
      } else if (writtenFlags(flags) !== 0) {
        // Neither was done; the right to both was there.
        told.push({ actions: FLAG_ACTIONS, together: false, occurrence: 'accepted' });
      }
      if (event.password === 'never') told.push(one(FORCED));
      return told;
    }
    default: {
      const actions = actionsAsked(event, session);
      if (actions.length === 0) return [];
      return [{ actions, together: true, occurrence: event.success === false ? 'refused' : 'accepted' }];
    }
  }
}

/**
 * The actions whose right is among those that an access check was about. A check for several rights at once that was refused
 * does not say which of them was.
 */
function actionsAsked({ mask, properties, success }: AccessEvent, { actions, directory }: Session): readonly string[] {
  const { schema } = directory;
  const asks = (bit: number) => (success === false ? mask === bit : (mask & bit) !== 0);
  return actions
    .filter(({ request }) => {
      if (request.right === 'write-property' && asks(AccessMask.WriteProperty)) {
        const guid = schema.attribute(request.attribute)?.guid;
        return guid !== undefined && properties.includes(guid);
      }
      if (request.right === 'control-access' && asks(AccessMask.ControlAccess)) {
        const guid = schema.right(request.controlAccessRight)?.guid;
        return guid !== undefined && properties.includes(guid);
      }
      return false;
    })
    .map(({ id }) => id);
}

/** @returns what was acted on, as the event names it; by a name alone, whoever had it then */
export function targetOf(event: ActEvent, names: NamesOverTime): TargetNamed {
  if (event.kind === 'access') return { sid: null, guid: event.guid, dn: event.dn, name: event.dn };
  const { sid, name, domain } = event.target;
  const text = name === null ? null : domain === null ? name : `${domain}\\${name}`;
  const named = { sid, guid: null, dn: null, name: text };
  if (sid !== null || name === null) return named;
  const holder = names.holder(name, domain, event.time);
  if (holder === 'not-told') return named;
  return holder === 'nobody' || holder === 'undecided' ? { ...named, heldBy: holder } : { ...named, sid: holder };
}

/**
 * @param identity what tells that two events are about one object: of one that was found, the same for its SID and its GUID
 * @returns attempts in the order of time, and how many events were no attempt at an action
 */
export function attemptsOf(
  acts: readonly Act[],
  session: Session,
  identity: (target: TargetNamed) => string,
  names: NamesOverTime,
): { readonly attempts: readonly RawAttempt[]; readonly others: number } {
  let others = 0;
  const raw = acts.flatMap(({ event, as }): RawAttempt[] => {
    const told = toldBy(event, session);
    if (told.length === 0) others++;
    const { time, controller, actor } = event;
    return told.map((each) => ({
      ...each,
      as,
      actor: { sid: actor.sid, name: actor.name },
      target: targetOf(event, names),
      time,
      controller,
      events: [event],
      reportedBy: [],
    }));
  });
  // What others may be told with comes first: resets, checks of access that were granted on the way, refusals last.
  const rank = ({ occurrence, actions, events }: RawAttempt) =>
    occurrence === 'refused' ? 3 : events[0]!.kind === 'access' ? 2 : actions[0] === FORCED ? 1 : 0;
  const merged = new Map<string, RawAttempt[]>();
  const attempts: RawAttempt[] = [];
  for (const attempt of [...raw].sort((a, b) => rank(a) - rank(b) || byTime(a, b))) {
    const key = `${attempt.as} ${attempt.actor.sid} ${attempt.controller?.toLowerCase().split('.')[0]} ${identity(attempt.target)}`;
    const near = merged.get(key) ?? [];
    merged.set(key, near);
    const into = mergeable(near, attempt);
    if (into === undefined) {
      near.push(attempt);
      attempts.push(attempt);
    } else into.events.push(...attempt.events);
  }
  return { attempts: attempts.sort(byTime), others };
}

/** Of many attempts on one object only the last ones may be near in time; checks of access come after all of them. */
const MOST_NEAR = 64;

/** The attempt that an event tells of as well, if there is one. */
function mergeable(near: readonly RawAttempt[], attempt: RawAttempt): RawAttempt | undefined {
  const { time, occurrence, events, actions } = attempt;
  if (time === null) return undefined;
  const [event] = events;
  const { kind } = event!;
  return (kind === 'access' && occurrence !== 'refused' ? near : near.slice(-MOST_NEAR)).find((other) => {
    if (other.time === null || Math.abs(other.time - time) > ONE_CHANGE) return false;
    if ((other.occurrence === 'refused') !== (occurrence === 'refused')) return false;
    if (kind === 'access') return other.actions.every((action) => actions.includes(action));
    // Whoever sets a password over SAMR may have it expire at once: no proof of a right to write pwdLastSet.
    if (actions[0] === FORCED && other.actions[0] === RESET) return other.events.every((each) => each.kind !== kind);
    if (other.actions.join() !== actions.join()) return false;
    return other.events.every((each) => each.kind !== kind || isSame(each, event!));
  });
}

/** Readings of one event may differ by as much as forms round its time, milliseconds. */
const ROUNDED = 2;

/** Whether two readings are of one event, as where the same log was given in two forms. */
function isSame(one: ActEvent, other: ActEvent): boolean {
  return one.id === other.id && one.time !== null && other.time !== null && Math.abs(one.time - other.time) <= ROUNDED;
}

export function byTime(a: Pick<RawAttempt, 'time'>, b: Pick<RawAttempt, 'time'>): number {
  return (a.time ?? Number.POSITIVE_INFINITY) - (b.time ?? Number.POSITIVE_INFINITY) || 0;
}
