/**
 * Logs of a version 2 sensor (`Microsoft.Tri.Sensor*.log`). Lines are `YYYY-MM-DD HH:MM:SS.ffff LEVEL Class Method message
 * [Key=Value ...]`; in which time zone is not documented. No public sample has lines of EntityRemediatorConfiguration or
 * UpdateConfigurationAsync: they are found by these words alone.
 */
import type { ReadItem, SensorEvent } from './event.js';
import { damage, type EventInput, lineOf } from './input.js';
import { linesOf, TextPieces } from './text.js';

const LINE = /^(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{1,9}) ([A-Za-z]{3,12}) (\S{1,200})(?: (\S{1,200}))?(?: (.*))?$/s;

/** What a line of such a log looks like. */
export function isSensorLine(line: string): boolean {
  return LINE.test(line);
}

/** Characters of a line that are shown. */
const SHOWN = 500;

export async function* readSensorLog(input: EventInput): AsyncGenerator<ReadItem> {
  const pieces = new TextPieces(input);
  let lines = 0;
  let other = 0;
  for await (const { number, text } of linesOf(pieces.read())) {
    const at = lineOf(input.name, number);
    if (text === null) yield damage(at.file, at.at, 'it is longer than a line of a log is');
    else {
      const line = number === 1 ? text.replace(/^\ufeff/, '') : text;
      // Lines without a time belong to the entry before them, as the traces of errors do.
      if (LINE.test(line)) lines++;
      else if (lines === 0 && line.trim() !== '') other++;
      const event = sensorEvent(line, at);
      if (event !== null) yield event;
    }
  }
  if (pieces.replaced)
    yield damage(input.name, 'its text', 'it holds bytes that are no text; they are shown as \ufffd');
  if (other > 0) yield damage(input.name, 'line 1', `${other} lines before the first entry are none of a sensor's log`);
  if (pieces.last !== '\n')
    yield damage(input.name, 'the last line', 'no line end stands behind it: it may be cut off');
}

function sensorEvent(line: string, place: SensorEvent['place']): SensorEvent | null {
  const match = LINE.exec(line);
  if (match === null) return null;
  const [, localTime, level, className, method = '', message = ''] = match;
  const text = line.slice(0, SHOWN);
  const told = {
    kind: 'sensor',
    place,
    time: null,
    controller: null,
    localTime: localTime!,
    level: level!,
    text,
  } as const;
  const logon = logonOf(className!, method, message, level!);
  if (logon !== null) return { ...told, ...logon };
  if (line.includes('EntityRemediatorConfiguration')) {
    return { ...told, entry: 'entity-remediator-configuration', account: null };
  }
  return line.includes('UpdateConfigurationAsync') ? { ...told, entry: 'update-configuration', account: null } : null;
}

/** Attempts to log on as an account, as Microsoft's page on known issues shows them. */
function logonOf(
  className: string,
  method: string,
  message: string,
  level: string,
): Pick<SensorEvent, 'entry' | 'account'> | null {
  const value = (key: string) => new RegExp(`(?:^|[\\[ ])${key}=([^\\s\\]]*)`).exec(message)?.[1] ?? null;
  if (className === 'ImpersonationManager' && method === 'CreateImpersonatorAsync') {
    const success = value('IsSuccess');
    if (success === null) return null;
    return { entry: /^true$/i.test(success) ? 'logon-succeeded' : 'logon-failed', account: value('UserName') };
  }
  if (className === 'GroupManagedServiceAccountImpersonationHelper' && value('errorCode') !== null) {
    return { entry: 'logon-failed', account: value('AccountName') };
  }
  const isError = /^(?:error|warn|fatal|critical)/i.test(level);
  if (className === 'DirectoryServicesClient' && method === 'CreateLdapConnectionAsync' && isError) {
    return { entry: 'logon-failed', account: value('UserName') };
  }
  return null;
}
