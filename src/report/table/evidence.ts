/** What the report rests on: sources, completeness, gaps, assumptions. */
import type { EvidenceBlock, EvidenceGap } from '../../audit/result.js';
import { terminal } from '../encode/terminal.js';
import { counted } from '../numbers.js';
import { paragraph } from './grid.js';
import type { Paint } from './paint.js';

/** Gaps of one kind that are named; the others are counted. */
const NAMED_GAPS = 3;

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
  lines.push(...gapLines(evidence.gaps, width));
  for (const note of evidence.notes) lines.push(...paragraph(terminal(`Assumed: ${note}`), width, 2, 4));
  return lines;
}

/** The gaps, a kind at a time: of each, how often it occurs and the first ones by name. */
function gapLines(gaps: readonly EvidenceGap[], width: number): string[] {
  const kinds = new Map<string, EvidenceGap[]>();
  for (const gap of gaps) {
    const list = kinds.get(gap.code);
    if (list) list.push(gap);
    else kinds.set(gap.code, [gap]);
  }
  const lines: string[] = [];
  for (const [code, list] of kinds) {
    const times = list.reduce((sum, gap) => sum + gap.count, 0);
    lines.push(...paragraph(terminal(`- ${code}, ${counted(times, 'time')}`), width, 4, 6));
    for (const { dn, message } of list.slice(0, NAMED_GAPS)) {
      lines.push(...paragraph(terminal(dn === null ? message : `${dn}: ${message}`), width, 6, 8));
    }
    const more = list.length - NAMED_GAPS;
    if (more > 0) lines.push(`      ... and ${counted(more, 'more', 'more')}: see "evidence" in --format json`);
  }
  return lines;
}
