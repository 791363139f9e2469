/** What was held against events, in one of its formats. */
import type { VerifyResult } from '../../result/verify.js';
import { jsonText } from '../encode/json.js';
import type { TerminalTraits } from '../terminal-traits.js';
import { verifyMarkdown } from './markdown.js';
import { verifyTable } from './table.js';

export const VERIFY_FORMATS = ['table', 'json', 'md'] as const;
export type VerifyFormat = (typeof VERIFY_FORMATS)[number];

/** @returns the text, with a line end */
export function formatVerify(result: VerifyResult, format: VerifyFormat, traits: TerminalTraits): string {
  const lines =
    format === 'json' ? [jsonText(result)] : format === 'md' ? verifyMarkdown(result) : verifyTable(result, traits);
  return `${lines.join('\n')}\n`;
}
