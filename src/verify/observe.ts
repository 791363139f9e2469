/** Reads event files to their ends, and keeps of them what is about the accounts under audit. */
import { AdreachError } from '../errors/index.js';
import type { EventFile, NotJudged, SensorLine } from '../result/verify.js';
import type { Actor, Actors } from './actors.js';
import { Changes } from './changes.js';
import type { ActionMapping } from './events/action-mapping.js';
import type {
  AccessEvent,
  AuditEvent,
  ChangedEvent,
  RenamedEvent,
  ReportedEvent,
  ResetEvent,
  SensorEvent,
  SwitchedEvent,
} from './events/event.js';
import { SamFlag } from './events/flags.js';
import { eventFormat, readEvents } from './events/kind.js';
import { type OpenEventFile, openEventFile } from './files.js';
import { isoTime } from './seen.js';
import { SettingsSeen } from './settings.js';

/** An event that tells of an action. */
export type ActEvent = SwitchedEvent | ChangedEvent | ResetEvent | AccessEvent;

/** An event of an account under audit, or of the system of a controller. */
export interface Act {
  readonly event: ActEvent;
  readonly as: 'account' | 'local-system';
}

/** What was kept of event files. */
export interface Observed {
  readonly files: readonly EventFile[];
  readonly acts: readonly Act[];
  readonly reported: readonly ReportedEvent[];
  readonly renames: readonly RenamedEvent[];
  readonly changes: Changes;
  readonly settings: SettingsSeen;
  readonly sensor: {
    readonly lines: readonly SensorLine[];
    readonly counts: Readonly<Record<SensorEvent['entry'], number>>;
  };
  readonly notJudged: ReadonlyMap<NotJudged, number>;
  /** Between which times events of controllers are in the files; null: none has a time. */
  readonly span: { readonly first: number; readonly last: number } | null;
}

/** Events that are kept; more than that somebody looks at by parts. */
const MOST_KEPT = 500_000;
const MOST_DAMAGES = 100;
const MOST_SENSOR_LINES = 20;

/** Bits that the controller changes by itself when somebody logs on, or a password grows old. */
const COMPUTED = SamFlag.AutoLocked | SamFlag.PasswordExpired;

export interface ObserveOptions {
  readonly actors: Actors;
  readonly mapping: ActionMapping;
  /** Names of the accounts under audit, in lower case without `$`. */
  readonly names: ReadonlySet<string>;
  readonly progress?: (text: string) => void;
}

/** @throws AdreachError for a file that cannot be used at all; what is damaged in one that can is in its entry of `files` */
export async function observe(paths: readonly string[], options: ObserveOptions): Promise<Observed> {
  const observer = new Observer(options);
  for (const path of paths) await observer.file(path);
  return observer.result();
}

