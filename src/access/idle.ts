/** Whether an entry of a list comes to nothing because of one that stands before it. */
import { mapGenericMask } from '../descriptor/access-mask.js';
import type { BasicAce, ObjectAce } from '../descriptor/types.js';
import type { Spread } from '../result/delegations.js';
import { effectOf } from './check.js';
import { isConditional } from './condition.js';
import { classOfHeirs, spreadOf } from './spread.js';

/** Whether the object itself gets something, and how far down others do: directly below, or all the way. */
const REACHES: Readonly<Record<Spread, readonly [here: boolean, levels: 0 | 1 | 2]>> = {
  nowhere: [false, 0],
  'this-object': [true, 0],
  children: [false, 1],
  'this-object-and-children': [true, 1],
  descendants: [false, 2],
  'this-object-and-descendants': [true, 2],
};

/**
 * @param earlier an entry of the same list, for trustees that whoever asks carries both of
 * @returns whether whatever the later one allows or denies is decided by the earlier one already, on every object
 */
export function isDecidedBefore(later: BasicAce | ObjectAce, earlier: BasicAce | ObjectAce): boolean {
  if (effectOf(earlier) === null || isConditional(earlier)) return false;
  const mask = mapGenericMask(later.mask);
  if ((mapGenericMask(earlier.mask) & mask) !== mask) return false;
  if (earlier.form === 'object' && earlier.objectType !== null) {
    if (later.form !== 'object' || later.objectType !== earlier.objectType) return false;
  }
  return goesAsFar(earlier, later);
}

/** Whether one entry counts for every object that another one counts for. */
function goesAsFar(one: BasicAce | ObjectAce, other: BasicAce | ObjectAce): boolean {
  const [[here, levels], [otherHere, otherLevels]] = [REACHES[spreadOf(one)], REACHES[spreadOf(other)]];
  if ((otherHere && !here) || otherLevels > levels) return false;
  const classGuid = classOfHeirs(one);
  return otherLevels === 0 || classGuid === null || classGuid === classOfHeirs(other);
}
