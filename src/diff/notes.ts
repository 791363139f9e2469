/** What the two sides of a comparison are to each other, where that is not what a comparison is for. */
import type { Schema } from '../directory/schema.js';
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

/** Names that are told of what differs. */
const MOST_NAMES = 5;

/**
 * A change of the schema is made to no directory in memory, so that it is no cause.
 * @returns a sentence where the schema of the two is not the same, as far as an answer may rest on it; null where it is
 */
export function schemaNote(before: Schema, after: Schema): string | null {
  if (before.builtin.join() !== after.builtin.join())
    return 'Only one of the two has the schema, or the extended rights: of the other, what every domain has by default is taken. What differs because of that no cause explains.';
  const names = [...new Set([...namesOf(before), ...namesOf(after)])];
  const changed = names.filter((name) => meaningOf(before, name) !== meaningOf(after, name)).sort();
  if (changed.length === 0) return null;
  const shown = changed.slice(0, MOST_NAMES).join(', ');
  const more = changed.length > MOST_NAMES ? ` and ${changed.length - MOST_NAMES} more` : '';
  return `The schema, as it was read, is not the same on both sides (${shown}${more}). That is not tried as a cause: verdicts which changed because of it count as explained by nothing.`;
}

function namesOf(schema: Schema): readonly string[] {
  return [...schema.classNames()].flatMap((name) => [name, ...(schema.class(name)?.attributes ?? [])]);
}

/** What the access check takes from the schema: which class lies below which, and which attribute belongs to which set. */
function meaningOf(schema: Schema, name: string): string {
  const [own, attribute] = [schema.class(name), schema.attribute(name)];
  return JSON.stringify([own?.guid, own?.parent.toLowerCase(), own?.category, attribute?.guid, attribute?.set ?? null]);
}
