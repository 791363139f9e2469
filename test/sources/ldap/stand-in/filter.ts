/** Search filters as a server evaluates them (RFC 4511 4.5.1.7), with either logic for what it will not tell. */
import type { BerCursor } from '../../../../src/sources/ldap/ber.js';
import { readable, type StandInEntry, valuesOf } from './directory.js';

export type Truth = boolean | undefined;
/** What a comparison with an attribute that is absent or unreadable comes to. */
export type AbsentLogic = 'false' | 'undefined';
export type Predicate = (entry: StandInEntry, absent: AbsentLogic) => Truth;

export function parseFilter(cursor: BerCursor): Predicate {
  const tag = cursor.peek();
  const body = () => cursor.enter(tag!);
  switch (tag) {
    case 0xa0:
      return all(list(body()));
    case 0xa1:
      return any(list(body()));
    case 0xa2: {
      const inner = parseFilter(body());
      return (entry, absent) => negate(inner(entry, absent));
    }
    case 0xa3:
      return comparison(body(), (value, wanted, name) =>
        name === 'objectclass' ? same(value, wanted) : value.equals(wanted),
      );
    case 0xa5:
      return comparison(body(), (value, wanted) => Buffer.compare(value, wanted) >= 0);
    case 0x87: {
      const name = cursor.text(0x87).toLowerCase();
      // objectClass=* is always TRUE for an object that is visible at all.
      return (entry) => name === 'objectclass' || (readable(entry, name) && valuesOf(entry, name) !== undefined);
    }
    default:
      throw new Error(`the stand-in knows no filter 0x${tag?.toString(16)}`);
  }
}

function comparison(body: BerCursor, holds: (value: Buffer, wanted: Buffer, name: string) => boolean): Predicate {
  const name = body.text().toLowerCase();
  const wanted = body.octets();
  return (entry, absent) => {
    const values = readable(entry, name) ? valuesOf(entry, name) : undefined;
    if (values === undefined) return absent === 'false' ? false : undefined;
    return values.some((value) => holds(value, wanted, name));
  };
}

const same = (a: Buffer, b: Buffer) => a.toString().toLowerCase() === b.toString().toLowerCase();
const negate = (truth: Truth): Truth => (truth === undefined ? undefined : !truth);

function list(cursor: BerCursor): Predicate[] {
  const found: Predicate[] = [];
  while (!cursor.done) found.push(parseFilter(cursor));
  return found;
}

function all(filters: readonly Predicate[]): Predicate {
  return (entry, absent) => {
    const truths = filters.map((filter) => filter(entry, absent));
    return truths.includes(false) ? false : truths.includes(undefined) ? undefined : true;
  };
}

function any(filters: readonly Predicate[]): Predicate {
  return (entry, absent) => {
    const truths = filters.map((filter) => filter(entry, absent));
    return truths.includes(true) ? true : truths.includes(undefined) ? undefined : false;
  };
}
