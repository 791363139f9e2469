/** Responses of a directory server (RFC 4511 4.2.2, 4.5.2, 4.12), decoded from one whole LDAPMessage. */
import { isUtf8 } from 'node:buffer';
import { BerCursor, BerError } from './ber.js';

/** An entry as the protocol has it: attribute descriptions with their options, values as bytes. */
export interface WireEntry {
  readonly dn: string;
  /** True where the name is no UTF-8 (RFC 4514): `dn` is what can be shown of it. */
  readonly damagedName?: true;
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

const PAGED_RESULTS_OID = '1.2.840.113556.1.4.319';

/**
 * Decodes one LDAPMessage.
 * @param bytes exactly one message; values in the result share memory with it
 * @throws BerError when the bytes are not a response that this program can have asked for
 */
export function decodeMessage(bytes: Buffer): WireMessage {
  const message = new BerCursor(bytes).enter(SEQUENCE);
  const id = message.integer();
  const tag = message.peek();
  if (tag === undefined) throw new BerError('message without operation');
  const operation = message.enter(tag);
  if (tag === SEARCH_ENTRY) return { kind: 'entry', id, entry: decodeEntry(operation) };
  if (tag === SEARCH_REFERENCE) return { kind: 'reference', id, urls: texts(operation) };
  const kind = RESULTS.get(tag);
  if (kind === undefined) throw new BerError(`operation 0x${tag.toString(16)}`);
  const code = operation.integer(ENUMERATED);
  const matchedDn = operation.text();
  const text = operation.text();
  const cookie = message.peek() === CONTROLS ? pagedCookie(message.enter(CONTROLS)) : undefined;
  return { kind: 'result', id, operation: kind, result: { code, matchedDn, message: text, ...(cookie && { cookie }) } };
}

/** The descriptions of the entry before: a server sends the attributes of alike objects in the same order. */
let before: readonly string[] = [];

function decodeEntry(operation: BerCursor): WireEntry {
  const name = operation.octets();
  const dn = name.toString('utf8');
  const end = operation.into(SEQUENCE, operation.limit);
  const attributes: Array<readonly [string, readonly Buffer[]]> = [];
  const descriptions: string[] = [];
  while (operation.offset < end) {
    const attributeEnd = operation.into(SEQUENCE, end);
    const description = operation.textWithin(attributeEnd, before[descriptions.length]);
    const setEnd = operation.into(SET, attributeEnd);
    const values: Buffer[] = [];
    while (operation.offset < setEnd) values.push(operation.octetsWithin(setEnd));
    if (setEnd !== attributeEnd) throw new BerError('more in an attribute than its values');
    attributes.push([description, values]);
    descriptions.push(description);
  }
  // A list that ends early would lose attributes without a word.
  if (end !== operation.limit) throw new BerError('more in an entry than its attributes');
  before = descriptions;
  return dn.includes('\ufffd') && !isUtf8(name) ? { dn, damagedName: true, attributes } : { dn, attributes };
}

function texts(cursor: BerCursor): string[] {
  const found: string[] = [];
  while (!cursor.done) found.push(cursor.text());
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
