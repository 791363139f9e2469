/** What the report rests on. */
import type { AuditHeader, EvidenceBlock } from '../../audit/result.js';
import { count } from '../numbers.js';
import { dnMarkup, h, type Markup, NOTHING } from './markup.js';

/** Gaps listed on the page. */
const MOST_GAPS = 500;

export function evidenceSection({ tool }: AuditHeader, evidence: EvidenceBlock): Markup {
  const sources = evidence.sources.map(
    ({ name, kind, server, collectedAt, sha256 }) =>
      h`<tr><th scope="row">${name}</th><td>${kind}</td><td>${server ?? 'not known'}</td><td>${collectedAt ?? 'not known'}</td><td><code>${sha256}</code></td></tr>`,
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
${collections(evidence)}${gaps(evidence)}${notes(evidence)}
<dl><dt>Program</dt><dd>${tool.name} ${tool.version}</dd><dt>Rule files, SHA-256</dt><dd><code>${tool.rules}</code></dd></dl></section>`;
}

function collections({ sources }: EvidenceBlock): Markup[] {
  return sources.flatMap(({ name, collection }) => {
    if (collection === undefined) return [];
    const {
      boundAs,
      startedAt,
      endedAt,
      serverTime,
      highestCommittedUSN,
      searches,
      moreSearches = 0,
      resumed = [],
    } = collection;
    const rows = searches.map(
      ({ base, scope, filter, entries, incomplete }) =>
        h`<tr><th scope="row" class="dn">${dnMarkup(base)}</th><td>${scope}</td><td class="dn"><code>${filter}</code></td><td class="n">${count(entries)}</td><td>${incomplete ?? ''}</td></tr>`,
    );
    const more = moreSearches > 0 ? h`<p>${count(moreSearches)} more searches are not listed.</p>` : NOTHING;
    const interruptions = resumed.map(
      (run) =>
        h` It was interrupted, and gone on with at ${run.startedAt} (${run.serverTime ?? 'not shown'} by the clock of the server, highestCommittedUSN ${run.highestCommittedUSN ?? 'not shown'}).`,
    );
    return [
      h`<p>${name} was read as ${boundAs}, from ${startedAt} to ${endedAt ?? 'an unknown time'}; when it began, the clock of the server said ${serverTime ?? 'nothing'} and its highestCommittedUSN was ${highestCommittedUSN ?? 'not shown'}.${interruptions}</p>
<div class="scroll"><table><caption>Searches that were sent to ${name}</caption>
<thead><tr><th scope="col">Base</th><th scope="col">Scope</th><th scope="col">Filter</th><th scope="col" class="n">Entries</th><th scope="col">Cut short</th></tr></thead>
<tbody>${rows}</tbody></table></div>${more}`,
    ];
  });
}

function gaps(evidence: EvidenceBlock): Markup {
  if (evidence.gaps.length === 0) {
    return h`<p>${evidence.complete ? 'No gaps: everything that was asked for could be read.' : 'The evidence is incomplete.'}</p>`;
  }
  const rows = evidence.gaps
    .slice(0, MOST_GAPS)
    .map(
      ({ code, dn, count: times, source, message }) =>
        h`<tr><th scope="row"><code>${code}</code></th><td class="n">${count(times)}</td><td class="dn">${dn === null ? '' : dnMarkup(dn)}</td><td>${message}</td><td class="dn">${source}</td></tr>`,
    );
  const more = evidence.gaps.length - MOST_GAPS;
  const left =
    more > 0 ? h`<p>${count(more)} more gaps are not shown here: the JSON result lists all of them.</p>` : NOTHING;
  return h`<div class="scroll"><table><caption>Gaps: what could not be read, or was damaged</caption>
<thead><tr><th scope="col">Code</th><th scope="col" class="n">Times</th><th scope="col">At</th><th scope="col">What</th><th scope="col">Source</th></tr></thead>
<tbody>${rows}</tbody></table></div>${left}`;
}

function notes({ notes: list }: EvidenceBlock): Markup {
  if (list.length === 0) return NOTHING;
  return h`<h3>Assumptions</h3><ul>${list.map((note) => h`<li>${note}</li>`)}</ul>`;
}
