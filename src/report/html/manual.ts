/** What no directory holds: as whom the sensors act, and what is to be looked up by hand. */
import type { Digest } from '../digest.js';
import { modeWords } from '../manual-words.js';
import { h, type Markup, NOTHING } from './markup.js';

export function manualSection({ header }: Digest): Markup {
  const { mode, questions } = header.manual;
  const rows = questions.map(({ title, ask, how, answer, expected, note, by, date }) => {
    const word =
      answer === 'unknown' ? 'open' : answer === expected ? `${answer}, as it should be` : `${answer}: look into it`;
    const who = [by, date].filter((text) => text !== null).join(', ');
    const noted =
      note === null && who === '' ? NOTHING : h`<span class="why">${note ?? ''}${who === '' ? '' : ` (${who})`}</span>`;
    return h`<tr><th scope="row">${title}<span class="why">${ask}</span></th><td><strong>${word}</strong>${noted}</td><td>${how}</td></tr>`;
  });
  const table =
    rows.length === 0
      ? NOTHING
      : h`<div class="scroll"><table><caption>To be looked up by hand; --answers takes the answers</caption>
<thead><tr><th scope="col">Question</th><th scope="col">Answer</th><th scope="col">How to find out</th></tr></thead><tbody>${rows}</tbody></table></div>`;
  return h`<section id="manual"><h2>What no directory holds</h2><p>${modeWords(mode)}</p>${table}</section>`;
}
