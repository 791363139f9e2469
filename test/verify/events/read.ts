/** Reads bytes as event files are read. */
import { type ActionMapping, actionMapping } from '../../../src/verify/events/action-mapping.js';
import type { AuditEvent, Damage, ReadItem } from '../../../src/verify/events/event.js';
import type { EventInput } from '../../../src/verify/events/input.js';
import { eventFormat, readEvents } from '../../../src/verify/events/kind.js';

/** @param piece bytes that are read at a time */
export function inputOf(bytes: Buffer | string, name = 'events', piece = 0x10000): EventInput {
  const all = Buffer.from(bytes as string);
  return {
    name,
    size: all.length,
    readAt: async (offset, length) => all.subarray(offset, offset + length),
    async *read() {
      for (let at = 0; at < all.length; at += piece) yield all.subarray(at, at + piece);
    },
  };
}

export async function readAll(
  input: EventInput,
  mapping: ActionMapping = actionMapping(null),
): Promise<readonly ReadItem[]> {
  const items: ReadItem[] = [];
  for await (const item of readEvents(input, await eventFormat(input), mapping)) items.push(item);
  return items;
}

export function eventsIn(items: readonly ReadItem[]): readonly AuditEvent[] {
  return items.filter((item) => item.kind !== 'damage') as readonly AuditEvent[];
}

export function damagesIn(items: readonly ReadItem[]): readonly Damage[] {
  return items.filter((item) => item.kind === 'damage') as readonly Damage[];
}
