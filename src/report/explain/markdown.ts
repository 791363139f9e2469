/** An explanation for a ticket: Markdown (CommonMark), without tables and raw HTML, so that it survives every tracker. */
import type { Explanation } from '../../result/explain.js';
import { changeWords } from '../../words/change.js';
import { codeSpan, markdown } from '../encode/markdown.js';
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
