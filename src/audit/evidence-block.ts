/** What a result says it rests on. */
import { domainRidName, wellKnownName } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { boundaryBetween } from '../directory/boundary.js';
import type { Directory } from '../directory/directory.js';
import { dSHeuristicsOf, isDomainPartition } from '../directory/forest.js';
import { type DomainId, idsOf } from '../directory/ids.js';
import { adminSDExMask, missingRoots } from '../directory/protected-set.js';
import { dnKey } from '../names/dn.js';
import type { EvidenceBlock, EvidenceGap } from '../result/audit.js';
import type { SourceInfo } from '../result/sources.js';
import type { AccountUnderAudit } from '../verdicts/account-under-audit.js';
import { type EvidenceNote, evidenceNoteText, NO_DACLS_TEXT } from '../words/evidence-notes.js';
import { simulatedSources } from '../words/simulated-sources.js';
import { modelCounts } from './evidence-counts.js';

/** @param daclsMissing no descriptor of the sources has a DACL @param deleted how many deleted objects were left out */
export function evidenceBlock(
  directory: Directory,
  sources: readonly SourceInfo[],
  accounts: readonly AccountUnderAudit[],
  daclsMissing: boolean,
  deleted = 0,
): EvidenceBlock {
  const source = sources.map((info) => info.name).join(', ');
  const gaps: EvidenceGap[] = directory.gaps.map((gap) => ({
    source,
    code: gap.code,
    dn: gap.dn ?? null,
    count: gap.count ?? 1,
    message: gap.message,
  }));
  if (daclsMissing) {
    gaps.push({
      source,
      code: 'descriptor-unreadable',
      dn: null,
      count: directory.descriptors.size,
      message: NO_DACLS_TEXT,
    });
  }
  return {
    sources,
    domains: directory.domains.map(({ dn, dnsName, sid }) => ({ dn, dnsName, sid })),
    counts: modelCounts(directory),
    complete: gaps.length === 0,
    gaps,
    notes: [...simulationNotes(sources), ...notesOn(directory, accounts, deleted)].map(evidenceNoteText),
  };
}

/** What nobody may take for evidence: it comes before all else. */
function simulationNotes(sources: readonly SourceInfo[]): readonly EvidenceNote[] {
  const simulated = simulatedSources(sources);
  return simulated === null ? [] : [{ note: 'simulated', sources: simulated.names, changes: simulated.changes }];
}

/** What the result takes for granted. */
function notesOn(
  directory: Directory,
  accounts: readonly AccountUnderAudit[],
  deleted: number,
): readonly EvidenceNote[] {
  const notes: EvidenceNote[] = [];
  const { domains, schema } = directory;
  if (schema.builtin.includes('schema')) notes.push({ note: 'builtin-schema' });
  if (schema.builtin.includes('rights')) notes.push({ note: 'builtin-rights' });
  const numbers = [...idsOf<DomainId>(domains)];
  if (numbers.length === 0 || numbers.some((of) => adminSDExMask(dSHeuristicsOf(directory, of)) === null)) {
    notes.push({ note: 'heuristics-unread' });
  }
  for (const number of numbers) {
    const groups = missingRoots(directory, number).map(rootName);
    if (groups.length > 0) notes.push({ note: 'protected-groups-missing', groups, domain: domains[number]!.dnsName });
  }
  const missing = missingDomains(directory);
  if (missing.length > 0) notes.push({ note: 'domains-missing', domains: missing });
  const nameless = accounts.filter(({ record, user }) => record !== null && !user.historyKnown).map(({ name }) => name);
  const groups = directory.groups.filter(({ historyKnown }) => !historyKnown).length;
  if (nameless.length > 0 || groups > 0) notes.push({ note: 'history-unread', accounts: nameless, groups });
  for (const from of new Set(accounts.flatMap(({ domain }) => (domain === null ? [] : [domain])))) {
    for (const to of numbers) {
      const { kind, assumed } = boundaryBetween(directory, from, to);
      const ends = { from: domains[from]!.dnsName, to: domains[to]!.dnsName };
      if (kind === 'not-known') notes.push({ note: 'trust-unread', ...ends });
      else if (assumed) notes.push({ note: 'quarantine-assumed', ...ends });
    }
  }
  if (accounts.some((account) => account.kind === 'local-system')) notes.push({ note: 'local-system' });
  if (accounts.some((account) => account.kind !== 'local-system')) notes.push({ note: 'network-logon' });
  if (deleted > 0) notes.push({ note: 'deleted-left-out', count: deleted });
  return notes;
}

/** Domains that the partitions name, and that the sources lack. */
function missingDomains({ partitions, domains }: Directory): readonly string[] {
  const known = new Set(domains.map(({ dn }) => dnKey(dn)));
  return partitions
    .filter((each) => isDomainPartition(each) && !known.has(dnKey(each.nCName)))
    .map(({ nCName }) => nCName);
}

/** A protected group by its usual name. */
function rootName(sid: Sid): string {
  return wellKnownName(sid) ?? domainRidName(Number(sid.slice(sid.lastIndexOf('-') + 1))) ?? sid;
}
