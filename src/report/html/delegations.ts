/** What was delegated to an account under audit: to whom, where, like which known set, and what each delegation adds. */
import type { AuditedAccount } from '../../result/audit.js';
import type { Delegation } from '../../result/delegations.js';
import { spreadWords, templateWords } from '../../words/delegations.js';
import { capital } from '../../words/lists.js';
import { remarks } from '../delegation-rows.js';
import type { Digest } from '../digest.js';
import { count } from '../numbers.js';
import { relativeDn } from '../relative-names.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';

/** Delegations on the page for one account. */
const MOST_DELEGATIONS = 200;

export function delegationTable(digest: Digest, account: AuditedAccount): Markup {
  const of = digest.summary.accounts.find(({ sid }) => sid === account.sid);
  if (of === undefined || of.delegations.length === 0) return NOTHING;
  const rows = of.delegations.slice(0, MOST_DELEGATIONS).map((delegation) => row(digest, delegation));
  const heads = digest.header.actions.map(({ title }) => h`<th scope="col" class="n">${title}</th>`);
  const rest = of.delegations.length - rows.length + of.furtherDelegations;
  const left =
    rest > 0 ? h`<p>${count(rest)} more delegations are not shown here: the JSON result lists them.</p>` : NOTHING;
  return h`<div class="scroll"><table><caption>Delegations as they are written, and of each action how many of the accounts that are meant to be reached each delegation alone gives. Shared: another one gives them too, so that one of the two can go and not both. Elsewhere: other accounts that it alone reaches. What adds nothing may still be somebody's plan: ask before you take it away</caption>
<thead><tr><th scope="col">To</th><th scope="col">Where</th><th scope="col">What</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>${left}`;
}

function row(digest: Digest, delegation: Delegation): Markup {
  const { trustee, trusteeName, where, objects, appliesTo, spread, template, rights, reach } = delegation;
  const names = where.map((dn, i) => h`${i === 0 ? NOTHING : h`<br>`}${dnMarkup(relativeDn(dn, digest.evidence))}`);
  const more = objects > where.length ? h`<br>... and ${count(objects - where.length)} more` : NOTHING;
  const notes = remarks(delegation).map((note) => h`<span class="why">${capital(note)}</span>`);
  const cells = digest.header.actions.map(({ id }) => {
    const { adds, shared, addsElsewhere } = reach[id]!;
    const beside = [
      ...(shared > 0 ? [`shared ${count(shared)}`] : []),
      ...(addsElsewhere > 0 ? [`elsewhere ${count(addsElsewhere)}`] : []),
    ];
    const why = beside.length === 0 ? NOTHING : h`<span class="why">${beside.join(', ')}</span>`;
    return h`<td class="n${adds === 0 ? ' zero' : ''}">${count(adds)}${why}</td>`;
  });
  return h`<tr><th scope="row">${trusteeName ?? trustee}${trusteeName === null ? NOTHING : h`<span class="why"><code class="sid">${trustee}</code></span>`}${notes}</th><td class="dn">${names}${more}</td><td>${capital(templateWords(template))}<span class="why">For ${spreadWords(spread, appliesTo)}: ${rights.join(', ')}</span>${entryDetails(delegation)}</td>${cells}</tr>`;
}

function entryDetails({ entries, entryCount }: Delegation): Markup {
  const lines = entries.map((entry, i) => h`${i === 0 ? NOTHING : h`<br>`}<code>${entry}</code>`);
  const more = entryCount > entries.length ? h`<br>... and ${count(entryCount - entries.length)} more` : NOTHING;
  return h`<details class="why"><summary>Entries</summary>${lines}${more}</details>`;
}
