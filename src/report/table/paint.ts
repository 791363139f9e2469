/** Colours of the terminal report: always beside a word or a sign that says the same. */
import type { Severity, VerdictCode } from '../../result/audit.js';

export type Paint = (text: string, style: Style) => string;

const CODES = {
  bold: '1',
  dim: '2',
  red: '31',
  green: '32',
  yellow: '33',
  blue: '34',
  magenta: '35',
  cyan: '36',
  alarm: '1;31',
} as const;

export type Style = keyof typeof CODES | 'plain';

/** A painter for this terminal: without colours it gives the text back. */
export function painter(colour: boolean): Paint {
  if (!colour) return (text) => text;
  return (text, style) => (style === 'plain' || text === '' ? text : `\u001b[${CODES[style]}m${text}\u001b[0m`);
}

interface VerdictSign {
  /** For a table cell. */
  readonly word: string;
  /** For a bar: each verdict has a shape of its own. */
  readonly block: string;
  readonly style: Style;
}

export const VERDICT_SIGNS: Readonly<Record<VerdictCode, VerdictSign>> = {
  can: { word: 'can', block: '█', style: 'green' },
  'can-until-sdprop': { word: 'for now', block: '▓', style: 'yellow' },
  'no-effect': { word: 'no eff.', block: '▒', style: 'magenta' },
  cannot: { word: 'cannot', block: '·', style: 'dim' },
  unknown: { word: 'unknown', block: '?', style: 'cyan' },
};

export const SEVERITY_STYLES: Readonly<Record<Severity, Style>> = {
  critical: 'alarm',
  high: 'red',
  medium: 'yellow',
  low: 'blue',
  info: 'dim',
};
