/** Pictures: stacked bars as inline SVG. Each verdict has its colour, its pattern and its place. */

import type { Severity, VerdictCode, VerdictCounts } from '../../result/audit.js';
import { VERDICT_CODES } from '../../result/codes.js';
import { VERDICT_TEXTS } from '../../words/reasons.js';
import { totalOf } from '../digest.js';
import { barCells, count, percent } from '../numbers.js';
import { h, type Markup, NOTHING } from './markup.js';

/** Units a bar is wide, whatever its size on the page. */
const UNITS = 1000;

/** The patterns that bars refer to; once a page. */
export const PATTERNS: Markup = h`<svg class="defs" aria-hidden="true" focusable="false"><defs>
<pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="p-now-wash" width="8" height="8"/><rect class="p-now" width="5" height="8"/></pattern>
<pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="p-none-wash" width="6" height="6"/><circle class="p-none" cx="3" cy="3" r="2.1"/></pattern>
<pattern id="cross" width="8" height="8" patternUnits="userSpaceOnUse"><rect class="p-unknown-wash" width="8" height="8"/><path class="p-unknown" d="M0 0h8v1.6H1.6V8H0z"/></pattern>
</defs></svg>`;

/** A stacked bar of verdicts; its words are its accessible name. */
export function verdictBar(counts: VerdictCounts): Markup {
  const total = totalOf(counts);
  if (total === 0) return NOTHING;
  const parts = barCells(
    VERDICT_CODES.map((code) => counts[code]),
    UNITS,
  );
  const label = VERDICT_CODES.filter((code) => counts[code] > 0)
    .map((code) => `${VERDICT_TEXTS[code].label} ${count(counts[code])} (${percent(counts[code], total)})`)
    .join(', ');
  let x = 0;
  const pieces = VERDICT_CODES.map((code, i) => {
    const width = parts[i]!;
    if (width === 0) return NOTHING;
    const piece = h`<rect class="s-${code}" x="${x / 10}%" width="${width / 10}%" height="100%"/>`;
    x += width;
    return piece;
  });
  return h`<svg role="img" aria-label="${label}">${pieces}</svg>`;
}

/** What the colours and patterns of the bars stand for. */
export function legend(): Markup {
  const items = VERDICT_CODES.map(
    (code) =>
      h`<li><svg aria-hidden="true"><rect class="s-${code}" width="100%" height="100%"/></svg>${VERDICT_TEXTS[code].label}</li>`,
  );
  return h`<ul class="legend">${items}</ul>`;
}

/** A sign before the word: told apart without colour, too. */
const SIGNS: Readonly<Record<VerdictCode, string>> = {
  can: '●',
  'can-until-sdprop': '◐',
  'no-effect': '◌',
  cannot: '–',
  unknown: '?',
};

export function verdictBadge(code: VerdictCode): Markup {
  return h`<span class="v v-${code}">${SIGNS[code]} ${VERDICT_TEXTS[code].label}</span>`;
}

export function severityBadge(severity: Severity): Markup {
  return h`<span class="sev ${severity}">${severity}</span>`;
}
