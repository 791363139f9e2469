/** An explanation for a ticket: Markdown (CommonMark), without tables and raw HTML, so that it survives every tracker. */
import type { Explanation } from '../../audit/explain/types.js';
import { visible } from '../encode/visible.js';
import { changeWords } from './change-words.js';
import type { Block } from './document.js';
import { type DocumentOptions, sectionsOf, titleOf } from './sections.js';

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

/** Every character of ASCII punctuation can be escaped (CommonMark 2.4); these are the ones that mean something. */
const SPECIAL = /[\\`*_{}[\]<>()#+!|~&@:$-]/g;

/** Text that no tracker takes for markup, a link, a mention or HTML. */
export function markdown(text: string): string {
  return visible(text).replace(SPECIAL, (character) =>
    character === '@' ? '&#64;' : character === ':' ? ':' : `\\${character}`,
  );
}

/** As code, in a fence longer than any run of backticks in it. */
function codeSpan(text: string): string {
  const shown = visible(text);
  const longest = Math.max(0, ...(shown.match(/`+/g) ?? []).map(({ length }) => length));
  const fence = '`'.repeat(longest + 1);
  const pad = longest > 0 ? ' ' : '';
  return `${fence}${pad}${shown}${pad}${fence}`;
}
