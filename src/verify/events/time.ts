/** Instants in event files. */

const ISO = /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?\s*(Z|[+-]\d\d:?\d\d)?$/;
/** As tables of the portals write it where the column says that it is UTC. */
const AMERICAN = /^(\d{1,2})\/(\d{1,2})\/(\d{4}),? (\d{1,2}):(\d\d):(\d\d)(?:\.(\d{1,9}))?\s*([AP]M)?$/i;

/**
 * @param isUtc whether something beside the text says that it is UTC
 * @returns milliseconds since 1970; null where the text is no instant, or leaves its time zone open
 */
export function instantOf(text: string, isUtc = false): number | null {
  const trimmed = text.trim();
  const iso = ISO.exec(trimmed);
  if (iso !== null) {
    const [, date, time, fraction = '0', zone] = iso;
    if (zone === undefined && !isUtc) return null;
    const offset =
      zone === undefined || zone === 'Z' ? 'Z' : zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`;
    return checked(Date.parse(`${date}T${time}.${fraction.slice(0, 3).padEnd(3, '0')}${offset}`));
  }
  const american = isUtc ? AMERICAN.exec(trimmed) : null;
  if (american === null) return null;
  const [, month, day, year, hour, minute, second, fraction = '0', half] = american;
  const hours = half === undefined ? Number(hour) : (Number(hour) % 12) + (half.toUpperCase() === 'PM' ? 12 : 0);
  if (Number(month) > 12 || Number(day) > 31 || hours > 23) return null;
  const milliseconds = Number(fraction.slice(0, 3).padEnd(3, '0'));
  return checked(
    Date.UTC(Number(year), Number(month) - 1, Number(day), hours, Number(minute), Number(second), milliseconds),
  );
}

function checked(time: number): number | null {
  return Number.isNaN(time) ? null : time;
}
