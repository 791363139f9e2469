/** What a result says it rests on. */
import type { Directory } from '../directory/directory.js';
import type { SourceInfo } from '../directory/evidence.js';
import { dSHeuristicsOf } from '../directory/forest.js';
import { adminSDExMask } from '../directory/protected-set.js';
import { modelCounts } from './evidence-counts.js';
import type { EvidenceBlock, EvidenceGap } from './result.js';
import type { Subject } from './subject.js';

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
  if (domains.length === 0 || domains.some((_, domain) => adminSDExMask(dSHeuristicsOf(directory, domain)) === null)) {
    notes.push(
      'dSHeuristics was not read, so it is not known whether operator groups are excluded from AdminSDHolder; their members count as undecided.',
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
