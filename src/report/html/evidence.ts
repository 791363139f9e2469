/** What the report rests on. */
import type { AuditHeader, EvidenceBlock } from '../../result/audit.js';
import { classWords, countWords, withOrigins } from '../evidence-words.js';
import { count } from '../numbers.js';
import { collections } from './collections.js';
import { gaps } from './gaps.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';

export function evidenceSection({ tool }: AuditHeader, evidence: EvidenceBlock): Markup {
  const sources = withOrigins(evidence.sources).map(
    ({ source: { name, kind, server, collectedAt, sha256, tool: by }, depth }) =>
      h`<tr><th scope="row">${depth === 0 ? '' : `${'- '.repeat(depth)}made from `}${name}</th><td>${kind}${by === undefined ? '' : ` (${by.name} ${by.version})`}</td><td>${server ?? 'not known'}</td><td>${collectedAt ?? 'not known'}</td><td><code>${sha256 ?? ''}</code></td></tr>`,
  );
  const domains = evidence.domains.map(
    ({ dnsName, dn, sid }) =>
      h`<tr><th scope="row">${dnsName}</th><td class="dn">${dnMarkup(dn)}</td><td><code class="sid">${sid}</code></td></tr>`,
  );
  return h`<section id="evidence"><h2>Evidence</h2>
<div class="scroll"><table><caption>Sources: what was read, from where, and when</caption>
<thead><tr><th scope="col">Source</th><th scope="col">Kind</th><th scope="col">Server</th><th scope="col">Collected (UTC)</th><th scope="col">SHA-256</th></tr></thead>
<tbody>${sources}</tbody></table></div>
<div class="scroll"><table><caption>Domains</caption>
<thead><tr><th scope="col">Domain</th><th scope="col">DN</th><th scope="col">SID</th></tr></thead><tbody>${domains}</tbody></table></div>
${counts(evidence)}${collections(evidence)}${gaps(evidence)}${notes(evidence)}
<dl><dt>Program</dt><dd>${tool.name} ${tool.version}</dd><dt>Rule files, SHA-256</dt><dd><code>${tool.rules}</code></dd></dl></section>`;
}

function counts({ counts: known }: EvidenceBlock): Markup {
  const rows = (known.accountsByClass ?? []).map(
    (of) => h`<tr><th scope="row">${of.class || 'class not read'}</th><td class="n">${count(of.count)}</td></tr>`,
  );
  return h`<p>They hold ${countWords(known).join(', ')}. Containers by class: ${classWords(known.containersByClass)}.</p>
<div class="scroll"><table><caption>Accounts by class</caption>
<thead><tr><th scope="col">Class</th><th scope="col" class="n">Accounts</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function notes({ notes: list }: EvidenceBlock): Markup {
  if (list.length === 0) return NOTHING;
  return h`<h3>Assumptions</h3><ul>${list.map((note) => h`<li>${note}</li>`)}</ul>`;
}
