/** The text of a resource attribute ACE's data (MS-DTYP 2.5.1.1, attribute-data). */

import type { AttributeValues, ResourceAttribute } from '../resource-attribute/types.js';
import type { Sid } from '../types.js';
import { aliasOrSid, type DomainContext } from './aliases.js';
import { formatName, readName } from './attribute-name.js';
import { formatQuoted, hexOctets, readInteger, readQuoted, UnprintableError } from './literals.js';
import { readSid } from './read-sid.js';
import type { Scanner } from './scanner.js';

const CODES = { int64: 'TI', uint64: 'TU', string: 'TS', sid: 'TD', octets: 'TX', boolean: 'TB' } as const;
const CODE = /T[IUSDXB]/iy;
const HEX = /#?[\da-f#]*/iy;
const FLAGS = /0x[\da-f]+|\d+/iy;

/**
 * @returns name, type, flags and values in parentheses, as Windows prints them
 * @throws UnprintableError for text that quotes cannot hold
 */
export function formatResourceAttribute(attribute: ResourceAttribute, domain: DomainContext = {}): string {
  if (attribute.name === '') throw new UnprintableError('the resource attribute has no name');
  const parts = [
    `"${formatName(attribute.name, 'full')}"`,
    CODES[attribute.type],
    `0x${attribute.flags.toString(16)}`,
    ...formatValues(attribute, domain),
  ];
  return `(${parts.join(',')})`;
}

function formatValues(attribute: AttributeValues, domain: DomainContext): string[] {
  switch (attribute.type) {
    case 'int64':
    case 'uint64':
      return attribute.values.map(String);
    case 'boolean':
      return attribute.values.map((value) => (value ? '1' : '0'));
    case 'string':
      return attribute.values.map(formatQuoted);
    case 'sid':
      return attribute.values.map((sid) => aliasOrSid(sid, domain));
    case 'octets':
      return attribute.values.map((bytes) => Buffer.from(bytes).toString('hex'));
  }
}

/**
 * @param scanner stands at the "(" of the data
 * @returns the attribute; the scanner stands behind its ")"
 * @throws AdreachError `descriptor` with the offset
 */
export function readResourceAttribute(scanner: Scanner, domain: DomainContext): ResourceAttribute {
  scanner.expect('(', 'at the beginning of a resource attribute');
  scanner.skipSpace();
  scanner.expect('"', "before the resource attribute's name");
  const name = readName(scanner, 'full', true);
  if (name === '') throw scanner.fault('the resource attribute has no name');
  scanner.expect('"', "behind the resource attribute's name");
  separator(scanner, "behind the resource attribute's name");
  const code = scanner.match(CODE)?.toUpperCase();
  if (code === undefined) throw scanner.fault(`expected TI, TU, TS, TD, TX or TB, found ${scanner.shown()}`);
  separator(scanner, 'behind the type');
  const flags = readFlags(scanner);
  const list = <Value>(read: () => Value): Value[] => readList(scanner, read);
  switch (code) {
    case 'TI':
      return { name, flags, type: 'int64', values: list(() => readNumber(scanner, true)) };
    case 'TU':
      return { name, flags, type: 'uint64', values: list(() => readNumber(scanner, false)) };
    case 'TB':
      return { name, flags, type: 'boolean', values: list(() => readBoolean(scanner)) };
    case 'TS':
      return { name, flags, type: 'string', values: list(() => readQuoted(scanner)) };
    case 'TD':
      return { name, flags, type: 'sid', values: list(() => readSidValue(scanner, domain)) };
    default:
      return { name, flags, type: 'octets', values: list(() => readHex(scanner)) };
  }
}

function separator(scanner: Scanner, where: string): void {
  scanner.skipSpace();
  scanner.expect(',', where);
  scanner.skipSpace();
}

function readList<Value>(scanner: Scanner, read: () => Value): Value[] {
  const values: Value[] = [];
  for (;;) {
    scanner.skipSpace();
    if (scanner.accept(')')) return values;
    scanner.expect(',', 'or ")" behind a value');
    scanner.skipSpace();
    values.push(read());
  }
}

function readFlags(scanner: Scanner): number {
  const start = scanner.at;
  const text = scanner.match(FLAGS);
  if (text === null) throw scanner.fault(`expected the flags as a number, found ${scanner.shown()}`);
  const flags = /^0\d/.test(text) ? Number.parseInt(text, 8) : Number(text);
  if (flags > 0xffff_ffff) throw scanner.fault(`the flags ${scanner.consumed(start)} do not fit 32 bits`, start);
  return flags;
}

function readNumber(scanner: Scanner, signed: boolean): bigint {
  const start = scanner.at;
  const literal = readInteger(scanner);
  if (literal === null) throw scanner.fault(`expected a number, found ${scanner.shown()}`);
  if (signed) {
    // A hexadecimal number may spell the bits of a negative one; any other must fit as it is.
    if (literal.sign !== 'minus' && literal.base !== 16 && literal.value < 0n) {
      throw scanner.fault('the number does not fit a signed 64-bit value', start);
    }
    return literal.value;
  }
  if (literal.sign === 'minus') throw scanner.fault('a number of type TU has no sign', start);
  return BigInt.asUintN(64, literal.value);
}

function readBoolean(scanner: Scanner): boolean {
  const start = scanner.at;
  const value = readNumber(scanner, false);
  if (value > 1n) throw scanner.fault('a boolean is 0 or 1', start);
  return value === 1n;
}

function readSidValue(scanner: Scanner, domain: DomainContext): Sid {
  const wrapped = scanner.accept('SID(', true);
  const sid = readSid(scanner, domain);
  if (wrapped) scanner.expect(')', 'behind a SID');
  return sid;
}

/** Windows prints the octets without the "#" of the grammar, and reads both. */
function readHex(scanner: Scanner): Uint8Array {
  const text = scanner.match(HEX);
  if (text === null || text === '') throw scanner.fault(`expected hexadecimal digits, found ${scanner.shown()}`);
  return hexOctets(text.startsWith('#') ? text.slice(1) : text);
}
