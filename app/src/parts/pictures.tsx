/** Signs and pictures: each verdict has its colour, its pattern, its sign and its word. */

import { barCells, count, percent } from '../../../src/report/numbers.js';
import { totalOf } from '../../../src/report/verdict-counts.js';
import type { Severity, VerdictCode, VerdictCounts } from '../../../src/result/audit.js';
import { VERDICT_CODES } from '../../../src/result/codes.js';
import { VERDICT_TEXTS } from '../../../src/words/reasons.js';

/** The patterns that bars refer to; once a page. */
export function Patterns() {
  return (
    <svg class="defs" aria-hidden="true" focusable="false">
      <defs>
        <pattern id="stripes" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <rect class="p-now-wash" width="8" height="8" />
          <rect class="p-now" width="5" height="8" />
        </pattern>
        <pattern id="dots" width="6" height="6" patternUnits="userSpaceOnUse">
          <rect class="p-none-wash" width="6" height="6" />
          <circle class="p-none" cx="3" cy="3" r="2.1" />
        </pattern>
        <pattern id="cross" width="8" height="8" patternUnits="userSpaceOnUse">
          <rect class="p-unknown-wash" width="8" height="8" />
          <path class="p-unknown" d="M0 0h8v1.6H1.6V8H0z" />
        </pattern>
      </defs>
    </svg>
  );
}

/** Units a bar is wide, whatever its size on the page. */
const UNITS = 1000;

/**
 * A stacked bar of verdicts; its words are its accessible name.
 * @param href where a part of it leads; without it the bar is a picture
 */
export function VerdictBar({
  counts,
  href,
}: {
  readonly counts: VerdictCounts;
  readonly href?: (code: VerdictCode) => string;
}) {
  const total = totalOf(counts);
  if (total === 0) return null;
  const cells = barCells(
    VERDICT_CODES.map((code) => counts[code]),
    UNITS,
  );
  const wordsOf = (code: VerdictCode) =>
    `${VERDICT_TEXTS[code].label} ${count(counts[code])} (${percent(counts[code], total)})`;
  const codes = VERDICT_CODES.filter((code) => counts[code] > 0);
  let x = 0;
  const parts = VERDICT_CODES.flatMap((code, i) => {
    const width = cells[i]!;
    if (width === 0) return [];
    const rect = <rect class={`s-${code}`} x={`${x / 10}%`} width={`${width / 10}%`} height="100%" />;
    x += width;
    return [
      href === undefined ? (
        rect
      ) : (
        <a href={href(code)} aria-label={wordsOf(code)}>
          <title>{wordsOf(code)}</title>
          {rect}
        </a>
      ),
    ];
  });
  return href === undefined ? (
    <svg class="bar" role="img" aria-label={codes.map(wordsOf).join(', ')}>
      {parts}
    </svg>
  ) : (
    // biome-ignore lint/a11y/noSvgWithoutTitle: each part is a link with its own name
    <svg class="bar">{parts}</svg>
  );
}

/** What the colours and patterns of the bars stand for. */
export function Legend() {
  return (
    <ul class="legend">
      {VERDICT_CODES.map((code) => (
        <li key={code}>
          <svg aria-hidden="true">
            <rect class={`s-${code}`} width="100%" height="100%" />
          </svg>
          {VERDICT_TEXTS[code].label}
        </li>
      ))}
    </ul>
  );
}

/** A sign before the word: told apart without colour, too. */
export const SIGNS: Readonly<Record<VerdictCode, string>> = {
  can: '●',
  'can-until-sdprop': '◐',
  'no-effect': '◌',
  cannot: '–',
  unknown: '?',
};

export function VerdictBadge({ code }: { readonly code: VerdictCode }) {
  return (
    <span class={`v v-${code}`}>
      <span aria-hidden="true">{SIGNS[code]} </span>
      {VERDICT_TEXTS[code].label}
    </span>
  );
}

export function SeverityBadge({ severity }: { readonly severity: Severity }) {
  return <span class={`sev ${severity}`}>{severity}</span>;
}
