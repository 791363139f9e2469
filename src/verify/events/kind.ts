/** What kind of event file a file is, by what stands in it and not by its name. */
import { TextDecoder } from 'node:util';
import { AdreachError } from '../../errors/index.js';
import type { ActionMapping } from './action-mapping.js';
import { readCsv } from './csv.js';
import type { ReadItem } from './event.js';
import { readEvtx } from './evtx.js';
import type { EventInput } from './input.js';
import { readJson } from './json.js';
import { isSensorLine, readSensorLog } from './sensor-log.js';
import { encodingOf } from './text.js';
import { readEventXml } from './xml.js';

export const EVENT_FORMATS = ['evtx', 'xml', 'json', 'csv', 'sensor-log'] as const;
export type EventFormat = (typeof EVENT_FORMATS)[number];

/** Bytes that are looked at. */
const BEGINNING = 0x10000;

/**
 * @returns the format of a file
 * @throws AdreachError `format` for a file that is none of them, with what to do about it
 */
export async function eventFormat(input: EventInput): Promise<EventFormat> {
  const bytes = await input.readAt(0, BEGINNING);
  const refuse = (what: string, hint?: string) => new AdreachError('format', `${input.name}: ${what}`, hint);
  if (bytes.length === 0) throw refuse('the file is empty', 'export the events again');
  if (bytes.toString('latin1', 0, 7) === 'ElfFile') return 'evtx';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) throw refuse('the file is packed', 'unpack it first (gzip -d)');
  if (bytes.toString('latin1', 0, 4) === 'PK\u0003\u0004') throw refuse('the file is a ZIP archive', 'unpack it first');
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes).replace(/^\ufeff/, '');
  const start = text.trimStart();
  if (start.startsWith('<')) {
    if (/^(?:<\?xml[^>]*>\s*)?<Objs[\s>]/.test(start)) {
      throw refuse(
        'objects that PowerShell exported are not read (Export-Clixml)',
        'export events with Get-WinEvent ... | ForEach-Object { $_.ToXml() }',
      );
    }
    return 'xml';
  }
  if (start.startsWith('{') || start.startsWith('[')) return 'json';
  const lines = start.split(/\r?\n/, 50);
  if (lines.some((line, i) => (i + 1 < lines.length || lines.length === 1) && isSensorLine(line))) return 'sensor-log';
  if (text.includes('\0')) throw refuse('it is no event file that is known', 'docs/verify.md names the formats');
  return 'csv';
}

/**
 * Reads a file, whatever its format.
 * @throws AdreachError `format` for a file that cannot be used at all; what is damaged in one that can is among the items
 */
export async function* readEvents(
  input: EventInput,
  format: EventFormat,
  mapping: ActionMapping,
): AsyncGenerator<ReadItem> {
  switch (format) {
    case 'evtx':
      return yield* readEvtx(input);
    case 'xml':
      return yield* readEventXml(input);
    case 'json':
      return yield* readJson(input, mapping);
    case 'csv':
      return yield* readCsv(input, mapping);
    default:
      return yield* readSensorLog(input);
  }
}
