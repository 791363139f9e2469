/** What a result says it rests on. */
import { domainRidName, wellKnownName } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { type Directory, groupOfSid } from '../directory/directory.js';
import { dSHeuristicsOf } from '../directory/forest.js';
import { type DomainId, idsOf } from '../directory/ids.js';
import { adminSDExMask } from '../directory/protected-set.js';
import type { EvidenceBlock, EvidenceGap } from '../result/audit.js';
import type { SourceInfo } from '../result/sources.js';
import type { AccountUnderAudit } from '../verdicts/account-under-audit.js';
import { type EvidenceNote, evidenceNoteText, NO_DACLS_TEXT } from '../words/evidence-notes.js';
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
    notes: notesOn(directory, accounts, deleted).map(evidenceNoteText),
  };
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
    const groups = missingRoots(directory, number);
    if (groups.length > 0) notes.push({ note: 'protected-groups-missing', groups, domain: domains[number]!.dnsName });
  }
  if (accounts.some((account) => account.kind === 'local-system')) notes.push({ note: 'local-system' });
  if (accounts.some((account) => account.kind !== 'local-system')) notes.push({ note: 'network-logon' });
  if (deleted > 0) notes.push({ note: 'deleted-left-out', count: deleted });
  return notes;
}

/** Groups that every domain has, whose members are protected (MS-ADTS 3.1.1.6.1.2), as far as the sources lack them. */
function missingRoots(directory: Directory, domain: DomainId): readonly string[] {
  const { sid } = directory.domains[domain]!;
  const roots: readonly (readonly [Sid, string])[] = [
    ...[544, 548, 549, 550, 551].map((rid) => [`S-1-5-32-${rid}`, wellKnownName(`S-1-5-32-${rid}`)!] as const),
    [`${sid}-512`, domainRidName(512)!],
  ];
  return roots.filter(([root]) => groupOfSid(directory, root, domain) === null).map(([, name]) => name);
}
