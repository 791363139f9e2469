/** A comparison for a terminal, or for a text file. */
import { columns, terminal, wrap } from '../encode/terminal.js';
import type { Block, Section } from '../explain/document.js';
import { painter } from '../table/paint.js';
import type { TerminalTraits } from '../terminal-traits.js';

const MARGIN = 2;
const STEP = 4;
/** Lines of text are no longer than that, however wide the terminal. */
const WIDEST = 140;

/** @returns lines, none wider than the terminal */
export function diffText(headline: string, sections: readonly Section[], traits: TerminalTraits): readonly string[] {
  const paint = painter(traits.colour);
  const width = Math.min(traits.width, WIDEST);
  const lines = wrap(terminal(headline), width).map((line) => paint(line, 'bold'));
  for (const { title, blocks } of sections) {
    lines.push('', paint(terminal(title), 'bold'));
    for (const block of blocks)
      lines.push(...blockLines(block, width).map((line) => paint(line, block.style ?? 'plain')));
  }
  return lines;
}

function blockLines({ level, mark, text }: Block, width: number): readonly string[] {
  const indent = MARGIN + level * STEP - (mark === undefined || level === 0 ? 0 : 2);
  const lead = mark === undefined ? '' : `${terminal(mark)} `;
  const hanging = indent + columns(lead);
  const [first = '', ...rest] = wrap(terminal(text), width - hanging);
  return [' '.repeat(indent) + lead + first, ...rest.map((line) => ' '.repeat(hanging) + line)].map((line) =>
    line.trimEnd(),
  );
}
