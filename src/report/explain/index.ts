/** An explanation in one of its formats. */
import type { Explanation } from '../../result/explain.js';
import { relativeDn } from '../relative-names.js';
import type { TerminalTraits } from '../terminal-traits.js';
import { explanationJson } from './json.js';
import { explanationMarkdown } from './markdown.js';
import { explanationText } from './text.js';

export const EXPLANATION_FORMATS = ['text', 'json', 'md'] as const;
export type ExplanationFormat = (typeof EXPLANATION_FORMATS)[number];

/**
 * @param all every entry and SID, none folded; JSON always holds all
 * @returns the text, with a line end
 */
export function formatExplanation(
  explanation: Explanation,
  format: ExplanationFormat,
  traits: TerminalTraits,
  all: boolean,
): string {
  const options = { all, dn: (dn: string) => relativeDn(dn, explanation.evidence) };
  const lines =
    format === 'json'
      ? [explanationJson(explanation)]
      : format === 'md'
        ? explanationMarkdown(explanation, options)
        : explanationText(explanation, options, traits);
  return `${lines.join('\n')}\n`;
}
