/** Instants in event files. */

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d\d:?\d\d)?$/;
const CLOCK = '(\\d{1,2}):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?\\s*([AP]M)?$';
/** As tables of the portals write it where the column says that it is UTC. */
const NUMBERS = new RegExp(`^(\\d{1,2})/(\\d{1,2})/(\\d{4}),? ${CLOCK}`, 'i');
const WORDS = new RegExp(`^([A-Z][a-z]{2})[a-z]* (\\d{1,2}), (\\d{4}),? ${CLOCK}`, 'i');
const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/**
 * @param isUtc whether something beside the text says that it is UTC
 * @returns milliseconds since 1970; null where the text is no instant, or leaves open which one: its time zone, or which of
 *   two numbers is the month
 */
export function instantOf(text: string, isUtc = false): number | null {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso !== null) {
    const [, date, minutes, seconds = '00', fraction = '0', zone] = iso;
    if (zone === undefined && !isUtc) return null;
    const offset =
      zone === undefined || zone === 'Z' ? 'Z' : zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
    return checked(Date.parse(`${date}T${minutes}:${seconds}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`));
  }
  return isUtc ? shownInstant(trimmed) : null;
}

/** As a page of the portal shows it. */
function shownInstant(text: string): number | null {
  const words = WORDS.exec(text);
  const match = words ?? NUMBERS.exec(text);
  if (match === null) return null;
  const [, first, second, year, hour, minute, seconds = '0', fraction = '0', half] = match;
  const month = words === null ? Number(first) : MONTHS.indexOf(first!.toLowerCase()) + 1;
  const day = Number(second);
  if (month < 1 || month > 12 || day < 1 || day > 31) return null;
  // Most of the world writes the day first; AM and PM in capitals are American.
  if (words === null && day <= 12 && day !== month && !/^[AP]M$/.test(half ?? '')) return null;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  if (hours > 23) return null;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return checked(Date.UTC(Number(year), month - 1, day, hours, Number(minute), Number(seconds), milliseconds));
}

function checked(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}
