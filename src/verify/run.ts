/** From what was read of event files to the result: attempts, each judged, and what was not. */
import type { Session } from '../audit/session.js';
import type { Sid } from '../descriptor/types.js';
import { at } from '../directory/directory.js';
import { displayName } from '../directory/load.js';
import type { AccountRecord } from '../directory/records.js';
import { targetDn, targetDomain } from '../directory/targets.js';
import type { ToolBlock } from '../result/audit.js';
import { type Attempt, JUDGEMENTS, type NotJudged, type VerifyResult } from '../result/verify.js';
import { attemptText, eventWords, notJudgedWords, verifyNotes } from '../words/verify.js';
import { type Controllers, LOCAL_SYSTEM, silentOf } from './actors.js';
import { attemptsOf, byTime, type RawAttempt, type TargetNamed, targetOf } from './attempts.js';
import type { AuditEvent, Principal, ReportedEvent } from './events/event.js';
import { EvidenceTime } from './evidence-time.js';
import { type Asked, Judge, type Judged, notPredicted } from './judge.js';
import { NamesOverTime } from './names-over-time.js';
import type { Observed } from './observe.js';
import { Predictor } from './predict.js';
import {
  type Entry,
  entriesOf,
  isRecord,
  matched,
  REPORTED_ACTIONS,
  reportTarget,
  saysDenied,
  targetText,
  wantTarget,
  whyUnproven,
} from './reports.js';
import { isoTime, seenEvent } from './seen.js';
import { type Found, Targets, WantedTargets } from './targets.js';

/** Changes that are listed of one attempt. */
const MOST_CHANGES = 10;

/** What a run is given beside what was observed. */
export interface RunOptions {
  readonly tool: ToolBlock;
  /** Milliseconds between an entry of a list of actions and the event that proves it. */
  readonly window: number;
}

export class Run {
  readonly #notJudged: Map<NotJudged, number>;
  readonly #names: NamesOverTime;
  readonly #judge: Judge;
  readonly #evidence: EvidenceTime;
  #guidsRead = true;

  constructor(
    readonly options: RunOptions,
    readonly session: Session,
    /** Which of the session's accounts were named. */
    readonly own: readonly number[],
    readonly observed: Observed,
  ) {
    this.#notJudged = new Map(observed.notJudged);
    this.#names = new NamesOverTime(observed.renames, session.directory.domains);
    this.#evidence = EvidenceTime.of(session.block.sources);
    this.#judge = new Judge(new Predictor(session), observed.changes, this.#evidence);
  }

