/** Lines of the table. */

/** @returns the lines, two columns further to the right; an empty one stays empty */
export function indent(lines: readonly string[]): string[] {
  return lines.map((line) => (line === '' ? '' : `  ${line}`));
}
