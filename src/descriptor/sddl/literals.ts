/** Literals of conditional expressions and resource attributes in SDDL (MS-DTYP 2.5.1.1: int-64, char-string, ...). */
import type { IntegerLiteral, Literal, ScalarLiteral } from '../condition/types.js';
import { aliasOrSid, type DomainContext } from './aliases.js';
import { isOneLine } from './attribute-name.js';
import { readSid } from './read-sid.js';
import type { Scanner } from './scanner.js';

const INTEGER = /([+-]?)(0x[\da-f]+|\d+)/iy;
const QUOTED = /"[^"]*"/y;
const OCTETS = /#[\da-f#]*/iy;
const TWO_63 = 1n << 63n;
const TWO_64 = 1n << 64n;

/** What SDDL cannot say; the caller decides what to do about it. */
export class UnprintableError extends Error {}

/** @returns the literal as Windows prints it; throws UnprintableError for a string that quotes cannot hold */
export function formatLiteral(literal: Literal, domain: DomainContext): string {
  switch (literal.kind) {
    case 'integer':
      return formatInteger(literal);
    case 'string':
      return formatQuoted(literal.value);
    case 'octets':
      return `#${Buffer.from(literal.value).toString('hex')}`;
    case 'sid':
      return `SID(${aliasOrSid(literal.sid, domain)})`;
    case 'composite':
      return `{${literal.elements.map((element) => formatLiteral(element, domain)).join(', ')}}`;
  }
}

/** @returns the text in quotes; throws UnprintableError where it holds a quote or cannot stand on one line */
export function formatQuoted(text: string): string {
  if (text.includes('"') || !isOneLine(text))
    throw new UnprintableError('a string holds characters that SDDL cannot quote');
  return `"${text}"`;
}

function formatInteger({ value, sign, base }: IntegerLiteral): string {
  // Without a minus the number reads as unsigned; a minus before a positive value keeps the sign that was stored.
  const magnitude = sign === 'minus' ? (value < 0n ? -value : value) : BigInt.asUintN(64, value);
  const digits =
    base === 16 ? `0x${magnitude.toString(16)}` : base === 8 ? `0${magnitude.toString(8)}` : `${magnitude}`;
  return `${sign === 'minus' ? '-' : sign === 'plus' ? '+' : ''}${digits}`;
}

/** @returns the literal, or the list in braces, at the present position; null where there is none */
export function readLiteral(scanner: Scanner, domain: DomainContext): Literal | null {
  if (!scanner.accept('{')) return readScalar(scanner, domain);
  const elements: ScalarLiteral[] = [];
  scanner.skipSpace();
  if (scanner.accept('}')) return { kind: 'composite', elements };
  for (;;) {
    const element = readScalar(scanner, domain);
    if (element === null) throw scanner.fault(`expected a value, found ${scanner.shown()}`);
    elements.push(element);
    scanner.skipSpace();
    if (scanner.accept('}')) return { kind: 'composite', elements };
    scanner.expect(',', 'or "}" after a value');
    scanner.skipSpace();
  }
}

function readScalar(scanner: Scanner, domain: DomainContext): ScalarLiteral | null {
  if (scanner.sees('"')) return { kind: 'string', value: readQuoted(scanner) };
  if (scanner.sees('#')) return { kind: 'octets', value: readOctets(scanner) };
  if (scanner.accept('SID(', true)) {
    scanner.skipSpace();
    const sid = readSid(scanner, domain);
    scanner.skipSpace();
    scanner.expect(')', 'after a SID');
    return { kind: 'sid', sid };
  }
  return readInteger(scanner);
}

/** @returns the text between quotes; nothing in it is an escape */
export function readQuoted(scanner: Scanner): string {
  const quoted = scanner.match(QUOTED);
  if (quoted === null)
    throw scanner.fault(scanner.sees('"') ? 'the quote is not closed' : 'expected a string in quotes');
  return quoted.slice(1, -1);
}

/** @returns the bytes after "#"; as in Windows a further "#" is a digit 0, and an odd number of digits gets a leading 0 */
function readOctets(scanner: Scanner): Uint8Array {
  return hexOctets(scanner.match(OCTETS)!.slice(1));
}

/** @returns bytes of hexadecimal digits, read as `readOctets` does */
export function hexOctets(digits: string): Uint8Array {
  const hex = digits.replaceAll('#', '0');
  return Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, 'hex'));
}

/** @returns the number at the present position, or null; one that does not fit 64 bits is refused */
export function readInteger(scanner: Scanner): IntegerLiteral | null {
  const start = scanner.at;
  const text = scanner.match(INTEGER);
  if (text === null) return null;
  const sign = text.startsWith('-') ? 'minus' : text.startsWith('+') ? 'plus' : 'none';
  const digits = sign === 'none' ? text : text.slice(1);
  const base = /^0x/i.test(digits) ? 16 : /^0\d/.test(digits) ? 8 : 10;
  if (base === 8 && /[89]/.test(digits)) throw scanner.fault(`${scanner.consumed(start)} is no octal number`, start);
  if (digits.length > 64) throw scanner.fault('the number does not fit 64 bits', start);
  const magnitude = BigInt(base === 8 ? `0o${digits}` : digits);
  if (sign === 'minus' ? magnitude > TWO_63 : magnitude >= TWO_64) {
    throw scanner.fault(`the number ${text} does not fit 64 bits`, start);
  }
  return { kind: 'integer', value: BigInt.asIntN(64, sign === 'minus' ? -magnitude : magnitude), size: 8, sign, base };
}
