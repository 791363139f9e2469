/** An explanation for a ticket: Markdown (CommonMark), without tables and raw HTML, so that it survives every tracker. */
import type { Explanation } from '../../result/explain.js';
import { changeWords } from '../../words/change.js';
import { visible } from '../encode/visible.js';
import type { Block, DocumentOptions } from './document.js';
import { sectionsOf, titleOf } from './sections.js';

/** @returns lines; names of the directory stand there as text, never as markup */
export function explanationMarkdown(explanation: Explanation, options: DocumentOptions): readonly string[] {
  const lines = [`## ${markdown(titleOf(explanation))}`];
  for (const { title, blocks } of sectionsOf(explanation, options)) {
    lines.push('', `### ${markdown(title)}`, '', ...blocks.map(item));
  }
  return [...lines, '', `**What to change:** ${markdown(changeWords(explanation, options.dn))}`];
}

function item({ level, mark, text, code }: Block): string {
  const shown = code ? codeSpan(text) : markdown(text);
  const sign = mark === undefined || mark.trim() === '' || mark === '-' ? '' : `${markdown(mark)} `;
  return `${'  '.repeat(level)}- ${sign}${shown}`;
}

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

/** As code, in a fence longer than any run of backticks in it. */
function codeSpan(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
