/** Findings by rule: what, why it matters, what to do, where, what became of it. And the rules that were applied. */
import type { AppliedRule, Finding } from '../../result/audit.js';
import { FRAMEWORKS } from '../../result/frameworks.js';
import type { Digest, FindingGroup } from '../digest.js';
import { count } from '../numbers.js';
import {
  baselineWords,
  expiredWords,
  groupWords,
  statusWords,
  suppressionsWords,
  unusedWords,
} from '../status-words.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';
import { severityBadge } from './pictures.js';

export function findingsSection(digest: Digest): Markup {
  const articles = digest.findings.map((group, at) => {
    const article = findingArticle(digest, group);
    const before = at === 0 ? undefined : (digest.findings[at - 1]!.controls[0] ?? null);
    const control = group.controls[0] ?? null;
    return digest.framework === null || control === before ? article : h`${controlHead(digest, control)}${article}`;
  });
  const none = digest.findings.length === 0 ? h`<p>No rule found anything.</p>` : NOTHING;
  return h`<section id="findings"><h2>Findings</h2><p>By the rules for <code>${digest.header.profile}</code>.</p>${known(digest)}${none}${articles}</section>`;
}

function controlHead({ framework }: Digest, control: string | null): Markup {
  const { title, version } = FRAMEWORKS[framework!];
  return control === null ? h`<h3>No control of ${title} ${version}</h3>` : h`<h3>${title} ${version}: ${control}</h3>`;
}

/** Entries shown of each kind. */
const MOST_ENTRIES = 200;

/** What suppressions and the baseline were good for; nothing where neither was given. */
function known({ summary }: Digest): Markup {
  const heads = [suppressionsWords(summary), baselineWords(summary)].filter((words) => words !== null);
  if (heads.length === 0) return NOTHING;
  const { expired = [], unused = [] } = summary.suppressions ?? {};
  const entries = [
    ...expired.slice(0, MOST_ENTRIES).map(expiredWords),
    ...unused.slice(0, MOST_ENTRIES).map(unusedWords),
  ];
  const more = expired.length + unused.length - entries.length;
  const left = more > 0 ? h`<p>${count(more)} more are in the JSON and NDJSON results.</p>` : NOTHING;
  const list = entries.length === 0 ? NOTHING : h`<ul>${entries.map((words) => h`<li>${words}</li>`)}</ul>`;
  return h`<div class="note${expired.length > 0 ? ' bad' : ''}"><p><strong>Known findings.</strong> ${heads.join(' ')}</p>${list}${left}</div>`;
}

/** Names the file with every finding, and sees to it that there is one. */
function whereAll({ complete = null }: Digest): Markup {
  complete?.keep();
  return complete === null ? h`the JSON and NDJSON results` : h`<code>${complete.findings}</code>`;
}

function findingArticle(digest: Digest, group: FindingGroup): Markup {
  const { rule, severity, title, total, counts, shown, controls } = group;
  const risk = digest.header.rules?.find(({ id }) => id === rule)?.risk ?? '';
  const remediation = shown[0]?.remediation ?? '';
  const rows = shown.map((finding) => findingRow(digest, finding));
  const more = total - shown.length;
  const left =
    more > 0
      ? h`<p>The first ${count(shown.length)} of ${count(total)}; the other ${count(more)} are in ${whereAll(digest)}.</p>`
      : NOTHING;
  return h`<article class="finding"><h3>${severityBadge(severity)} ${title}</h3>
<p class="small soft"><code>${rule}</code>, ${groupWords(counts)}${controls.length === 0 ? NOTHING : h`, ${controls.join(', ')}`}</p>
<div class="facts">${paragraph('Risk', risk)}${paragraph('What to do', remediation)}</div>
<div class="scroll"><table><caption>Where</caption><thead><tr><th scope="col">Subject</th><th scope="col">What was found</th><th scope="col">Particulars</th></tr></thead>
<tbody>${rows}</tbody></table></div>${left}</article>`;
}

function paragraph(title: string, text: string): Markup {
  return text === '' ? NOTHING : h`<p><strong>${title}.</strong> ${text}</p>`;
}

function findingRow({ accounts }: Digest, finding: Finding): Markup {
  const { subject, subjectName, account, message, evidence, status } = finding;
  const who = account === null ? null : (accounts.find(({ sid }) => sid === account)?.name ?? account);
  const particulars = Object.entries(evidence).map(
    ([name, value]) => h`<li><span class="soft">${name}</span> <code>${particular(value)}</code></li>`,
  );
  const state =
    status === 'open' ? NOTHING : h`<p class="small"><strong>${status}</strong> ${statusWords(finding)}</p>`;
  return h`<tr${status === 'open' ? NOTHING : h` class="soft"`}><th scope="row" class="dn">${dnMarkup(subjectName)}${subjectName === subject ? NOTHING : h`<span class="why"><code>${subject}</code></span>`}${who === null ? NOTHING : h`<span class="why">${who}</span>`}</th><td>${state}${message}</td><td><ul class="plain">${particulars}</ul></td></tr>`;
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
<caption>Every rule that was applied (profile ${header.profile}), with findings or without; findings that do not count are left out</caption>
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
