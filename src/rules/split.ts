/**
 * Splitting CEL source text at its outermost `&&`. Done on the text, because the positions that the library gives a node
 * leave out parentheses at its ends, and its printer loses some (`1 - (2 - 3)`).
 */

/** The offset just behind the string literal that begins at `at` (its quote), or the end of the text. */
function behindString(text: string, at: number): number {
  const quote = text[at]!;
  const raw = /^[rR]$/.test(text[at - 1] ?? '') || /^([rR][bB]|[bB][rR])$/.test(text.slice(Math.max(0, at - 2), at));
  const close = text.startsWith(quote.repeat(3), at) ? quote.repeat(3) : quote;
  for (let i = at + close.length; i < text.length; i++) {
    if (text[i] === '\\' && !raw) i++;
    else if (text.startsWith(close, i)) return i + close.length;
  }
  return text.length;
}

/**
 * @param text a valid expression whose outermost operator is `&&`
 * @returns the operands, in order; joined by `&&` they are the text again
 */
export function splitConjunction(text: string): readonly string[] {
  const parts: string[] = [];
  let depth = 0;
  let begin = 0;
  let at = 0;
  while (at < text.length) {
    const c = text[at]!;
    if (c === '"' || c === "'") {
      at = behindString(text, at);
      continue;
    }
    if (c === '/' && text[at + 1] === '/') {
      const newline = text.indexOf('\n', at);
      at = newline < 0 ? text.length : newline;
      continue;
    }
    if ('([{'.includes(c)) depth++;
    else if (')]}'.includes(c)) depth--;
    else if (depth === 0 && c === '&' && text[at + 1] === '&') {
      parts.push(text.slice(begin, at));
      begin = at + 2;
      at++;
    }
    at++;
  }
  parts.push(text.slice(begin));
  return parts;
}
