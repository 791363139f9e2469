/** What events say was changed in the directory, by what was changed: looked up for each attempt. */
import type { Guid, Sid } from '../descriptor/types.js';
import { dnKey } from '../names/dn.js';
import type { AuditEvent } from './events/event.js';
import { NO_EFFECT_FLAGS } from './events/flags.js';

/** What a change is about, which says what it may have changed. */
export type ChangeKind = 'descriptor' | 'stamp' | 'member' | 'primary-group' | 'flags';

export interface Change {
  readonly kind: ChangeKind;
  readonly event: AuditEvent;
}

/** Changes of one object that are kept one by one. */
const MOST_KEPT = 500;

interface Kept {
  readonly changes: Change[];
  more: number;
}

/** Attributes whose change may change what an account may do, or its effect. */
const ATTRIBUTES: ReadonlyMap<string, ChangeKind> = new Map([
  ['ntsecuritydescriptor', 'descriptor'],
  ['member', 'member'],
  ['primarygroupid', 'primary-group'],
  ['useraccountcontrol', 'flags'],
]);

export class Changes {
  readonly #kept = new Map<string, Kept>();

  /** Keeps an event if it is one of such a change. */
  take(event: AuditEvent): void {
    switch (event.kind) {
      case 'stamped':
        if (event.target.sid !== null) this.#add(event.target.sid, { kind: 'stamp', event });
        break;
      case 'changed':
        if (event.target.sid === null) break;
        if (event.primaryGroupChanged) this.#add(event.target.sid, { kind: 'primary-group', event });
        if (event.flags !== null && ((event.flags.on | event.flags.off) & NO_EFFECT_FLAGS) !== 0) {
          this.#add(event.target.sid, { kind: 'flags', event });
        }
        break;
      case 'attribute': {
        const kind = ATTRIBUTES.get(event.attribute.toLowerCase());
        if (kind === undefined) break;
        // Of a membership it is the member whose token it changes.
        this.#add(dnKey(kind === 'member' ? event.value : event.dn), { kind, event });
        if (event.guid !== null && kind !== 'member') this.#add(event.guid, { kind, event });
        break;
      }
      default:
    }
  }

  #add(key: string, change: Change): void {
    let kept = this.#kept.get(key);
    if (kept === undefined) {
      kept = { changes: [], more: 0 };
      this.#kept.set(key, kept);
    }
    if (kept.changes.length < MOST_KEPT) kept.changes.push(change);
    else kept.more++;
  }

  /**
   * @param keys SIDs, GUIDs, and keys of DNs (`dnKey`)
   * @returns the changes of what has one of these, each once; `more` were not kept, and may have been at any time
   */
  of(
    keys: Iterable<Sid | Guid | string>,
    kinds: ReadonlySet<ChangeKind>,
  ): { readonly changes: readonly Change[]; readonly more: number } {
    const changes = new Map<AuditEvent, Change>();
    let more = 0;
    for (const key of keys) {
      const kept = this.#kept.get(key);
      if (kept === undefined) continue;
      more += kept.more;
      for (const change of kept.changes) if (kinds.has(change.kind)) changes.set(change.event, change);
    }
    return { changes: [...changes.values()], more };
  }
}
