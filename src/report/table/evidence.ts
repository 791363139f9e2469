/** What the report rests on: sources, completeness, gaps, assumptions. */
import type { EvidenceBlock } from '../../audit/result.js';
import { terminal } from '../encode/terminal.js';
import { counted } from '../numbers.js';
import { paragraph } from './grid.js';
import type { Paint } from './paint.js';

const MOST_GAPS = 20;

export function evidenceLines(evidence: EvidenceBlock, width: number, paint: Paint): string[] {
  const lines = [paint('Evidence', 'bold')];
  for (const { name, kind, server, collectedAt, sha256 } of evidence.sources) {
    const from = server === null ? '' : ` of ${server}`;
    const when = collectedAt === null ? ', time of collection not known' : `, collected ${collectedAt}`;
    lines.push(...paragraph(terminal(`${name}: ${kind}${from}${when}`), width, 2, 4));
    lines.push(...paragraph(`sha256 ${terminal(sha256)}`, width, 4));
  }
  if (evidence.complete) {
    lines.push(...paragraph('Complete: everything that was asked for could be read.', width, 2));
  } else {
    lines.push(paint(`  INCOMPLETE: ${counted(evidence.gaps.length, 'gap')} in what could be read`, 'alarm'));
  }
  for (const { code, dn, count: times, message } of evidence.gaps.slice(0, MOST_GAPS)) {
    const where = dn === null ? '' : ` at ${dn}`;
    lines.push(...paragraph(terminal(`- ${code}, ${counted(times, 'time')}${where}: ${message}`), width, 4, 6));
  }
  if (evidence.gaps.length > MOST_GAPS) {
    const more = evidence.gaps.length - MOST_GAPS;
    lines.push(`    ... and ${counted(more, 'more gap')}: see "evidence" in --format json`);
  }
  for (const note of evidence.notes) lines.push(...paragraph(terminal(`Assumed: ${note}`), width, 2, 4));
  return lines;
}
