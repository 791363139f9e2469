/** Lines of LDIF as they are written (RFC 2849). */

/** Characters of a physical line: those of tools that write LDIF. */
const WIDTH = 76;

/**
 * SAFE-STRING of RFC 2849, without control characters, which it has and terminals and editors have not: printable ASCII that
 * begins with no space, colon or `<`. A space at the end would be lost on the way.
 */
const SAFE = /^(?![ :<])[\x20-\x7e]*$/;

/** @returns `name: value`, in base64 where RFC 2849 asks for that, folded; without the line's end */
export function ldifLine(name: string, value: string | Uint8Array): string {
  const bytes = typeof value === 'string' ? Buffer.from(value) : Buffer.from(value);
  const text = bytes.toString('latin1');
  if (text === '') return `${name}:`;
  if (SAFE.test(text) && !text.endsWith(' ')) return folded(`${name}: ${text}`);
  return folded(`${name}:: ${bytes.toString('base64')}`);
}

/** @returns a comment on one line, whatever the text is: what is no printable ASCII is written as `?` */
export function ldifComment(text: string): string {
  return folded(`# ${text.replace(/[^\x20-\x7e]/g, '?')}`);
}

/** Each line after the first begins with a space, which does not count. */
function folded(line: string): string {
  if (line.length <= WIDTH) return line;
  const lines = [line.slice(0, WIDTH)];
  for (let at = WIDTH; at < line.length; at += WIDTH - 1) lines.push(` ${line.slice(at, at + WIDTH - 1)}`);
  return lines.join('\n');
}
