/**
 * Characters that a reader cannot see, or that make a terminal or a browser do something: everyone who can write a name
 * into the directory could put them into a report. One list for all formats.
 *
 * C0, DEL, C1, soft hyphen, bidirectional marks, embeddings, overrides and isolates, zero-width and filler characters,
 * line and paragraph separator, interlinear annotation, byte order mark, tag characters, non-characters of the basic
 * plane, and surrogates without their partner.
 */
const CLASS = [
  '\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f',
  '\\u200b-\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufdd0-\\ufdef\\ufeff\\uffa0\\ufff9-\\ufffb\\ufffe\\uffff',
  '\\u{e0000}-\\u{e007f}\\ud800-\\udfff',
].join('');

const INVISIBLE = new RegExp(`[${CLASS}]`, 'u');
const INVISIBLE_ALL = new RegExp(`[${CLASS}]`, 'gu');

/** True where the text holds a character of the list above. */
export function hasInvisible(text: string): boolean {
  return INVISIBLE.test(text);
}

/**
 * The text with every such character written as `\u{202e}`: code point in lower-case hexadecimal. Everything else,
 * backslashes included, stays as it is, so the result is for reading and not for converting back.
 */
export function visible(text: string): string {
  return INVISIBLE.test(text) ? text.replace(INVISIBLE_ALL, escapeCodePoint) : text;
}

function escapeCodePoint(character: string): string {
  return `\\u{${character.codePointAt(0)!.toString(16)}}`;
}
