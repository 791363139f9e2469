/** The order in which the directory keeps entries (MS-ADTS 6.1.3.1). */
import type { Ace } from '../descriptor/types.js';
import { effectOf } from './check.js';
import { isInherited } from './inherit.js';

/** Own entries before inherited ones, denials before what allows, entries about the whole object before those about a part. */
function rank(ace: Ace): number {
  if (isInherited(ace)) return 4;
  return (effectOf(ace) === 'deny' ? 0 : 2) + (ace.form === 'object' ? 1 : 0);
}

/** @returns whether the entries are in that order: programs on .NET change no list that is not */
export function isCanonical(list: readonly Ace[]): boolean {
  return list.every((ace, at) => at === 0 || rank(list[at - 1]!) <= rank(ace));
}

/**
 * @param list own and inherited entries
 * @param entry one of the object's own that is added
 * @returns the position where it belongs: behind those of its kind and of the kinds before. A list that is in no such order
 *   stays as it is, and a new entry stands behind everything that may come before it.
 */
export function canonicalPlace(list: readonly Ace[], entry: Ace): number {
  const own = rank(entry);
  return list.findLastIndex((ace) => rank(ace) <= own) + 1;
}
