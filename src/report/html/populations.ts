/** How far an account under audit reaches, population by population, and which changes would let it reach more. */
import type { AuditedAccount } from '../../result/audit.js';
import { capital } from '../../words/lists.js';
import { mendWords } from '../../words/mends.js';
import { type Digest, totalOf } from '../digest.js';
import { count, percent } from '../numbers.js';
import { relativeDn } from '../relative-names.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';
import { verdictBar } from './pictures.js';

/** Changes on the page for one account. */
const MOST_HOLES = 100;

export function populationTables(digest: Digest, account: AuditedAccount): Markup {
  const of = digest.summary.accounts.find(({ sid }) => sid === account.sid);
  if (of === undefined) return NOTHING;
  const { actions, populations } = digest.header;
  const rows = populations
    .filter(({ id }) => (of.populations[id]?.targets ?? 0) > 0)
    .map(({ id, title, description, expected }) => {
      const { targets, actions: verdicts } = of.populations[id]!;
      const cells = actions.map((action) => {
        const counts = verdicts[action.id]!;
        const judged = totalOf(counts);
        // The action is about other objects.
        if (judged === 0) return h`<td class="mini">-</td>`;
        return h`<td class="mini">${count(counts.can)} of ${count(judged)} (${percent(counts.can, judged)})${verdictBar(counts)}</td>`;
      });
      const meant = expected ? h` <strong>(meant to be reached)</strong>` : NOTHING;
      return h`<tr><th scope="row">${capital(title)}${meant}<span class="why">${description}</span></th><td class="n">${count(targets)}</td>${cells}</tr>`;
    });
  const heads = actions.map(({ title }) => h`<th scope="col">${title}</th>`);
  const scope = of.scope.map((dn) => h`<br>In scope: ${dnMarkup(dn)}`);
  const outside =
    of.outside > 0 ? h`<p>${count(of.outside)} accounts are outside of the scope and not counted here.</p>` : NOTHING;
  return h`<div class="scroll"><table><caption>By population: on how many accounts each action can act${scope}</caption>
<thead><tr><th scope="col">Population</th><th scope="col" class="n">Accounts</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>${outside}${holeTable(digest, of.holes)}`;
}

function holeTable(digest: Digest, holes: Digest['summary']['accounts'][number]['holes']): Markup {
  if (holes.length === 0) return NOTHING;
  const rows = holes.slice(0, MOST_HOLES).map(({ mend, accounts, actions, where, aboveTierZero }) => {
    const words = capital(mendWords(mend, (dn) => relativeDn(dn, digest.evidence)));
    const warning = aboveTierZero ? h` <strong>Tier-0 accounts lie below it, too.</strong>` : NOTHING;
    const names = where.map((dn) => h`<br>${dnMarkup(relativeDn(dn, digest.evidence))}`);
    const more = accounts > where.length ? h`<br>... and ${count(accounts - where.length)} more` : NOTHING;
    return h`<tr><td class="n">${count(accounts)}</td><th scope="row">${words}${warning}<details class="why"><summary>Accounts</summary>${names}${more}</details></th><td>${actions.join(', ')}</td></tr>`;
  });
  const more = holes.length - rows.length;
  const left =
    more > 0
      ? h`<p>${count(more)} more changes, with fewer accounts each, are not shown here: the JSON result lists them.</p>`
      : NOTHING;
  return h`<div class="scroll"><table><caption>What would let it reach more of those it is meant to reach: each change was tried on the lists as they are; look at what else it does before you make it</caption>
<thead><tr><th scope="col" class="n">Accounts gained</th><th scope="col">Change</th><th scope="col">Actions</th></tr></thead><tbody>${rows}</tbody></table></div>${left}`;
}
