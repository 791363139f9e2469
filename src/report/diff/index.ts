/** A comparison in one of its formats. */
import type { DiffRest, DiffSink, DiffVerdict } from '../../result/diff.js';
import type { ByteOutput } from '../output/output.js';
import type { TerminalTraits } from '../terminal-traits.js';
import { diffHtmlSink } from './html.js';
import { diffJsonSink } from './json.js';
import { diffMarkdown } from './markdown.js';
import { diffSections, headlineOf } from './sections.js';
import { diffText } from './text.js';

export const DIFF_FORMATS = ['table', 'json', 'md', 'html'] as const;
export type DiffFormat = (typeof DIFF_FORMATS)[number];

/** Verdicts that no cause explains and that are kept for the table. */
const KEPT = 1000;

export interface DiffSinkOptions {
  readonly traits: TerminalTraits;
  /** Everything, nothing folded; JSON always holds all. */
  readonly all: boolean;
}

/** A sink that writes the comparison; the caller commits the output. */
export function diffSink(format: DiffFormat, output: ByteOutput, { traits, all }: DiffSinkOptions): DiffSink {
  if (format === 'json') return diffJsonSink(output);
  if (format === 'html') return diffHtmlSink(output);
  const unexplained: DiffVerdict[] = [];
  return {
    verdicts(batch) {
      for (const verdict of batch)
        if (verdict.causes.length === 0 && unexplained.length < KEPT) unexplained.push(verdict);
    },
    async end(rest: DiffRest) {
      const headline = headlineOf(rest);
      const sections = diffSections(rest, unexplained, { all });
      const lines = format === 'md' ? diffMarkdown(headline, sections) : diffText(headline, sections, traits);
      await output.write(Buffer.from(`${lines.join('\n')}\n`));
    },
  };
}
