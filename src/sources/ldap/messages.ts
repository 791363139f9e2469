/** Responses of a directory server (RFC 4511 4.2.2, 4.5.2, 4.12), decoded from one whole LDAPMessage. */
import { isUtf8 } from 'node:buffer';
import { AnswerTooLarge, BerCursor, BerError } from './ber.js';

/** An entry as the protocol has it: attribute descriptions with their options, values as bytes. */
export interface WireEntry {
  readonly dn: string;
  /** True where the name is no UTF-8 (RFC 4514): `dn` is what can be shown of it. */
  readonly damagedName?: true;
  /** Why it cannot be an entry that was asked for; it has no attributes then. */
  readonly unusable?: string;
  readonly attributes: ReadonlyArray<readonly [description: string, values: readonly Buffer[]]>;
}

/** The outcome of an operation (LDAPResult). */
export interface WireResult {
  readonly code: number;
  readonly matchedDn: string;
  readonly message: string;
  /** Cookie of the paged results control (RFC 2696); undefined when the server sent no such control. */
  readonly cookie?: Buffer;
}

/** What may still be taken of the answer that messages belong to. */
export interface Room {
  /** Bytes, counted as they lie in memory. */
  left: number;
}

export type WireMessage =
  | { readonly kind: 'entry'; readonly id: number; readonly entry: WireEntry }
  | { readonly kind: 'reference'; readonly id: number; readonly urls: readonly string[] }
  | { readonly kind: 'result'; readonly id: number; readonly operation: ResultOperation; readonly result: WireResult };

export type ResultOperation = 'bind' | 'search' | 'extended';

const SEQUENCE = 0x30;
const SET = 0x31;
const ENUMERATED = 0x0a;
const CONTROLS = 0xa0;
const SEARCH_ENTRY = 0x64;
const SEARCH_REFERENCE = 0x73;
const RESULTS: ReadonlyMap<number, ResultOperation> = new Map([
  [0x61, 'bind'],
  [0x65, 'search'],
  [0x78, 'extended'],
]);

/** Longest DN, in bytes: names of objects have at most 255 characters, and real DNs a few hundred. */
export const MOST_DN = 4096;
/** Longest attribute description: lDAPDisplayName has at most 256 characters (MS-ADA1), and options are added to it. */
const MOST_DESCRIPTION = 512;
/** Attribute descriptions of an entry: at most some thirty are asked for, of which a few come in ranges too. */
const MOST_DESCRIPTIONS = 1000;
/** Bytes that are kept of what a server says of a result: a domain controller says a line of some hundred. */
const MOST_TEXT = 300;
/** Longest URL of a referral, and how many are kept of a message: a domain has few others beside it. */
const MOST_URL = 1024;
const MOST_URLS = 100;

/** Bytes that the objects for a value, an attribute and an entry take in memory beside the message itself. */
const VALUE_COST = 112;
const ATTRIBUTE_COST = 150;
const ENTRY_COST = 400;

const PAGED_RESULTS_OID = '1.2.840.113556.1.4.319';

/**
 * Decodes one LDAPMessage.
 * @param bytes exactly one message; values in the result share memory with it
 * @param room lessened by what is taken
 * @throws BerError when the bytes are not a response that this program can have asked for; AnswerTooLarge when there is no
 *   room for its values
 */
export function decodeMessage(bytes: Buffer, room: Room = { left: Number.POSITIVE_INFINITY }): WireMessage {
  const message = new BerCursor(bytes).enter(SEQUENCE);
  const id = message.integer();
  const tag = message.peek();
  if (tag === undefined) throw new BerError('message without operation');
  const operation = message.enter(tag);
  if (tag === SEARCH_ENTRY) return { kind: 'entry', id, entry: decodeEntry(operation, room) };
  if (tag === SEARCH_REFERENCE) return { kind: 'reference', id, urls: urls(operation) };
  const kind = RESULTS.get(tag);
  if (kind === undefined) throw new BerError(`operation 0x${tag.toString(16)}`);
  const code = operation.integer(ENUMERATED);
  const matchedDn = operation.shortText(MOST_TEXT);
  const text = operation.shortText(MOST_TEXT);
  const cookie = message.peek() === CONTROLS ? pagedCookie(message.enter(CONTROLS)) : undefined;
  return { kind: 'result', id, operation: kind, result: { code, matchedDn, message: text, ...(cookie && { cookie }) } };
}

/** The descriptions of the entry before: a server sends the attributes of alike objects in the same order. */
let before: readonly string[] = [];

function decodeEntry(operation: BerCursor, room: Room): WireEntry {
  const name = operation.octets();
  if (name.length > MOST_DN) {
    const dn = `${name.toString('utf8', 0, MOST_TEXT)}...`;
    return { dn, unusable: `its name has ${name.length.toLocaleString('en')} bytes`, attributes: [] };
  }
  const dn = name.toString('utf8');
  const end = operation.into(SEQUENCE, operation.limit);
  const attributes: Array<readonly [string, readonly Buffer[]]> = [];
  const descriptions: string[] = [];
  let costs = ENTRY_COST;
  while (operation.offset < end) {
    if (descriptions.length === MOST_DESCRIPTIONS) {
      return { dn, unusable: `it has more than ${MOST_DESCRIPTIONS} attributes`, attributes: [] };
    }
    const attributeEnd = operation.into(SEQUENCE, end);
    const description = operation.textWithin(attributeEnd, MOST_DESCRIPTION + 1, before[descriptions.length]);
    if (description.length > MOST_DESCRIPTION) {
      return { dn, unusable: `the name of an attribute has more than ${MOST_DESCRIPTION} characters`, attributes: [] };
    }
    const setEnd = operation.into(SET, attributeEnd);
    const values: Buffer[] = [];
    costs += ATTRIBUTE_COST;
    while (operation.offset < setEnd) {
      costs += VALUE_COST;
      if (costs > room.left) throw new AnswerTooLarge(`an entry with too many values: ${dn}`, 0);
      values.push(operation.octetsWithin(setEnd));
    }
    if (setEnd !== attributeEnd) throw new BerError('more in an attribute than its values');
    attributes.push([description, values]);
    descriptions.push(description);
  }
  // A list that ends early would lose attributes without a word.
  if (end !== operation.limit) throw new BerError('more in an entry than its attributes');
  before = descriptions;
  room.left -= costs;
  return dn.includes('\ufffd') && !isUtf8(name) ? { dn, damagedName: true, attributes } : { dn, attributes };
}

function urls(cursor: BerCursor): string[] {
  const found: string[] = [];
  while (!cursor.done && found.length < MOST_URLS) found.push(cursor.shortText(MOST_URL));
  return found;
}

/** The cookie in a list of response controls: SEQUENCE OF { controlType, [criticality], [controlValue] }. */
function pagedCookie(controls: BerCursor): Buffer | undefined {
  while (!controls.done) {
    const control = controls.enter(SEQUENCE);
    const oid = control.text();
    if (control.peek() === 0x01) control.next();
    if (oid !== PAGED_RESULTS_OID || control.done) continue;
    const value = new BerCursor(control.octets()).enter(SEQUENCE);
    value.next(0x02);
    return Buffer.from(value.octets());
  }
  return undefined;
}
