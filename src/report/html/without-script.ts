/** What the page shows where no script runs, as in the preview of a mail: the answer, and how to see the rest. */

import { SEVERITIES, VERDICT_CODES } from '../../result/codes.js';
import type { PageData } from '../../result/page.js';
import { VERDICT_TEXTS } from '../../words/reasons.js';
import type { Digest } from '../digest.js';
import { count, counted } from '../numbers.js';
import { totalOf } from '../verdict-counts.js';
import { h, type Markup } from './markup.js';

export function withoutScript({ accounts, summary, header, findings, evidence }: Digest, data: PageData): Markup {
  const answers = accounts.map(({ name, sid }) => {
    const answer = data.answers.find((of) => of.sid === sid);
    const rows = summary.actions
      .filter(({ account }) => account === sid)
      .map(
        ({ action, verdicts }) =>
          h`<li>${header.actions.find(({ id }) => id === action)?.title ?? action}, ${counted(totalOf(verdicts), 'target')}: ${VERDICT_CODES.map((code) => `${VERDICT_TEXTS[code].label} ${count(verdicts[code])}`).join(', ')}</li>`,
      );
    const questions = (answer?.questions ?? []).map(
      ({ question, sign, answer: words }) => h`<li>${question} ${sign}: ${words}</li>`,
    );
    return h`<h2>${name}</h2><p><strong>${answer?.headline ?? ''}</strong></p><ul>${questions}${rows}</ul>`;
  });
  const counts = SEVERITIES.map((severity) => `${count(summary.findings[severity])} ${severity}`).join(', ');
  const list = findings.map(
    ({ title, severity, counts: of }) => h`<li>${severity}: ${title} (${counted(of.open, 'open finding')})</li>`,
  );
  const trust = evidence.complete
    ? 'The evidence is complete.'
    : 'The evidence is incomplete: what could not be read may hide more.';
  return h`<main class="bare"><h1>${data.simulation === null ? 'Action account audit' : 'Simulated: action account audit'}</h1>${simulated(data)}${compared(data)}${answers}<p>${trust}</p><h2>Findings: ${counts}</h2><ul>${list}</ul>
<p>This page needs its own script for the rest: every account, why, and what to do. Save the file, and open it in a browser; it loads nothing from anywhere.</p></main>`;
}

/** What is different from the older state. */
function compared({ since }: PageData): Markup | string {
  if (since === null) return '';
  const list = since.causes.map(
    ({ text, because }) => h`<li>${text}${because === null ? '' : ` (not proven: ${because})`}</li>`,
  );
  const more = since.moreCauses === 0 ? '' : h`<li>and ${count(since.moreCauses)} more</li>`;
  return h`<p><strong>Since last time: ${since.headline}</strong> The older state: ${since.older}</p><ul>${list}${more}</ul>`;
}

/** First of all: this is no directory that there is. */
function simulated({ simulation }: PageData): Markup | string {
  if (simulation === null) return '';
  const { changes, moreChanges, verdicts } = simulation;
  const list = changes.map(({ text }) => h`<li>${text}</li>`);
  const more = moreChanges === 0 ? '' : h`<li>and ${count(moreChanges)} more</li>`;
  const total = Object.values(verdicts).reduce((sum, each) => sum + each, 0);
  return h`<p><strong>Simulated: nothing was written to any directory. This is the state after these changes; ${counted(total, 'verdict')} ${total === 1 ? 'differs' : 'differ'} from the state before.</strong></p><ul>${list}${more}</ul>`;
}
