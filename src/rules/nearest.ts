/** The nearest right name to a wrong one, for messages. */
import { editDistance } from '../names/edit-distance.js';

/**
 * @returns the candidate that the writer most likely meant (case ignored; first of equals), or null where none is near
 */
export function nearest(name: string, candidates: Iterable<string>): string | null {
  const wanted = name.slice(0, 64).toLowerCase();
  let best: string | null = null;
  let bestDistance = Math.max(2, Math.floor(wanted.length / 3)) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(wanted, candidate.slice(0, 64).toLowerCase());
    if (distance < bestDistance && distance < Math.max(wanted.length, 1)) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}

/** `, did you mean "x"?` or, where nothing is near, the list of what there is (when short) or nothing. */
export function suggestion(name: string, candidates: readonly string[]): string {
  const best = nearest(name, candidates);
  if (best !== null) return `, did you mean "${best}"?`;
  if (candidates.length > 0 && candidates.length <= 12) return `; there are: ${candidates.join(', ')}`;
  return '';
}
