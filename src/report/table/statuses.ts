/** What suppressions and the baseline were good for. */
import type { Digest } from '../digest.js';
import { terminal } from '../encode/terminal.js';
import { count } from '../numbers.js';
import { baselineWords, expiredWords, suppressionsWords, unusedWords } from '../status-words.js';
import { paragraph } from './grid.js';
import type { Paint } from './paint.js';

/** Entries shown of each kind. */
const MOST_ENTRIES = 20;

/** Nothing where neither was given. */
export function acceptedLines({ summary }: Digest, width: number, paint: Paint): string[] {
  const heads = [suppressionsWords(summary), baselineWords(summary)].filter((words) => words !== null);
  if (heads.length === 0) return [];
  const { expired = [], unused = [] } = summary.suppressions ?? {};
  return [
    '',
    paint('Known findings', 'bold'),
    ...heads.flatMap((words) => paragraph(words, width, 2, 4)),
    ...entryLines(expired.map(expiredWords), width).map((line) => paint(line, 'yellow')),
    ...entryLines(unused.map(unusedWords), width),
  ];
}

function entryLines(entries: readonly string[], width: number): string[] {
  const more = entries.length - MOST_ENTRIES;
  return [
    ...entries.slice(0, MOST_ENTRIES).flatMap((words) => paragraph(terminal(`- ${words}`), width, 4, 6)),
    ...(more > 0 ? paragraph(`... and ${count(more)} more: --format json has all of them`, width, 4) : []),
  ];
}
