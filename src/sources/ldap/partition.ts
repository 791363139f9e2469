/**
 * Splitting a search into parts that several connections read side by side.
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

/**
 * @param filter what to search for
 * @param parts into how many parts, 1 to 256
 * @returns filters of which each object that `filter` matches satisfies exactly one
 */
export function partition(filter: Filter, parts: number): readonly Filter[] {
  if (parts <= 1) return [filter];
  const atLeast = (part: number) => new BytesAtLeastFilter(ATTRIBUTE, bound(part, parts));
  const below = (part: number) => new NotFilter({ filter: atLeast(part) });
  return Array.from({ length: parts }, (_, part) => {
    if (part === 0) {
      const absent = new NotFilter({ filter: new PresenceFilter({ attribute: ATTRIBUTE }) });
      return new AndFilter({ filters: [filter, new OrFilter({ filters: [absent, below(1)] })] });
    }
    const filters = [filter, atLeast(part)];
    if (part < parts - 1) filters.push(below(part + 1));
    return new AndFilter({ filters });
  });
}

/** The first GUID of a part: 16 octets, of which the first decides. */
function bound(part: number, parts: number): Buffer {
  const bytes = Buffer.alloc(16);
  bytes.writeUInt16BE(Math.floor((part * 0x10000) / parts));
  return bytes;
}
