/**
 * Windows events as XML: what `wevtutil qe /f:xml` writes, one element behind the other with or without a root around
 * them, and lines of `Get-WinEvent | ForEach-Object ToXml`.
 */
import { AdreachError } from '../../errors/index.js';
import type { Place, ReadItem, WindowsEvent } from './event.js';
import { type EventXml, parseEventXml } from './event-xml.js';
import { damage, type EventInput, lineOf } from './input.js';
import { lineEnds, TextPieces } from './text.js';
import { instantOf } from './time.js';
import { auditEventOf, successOf } from './windows.js';

/** Characters of one event: a log record holds 64 KB, and each of its characters may be written as an entity. */
const LONGEST_EVENT = 1_000_000;

const START = /<Event(?=[\s>/])/g;
const END = '</Event>';
/** What may be left over of the beginning of an event. */
const MARGIN = 16;
/** What may stand between events: a declaration, and the start or end of an element around them. */
const BETWEEN = /^\s*(?:<\?xml[^<>]{0,200}\?>\s*)?(?:<\/?[A-Za-z_][\w.:-]*(?:\s[^<>]{0,1000})?>\s*)*$/;

/** Where the next event begins at or after a position; -1: nowhere. */
function startFrom(text: string, from: number): number {
  START.lastIndex = from;
  return START.exec(text)?.index ?? -1;
}

/** The last place before `end` where an event begins: one that begins in another did not end. */
function lastStart(text: string, first: number, end: number): number {
  let last = first;
  for (let at = first; at >= 0 && at < end; at = startFrom(text, at + 1)) last = at;
  return last;
}

export async function* readEventXml(input: EventInput): AsyncGenerator<ReadItem> {
  const pieces = new TextPieces(input);
  let text = '';
  let line = 1;
  /** What stands at the beginning of `text` was told already. */
  let told = false;
  let first = true;
  /** Elements around the events that are open. */
  let around = 0;
  for await (const piece of pieces.read()) {
    text += first && piece.startsWith('\ufeff') ? piece.slice(1) : piece;
    first = false;
    let from = 0;
    for (let start = startFrom(text, 0); start >= 0; start = startFrom(text, from)) {
      const end = text.indexOf(END, start);
      if (end < 0) break;
      const whole = lastStart(text, start, end);
      const before = text.slice(from, start);
      if (!told && !BETWEEN.test(before)) yield between(input.name, line, before);
      told = false;
      around += opened(before);
      line += lineEnds(before);
      if (whole > start) yield damage(input.name, `line ${line}`, 'an event does not end');
      line += lineEnds(text.slice(start, whole));
      yield* itemsOf(text.slice(whole, end + END.length), lineOf(input.name, line));
      line += lineEnds(text.slice(whole, end));
      from = end + END.length;
    }
    text = text.slice(from);
    if (text.length <= LONGEST_EVENT) continue;
    // An event that never ends is not kept; nor is what stands before the next one begins.
    const open = startFrom(text, 0);
    const passed = open < 0 ? text.length - MARGIN : open + MARGIN;
    if (!told && open !== 0 && !BETWEEN.test(text.slice(0, open < 0 ? passed : open)))
      yield between(input.name, line, text.slice(0, passed));
    if (open >= 0) yield damage(input.name, `line ${line}`, `an event does not end within ${LONGEST_EVENT} characters`);
    told = true;
    line += lineEnds(text.slice(0, passed));
    text = text.slice(passed);
  }
  if (pieces.replaced)
    yield damage(input.name, 'its text', 'it holds bytes that are no text; they are shown as \ufffd');
  const open = startFrom(text, 0);
  if (open >= 0) {
    const at = `line ${line + lineEnds(text.slice(0, open))}`;
    yield damage(input.name, at, 'the last event does not end: the file is cut off');
  } else if (!told && !BETWEEN.test(text)) yield between(input.name, line, text);
  else if (around + opened(text) > 0) {
    yield damage(input.name, `line ${line}`, 'the element around the events does not end: the file is cut off');
  }
}

/** How many more elements a text between events begins than it ends. */
function opened(text: string): number {
  if (!text.includes('<')) return 0;
  const count = (pattern: RegExp) => (text.match(pattern) ?? []).length;
  return count(/<[A-Za-z_]/g) - count(/<\//g) - count(/\/>/g);
}

function between(file: string, line: number, text: string): ReadItem {
  if (/<!DOCTYPE/i.test(text)) {
    throw new AdreachError(
      'format',
      `${file}, line ${line}: the file declares a document type, which no export of events does`,
      'export it again with wevtutil qe Security /f:xml',
    );
  }
  return damage(file, `line ${line}`, `${text.trim().length} characters stand between events`);
}

function itemsOf(text: string, place: Place): readonly ReadItem[] {
  try {
    const event = auditEventOf(windowsEventOf(parseEventXml(text), place));
    return event === null ? [] : [event];
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    return [damage(place.file, place.at, error.message)];
  }
}

/** @throws AdreachError `format` for one without a number */
export function windowsEventOf({ system, attributes, data }: EventXml, place: Place): WindowsEvent {
  const id = system.get('EventID')?.trim() ?? '';
  if (!/^\d{1,5}$/.test(id)) throw new AdreachError('format', 'an event has no number');
  const record = system.get('EventRecordID')?.trim();
  return {
    id: Number(id),
    provider: attributes.get('Provider.Name') ?? null,
    channel: system.get('Channel') || null,
    time: instantOf(attributes.get('TimeCreated.SystemTime') ?? ''),
    computer: system.get('Computer') || null,
    success: successOf(system.get('Keywords')?.trim() ?? ''),
    data,
    place: record && /^\d{1,20}$/.test(record) ? { ...place, at: `record ${record} (${place.at})` } : place,
  };
}
