/** The names nearest to a wrong one, out of a stream of candidates too long to keep. */
import { editDistance } from './edit-distance.js';

const LONGEST = 256;

/**
 * @param wanted the name that was not found
 * @param count how many to keep
 * @returns a collector: offer it every candidate, then ask for the best, nearest first, ties by name
 */
export function nearest(wanted: string, count: number): { offer(name: string): void; best(): readonly string[] } {
  const target = wanted.slice(0, LONGEST).toLowerCase();
  const limit = Math.max(2, Math.floor(target.length / 2));
  let kept: { name: string; distance: number }[] = [];
  return {
    offer(name) {
      const candidate = name.slice(0, LONGEST).toLowerCase();
      const worst = kept.length < count ? limit : Math.min(limit, kept[kept.length - 1]!.distance);
      if (name === '' || Math.abs(candidate.length - target.length) > worst) return;
      const distance = editDistance(target, candidate);
      if (distance > worst || kept.some((other) => other.name === name)) return;
      kept.push({ name, distance });
      kept.sort((a, b) => a.distance - b.distance || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
      kept = kept.slice(0, count);
    },
    best: () => kept.map((entry) => entry.name),
  };
}
