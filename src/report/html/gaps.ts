/** What could not be read, and which verdicts that touches. */

import type { EvidenceBlock, GapTouches } from '../../result/audit.js';
import { REASON_TEXTS } from '../../words/reasons.js';
import { count } from '../numbers.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';

/** Gaps listed on the page. */
const MOST_GAPS = 500;

export function gaps(evidence: EvidenceBlock): Markup {
  if (evidence.gaps.length === 0) {
    return h`<p>${'No gaps: everything that was asked for could be read.'}</p>${unknown(evidence)}`;
  }
  const rows = evidence.gaps
    .slice(0, MOST_GAPS)
    .map(
      ({ code, dn, count: times, source, message, touches }) =>
        h`<tr><th scope="row"><code>${code}</code></th><td class="n">${count(times)}</td><td class="dn">${dn === null ? '' : dnMarkup(dn)}</td><td>${message}</td>${numbers(touches)}<td class="dn">${source}</td></tr>`,
    );
  const more = evidence.gaps.length - MOST_GAPS;
  const left =
    more > 0 ? h`<p>${count(more)} more gaps are not shown here: the JSON result lists all of them.</p>` : NOTHING;
  return h`${byCode(evidence)}${unknown(evidence)}
<div class="scroll"><table><caption>Gaps: what could not be read, or was damaged</caption>
<thead><tr><th scope="col">Code</th><th scope="col" class="n">Times</th><th scope="col">At</th><th scope="col">What</th><th scope="col" class="n">Verdicts unknown</th><th scope="col" class="n">Verdicts resting on it</th><th scope="col">Source</th></tr></thead>
<tbody>${rows}</tbody></table></div>${left}`;
}

function byCode({ gapsByCode = [] }: EvidenceBlock): Markup {
  if (gapsByCode.length === 0) return NOTHING;
  const rows = gapsByCode.map(
    ({ code, count: times, means, ...touches }) =>
      h`<tr><th scope="row"><code>${code}</code></th><td class="n">${count(times)}</td><td>${means}</td>${numbers(touches)}</tr>`,
  );
  return h`<div class="scroll"><table><caption>What the gaps mean for the verdicts</caption>
<thead><tr><th scope="col">Code</th><th scope="col" class="n">Times</th><th scope="col">What it means</th><th scope="col" class="n">Verdicts unknown</th><th scope="col" class="n">Verdicts resting on it</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p>Verdicts unknown: those that are unknown because of the gap, alone or with others. Resting on it: those that are known, by what
was read or assumed in its place. A verdict may be counted at several gaps; "?": it cannot be counted.</p>`;
}

function numbers(touches: GapTouches | undefined): readonly Markup[] {
  const { unknown: without, resting } = touches ?? { unknown: null, resting: null };
  return [without, resting].map((value) => h`<td class="n">${value === null ? '?' : count(value)}</td>`);
}

function unknown({ unknown: reasons = [] }: EvidenceBlock): Markup {
  if (reasons.length === 0) return NOTHING;
  const rows = reasons.map(
    ({ reason, verdicts, targets, gaps: codes, withoutGap, examples }) =>
      h`<tr><th scope="row">${REASON_TEXTS[reason].label}</th><td class="n">${count(verdicts)}</td><td class="n">${count(targets)}</td><td>${codes.join(', ')}</td><td class="n">${count(withoutGap)}</td><td class="dn">${dnMarkup(examples[0] ?? '')}${targets > 1 ? ', ...' : ''}</td></tr>`,
  );
  return h`<div class="scroll"><table><caption>Why verdicts are unknown</caption>
<thead><tr><th scope="col">Reason</th><th scope="col" class="n">Verdicts</th><th scope="col" class="n">Targets</th><th scope="col">Gaps that leave them unknown</th><th scope="col" class="n">Without a gap</th><th scope="col">For example</th></tr></thead>
<tbody>${rows}</tbody></table></div>
<p>Without a gap: what would decide them is in no directory, or lies outside the sources.</p>`;
}
