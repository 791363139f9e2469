/** A comparison for a ticket: Markdown (CommonMark), without tables and raw HTML. */
import { markdown } from '../encode/markdown.js';
import type { Block, Section } from '../explain/document.js';

/** @returns lines; names of the directory stand there as text, never as markup */
export function diffMarkdown(headline: string, sections: readonly Section[]): readonly string[] {
  const lines = ['## What changed', '', `**${markdown(headline)}**`];
  for (const { title, blocks } of sections) lines.push('', `### ${markdown(title)}`, '', ...blocks.map(item));
  return lines;
}

function item({ level, mark, text }: Block): string {
  const sign = mark === undefined || mark === '-' ? '' : `${markdown(mark)} `;
  return `${'  '.repeat(level)}- ${sign}${markdown(text)}`;
}
