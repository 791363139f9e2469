/** An explanation for a terminal, or for a text file. */
import type { Explanation } from '../../result/explain.js';
import { changeWords } from '../../words/change.js';
import { columns, terminal, wrap } from '../encode/terminal.js';
import { paragraph } from '../table/grid.js';
import { painter } from '../table/paint.js';
import type { TerminalTraits } from '../terminal-traits.js';
import type { Block, DocumentOptions } from './document.js';
import { sectionsOf, titleOf } from './sections.js';

const MARGIN = 2;
const STEP = 4;

/** @returns lines, none wider than the terminal; the last paragraph says what to change, and where */
export function explanationText(
  explanation: Explanation,
  options: DocumentOptions,
  { width, colour }: TerminalTraits,
): readonly string[] {
  const paint = painter(colour);
  const lines = paragraph(terminal(titleOf(explanation)), width).map((line) => paint(line, 'bold'));
  for (const { title, blocks } of sectionsOf(explanation, options)) {
    lines.push('', paint(terminal(title), 'bold'));
    for (const block of blocks)
      lines.push(...blockLines(block, width).map((line) => paint(line, block.style ?? 'plain')));
  }
  const change = wrap(terminal(`What to change: ${changeWords(explanation, options.dn)}`), width);
  return [...lines, '', ...change.map((line) => paint(line, 'bold'))];
}

function blockLines({ level, mark, text, code }: Block, width: number): string[] {
  const indent = MARGIN + level * STEP - (mark === undefined || level === 0 ? 0 : 2);
  const lead = mark === undefined ? '' : `${terminal(mark)} `;
  // Entries are numbered: their text begins in one column.
  const numbered = mark?.startsWith('[') === true;
  const hanging = numbered ? Math.max(MARGIN + STEP, indent + columns(lead)) : indent + columns(lead);
  if (code) return broken(terminal(text), width - indent).map((line) => ' '.repeat(indent) + line);
  const pad = lead.padEnd(hanging - indent);
  const [first = '', ...rest] = wrap(terminal(text), width - hanging);
  return [' '.repeat(indent) + pad + first, ...rest.map((line) => ' '.repeat(hanging) + line)].map((line) =>
    line.trimEnd(),
  );
}

/** Broken anywhere: text to be copied has no blanks of its own to lose. */
function broken(text: string, width: number): string[] {
  const lines: string[] = [];
  for (let at = 0; at < text.length; at += width) lines.push(text.slice(at, at + width));
  return lines;
}
