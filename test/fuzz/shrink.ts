/** Takes entries away from a descriptor that shows a disagreement, as long as it still does. */
import type { SecurityDescriptor } from '../../src/descriptor/types.js';
import { type Answer, judge, type Predict } from './judge.js';

/**
 * @param answer one that disagrees
 * @param predict what it disagrees with
 * @param again writes a descriptor onto the target and asks the same question once more; null: no answer
 * @returns the answer with the fewest entries that still disagrees, no entry of which can be left out
 */
export async function shrink(
  answer: Answer,
  predict: Predict,
  again: (descriptor: SecurityDescriptor) => Promise<Answer | null>,
): Promise<Answer> {
  let smallest = answer;
  for (let position = 0; position < (smallest.descriptor.dacl?.aces.length ?? 0); ) {
    const { dacl } = smallest.descriptor;
    if (dacl === null) break;
    const aces = dacl.aces.filter((_, index) => index !== position);
    const tried = await again({ ...smallest.descriptor, dacl: { ...dacl, aces } });
    if (tried && judge(tried, predict).kind === 'disagrees') {
      smallest = tried;
      position = 0;
    } else position++;
  }
  return smallest;
}
