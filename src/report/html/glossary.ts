/** What the words of the report mean. */
import { CAVEAT_CODES, REASON_CODES, VERDICT_CODES } from '../../result/codes.js';
import { CAVEAT_TEXTS, REASON_TEXTS, VERDICT_TEXTS } from '../../words/reasons.js';
import type { Digest } from '../digest.js';
import { h, type Markup } from './markup.js';
import { verdictBadge } from './pictures.js';

/** All verdicts, and the reasons that occur in this audit. */
export function glossary({ summary }: Digest): Markup {
  const verdicts = VERDICT_CODES.map(
    (code) =>
      h`<tr><th scope="row">${verdictBadge(code)}<span class="why"><code>${code}</code></span></th><td>${VERDICT_TEXTS[code].text}</td><td>${VERDICT_TEXTS[code].advice}</td></tr>`,
  );
  const used = REASON_CODES.filter((code) => summary.actions.some(({ reasons }) => (reasons[code] ?? 0) > 0));
  const reasons = used.map(
    (code) =>
      h`<tr><th scope="row">${REASON_TEXTS[code].label}<span class="why"><code>${code}</code></span></th><td>${REASON_TEXTS[code].text}</td><td>${REASON_TEXTS[code].advice}</td></tr>`,
  );
  const caveats = CAVEAT_CODES.map(
    (code) =>
      h`<tr><th scope="row">${CAVEAT_TEXTS[code].label}<span class="why"><code>${code}</code></span></th><td>${CAVEAT_TEXTS[code].text}</td><td>${CAVEAT_TEXTS[code].advice}</td></tr>`,
  );
  return h`<section id="glossary"><h2>Glossary</h2>
<div class="scroll"><table><caption>Verdicts</caption><thead><tr><th scope="col">Verdict</th><th scope="col">Meaning</th><th scope="col">What to do</th></tr></thead><tbody>${verdicts}</tbody></table></div>
<div class="scroll"><table><caption>Reasons that occur in this report</caption><thead><tr><th scope="col">Reason</th><th scope="col">Meaning</th><th scope="col">What to do</th></tr></thead><tbody>${reasons}</tbody></table></div>
<div class="scroll"><table><caption>Caveats: told beside a granted answer, they change no verdict</caption><thead><tr><th scope="col">Caveat</th><th scope="col">Meaning</th><th scope="col">What to do</th></tr></thead><tbody>${caveats}</tbody></table></div>
<dl><dt>Documented set</dt><dd>All rights that Microsoft's page lists for the action; a request may be accepted with fewer.</dd>
<dt>protected</dt><dd>Member of a group that AdminSDHolder protects, by membership, whatever adminCount says.</dd>
<dt>inheritance off</dt><dd>The access control list takes nothing from the containers above (SE_DACL_PROTECTED).</dd>
<dt>adminCount=1</dt><dd>A mark left by AdminSDHolder runs. It has no meaning for access by itself.</dd>
<dt>a word with ?</dt><dd>What would tell could not be read.</dd></dl></section>`;
}
