/** JSON text (RFC 8259) that stays one line in every reader and does nothing to a terminal that shows it. */

/** What JSON allows raw in a string although readers split lines at it, or terminals and eyes are misled by it. */
const RISKY = /[\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]/;
const RISKY_ALL = new RegExp(RISKY.source, 'g');

/**
 * The value as JSON without line breaks. DEL, C1, bidirectional and zero-width characters are written as `\uXXXX`, which
 * any parser turns back: the values are the same, the text is plain.
 */
export function jsonText(value: unknown): string {
  const text = JSON.stringify(value);
  // Outside strings JSON is ASCII, so whatever is found here stands in a string.
  return RISKY.test(text) ? text.replace(RISKY_ALL, escapeUnit) : text;
}

/** Printable ASCII without the quotation mark and the backslash: stands in JSON as it is. */
const NOT_PLAIN = /[^ !#-[\]-~]/;

/** `jsonText` for a string, faster for the common case. */
export function jsonString(text: string): string {
  return NOT_PLAIN.test(text) ? jsonText(text) : `"${text}"`;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
