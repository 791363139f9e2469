/** JSON text (RFC 8259) that stays one line in every reader and does nothing to a terminal that shows it. */
import { withInvisible } from './visible.js';

/**
 * The value as JSON without line breaks. What cannot be seen (`visible`) is written as `\uXXXX`, which any parser turns back:
 * the values are the same, the text is plain.
 */
export function jsonText(value: unknown): string {
  // Outside strings JSON is ASCII, so whatever is found here stands in a string.
  return withInvisible(JSON.stringify(value), escapeUnits);
}

/** The same with a line for each member, indented. */
export function jsonLines(value: unknown): string {
  return JSON.stringify(value, null, 2)
    .split('\n')
    .map((line) => withInvisible(line, escapeUnits))
    .join('\n');
}

/** Printable ASCII without the quotation mark and the backslash: stands in JSON as it is. */
const NOT_PLAIN = /[^ !#-[\]-~]/;

/** `jsonText` for a string, faster for the common case. */
export function jsonString(text: string): string {
  return NOT_PLAIN.test(text) ? jsonText(text) : `"${text}"`;
}

function escapeUnits(character: string): string {
  return character
    .split('')
    .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .join('');
}
