/** Findings by rule: what, why it matters, what to do, where. And the rules that were applied. */
import type { AppliedRule, Finding } from '../../result/audit.js';
import type { Digest, FindingGroup } from '../digest.js';
import { count, counted } from '../numbers.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';
import { severityBadge } from './pictures.js';

export function findingsSection(digest: Digest): Markup {
  const articles = digest.findings.map((group) => findingArticle(digest, group));
  const none = digest.findings.length === 0 ? h`<p>No rule found anything.</p>` : NOTHING;
  return h`<section id="findings"><h2>Findings</h2>${none}${articles}</section>`;
}

function findingArticle(digest: Digest, { rule, severity, title, total, shown }: FindingGroup): Markup {
  const risk = digest.header.rules?.find(({ id }) => id === rule)?.risk ?? '';
  const remediation = shown[0]?.remediation ?? '';
  const rows = shown.map((finding) => findingRow(digest, finding));
  const more = total - shown.length;
  const left =
    more > 0
      ? h`<p>The first ${count(shown.length)} of ${count(total)}; the other ${count(more)} are in the JSON and NDJSON results.</p>`
      : NOTHING;
  return h`<article class="finding"><h3>${severityBadge(severity)} ${title}</h3>
<p class="small soft"><code>${rule}</code>, ${counted(total, 'finding')}</p>
<div class="facts">${paragraph('Risk', risk)}${paragraph('What to do', remediation)}</div>
<div class="scroll"><table><caption>Where</caption><thead><tr><th scope="col">Subject</th><th scope="col">What was found</th><th scope="col">Particulars</th></tr></thead>
<tbody>${rows}</tbody></table></div>${left}</article>`;
}

function paragraph(title: string, text: string): Markup {
  return text === '' ? NOTHING : h`<p><strong>${title}.</strong> ${text}</p>`;
}

function findingRow({ accounts }: Digest, { subject, subjectName, account, message, evidence }: Finding): Markup {
  const who = account === null ? null : (accounts.find(({ sid }) => sid === account)?.name ?? account);
  const particulars = Object.entries(evidence).map(
    ([name, value]) => h`<li><span class="soft">${name}</span> <code>${particular(value)}</code></li>`,
  );
  return h`<tr><th scope="row" class="dn">${dnMarkup(subjectName)}${subjectName === subject ? NOTHING : h`<span class="why"><code>${subject}</code></span>`}${who === null ? NOTHING : h`<span class="why">${who}</span>`}</th><td>${message}</td><td><ul class="plain">${particulars}</ul></td></tr>`;
}

function particular(value: unknown): string {
  if (typeof value === 'string') return value === '' ? 'none' : value;
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(particular).join(', ');
  return JSON.stringify(value) ?? '';
}

export function rulesSection({ header, summary }: Digest): Markup {
  const rules = header.rules ?? [];
  if (rules.length === 0) return NOTHING;
  const rows = rules.map((rule) => ruleRow(rule, summary.findingsByRule[rule.id] ?? 0));
  return h`<section id="rules"><h2>Rules applied</h2><div class="scroll"><table>
<caption>Every rule that was applied, with findings or without</caption>
<thead><tr><th scope="col">Rule</th><th scope="col">Severity</th><th scope="col">What it looks for</th><th scope="col">References</th><th scope="col" class="n">Findings</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function ruleRow({ id, title, severity, description, references, frameworks }: AppliedRule, found: number): Markup {
  const ids = Object.entries(frameworks).filter(([, list]) => list.length > 0);
  const catalogue = ids.map(([name, list]) => h`<li><span class="soft">${name}</span> ${list.join(', ')}</li>`);
  const links = references.map((reference) => h`<li>${link(reference)}</li>`);
  return h`<tr><th scope="row">${title}<span class="why"><code>${id}</code></span></th><td>${severityBadge(severity)}</td><td>${description}</td><td><ul class="plain small">${catalogue}${links}</ul></td><td class="n${found === 0 ? ' zero' : ''}">${count(found)}</td></tr>`;
}

/** Only addresses of the web become links; rule files may come from anywhere. */
function link(reference: string): Markup {
  if (!/^https:\/\/[^\s]+$/.test(reference)) return h`${reference}`;
  return h`<a href="${reference}" rel="noreferrer">${reference}</a>`;
}
