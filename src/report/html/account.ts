/** One account under audit: numbers, reasons, coverage, token. */

import { splitDn } from '../../names/dn.js';
import type { ActionSummary, AuditedAccount, VerdictCounts } from '../../result/audit.js';
import { REASON_CODES, VERDICT_CODES } from '../../result/codes.js';
import { kindWords } from '../../words/account-kind.js';
import { REASON_TEXTS, VERDICT_TEXTS } from '../../words/reasons.js';
import { compare, containerRows, type Digest, totalOf } from '../digest.js';
import { count, percent } from '../numbers.js';
import { relativeDn } from '../relative-names.js';
import { delegationTable } from './delegations.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';
import { verdictBadge, verdictBar } from './pictures.js';
import { populationTables } from './populations.js';

/** Containers and SIDs listed on the page for one account. */
const MOST_CONTAINERS = 1000;
const MOST_SIDS = 1000;

export function accountsSection(digest: Digest): Markup {
  const articles = digest.accounts.map((account) => accountArticle(digest, account));
  return h`<section id="accounts"><h2>Accounts under audit</h2>${articles}</section>`;
}

function accountArticle(digest: Digest, account: AuditedAccount): Markup {
  const dn = account.dn === null ? NOTHING : h`<dt>DN</dt><dd>${dnMarkup(account.dn)}</dd>`;
  return h`<article><h3>${account.name}</h3>
<dl><dt>Kind</dt><dd>${kindWords(account.kind)}</dd>${dn}<dt>SID</dt><dd><code>${account.sid}</code></dd></dl>
${populationTables(digest, account)}${delegationTable(digest, account)}${reasonTable(digest, account)}${coverage(digest, account)}${token(account)}</article>`;
}

function actionsOf({ summary }: Digest, { sid }: AuditedAccount): readonly ActionSummary[] {
  return summary.actions.filter(({ account }) => account === sid);
}

/** One line an action: a bar and the numbers behind it. */
export function actionTable(digest: Digest, account: AuditedAccount, caption: string): Markup {
  const rows = actionsOf(digest, account).map(({ action, verdicts, documentedSet }) => {
    const total = totalOf(verdicts);
    const numbers = VERDICT_CODES.map((code) => numberCell(verdicts[code]));
    return h`<tr><th scope="row">${titleOf(digest, action)}</th><td class="bar">${verdictBar(verdicts)}</td><td class="n"><strong>${percent(verdicts.can, total)}</strong></td>${numbers}${numberCell(documentedSet)}<td class="n">${count(total)}</td></tr>`;
  });
  const heads = VERDICT_CODES.map((code) => h`<th scope="col" class="n">${VERDICT_TEXTS[code].label}</th>`);
  return h`<div class="scroll"><table><caption>${caption}</caption><thead><tr><th scope="col">Action</th><th scope="col">All targets</th>
<th scope="col" class="n">Reach</th>${heads}<th scope="col" class="n">documented set held</th><th scope="col" class="n">targets</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function reasonTable(digest: Digest, account: AuditedAccount): Markup {
  const actions = actionsOf(digest, account);
  const codes = REASON_CODES.filter((code) => actions.some(({ reasons }) => (reasons[code] ?? 0) > 0));
  if (codes.length === 0) return NOTHING;
  const rows = codes.map((code) => {
    const cells = actions.map(({ reasons }) => numberCell(reasons[code] ?? 0));
    const { verdict, label, text } = REASON_TEXTS[code];
    return h`<tr><td>${verdictBadge(verdict)}</td><th scope="row">${label}<span class="why">${text}</span></th>${cells}</tr>`;
  });
  const heads = actions.map(({ action }) => h`<th scope="col" class="n">${titleOf(digest, action)}</th>`);
  return h`<div class="scroll"><table><caption>Why: targets for each reason and action</caption>
<thead><tr><th scope="col">Verdict</th><th scope="col">Reason</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>`;
}

function coverage(digest: Digest, account: AuditedAccount): Markup {
  const ids = digest.header.actions.map(({ id }) => id);
  const all = containerRows(digest.summary, account.sid, ids);
  if (all.length === 0) return NOTHING;
  const shown = all
    .slice(0, MOST_CONTAINERS)
    .map((row) => ({ ...row, order: splitDn(row.container).reverse().join('\u0000').toLowerCase() }))
    .sort((a, b) => compare(a.order, b.order));
  const rows = shown.map(
    ({ container, targets, counts }) =>
      h`<tr><th scope="row" class="dn">${dnMarkup(relativeDn(container, digest.evidence))}</th><td class="n">${count(targets)}</td>${counts.map(coverageCell)}</tr>`,
  );
  const more = all.length - shown.length;
  const left =
    more > 0
      ? h`<p>${count(more)} more containers, with fewer targets each, are not shown here: the JSON result lists all of them.</p>`
      : NOTHING;
  const heads = digest.header.actions.map(({ title }) => h`<th scope="col">${title}</th>`);
  return h`<div class="scroll"><table><caption>Coverage by organisational unit: of the targets directly in it, those that each action can act on${below(digest)}</caption>
<thead><tr><th scope="col">Container</th><th scope="col" class="n">Targets</th>${heads}</tr></thead><tbody>${rows}</tbody></table></div>${left}`;
}

function below({ evidence: { domains } }: Digest): string {
  return domains.length === 1 ? ` (names below ${domains[0]!.dn})` : '';
}

function coverageCell(counts: VerdictCounts | null): Markup {
  if (counts === null) return h`<td class="mini">-</td>`;
  return h`<td class="mini">${count(counts.can)} of ${count(totalOf(counts))}${verdictBar(counts)}</td>`;
}

function token({ token: sids }: AuditedAccount): Markup {
  const rows = sids
    .slice(0, MOST_SIDS)
    .map(
      ({ sid, name, via, domain }) =>
        h`<tr><th scope="row">${name ?? ''}</th><td><code class="sid">${sid}</code></td><td>${via.join(' → ')}</td><td class="dn">${domain === null ? 'everywhere' : dnMarkup(domain)}</td></tr>`,
    );
  const more = sids.length - MOST_SIDS;
  const left =
    more > 0 ? h`<p>${count(more)} more SIDs are not shown here: the JSON result lists all of them.</p>` : NOTHING;
  return h`<div class="scroll"><table><caption>Token: the SIDs that access control entries are compared with, and how the account comes to each</caption>
<thead><tr><th scope="col">Name</th><th scope="col">SID</th><th scope="col">Path</th><th scope="col">Counts in</th></tr></thead><tbody>${rows}</tbody></table></div>${left}`;
}

function numberCell(value: number): Markup {
  return value === 0 ? h`<td class="n zero">0</td>` : h`<td class="n">${count(value)}</td>`;
}

function titleOf({ header }: Digest, action: string): string {
  return header.actions.find(({ id }) => id === action)?.title ?? action;
}