  async result(controllers: Controllers): Promise<VerifyResult> {
    const { session, observed, options } = this;
    const attempts = await this.#attempts();
    const summary = Object.fromEntries(JUDGEMENTS.map((code) => [code, 0])) as Record<
      (typeof JUDGEMENTS)[number],
      number
    >;
    for (const { judgement } of attempts) summary[judgement]++;
    const settings = observed.settings.result(controllers);
    const damaged = observed.files.some(({ damages }) => damages.length > 0);
    return {
      schema: 'adreach/verify/v1',
      tool: options.tool,
      evidence: session.block,
      evidenceTime: { from: isoTime(this.#evidence.from), to: isoTime(this.#evidence.to) },
      accounts: session.accounts
        .filter((_, position) => this.own.includes(position))
        .map(({ sid, dn, name, kind }) => ({ sid, dn: dn || null, name, kind })),
      files: observed.files,
      complete: session.block.complete && !damaged,
      summary,
      attempts,
      notJudged: [...this.#notJudged].map(([code, count]) => ({ code, count, text: notJudgedWords(code) })),
      renames: observed.renames.map(({ target, from, to, place, time }) => ({
        sid: target.sid,
        from,
        to,
        ...place,
        time: isoTime(time),
      })),
      settings,
      sensor: observed.sensor,
      notes: verifyNotes({
        evidenceKnown: this.#evidence.from !== null && this.#evidence.to !== null,
        refusalsAudited: settings.some(({ id, proven }) => id === 'directory-service-access-failure' && proven),
        changesAudited: settings.some(({ id, proven }) => id === 'directory-service-changes' && proven),
        hasSensorLines: observed.sensor.lines.length > 0,
        hasForced: attempts.some(
          ({ actions, events }) => actions.includes('force-password-change') && events.length > 0,
        ),
        damaged,
        silent: silentOf(controllers, observed.settings.computers),
        hasGroup: this.own.some((position) => session.accounts[position]!.kind === 'group'),
      }),
    };
  }

  async #attempts(): Promise<readonly Attempt[]> {
    const { session, observed, options } = this;
    const wanted = new WantedTargets();
    for (const { event } of observed.acts) {
      const { sid, guid, dn, name } = targetOf(event, this.#names);
      if (sid !== null) wanted.sids.add(sid);
      if (guid !== null) wanted.guids.add(guid);
      if (dn !== null) wanted.dn(dn);
      else if (sid === null && guid === null && name !== null) wanted.name(name);
    }
    for (const report of observed.reported) wantTarget(report, this.#names, wanted);
    const targets = await Targets.find(session, wanted);
    this.#guidsRead = targets.guidsRead;
    const found = ({ sid, guid, dn, name, heldBy }: TargetNamed): Found => {
      if (heldBy !== undefined) return heldBy === 'nobody' ? 'none' : 'several';
      if (sid !== null) return targets.sid(sid);
      if (guid !== null) return targets.guid(guid);
      if (dn !== null) return targets.dn(dn);
      return name === null ? 'none' : targets.name(name);
    };
    const identity = (target: TargetNamed): string => {
      const record = found(target);
      return (isRecord(record) ? record.sid : undefined) ?? target.sid ?? target.guid ?? target.dn ?? target.name ?? '';
    };
    const { attempts, others } = attemptsOf(observed.acts, session, identity, this.#names);
    this.#count('access-of-other-kinds', others);
    const sidOf = (target: TargetNamed): Sid | null => {
      const record = found(target);
      return target.sid ?? (isRecord(record) ? (record.sid ?? null) : null);
    };
    const entries = entriesOf(observed.reported, (report) => reportTarget(report, this.#names, targets));
    const proven = matched(
      entries,
      attempts.map((attempt) => [attempt, sidOf(attempt.target)] as const),
      options.window,
    );
    for (const [{ copies }, attempt] of proven) attempt.reportedBy.push(...copies);
    const judged: { readonly attempt: Attempt; readonly time: number | null }[] = [];
    for (const attempt of attempts) {
      if (attempt.as === 'local-system' && !attempt.reportedBy.some(({ by }) => by === 'action-center')) {
        this.#count('local-system-without-action', 1);
      } else judged.push({ attempt: this.#judged(attempt, found(attempt.target)), time: attempt.time });
    }
    for (const entry of entries) {
      const attempt = proven.has(entry) ? null : this.#reported(entry);
      if (attempt !== null) judged.push({ attempt, time: entry.report.time });
    }
    const order = (attempt: Attempt) => JUDGEMENTS.indexOf(attempt.judgement);
    return judged.sort((a, b) => order(a.attempt) - order(b.attempt) || byTime(a, b)).map(({ attempt }) => attempt);
  }

  #count(code: NotJudged, count: number): void {
    if (count > 0) this.#notJudged.set(code, (this.#notJudged.get(code) ?? 0) + count);
  }

  /** Which of the session's accounts acted. */
  #position(attempt: RawAttempt): number {
    const sid = attempt.as === 'local-system' ? LOCAL_SYSTEM : attempt.actor.sid;
    return this.session.accounts.findIndex((account) => account.sid === sid);
  }

  #judged(raw: RawAttempt, target: Found): Attempt {
    const position = this.#position(raw);
    const asked = {
      positions: [position],
      actions: raw.actions,
      together: raw.together,
      occurrence: raw.occurrence,
      time: raw.time,
      events: new Set<AuditEvent>(raw.events),
      unproven: null,
      deniedSaid: false,
    };
    const judged = isRecord(target)
      ? this.#judge.judge({ ...asked, record: target })
      : notFound(target, raw.target, this.#guidsRead);
    return this.#written(asked, judged, target, raw.target, {
      account: this.session.accounts[position]!.sid,
      actor: raw.actor,
      as: raw.as,
      events: raw.events,
      reportedBy: raw.reportedBy,
    });
  }

  /** An entry of a list of actions that no event proves; null for one that is somebody else's. */
  #reported({ report, copies, target: { sid, found: target } }: Entry): Attempt | null {
    const { session, options } = this;
    const positions = this.#reporters(report);
    if (positions === null) return null;
    const text = targetText(report);
    const named = { sid, guid: null, dn: null, name: text };
    const asked = {
      positions,
      actions: REPORTED_ACTIONS[report.action!],
      together: false,
      occurrence: report.outcome === 'failed' ? ('reported-failed' as const) : ('reported' as const),
      time: report.time,
      events: new Set<AuditEvent>(),
      unproven: whyUnproven(report, this.observed.span, options.window),
      deniedSaid: saysDenied(report),
    };
    const judged =
      asked.actions.length === 0
        ? notPredicted('action-not-told')
        : report.outcome === 'unknown'
          ? notPredicted('outcome-not-told')
          : isRecord(target)
            ? this.#judge.judge({ ...asked, record: target })
            : notFound(target, named, this.#guidsRead);
    return this.#written(asked, judged, target, named, {
      account: session.accounts[positions[0]!]!.sid,
      actor: { sid: report.actor?.sid ?? null, name: report.actor?.name ?? null },
      as: session.accounts[positions[0]!]!.sid === LOCAL_SYSTEM ? 'local-system' : 'account',
      events: [],
      reportedBy: copies,
    });
  }

  /** Whose action an entry may tell of: those under audit; null where it names somebody else. */
  #reporters({ by, actor, time }: ReportedEvent): readonly number[] | null {
    const all = this.own;
    // The action center names who asked for it, not which account carried it out.
    if (by === 'action-center') return all;
    if (actor === null) {
      this.#count('actor-not-told', 1);
      return null;
    }
    const own = all.filter((position) => this.#isActor(position, actor, time));
    if (own.length > 0) return own;
    this.#count('other-actors', 1);
    return null;
  }

  /** Whether an account of the session is who a list names, by SID, else by what it was called then. */
  #isActor(position: number, { sid, name, domain }: Principal, time: number | null): boolean {
    const { accounts, directory } = this.session;
    const account = accounts[position]!;
    if (sid !== null || name === null) return sid === account.sid;
    const bare = name.replace(/\$$/, '');
    for (const text of [bare, `${bare}$`]) {
      const holder = this.#names.holder(text, domain, time);
      if (holder === account.sid) return true;
      // The name was another one's, or nobody's.
      if (holder !== 'not-told' && holder !== 'undecided') return false;
    }
    const own = at(directory.domains, account.domain);
    const isOther =
      own !== null &&
      domain !== null &&
      ![own.netbiosName, own.dnsName].some((each) => each.toLowerCase() === domain.toLowerCase());
    return !isOther && account.record?.samAccountName?.toLowerCase().replace(/\$$/, '') === bare.toLowerCase();
  }

  #written(
    asked: Omit<Asked, 'record'>,
    judged: Judged,
    target: Found,
    named: TargetNamed,
    who: Pick<Attempt, 'account' | 'actor' | 'as'> & {
      readonly events: readonly AuditEvent[];
      readonly reportedBy: readonly ReportedEvent[];
    },
  ): Attempt {
    const record = isRecord(target) ? target : null;
    const { judgement, because, prediction, effect, changes, moreChanges } = judged;
    const { occurrence, actions } = asked;
    return {
      judgement,
      because,
      text: attemptText({ judgement, because, occurrence, effect, actions, as: who.as }),
      account: who.account,
      actor: who.actor,
      as: who.as,
      target: {
        sid: named.sid ?? record?.sid ?? null,
        dn: record === null ? null : targetDn(this.session.directory, record),
        name: record === null ? named.name : this.#name(record),
      },
      actions,
      occurrence,
      time: isoTime(asked.time),
      prediction,
      effect,
      events: who.events.map((event) => seenEvent(event, eventWords(event))),
      reportedBy: who.reportedBy.map((event) => seenEvent(event, eventWords(event))),
      changes: changes.slice(0, MOST_CHANGES),
      moreChanges: moreChanges + Math.max(0, changes.length - MOST_CHANGES),
    };
  }

  #name(record: AccountRecord): string {
    const { directory } = this.session;
    return displayName(
      record.samAccountName,
      targetDn(directory, record),
      at(directory.domains, targetDomain(directory, record)),
    );
  }
}

function notFound(target: 'none' | 'several', named: TargetNamed, guidsRead: boolean): Judged {
  const isNamed = named.sid !== null || named.guid !== null || named.dn !== null || named.name !== null;
  if (!isNamed) return notPredicted('target-not-named');
  if (named.sid === null && named.guid !== null && !guidsRead) return notPredicted('target-guid-not-read');
  return notPredicted(target === 'several' ? 'target-ambiguous' : 'target-not-in-sources');
}
