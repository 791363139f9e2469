/** Text as an argument of a command line of cmd.exe: plain, or not at all. There is no quoting there that holds for all text. */

/** No quotes, no `%` and `!` (which are replaced even within quotes), no `^ & | < >`, nothing that is not ASCII. */
const PLAIN = /^[A-Za-z0-9 ,.=_:;\\{}-]+$/;

/** @returns the text within double quotes; null where it has a character that cannot be written safely */
export function cmdArgument(text: string): string | null {
  // A backslash before the closing quote would take the quote's meaning away.
  return PLAIN.test(text) && !text.endsWith('\\') ? `"${text}"` : null;
}
