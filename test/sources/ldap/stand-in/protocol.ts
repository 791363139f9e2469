/** The server's half of LDAP: requests decoded, responses encoded. */
import { BerWriter } from 'ldapts';
import { BerCursor } from '../../../../src/sources/ldap/ber.js';
import { type Predicate, parseFilter } from './filter.js';

export interface SearchRequest {
  readonly kind: 'search';
  readonly id: number;
  readonly base: string;
  readonly scope: number;
  readonly timeLimit: number;
  readonly filter: Predicate;
  readonly attributes: readonly string[];
  readonly pageSize?: number;
  readonly cookie?: string;
  /** Flags of the SD flags control, and whether it was critical. */
  readonly sdFlags?: number;
  readonly sdCritical?: boolean;
}

export type Request =
  | {
      readonly kind: 'bind';
      readonly id: number;
      readonly name: string;
      readonly password?: string;
      readonly mechanism?: string;
    }
  | { readonly kind: 'extended'; readonly id: number; readonly oid: string }
  | { readonly kind: 'unbind'; readonly id: number }
  | { readonly kind: 'other'; readonly id: number; readonly tag: number }
  | SearchRequest;

export function decodeRequest(bytes: Buffer): Request {
  const message = new BerCursor(bytes).enter(0x30);
  const id = message.integer();
  const tag = message.peek()!;
  const operation = message.enter(tag);
  if (tag === 0x42) return { kind: 'unbind', id };
  if (tag === 0x60) {
    operation.integer();
    const name = operation.text();
    if (operation.peek() === 0x80) return { kind: 'bind', id, name, password: operation.text(0x80) };
    return { kind: 'bind', id, name, mechanism: operation.enter(0xa3).text() };
  }
  if (tag === 0x77) return { kind: 'extended', id, oid: operation.text(0x80) };
  if (tag !== 0x63) return { kind: 'other', id, tag };
  const base = operation.text();
  const scope = operation.integer(0x0a);
  operation.integer(0x0a);
  operation.integer();
  const timeLimit = operation.integer();
  operation.next(0x01);
  const filter = parseFilter(operation);
  const list = operation.enter(0x30);
  const attributes: string[] = [];
  while (!list.done) attributes.push(list.text());
  const controls = message.done ? undefined : message.enter(0xa0);
  return { kind: 'search', id, base, scope, timeLimit, filter, attributes, ...(controls && decodeControls(controls)) };
}

function decodeControls(controls: BerCursor) {
  let found: Pick<SearchRequest, 'pageSize' | 'cookie' | 'sdFlags' | 'sdCritical'> = {};
  while (!controls.done) {
    const control = controls.enter(0x30);
    const oid = control.text();
    let critical = false;
    if (control.peek() === 0x01) {
      const { start } = control.next(0x01);
      critical = control.bytes[start] !== 0;
    }
    const value = new BerCursor(control.octets()).enter(0x30);
    if (oid === '1.2.840.113556.1.4.319') found = { ...found, pageSize: value.integer(), cookie: value.text() };
    if (oid === '1.2.840.113556.1.4.801') found = { ...found, sdFlags: value.integer(), sdCritical: critical };
  }
  return found;
}

function message(id: number, tag: number, body: (writer: BerWriter) => void, cookie?: string): Buffer {
  const writer = new BerWriter();
  writer.startSequence();
  writer.writeInt(id);
  writer.startSequence(tag);
  body(writer);
  writer.endSequence();
  if (cookie !== undefined) {
    const value = new BerWriter();
    value.startSequence();
    value.writeInt(0);
    value.writeString(cookie);
    value.endSequence();
    writer.startSequence(0xa0);
    writer.startSequence();
    writer.writeString('1.2.840.113556.1.4.319');
    writer.writeBuffer(value.buffer, 0x04);
    writer.endSequence();
    writer.endSequence();
  }
  writer.endSequence();
  return Buffer.from(writer.buffer);
}

/** @param tag 0x61 bind, 0x65 search, 0x78 extended */
export function encodeResult(id: number, tag: number, code: number, text = '', cookie?: string): Buffer {
  return message(
    id,
    tag,
    (writer) => {
      writer.writeEnumeration(code);
      writer.writeString('');
      writer.writeString(text);
    },
    cookie,
  );
}

export function encodeReference(id: number, urls: readonly string[]): Buffer {
  return message(id, 0x73, (writer) => {
    for (const url of urls) writer.writeString(url);
  });
}

export function encodeEntry(
  id: number,
  dn: string,
  attributes: ReadonlyArray<readonly [string, readonly Buffer[]]>,
): Buffer {
  return message(id, 0x64, (writer) => {
    writer.writeString(dn);
    writer.startSequence();
    for (const [name, values] of attributes) {
      writer.startSequence();
      writer.writeString(name);
      writer.startSequence(0x31);
      for (const value of values) writer.writeBuffer(value, 0x04);
      writer.endSequence();
      writer.endSequence();
    }
    writer.endSequence();
  });
}
