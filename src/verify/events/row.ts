/** Rows of exported tables: what kind of table they are from, by their columns, and what they say. */
import { AdreachError } from '../../errors/index.js';
import { actionCenterEvent, isActionCenter } from './action-center.js';
import type { ActionMapping } from './action-mapping.js';
import type { AuditEvent, Place, WindowsEvent } from './event.js';
import { parseEventXml } from './event-xml.js';
import { identityEvent } from './identity-directory.js';
import { instantOf } from './time.js';
import { auditEventOf, successOf } from './windows.js';

/** What a cell holds: text, or, in JSON, whatever stands there. */
export type Cell = unknown;

/** A row, by column in lower case; what follows a name in brackets (`[UTC]`) is left out of it. */
export interface Row {
  readonly cells: ReadonlyMap<string, Cell>;
  /** Columns that say of themselves that their times are UTC. */
  readonly utc: ReadonlySet<string>;
}

export type TableKind = 'security-event' | 'windows-event' | 'identity-directory-events' | 'action-center';

/** @returns the name under which a column is looked up, and whether it says that it is UTC */
export function columnName(written: string): { readonly name: string; readonly utc: boolean } {
  const match = /^\s*(.*?)\s*(?:\[(.*)\])?\s*$/s.exec(written);
  const name = (match?.[1] ?? written).toLowerCase();
  return { name: name === '' ? written.trim().toLowerCase() : name, utc: match?.[2]?.toLowerCase() === 'utc' };
}

/** @returns null for columns of no table that is known */
export function tableKind(columns: Iterable<string>, mapping: ActionMapping): TableKind | null {
  const has = new Set(columns);
  if (has.has('eventid') && has.has('eventdata') && !has.has('targetsid')) return 'windows-event';
  if (has.has('eventid') && (has.has('targetsid') || has.has('subjectusersid') || has.has('eventdata'))) {
    return 'security-event';
  }
  if (has.has('actiontype') && (has.has('additionalfields') || has.has('targetaccountupn'))) {
    return 'identity-directory-events';
  }
  return isActionCenter(has, mapping) ? 'action-center' : null;
}

/**
 * @returns null for a row that is about something else
 * @throws AdreachError `format` for one that cannot be read
 */
export function eventOfRow(kind: TableKind, row: Row, place: Place, mapping: ActionMapping): AuditEvent | null {
  switch (kind) {
    case 'identity-directory-events':
      return identityEvent(row, place, mapping);
    case 'action-center':
      return actionCenterEvent(row, place, mapping);
    default:
      return auditEventOf(windowsRow(row, place));
  }
}

/** SecurityEvent has columns for most fields, and all of them in EventData as XML; WindowsEvent has them there as an object. */
function windowsRow(row: Row, place: Place): WindowsEvent {
  const text = (name: string) => cellText(row.cells.get(name));
  const id = text('eventid').trim();
  if (!/^\d{1,5}$/.test(id)) throw new AdreachError('format', `"${id.slice(0, 40)}" is no number of an event`);
  const data = new Map<string, string>();
  for (const [name, value] of row.cells) if (!COMMON.has(name)) add(data, name, value);
  for (const [name, value] of eventData(row.cells.get('eventdata'))) add(data, name, value);
  return {
    id: Number(id),
    provider: text('provider') || text('eventsourcename') || null,
    channel: text('channel') || null,
    time: timeOf(row, ['timegenerated', 'timecreated']),
    computer: text('computer') || null,
    success: successOf(text('keywords').trim()),
    data,
    place,
  };
}

/** Columns that are no fields of the event. */
const COMMON: ReadonlySet<string> = new Set([
  'eventid',
  'eventdata',
  'provider',
  'eventsourcename',
  'channel',
  'computer',
]);

/** A column that is empty says nothing; EventData has the field as the log has it. */
function add(data: Map<string, string>, name: string, value: Cell): void {
  const shown = cellText(value);
  if (shown !== '') data.set(name.toLowerCase(), shown);
}

function eventData(value: Cell): Iterable<[string, Cell]> {
  if (typeof value === 'object' && value !== null) return Object.entries(value);
  const text = typeof value === 'string' ? value.trim() : '';
  if (text.startsWith('<')) return parseEventXml(text).data;
  return text.startsWith('{') ? Object.entries(jsonObject(text)) : [];
}

/** @throws AdreachError `format` for text that is no JSON object */
export function jsonObject(text: string): object {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  } catch {
    // Said below.
  }
  throw new AdreachError('format', 'a cell that should hold a JSON object does not');
}

/** @returns text as it is, numbers and booleans as text; empty for anything else */
export function cellText(value: Cell): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

/** The first of the columns that has a time. */
export function timeOf(row: Row, columns: readonly string[]): number | null {
  for (const name of columns) {
    const text = cellText(row.cells.get(name));
    if (text !== '') return instantOf(text, row.utc.has(name));
  }
  return null;
}
