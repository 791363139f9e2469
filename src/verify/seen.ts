/** Events as a result shows them. */
import type { SeenEvent } from '../result/verify.js';
import type { AuditEvent } from './events/event.js';

export function seenEvent(event: AuditEvent, what: string): SeenEvent {
  return {
    id: 'id' in event ? event.id : null,
    ...event.place,
    time: isoTime(event.time),
    controller: event.controller,
    what,
  };
}

export function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
