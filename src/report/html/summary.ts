/** The head of the page: what was asked, and the answer in a few numbers. */
import type { AuditHeader, EvidenceBlock } from '../../result/audit.js';
import { SEVERITIES } from '../../result/codes.js';
import type { Digest } from '../digest.js';
import { count, counted } from '../numbers.js';
import { countWords } from '../status-words.js';
import { actionTable } from './account.js';
import { h, type Markup, NOTHING } from './markup.js';
import { legend } from './pictures.js';

export function head(digest: Digest): Markup {
  const { header, evidence, accounts, summary } = digest;
  const domains = evidence.domains.map(({ dnsName }) => dnsName).join(', ');
  const names = accounts.map(({ name }) => name).join(', ');
  const actions = header.actions.map(({ title }) => title.toLowerCase()).join(', ');
  const rules = (header.rules ?? []).length === 0 ? NOTHING : h`<li><a href="#rules">Rules applied</a></li>`;
  return h`<header><h1>Action account audit${domains === '' ? '' : `: ${domains}`}</h1>
<p>Which of ${counted(summary.targets, areAllAccounts(header) ? 'account' : 'object')} can <strong>${names}</strong> act on (${actions}), does it take effect, does it
last, which access control entry decides, and what does the delegation risk?</p>
<nav aria-label="Sections"><ul><li><a href="#short">In short</a></li><li><a href="#evidence">Evidence</a></li>
<li><a href="#accounts">Accounts under audit</a></li><li><a href="#findings">Findings</a></li>
<li><a href="#verdicts">Verdicts</a></li><li><a href="#manual">What no directory holds</a></li>${rules}<li><a href="#glossary">Glossary</a></li></ul></nav></header>`;
}

function areAllAccounts({ actions }: AuditHeader): boolean {
  return actions.every(({ targets }) => targets.every((name) => name.toLowerCase() === 'user'));
}

function missing(evidence: EvidenceBlock): Markup {
  if (evidence.gaps.length === 0) {
    return h`There are rules that could not be evaluated, so that findings may be missing: <a href="#evidence">Evidence</a> names them.`;
  }
  return h`${counted(evidence.gaps.length, 'gap')} in what could be read;
<a href="#evidence">Evidence</a> counts the verdicts that are "unknown" because of them, and those that rest on what was read or
assumed instead. What could not be seen at all, or not told to be an account, has no verdict.`;
}

export function short(digest: Digest): Markup {
  const { summary, evidence, accounts } = digest;
  const tiles = SEVERITIES.map((severity) => {
    const number = summary.findings[severity];
    return h`<li class="${number === 0 ? 'none' : severity}"><b>${count(number)}</b> ${severity}</li>`;
  });
  const others = SEVERITIES.some(
    (severity) => summary.suppressedFindings[severity] + summary.baselineFindings[severity] > 0,
  )
    ? h`<p>${countWords(summary)}.</p>`
    : NOTHING;
  const completeness = evidence.complete
    ? h`<div class="note good"><p><strong>The evidence is complete.</strong> Everything that was asked for could be read.</p></div>`
    : h`<div class="note bad"><p><strong>The evidence is incomplete.</strong> ${missing(evidence)}</p></div>`;
  const tables = accounts.map(
    (account) =>
      h`<h3>${account.name}</h3>${actionTable(digest, account, 'Verdicts over all targets. Reach: the share of "can"')}`,
  );
  return h`<section id="short"><h2>In short</h2>${completeness}
<h3>Findings by severity</h3><ul class="tiles">${tiles}</ul>${others}${tables}${legend()}</section>`;
}
