/** Text of a directory or a rule file in Markdown (CommonMark): as text, never as markup. */
import { visible } from './visible.js';

/** Characters that mean something inside a line, each of which can be escaped (CommonMark 2.4). */
const SPECIAL = /[\\`*_[\]<>#~|&$]/g;
/** What would begin a list, a heading or a quotation at the start of a text. */
const LEADING = /^([-+=]|\d+(?=[.)]))/;
/** What trackers make links or mentions from by themselves; as entities they are only letters. */
const LINKING = /:(?=\/\/)|(?<=www)\.|@/gi;
const ENTITIES: Readonly<Record<string, string>> = { ':': '&#58;', '.': '&#46;', '@': '&#64;' };

/** Text that no tracker takes for markup, a link, a mention or HTML. */
export function markdown(text: string): string {
  return visible(text)
    .replace(SPECIAL, '\\$&')
    .replace(LINKING, (character) => ENTITIES[character]!)
    .replace(LEADING, (start) => (/\d/.test(start) ? `&#${start.charCodeAt(0)};${start.slice(1)}` : `\\${start}`));
}

/** As code within a line, between more backticks than any run of them in it. */
export function codeSpan(text: string): string {
  const shown = visible(text);
  const longest = longestRun(shown);
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}

/** As a block of code, its lines as they are, in a fence longer than any run of backticks in it. */
export function codeBlock(text: string, language = ''): readonly string[] {
  const lines = text.split(/\r\n|\r|\n/).map(visible);
  const fence = '`'.repeat(Math.max(3, longestRun(lines.join('\n')) + 1));
  return [`${fence}${language}`, ...lines, fence];
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map(({ length }) => length));
}
