/** What events say was changed in the directory, by what was changed: looked up for each attempt. */
import type { Sid } from '../descriptor/types.js';
import { dnKey, parentDn } from '../names/dn.js';
import type { SeenEvent } from '../result/verify.js';
import { changeWords } from '../words/verify.js';
import type { AuditEvent } from './events/event.js';
import { NO_EFFECT_FLAGS } from './events/flags.js';
import { seenEvent } from './seen.js';

/** What a change is about, which says what it may have changed. */
export type ChangeKind = 'descriptor' | 'stamp' | 'moved' | 'member' | 'primary-group' | 'flags';

/** Changes of one object that are kept with what they say; of the others only when they were. */
const MOST_KEPT = 20;

interface Kept {
  /** Of all of them; not a number where it is not told. */
  readonly times: number[];
  /** The first ones, in the order of the files: as many as are kept. */
  readonly seen: SeenEvent[];
}

/** Attributes whose change may change what an account may do, or its effect. */
const ATTRIBUTES: ReadonlyMap<string, ChangeKind> = new Map([
  ['ntsecuritydescriptor', 'descriptor'],
  ['member', 'member'],
  ['primarygroupid', 'primary-group'],
  ['useraccountcontrol', 'flags'],
]);

/** Changes that an attempt may have been affected by. */
export interface Found {
  readonly changes: readonly SeenEvent[];
  /** Beyond those. */
  readonly more: number;
  /** Of none of them is it known that it was between. */
  readonly undated: boolean;
}

export class Changes {
  readonly #kept = new Map<ChangeKind, Map<string, Kept>>();

  /** Keeps what matters of an event, if it is one of such a change: a file may hold any number of them. */
  take(event: AuditEvent): void {
    switch (event.kind) {
      case 'stamped':
        this.#add('stamp', event, [event.target.sid]);
        break;
      case 'changed':
        if (event.primaryGroupChanged) this.#add('primary-group', event, [event.target.sid]);
        if (event.flags !== null && ((event.flags.on | event.flags.off) & NO_EFFECT_FLAGS) !== 0) {
          this.#add('flags', event, [event.target.sid]);
        }
        break;
      case 'membership':
        this.#add('member', event, [
          event.member === null ? null : memberKey(event.member),
          event.memberDn === null ? null : dnKey(event.memberDn),
        ]);
        break;
      case 'moved': {
        const above = (dn: string) => dnKey(parentDn(dn) ?? '');
        // A new name in the same place changes nothing.
        if (above(event.from) !== above(event.to))
          this.#add('moved', event, [dnKey(event.from), dnKey(event.to), event.guid]);
        break;
      }
      case 'attribute': {
        const kind = ATTRIBUTES.get(event.attribute.toLowerCase());
        // Of a membership it is the member whose token it changes.
        if (kind === 'member') this.#add(kind, event, [dnKey(event.value)]);
        else if (kind !== undefined) this.#add(kind, event, [dnKey(event.dn), event.guid]);
        break;
      }
      default:
    }
  }

  #add(kind: ChangeKind, event: AuditEvent, keys: readonly (string | null)[]): void {
    const byKey = this.#kept.get(kind) ?? new Map<string, Kept>();
    this.#kept.set(kind, byKey);
    let seen: SeenEvent | null = null;
    for (const key of keys) {
      if (key === null) continue;
      let kept = byKey.get(key);
      if (kept === undefined) {
        kept = { times: [], seen: [] };
        // As a text of its own: a part of a file's text would keep all of that.
        byKey.set(structuredClone(key), kept);
      }
      kept.times.push(event.time ?? Number.NaN);
      if (kept.seen.length >= MOST_KEPT) continue;
      seen ??= structuredClone(seenEvent(event, changeWords(kind, event)));
      kept.seen.push(seen);
    }
  }

  /**
   * @param keys SIDs, GUIDs, and keys of DNs (`dnKey`) and of members (`memberKey`)
   * @param between whether a time lies between the attempt and the evidence; null: the time is not told
   * @param own places of the events of the attempt itself
   */
  of(
    keys: Iterable<string>,
    kinds: ReadonlySet<ChangeKind>,
    between: (time: number | null) => 'yes' | 'no' | 'unknown',
    own: ReadonlySet<string>,
  ): Found {
    const changes = new Set<SeenEvent>();
    let more = 0;
    let undated = true;
    for (const key of keys) {
      for (const kind of kinds) {
        const kept = this.#kept.get(kind)?.get(key);
        kept?.times.forEach((time, i) => {
          const answer = between(Number.isNaN(time) ? null : time);
          const seen = kept.seen[i];
          if (answer === 'no' || (seen !== undefined && own.has(placeKey(seen)))) return;
          if (answer === 'yes') undated = false;
          if (seen === undefined) more++;
          else changes.add(seen);
        });
      }
    }
    return { changes: [...changes], more, undated };
  }
}

/** What a member is looked up by: the SID alone stands for what was done to the object itself. */
export function memberKey(sid: Sid): string {
  return `member ${sid}`;
}

export function placeKey({ file, at }: { readonly file: string; readonly at: string }): string {
  return `${at} ${file}`;
}
