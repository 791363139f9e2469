/** Which audit settings the files prove to be on: an event of a subcategory is only written where it is. */
import { AUDIT_SETTINGS, type AuditSetting, type AuditSettingId } from '../result/verify.js';
import { type Controllers, isController } from './actors.js';
import type { AuditEvent } from './events/event.js';
import { isoTime } from './seen.js';

interface Setting {
  /** As auditpol names it. */
  readonly subcategory: string;
  readonly needs: string;
}

const SETTINGS: Readonly<Record<AuditSettingId, Setting>> = {
  'user-account-management': {
    subcategory: 'User Account Management (success)',
    needs:
      'nothing else: 4722, 4723, 4724, 4725, 4738, 4780 and 4781 are written by the controller that makes the change',
  },
  'computer-account-management': {
    subcategory: 'Computer Account Management (success)',
    needs: '4742: no entry on the object, the controller that makes the change writes it',
  },
  'directory-service-changes': {
    subcategory: 'Directory Service Changes (success)',
    needs: '5136: an audit entry (SACL) for the change on the object',
  },
  'directory-service-access-success': {
    subcategory: 'Directory Service Access (success)',
    needs: '4662: an audit entry (SACL) for the access on the object',
  },
  'directory-service-access-failure': {
    subcategory: 'Directory Service Access (failure)',
    needs: '4662, the only trace of an attempt that was refused: an audit entry (SACL) for failed access on the object',
  },
};

const USER: ReadonlySet<number> = new Set([
  4720, 4722, 4723, 4724, 4725, 4726, 4738, 4740, 4765, 4766, 4767, 4780, 4781, 4794,
]);
/** Of those, the ones that are written for failures as well, or for these only. */
const FAILURES_TOO: ReadonlySet<number> = new Set([4723, 4724, 4766, 4794]);
const COMPUTER: ReadonlySet<number> = new Set([4741, 4742, 4743]);
const CHANGES: ReadonlySet<number> = new Set([5136, 5137, 5138, 5139, 5141]);

function settingOf(event: AuditEvent): AuditSettingId | null {
  if (event.kind === 'reported' || event.kind === 'sensor') return null;
  if (event.kind === 'access') {
    if (event.success === null) return null;
    return event.success ? 'directory-service-access-success' : 'directory-service-access-failure';
  }
  // A failure shows that failures are audited, and says nothing of successes.
  if (FAILURES_TOO.has(event.id) && 'success' in event && event.success !== true) return null;
  if (USER.has(event.id)) return 'user-account-management';
  if (COMPUTER.has(event.id)) return 'computer-account-management';
  return CHANGES.has(event.id) ? 'directory-service-changes' : null;
}

interface Seen {
  events: number;
  first: number | null;
  last: number | null;
}

/** Names of computers that are told apart; a file may hold any number of them. */
const MOST_CONTROLLERS = 1_000;

export class SettingsSeen {
  readonly #seen = new Map<AuditSettingId, Map<string, Seen>>(AUDIT_SETTINGS.map((id) => [id, new Map()]));

  /** Of any event, in lower case. */
  readonly computers = new Set<string>();

  take(event: AuditEvent): void {
    const { controller } = event;
    if (controller !== null && this.computers.size < MOST_CONTROLLERS) {
      const name = controller.toLowerCase();
      // As a text of its own: a part of a file's text would keep all of that.
      if (!this.computers.has(name)) this.computers.add(structuredClone(name));
    }
    const id = settingOf(event);
    if (id === null) return;
    const controllers = this.#seen.get(id)!;
    const name = event.controller?.toLowerCase() ?? '';
    const known =
      controllers.get(name) ?? (controllers.size < MOST_CONTROLLERS ? { events: 0, first: null, last: null } : null);
    if (known === null) return;
    controllers.set(name, known);
    known.events++;
    if (event.time === null) return;
    known.first = Math.min(known.first ?? event.time, event.time);
    known.last = Math.max(known.last ?? event.time, event.time);
  }

  /** @param known the controllers of the sources: what another computer audits proves nothing of them */
  result(known: Controllers): readonly AuditSetting[] {
    return AUDIT_SETTINGS.map((id) => {
      const controllers = [...this.#seen.get(id)!].map(([name, { events, first, last }]) => ({
        name,
        events,
        first: isoTime(first),
        last: isoTime(last),
        // Where the sources have no controller, or the event no computer, that is not known.
        inSources: known.names.size === 0 || name === '' ? null : isController(known, name),
      }));
      return { id, ...SETTINGS[id], proven: controllers.some(({ inSources }) => inSources !== false), controllers };
    });
  }
}
