/** The export of the action center: columns are found by name through a mapping, since no page documents them. */
import type { ActionMapping } from './action-mapping.js';
import { cellText, type Row } from './cells.js';
import type { Place, ReportedEvent } from './event.js';
import { instantOf } from './time.js';
import { sidOf } from './windows.js';

/** Whether columns are those of a list of actions: what was done, what became of it, and to whom. */
export function isActionCenter(columns: ReadonlySet<string>, { columns: names }: ActionMapping): boolean {
  const has = (use: keyof typeof names) => names[use].some((name) => columns.has(name));
  return has('action') && has('status') && (has('target') || has('targetSid'));
}

export function actionCenterEvent(row: Row, place: Place, mapping: ActionMapping): ReportedEvent {
  const { columns } = mapping;
  const text = (use: keyof typeof columns) => {
    for (const name of columns[use]) {
      const value = cellText(row.cells.get(name)).trim();
      if (value !== '') return { name, value };
    }
    return { name: '', value: '' };
  };
  const title = text('action').value;
  const time = text('time');
  const actor = text('actor').value;
  return {
    kind: 'reported',
    by: 'action-center',
    place,
    time: instantOf(time.value, mapping.utc || row.utc.has(time.name)),
    controller: null,
    title,
    action: mapping.actions.get(title.toLowerCase()) ?? null,
    outcome: mapping.status.get(text('status').value.toLowerCase()) ?? 'unknown',
    error: text('error').value,
    target: { ...named(text('target').value), sid: sidOf(text('targetSid').value) ?? sidOf(text('target').value) },
    actor: actor === '' ? null : { sid: sidOf(actor), name: actor, domain: null },
  };
}

/** `DOMAIN\name`, `name@domain`, or a name. */
export function named(text: string): {
  readonly name: string | null;
  readonly domain: string | null;
  readonly upn: string | null;
} {
  const slash = text.indexOf('\\');
  if (slash > 0) return { name: text.slice(slash + 1) || null, domain: text.slice(0, slash), upn: null };
  if (/^[^\s@]+@[^\s@]+$/.test(text)) return { name: null, domain: null, upn: text };
  return { name: text === '' ? null : text, domain: null, upn: null };
}
