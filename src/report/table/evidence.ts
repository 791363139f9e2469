/** What the report rests on: sources, completeness, gaps, assumptions. */

import type { EvidenceBlock, EvidenceGap } from '../../result/audit.js';
import { REASON_TEXTS } from '../../words/reasons.js';
import { terminal } from '../encode/terminal.js';
import {
  classWords,
  collectionWords,
  countWords,
  failedRuleWords,
  touchesWords,
  withOrigins,
} from '../evidence-words.js';
import { count, counted } from '../numbers.js';
import { paragraph } from './grid.js';
import type { Paint } from './paint.js';

/** Gaps of one kind that are named; the others are counted. */
const NAMED_GAPS = 3;

export function evidenceLines(evidence: EvidenceBlock, width: number, paint: Paint): string[] {
  const lines = [paint('Evidence', 'bold')];
  for (const { source, depth } of withOrigins(evidence.sources)) {
    const { name, kind, server, collectedAt, sha256, collection, tool } = source;
    const from = server === null ? '' : ` of ${server}`;
    const by = tool === undefined ? '' : ` (${tool.name} ${tool.version})`;
    const changed = 'modifiedAt' in source ? ` (file last changed ${source.modifiedAt})` : '';
    const when = collectedAt === null ? `, time of collection not known${changed}` : `, collected ${collectedAt}`;
    const at = 2 + 2 * depth;
    const made = depth === 0 ? '' : 'made from ';
    lines.push(...paragraph(terminal(`${made}${name}: ${kind}${by}${from}${when}`), width, at, at + 2));
    if (sha256 !== null) lines.push(...paragraph(`sha256 ${terminal(sha256)}`, width, at + 2));
    if (collection !== undefined)
      lines.push(...paragraph(terminal(collectionWords(collection)), width, at + 2, at + 4));
  }
  const { counts } = evidence;
  lines.push(...paragraph(terminal(countWords(counts).join(', ')), width, 2, 4));
  if (counts.accountsByClass !== undefined && counts.accountsByClass.length > 0) {
    lines.push(...paragraph(terminal(`Accounts by class: ${classWords(counts.accountsByClass)}`), width, 2, 4));
  }
  if (evidence.complete) {
    lines.push(...paragraph('Complete: everything that was asked for could be read.', width, 2));
  } else {
    const rules = failedRuleWords(evidence);
    const missing = [
      ...(evidence.gaps.length > 0 ? [`${counted(evidence.gaps.length, 'gap')} in what could be read`] : []),
      ...(rules === null ? [] : [`${rules}, so that findings may be missing`]),
    ];
    const words = paragraph(`INCOMPLETE: ${missing.join('; ')}`, width, 2);
    lines.push(...words.map((line) => paint(line, 'alarm')));
  }
  lines.push(...gapLines(evidence, width), ...unknownLines(evidence, width));
  for (const note of evidence.notes) lines.push(...paragraph(terminal(`Assumed: ${note}`), width, 2, 4));
  return lines;
}

/** Why verdicts are unknown, and whether a gap is the cause. */
function unknownLines({ unknown = [] }: EvidenceBlock, width: number): string[] {
  const lines: string[] = [];
  for (const { reason, verdicts, targets, gaps, withoutGap } of unknown) {
    const because = gaps.length === 0 ? 'explained by no gap' : `because of ${gaps.join(', ')}`;
    const rest = gaps.length > 0 && withoutGap > 0 ? `; ${count(withoutGap)} explained by no gap` : '';
    lines.push(
      ...paragraph(
        terminal(
          `Unknown: ${counted(verdicts, 'verdict')} on ${counted(targets, 'target')} (${REASON_TEXTS[reason].label}), ${because}${rest}`,
        ),
        width,
        2,
        4,
      ),
    );
  }
  return lines;
}

/** The gaps, a kind at a time: of each, how often it occurs and the first ones by name. */
function gapLines({ gaps, gapsByCode = [] }: EvidenceBlock, width: number): string[] {
  const kinds = new Map<string, EvidenceGap[]>();
  for (const gap of gaps) {
    const list = kinds.get(gap.code);
    if (list) list.push(gap);
    else kinds.set(gap.code, [gap]);
  }
  const lines: string[] = [];
  for (const [code, list] of kinds) {
    const times = list.reduce((sum, gap) => sum + gap.count, 0);
    const of = gapsByCode.find((each) => each.code === code);
    const touches = of === undefined ? '' : `: ${touchesWords(of)}. ${of.means}`;
    lines.push(...paragraph(terminal(`- ${code}, ${counted(times, 'time')}${touches}`), width, 4, 6));
    for (const { dn, message } of list.slice(0, NAMED_GAPS)) {
      lines.push(...paragraph(terminal(dn === null ? message : `${dn}: ${message}`), width, 6, 8));
    }
    const more = list.length - NAMED_GAPS;
    if (more > 0)
      lines.push(...paragraph(`... and ${counted(more, 'more', 'more')}: see "evidence" in --format json`, width, 6));
  }
  return lines;
}
