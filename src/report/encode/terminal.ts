/** Text for a terminal: nothing that moves the cursor, changes colours or hides anything; measured in columns. */
import stringWidth from 'string-width';
import { visible } from './visible.js';

/** Text from the directory as a terminal may show it: one line, control and invisible characters as `\u{1b}`. */
export function terminal(text: string): string {
  return visible(text);
}

/** Columns that the text takes; wide characters take two. Colour sequences take none. */
export function columns(text: string): number {
  return stringWidth(text);
}

const WORD_END = /[\s,;\\/)\]|-]/;

/**
 * Breaks text into lines of at most `width` columns, after a blank or a separator where there is one in the second half
 * of the line, anywhere else otherwise. Nothing is left out but blanks at a break.
 */
export function wrap(text: string, width: number): string[] {
  if (columns(text) <= width) return [text];
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  for (const { segment } of SEGMENTS.segment(text)) {
    const size = columns(segment);
    if (used + size > width && line.length > 0) {
      const at = breakPoint(line);
      lines.push(line.slice(0, at).join('').trimEnd());
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

/** What a reader takes for one character: an accent stays with its letter. */
const SEGMENTS = new Intl.Segmenter('en', { granularity: 'grapheme' });

function breakPoint(line: readonly string[]): number {
  for (let i = line.length; i > line.length / 2; i -= 1) {
    if (WORD_END.test(line[i - 1]!)) return i;
  }
  return line.length;
}
