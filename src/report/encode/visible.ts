/**
 * Characters that a reader cannot see or cannot tell apart, or that make a terminal or a browser do something: everyone who
 * can write a name into the directory could put them into a report. One list for all formats.
 *
 * By the properties of the Unicode Character Database (UAX 44), so that the characters which a later version adds to them
 * belong here too: controls (Cc: C0, DEL, C1), formats (Cf: bidirectional marks and overrides, zero-width characters, soft
 * hyphen, tags, annotations), line and paragraph separators (Zl, Zp), whatever is not shown by default
 * (Default_Ignorable_Code_Point: fillers, variation selectors, all of U+E0000 to U+E0FFF), private use (Co: what it looks like
 * no standard says), non-characters, surrogates without their partner (Cs), and two whose picture is empty (braille pattern
 * blank, musical null notehead). Joiners are in it: a name in a script that needs them shows where they stand.
 */
const CLASS =
  '\\p{Cc}\\p{Cf}\\p{Cs}\\p{Co}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}\\u2800\\u{1d159}';

const INVISIBLE = new RegExp(`[${CLASS}]`, 'u');
const INVISIBLE_ALL = new RegExp(`[${CLASS}]`, 'gu');
/** Most text is plain, and said to be so without looking up properties. */
const NOT_PLAIN = /[^ -~]/;

/** True where the text holds a character of the list above. */
export function hasInvisible(text: string): boolean {
  return NOT_PLAIN.test(text) && INVISIBLE.test(text);
}

/**
 * The text with every such character written as `\u{202e}`: code point in lower-case hexadecimal. Everything else,
 * backslashes included, stays as it is, so the result is for reading and not for converting back.
 */
export function visible(text: string): string {
  return withInvisible(text, (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`);
}

/** The text with every such character written as `write` says. */
export function withInvisible(text: string, write: (character: string) => string): string {
  return hasInvisible(text) ? text.replace(INVISIBLE_ALL, write) : text;
}
