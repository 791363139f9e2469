/** Text for a terminal: nothing that moves the cursor, changes colours or hides anything; measured in columns. */
import stringWidth from 'string-width';
import { visible } from './visible.js';

/** Text from the directory as a terminal may show it: one line, control and invisible characters as `\u{1b}`. */
export function terminal(text: string): string {
  return visible(text);
}

const PLAIN = /^[\x20-\x7e]*$/;

/** Columns that the text takes; wide characters take two. Colour sequences take none. */
export function columns(text: string): number {
  return PLAIN.test(text) ? text.length : stringWidth(text);
}

/** Where a line may end, best first, and how much of the line must be used up to there. */
const ENDS = [
  { end: /\s/, from: 1 / 4 },
  { end: /[,;\\/)\]|-]/, from: 1 / 2 },
] as const;

/**
 * Breaks text into lines of at most `width` columns, at a blank, or else behind a separator, where there is one far
 * enough to the right, anywhere else otherwise. Nothing is left out but blanks at a break.
 */
export function wrap(text: string, width: number): string[] {
  if (PLAIN.test(text)) return wrapPlain(text, width);
  if (columns(text) <= width) return [text];
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    const size = columns(segment);
    // What a break leaves over may still be too long with a wide character behind it.
    while (used + size > width && line.length > 0) {
      const at = breakPoint(line, segment);
      lines.push(line.slice(0, at).join('').replace(/ +$/, ''));
      line = line.slice(at);
      if (line[0] === ' ') line.shift();
      used = columns(line.join(''));
    }
    if (segment === ' ' && line.length === 0 && lines.length > 0) continue;
    line.push(segment);
    used += size;
  }
  if (line.length > 0) lines.push(line.join(''));
  return lines;
}

/** The same where every character takes one column: by positions, since names can be made as long as anybody likes. */
function wrapPlain(text: string, width: number): string[] {
  const lines: string[] = [];
  let from = 0;
  while (text.length - from > width) {
    const full = from + Math.max(1, width);
    const at = breakPoint(text.slice(from, full), text[full]!);
    lines.push(text.slice(from, from + at).replace(/ +$/, ''));
    from += at;
    while (text[from] === ' ') from++;
  }
  if (from < text.length || lines.length === 0) lines.push(text.slice(from));
  return lines;
}

/** What a reader takes for one character: an accent stays with its letter. */
const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** How much of the overfull line stays, given what follows it. */
function breakPoint(line: readonly string[] | string, next: string): number {
  if (next === ' ') return line.length;
  for (const { end, from } of ENDS) {
    for (let i = line.length; i > line.length * from; i -= 1) if (end.test(line[i - 1]!)) return i;
  }
  return line.length;
}
