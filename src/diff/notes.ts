/** What the two sides of a comparison are to each other, where that is not what a comparison is for. */
import { dnKey } from '../names/dn.js';
import type { EvidenceBlock } from '../result/audit.js';

type Evidence = Pick<EvidenceBlock, 'sources' | 'domains'>;

/** @returns sentences */
export function sidesNotes(before: Evidence, after: Evidence): readonly string[] {
  const notes: string[] = [];
  const hashes = ({ sources }: Evidence) => sources.map(({ sha256 }) => sha256).sort();
  const [old, now] = [hashes(before), hashes(after)];
  if (old.length > 0 && old.join() === now.join())
    notes.push(
      'Both sides were read from the same files: what is different is so for another reason than the directory.',
    );
  const [was, is] = [times(before), times(after)];
  if (was !== null && is !== null && Math.min(...was) > Math.max(...is))
    notes.push(
      `The old side was read after the new one (${instant(Math.min(...was))}, and ${instant(Math.max(...is))}): they may stand in the wrong order.`,
    );
  const domains = before.domains.map(({ sid, dn }) => sid ?? dnKey(dn));
  if (!after.domains.some(({ sid, dn }) => domains.includes(sid ?? dnKey(dn))))
    notes.push('The two sides have no domain in common.');
  return notes;
}

/** When each of the sources was read; null where that is not known of one. */
function times({ sources }: Evidence): readonly number[] | null {
  const known = sources.map(({ collectedAt }) => (collectedAt === null ? Number.NaN : Date.parse(collectedAt)));
  return known.length === 0 || known.some(Number.isNaN) ? null : known;
}

const instant = (time: number): string => new Date(time).toISOString();
