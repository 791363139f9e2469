/**
 * From a character of a scalar's value to the same character in the text of the file. YAML folds line breaks and takes
 * indentation away, so that positions are counted in the characters that are not white space; those are the same in both,
 * escapes of quoted texts aside.
 */
import type { Scalar } from 'yaml';

/** Characters of the file that stand for one of the value, or for none. */
interface Step {
  readonly length: number;
  /** It counts: what it stands for is not white space. */
  readonly counts: boolean;
}

const WHITE = /\s/;
/** Escapes of double-quoted texts that stand for white space (YAML 1.2, 5.7), as the pattern above sees it. */
const WHITE_ESCAPES: ReadonlySet<string | undefined> = new Set('tnvfrLP_ \t\n\r');
const HEX_DIGITS: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

function stepOf(type: Scalar['type'], text: string, at: number): Step {
  if (type === 'QUOTE_SINGLE' && text.startsWith("''", at)) return { length: 2, counts: true };
  if (type === 'QUOTE_DOUBLE' && text[at] === '\\') {
    const digits = HEX_DIGITS[text[at + 1] ?? ''] ?? 0;
    const code = Number.parseInt(text.slice(at + 2, at + 2 + digits), 16);
    const white =
      digits > 0 ? code <= 0x10ffff && WHITE.test(String.fromCodePoint(code)) : WHITE_ESCAPES.has(text[at + 1]);
    return { length: 2 + digits, counts: !white };
  }
  return { length: 1, counts: !WHITE.test(text[at]!) };
}

/**
 * @param text of the file
 * @param node a scalar of it, whose value is a text
 * @param position offset into the value; behind its end: behind the last character
 * @returns offset into the text of the file
 */
export function offsetInScalar(text: string, { type, range, value }: Scalar, position: number): number {
  const [start, behindAll] = range!;
  const quoted = type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE';
  const end = quoted ? behindAll - 1 : behindAll;
  let toPass = String(value).trimStart().slice(0, position).replace(/\s/g, '').length;
  let behind = start;
  for (let at = contentStart(text, type, start); at < end; ) {
    const { length, counts } = stepOf(type, text, at);
    if (counts && toPass-- === 0) return at;
    at += length;
    if (counts) behind = at;
  }
  return behind;
}

function contentStart(text: string, type: Scalar['type'], start: number): number {
  if (type === 'BLOCK_FOLDED' || type === 'BLOCK_LITERAL') return text.indexOf('\n', start) + 1;
  return type === 'QUOTE_DOUBLE' || type === 'QUOTE_SINGLE' ? start + 1 : start;
}
