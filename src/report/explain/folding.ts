/** Which entries a reader has to see one by one, and what is said of the others. */
import type { EntryView, Explanation } from '../../result/explain.js';
import { foldedWords } from '../../words/entry-view.js';
import { listed } from '../../words/lists.js';
import type { Block } from './document.js';

/** Trustees that most accounts carry: entries of theirs that have no say are nobody's surprise. */
const EVERYBODY = /^S-1-(1-0|5-2|5-11|5-15|5-32-545|5-32-554)$/;

/**
 * True for entries that decide, leave it open or would have decided; and for those of the account's own SIDs and groups
 * that one thing alone keeps from it.
 */
export function isInteresting(entry: EntryView): boolean {
  if (entry.role !== 'none') return true;
  if (entry.obstacles.includes('takes-no-part') || entry.obstacles.includes('other-trustee')) return false;
  if (entry.obstacles.includes('condition-not-met')) return entry.obstacles.length === 1;
  if (entry.obstacles.length === 1 && entry.obstacles[0] === 'inherit-only') return true;
  return !EVERYBODY.test(entry.trustee?.sid ?? '') && entry.trustee?.sid !== 'S-1-5-10';
}

/** One line for entries beside each other: how many, and why none of them has a say. */
export function folded(entries: readonly EntryView[], explanation: Explanation): Block {
  const counts = new Map<string, number>();
  for (const entry of entries) {
    const why = foldedWords(entry);
    counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const [first, last] = [entries[0]!, entries.at(-1)!];
  const mark = first === last ? `[${first.index}]` : `[${first.index}-${last.index}]`;
  const parts = [...counts].map(([why, count]) => (counts.size === 1 ? why : `${count} ${why}`));
  const late = first.reached ? '' : ' (behind the entry that decides)';
  const text = `${entries.length === 1 ? 'one entry' : `${entries.length} entries`} without a say${late}: ${listed(parts)}`;
  return { level: 0, mark, text: explanation.dacl.entries.length === entries.length ? `${text}.` : text, style: 'dim' };
}
