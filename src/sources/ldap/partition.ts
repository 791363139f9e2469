/**
 * Splitting a search into parts: for several connections that read side by side, and where a server cuts a search short.
 *
 * The parts are ranges of objectGUID: every object has one, it never changes, it is spread evenly, and it stands in the
 * same property set as objectClass, without which no search finds the object anyway. That each object falls into
 * exactly one part holds whatever the server makes of an attribute that it will not show (domain controllers treat it
 * as absent; a comparison with it is FALSE to some servers, Undefined to others, RFC 4511 4.5.1.7):
 *
 * - readable: `>=` is a total order, so exactly one of `(!(>=t1))`, `(>=t1)(!(>=t2))`, ..., `(>=tn)` holds;
 * - not readable: `(!(attr=*))` is TRUE and makes the first part TRUE, as OR with a TRUE operand is, even beside an
 *   Undefined one; the other parts want `>=` to be TRUE, which it never is.
 */
import { AndFilter, type Filter, NotFilter, OrFilter, PresenceFilter } from 'ldapts';
import { BytesAtLeastFilter } from './requests.js';

const ATTRIBUTE = 'objectGUID';

/** The objects whose objectGUID begins with 32 bits, big-endian, that are at least `from` and less than `to`. */
export interface GuidRange {
  readonly from: number;
  readonly to: number;
}

const END = 2 ** 32;
export const EVERY_GUID: GuidRange = { from: 0, to: END };
/** A range is halved no further than this: twenty times from the whole. */
const SMALLEST = 2 ** 12;

/** @returns ranges that are disjoint and together are every GUID */
export function guidRanges(parts: number): readonly GuidRange[] {
  const bound = (part: number) => Math.floor((part * END) / parts);
  return Array.from({ length: Math.max(1, parts) }, (_, part) => ({ from: bound(part), to: bound(part + 1) }));
}

/** The two halves of a range; undefined when it is too small for that. */
export function halves({ from, to }: GuidRange): readonly [GuidRange, GuidRange] | undefined {
  if (to - from < 2 * SMALLEST) return undefined;
  const middle = Math.floor((from + to) / 2);
  return [
    { from, to: middle },
    { from: middle, to },
  ];
}

/** What of a range lies in none of `others`, from the lowest on. */
export function outside(range: GuidRange, others: readonly GuidRange[]): readonly GuidRange[] {
  const rest: GuidRange[] = [];
  let { from } = range;
  for (const other of [...others].sort((a, b) => a.from - b.from)) {
    if (other.to <= from || other.from >= range.to) continue;
    if (other.from > from) rest.push({ from, to: other.from });
    from = other.to;
  }
  if (from < range.to) rest.push({ from, to: range.to });
  return rest;
}

/** What `filter` matches, as far as it is in the range. What shows no GUID counts as the lowest. */
export function within(filter: Filter, { from, to }: GuidRange): Filter {
  if (from === 0 && to === END) return filter;
  const below = to === END ? [] : [new NotFilter({ filter: atLeast(to) })];
  if (from > 0) return new AndFilter({ filters: [filter, atLeast(from), ...below] });
  const absent = new NotFilter({ filter: new PresenceFilter({ attribute: ATTRIBUTE }) });
  return new AndFilter({ filters: [filter, new OrFilter({ filters: [absent, ...below] })] });
}

/** `>=` the first GUID that begins with these bits. */
function atLeast(bits: number): BytesAtLeastFilter {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt32BE(bits);
  return new BytesAtLeastFilter(ATTRIBUTE, bytes);
}
