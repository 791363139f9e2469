import { expect, test } from '@jest/globals';
import type { Plan } from '../../src/result/plan.js';
import { othersInGroup } from '../../src/words/plan.js';

const of = (others: number, othersOpen: boolean) => othersInGroup({ group: { others, othersOpen } } as Plan);

test.each([
  [0, false, null],
  [1, false, '1 other member of that group gets the same rights'],
  [1245, true, '1,245 other members of that group get the same rights'],
  [0, true, 'Members that the sources do not show of that group get the same rights'],
])('%d others, open %s', (others, open, words) => {
  expect(of(others, open)).toBe(words);
});
