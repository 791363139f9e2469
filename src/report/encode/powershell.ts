/** Text as an expression of PowerShell, in 7-bit ASCII, that nothing in the text can leave. */

/**
 * What stands within quotes as it is. Everything else is put together from numbers: quotes (the curly ones too, which PowerShell
 * takes for quotes), the backtick, `$`, `%`, line breaks, what cannot be seen, and all that is not ASCII, since what reads the
 * file may take it for another character set.
 */
const PLAIN = /^[A-Za-z0-9 ,.=_\\/:+\-()@<>*{}]+$/;
const PIECES = /[A-Za-z0-9 ,.=_\\/:+\-()@<>*{}]+|[\s\S]/g;

/** @returns a literal in single quotes, or pieces and `[char]` numbers joined, in parentheses */
export function powershell(text: string): string {
  if (text === '' || PLAIN.test(text)) return `'${text}'`;
  const pieces = (text.match(PIECES) ?? []).map((piece) =>
    PLAIN.test(piece) ? `'${piece}'` : `[char]0x${piece.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  // The first piece makes it a text: characters alone would be added up.
  return `('' + ${pieces.join(' + ')})`;
}
