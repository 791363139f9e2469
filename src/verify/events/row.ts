/** Rows of exported tables: what kind of table they are from, by their columns, and what they say. */
import { AdreachError } from '../../errors/index.js';
import { actionCenterEvent, isActionCenter } from './action-center.js';
import type { ActionMapping } from './action-mapping.js';
import { type Cell, cellText, jsonObject, type Row, timeOf } from './cells.js';
import type { AuditEvent, Place, WindowsEvent } from './event.js';
import { parseEventXml } from './event-xml.js';
import { identityEvent } from './identity-directory.js';
import { auditEventOf, successOf } from './windows.js';
import { windowsEventOf } from './xml.js';

export type TableKind =
  | 'raw-event'
  | 'security-event'
  | 'windows-event'
  | 'identity-directory-events'
  | 'action-center';

/** @returns null for columns of no table that is known */
export function tableKind(columns: Iterable<string>, mapping: ActionMapping): TableKind | null {
  const has = new Set(columns);
  if (has.has('_raw')) return 'raw-event';
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
    case 'raw-event':
      return rawEvent(cellText(row.cells.get('_raw')).trim(), place);
    default:
      return auditEventOf(windowsRow(row, place));
  }
}

/** What Splunk has of an event: the whole of it, as Windows rendered it. Its own fields may have been made in any way. */
function rawEvent(text: string, place: Place): AuditEvent | null {
  if (text.startsWith('<Event')) return auditEventOf(windowsEventOf(parseEventXml(text), place));
  throw new AdreachError('format', 'its text (_raw) is no XML, and what it shows is in the language of the system');
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
