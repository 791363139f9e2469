/** What a result says it rests on. */
import { domainRidName, wellKnownName } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { type Directory, groupOfSid } from '../directory/directory.js';
import { dSHeuristicsOf } from '../directory/forest.js';
import { type DomainId, idsOf } from '../directory/ids.js';
import { adminSDExMask } from '../directory/protected-set.js';
import type { EvidenceBlock, EvidenceGap } from '../result/audit.js';
import type { SourceInfo } from '../result/sources.js';
import type { Subject } from '../verdicts/subject.js';
import { modelCounts } from './evidence-counts.js';

/** @param daclsMissing no descriptor of the sources has a DACL */
export function evidenceBlock(
  directory: Directory,
  sources: readonly SourceInfo[],
  subjects: readonly Subject[],
  daclsMissing: boolean,
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
      message:
        'No descriptor of the sources holds a DACL: the export left that part out (SD flags without 4), so no verdict is known.',
    });
  }
  const notes: string[] = [];
  if (directory.schema.builtin.includes('schema')) {
    notes.push('The sources hold no schema: classes, attributes and property sets are those of the base product.');
  }
  if (directory.schema.builtin.includes('rights')) {
    notes.push('The sources hold no extended rights: those of the base product are used.');
  }
  const { domains } = directory;
  if (
    domains.length === 0 ||
    [...idsOf<DomainId>(domains)].some((domain) => adminSDExMask(dSHeuristicsOf(directory, domain)) === null)
  ) {
    notes.push(
      'dSHeuristics was not read, so it is not known whether operator groups are excluded from AdminSDHolder; their members count as undecided.',
    );
  }
  for (const number of idsOf<DomainId>(domains)) {
    const missing = missingRoots(directory, number);
    if (missing.length === 0) continue;
    notes.push(
      `The sources do not hold ${missing.join(', ')} of ${domains[number]!.dnsName}: accounts that are protected only as their members count as not protected.`,
    );
  }
  if (subjects.some((subject) => subject.kind === 'local-system')) {
    notes.push(
      'LocalSystem is taken to act with S-1-5-18, S-1-5-32-544, S-1-1-0 and S-1-5-11 on a domain controller of the target; whether the computer account ever takes part is not documented.',
    );
  }
  return {
    sources,
    domains: directory.domains.map(({ dn, dnsName, sid }) => ({ dn, dnsName, sid })),
    counts: modelCounts(directory),
    complete: gaps.length === 0,
    gaps,
    notes,
  };
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
