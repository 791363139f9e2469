/** Text, numbers and tables of `plan.md`. */
import type { Promises } from '../../result/plan.js';
import { codeSpan, markdown } from '../encode/markdown.js';
import { visible } from '../encode/visible.js';
import { count } from '../numbers.js';

/** Rows of one table; plan.json has them all. */
const MOST_ROWS = 100;
/** Characters of one name or sentence. */
const MOST_TEXT = 400;

export function countOf(
  promises: Promises,
  population: string,
  action: string,
  verdict: 'can' | 'can-until-sdprop',
): number {
  return promises.accounts[0]?.populations[population]?.actions[action]?.[verdict] ?? 0;
}

export const change = (before: number, after: number) =>
  before === after ? count(before) : `${count(before)} → ${count(after)}`;

/** @param words how many of the columns, from the left, hold text; the others hold numbers */
export function table(head: readonly string[], rows: readonly (readonly string[])[], words: number): readonly string[] {
  return [
    `| ${head.join(' | ')} |`,
    `|${head.map((_, i) => (i < words ? '---' : '---:')).join('|')}|`,
    ...rows.slice(0, MOST_ROWS).map((row) => `| ${row.join(' | ')} |`),
    ...(rows.length > MOST_ROWS
      ? ['', `**${count(rows.length - MOST_ROWS)} more are not listed here**: plan.json has them all.`]
      : []),
  ];
}

export const text = (value: string) => markdown(cut(value));
/** Within a table a bar would end the cell, in code as well. */
export const code = (value: string) => codeSpan(cut(value)).replaceAll('|', '\\|');

function cut(value: string): string {
  const shown = visible(value);
  return shown.length <= MOST_TEXT ? shown : `${shown.slice(0, MOST_TEXT).replace(/[\ud800-\udbff]$/, '')} ...`;
}