class Observer {
  readonly #files: EventFile[] = [];
  readonly #acts: Act[] = [];
  readonly #reported: ReportedEvent[] = [];
  readonly #renames: RenamedEvent[] = [];
  readonly #changes = new Changes();
  readonly #settings = new SettingsSeen();
  readonly #sensor = new Map<SensorEvent['entry'], SensorLine[]>();
  readonly #counts = {
    'entity-remediator-configuration': 0,
    'update-configuration': 0,
    'logon-failed': 0,
    'logon-succeeded': 0,
  };
  readonly #notJudged = new Map<NotJudged, number>();
  #first: number | null = null;
  #last: number | null = null;

  constructor(readonly options: ObserveOptions) {}

  async file(path: string): Promise<void> {
    const { progress, mapping } = this.options;
    const file = await openEventFile(path, (bytes) => progress?.(`${path}: ${percent(bytes, file)} read`));
    const damages: { at: string; what: string }[] = [];
    let [events, moreDamages] = [0, 0];
    let first: number | null = null;
    let last: number | null = null;
    try {
      const format = await eventFormat(file);
      for await (const item of readEvents(file, format, mapping)) {
        if (item.kind === 'damage') {
          if (damages.length < MOST_DAMAGES) damages.push({ at: item.place.at, what: item.what });
          else moreDamages++;
          continue;
        }
        events++;
        if (item.time !== null) {
          first = Math.min(first ?? item.time, item.time);
          last = Math.max(last ?? item.time, item.time);
        }
        this.#take(item);
      }
      const times = { first: isoTime(first), last: isoTime(last) };
      this.#files.push({
        name: path,
        sha256: await file.sha256(),
        bytes: file.size,
        format,
        events,
        ...times,
        damages,
        moreDamages,
      });
    } finally {
      await file.close();
    }
  }

  #take(event: AuditEvent): void {
    if (event.kind === 'sensor') this.#takeSensor(event);
    else if (event.kind === 'reported') this.#takeReported(event);
    else this.#takeLogged(event);
  }

  /** An event of a controller's log. */
  #takeLogged(event: Exclude<AuditEvent, SensorEvent | ReportedEvent>): void {
    this.#settings.take(event);
    this.#changes.take(event);
    if (event.time !== null) {
      this.#first = Math.min(this.#first ?? event.time, event.time);
      this.#last = Math.max(this.#last ?? event.time, event.time);
    }
    switch (event.kind) {
      case 'renamed':
        this.#renames.push(structuredClone(event));
        this.#bounded();
        break;
      case 'own-password':
        this.#count('own-password-changes');
        break;
      case 'switched':
      case 'changed':
      case 'reset':
      case 'access': {
        const as = this.options.actors.of(event.actor, event.controller);
        const code = notJudged(event, as);
        if (code !== null) this.#count(code);
        else if (as === 'account' || as === 'local-system') {
          // A copy: parts of a file's text would keep all of that.
          this.#acts.push({ event: structuredClone(event), as });
          this.#bounded();
        }
        break;
      }
      default:
    }
  }

  #takeReported(event: ReportedEvent): void {
    if (event.action === null) this.#count('other-reported-actions');
    else if (event.outcome === 'pending') this.#count('pending-actions');
    else {
      this.#reported.push(structuredClone(event));
      this.#bounded();
    }
  }

  /** The last lines of each kind; of logons those of the accounts under audit. */
  #takeSensor({ entry, place, localTime, level, account, text }: SensorEvent): void {
    const name = account?.toLowerCase().replace(/^.*\\/, '').replace(/@.*$/, '').replace(/\$$/, '') ?? null;
    if (name !== null && !this.options.names.has(name)) return;
    this.#counts[entry]++;
    const lines = this.#sensor.get(entry) ?? [];
    lines.push(structuredClone({ entry, ...place, localTime, level, account, text }));
    if (lines.length > MOST_SENSOR_LINES) lines.shift();
    this.#sensor.set(entry, lines);
  }

  #count(code: NotJudged): void {
    this.#notJudged.set(code, (this.#notJudged.get(code) ?? 0) + 1);
  }

  #bounded(): void {
    if (this.#acts.length + this.#reported.length + this.#renames.length <= MOST_KEPT) return;
    throw new AdreachError(
      'usage',
      `the files hold more than ${MOST_KEPT.toLocaleString('en')} events of the accounts under audit`,
      'verify them by parts, for example a day at a time',
    );
  }

  result(): Observed {
    return {
      files: this.#files,
      acts: this.#acts,
      reported: this.#reported,
      renames: this.#renames,
      changes: this.#changes,
      settings: this.#settings,
      sensor: { lines: [...this.#sensor.values()].flat(), counts: this.#counts },
      notJudged: this.#notJudged,
      span: this.#first === null || this.#last === null ? null : { first: this.#first, last: this.#last },
    };
  }
}

/** @returns as what an event is counted only; null for one that is judged */
function notJudged(event: ActEvent, as: Actor): NotJudged | null {
  if (as === 'not-told') return 'actor-not-told';
  if (as === 'other') return 'other-actors';
  if (event.kind === 'changed' && !isAct(event)) return 'other-changes';
  if (event.kind !== 'access') return null;
  // What the system does all day long is told by the events of what it changed.
  if (as === 'local-system') return 'local-system-without-action';
  return event.success === null ? 'outcome-of-access-not-told' : null;
}

/** Whether a change of an account is one that an action makes: its flags, or that its password has to be changed. */
function isAct({ flags, password }: ChangedEvent): boolean {
  return writtenFlags(flags) !== 0 || password === 'never';
}

/** The bits that changed and that somebody writes. */
export function writtenFlags(flags: ChangedEvent['flags']): number {
  return flags === null ? 0 : ((flags.on | flags.off) & ~COMPUTED) >>> 0;
}

function percent(bytes: number, { size }: OpenEventFile): string {
  return `${size === 0 ? 100 : Math.min(100, Math.floor((100 * bytes) / size))}%`;
}
