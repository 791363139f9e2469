/** Names of claims and attributes in SDDL, with their %XXXX escapes (MS-DTYP 2.5.1.1: attr-char1, attr-char2). */
import type { Scanner } from './scanner.js';

/** Characters that stand for themselves, and must, in a name with a prefix or in quotes. */
const LITERAL = /[A-Za-z\d#$'*+\-./:;?@[\\\]^_`{}~]/;
/** The fewer characters of a simple (local) name. */
const SIMPLE = /[A-Za-z\d:./_]/;
const ESCAPE = /%[\dA-Fa-f]{4}/y;
const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

type NameStyle = 'simple' | 'full';

/** @returns whether text can be carried through UTF-8 and one line of output unchanged */
export function isOneLine(text: string): boolean {
  return !/[\0\n\r]/.test(text) && !LONE_SURROGATE.test(text);
}

/** @returns the name with every character escaped that may not stand for itself */
export function formatName(name: string, style: NameStyle): string {
  let text = '';
  for (const character of name) {
    const unit = character.charCodeAt(0);
    const plain =
      unit < 0x80
        ? (style === 'full' ? LITERAL : SIMPLE).test(character) ||
          (style === 'simple' && character === '@' && text !== '')
        : unit > 0x9f && !LONE_SURROGATE.test(character);
    text += plain ? character : `%${unit.toString(16).padStart(4, '0')}`;
  }
  return text;
}

/**
 * Reads a name up to the first character that cannot be part of it.
 *
 * @param quoted inside quotes every character but the quote stands for itself
 * @returns the name without its escapes; empty where none begins here
 * @throws AdreachError `descriptor` with the offset, for a broken escape or one of a character that must be literal
 */
export function readName(scanner: Scanner, style: NameStyle, quoted = false): string {
  let name = '';
  while (!scanner.atEnd) {
    const start = scanner.at;
    const character = scanner.text[start]!;
    if (character === '%') {
      const escaped = scanner.match(ESCAPE);
      if (escaped === null) throw scanner.fault('expected four hexadecimal digits after "%"');
      const unit = Number.parseInt(escaped.slice(1), 16);
      const decoded = String.fromCharCode(unit);
      if (unit === 0 || (unit < 0x80 && (style === 'full' ? LITERAL : SIMPLE).test(decoded))) {
        throw scanner.fault(`${escaped} is not allowed here`, start);
      }
      name += decoded;
      continue;
    }
    const plain = quoted
      ? character !== '"'
      : character.charCodeAt(0) >= 0x80 ||
        (style === 'full' ? LITERAL : SIMPLE).test(character) ||
        (character === '@' && name !== '');
    if (!plain) break;
    name += character;
    scanner.at++;
  }
  return name;
}
