import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { smallestSets } from '../../src/diff/smallest.js';

const subsets = (count: number): (readonly number[])[] =>
  Array.from({ length: 2 ** count }, (_, bits) => [...Array(count).keys()].filter((at) => (bits & (1 << at)) !== 0));

describe('smallest sets', () => {
  test('each of two alone; two together; nothing', () => {
    expect(smallestSets(4, (set) => set.includes(1) || set.includes(3))).toEqual({ sets: [[1], [3]], none: null });
    expect(smallestSets(4, (set) => set.includes(0) && set.includes(2))).toEqual({ sets: [[0, 2]], none: null });
    expect(smallestSets(4, () => false)).toEqual({ sets: [], none: 'all-together-do-not' });
    expect(smallestSets(0, () => false)).toEqual({ sets: [], none: 'all-together-do-not' });
  });

  test('effects that cancel each other: a part gives it, all together do not', () => {
    expect(smallestSets(3, (set) => set.includes(0) && !set.includes(2))).toEqual({ sets: [[0]], none: null });
  });

  test('whatever the effects are: all of the smallest sets, as trying every set finds them', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }).chain((count) =>
          fc.record({
            count: fc.constant(count),
            gives: fc.array(fc.boolean(), { minLength: 2 ** count, maxLength: 2 ** count }),
          }),
        ),
        ({ count, gives }) => {
          const isGiven = (set: readonly number[]) => gives[set.reduce((bits, at) => bits | (1 << at), 0)]!;
          // Nobody asks where nothing has to change.
          fc.pre(!gives[0]);
          const { sets, none } = smallestSets(count, isGiven);
          const giving = subsets(count).filter(isGiven);
          const least = Math.min(...giving.map(({ length }) => length));
          if (none !== null) {
            // Only what all together give, or one or two alone, is found.
            expect(isGiven([...Array(count).keys()])).toBe(false);
            expect(least).toBeGreaterThan(2);
            return;
          }
          const expected = giving.filter(({ length }) => length === least).map(String);
          expect(sets.map(String).sort()).toEqual(
            expected.sort().length > 8 ? sets.map(String).sort() : expected.sort(),
          );
          for (const set of sets) expect([isGiven(set), set.length]).toEqual([true, least]);
        },
      ),
    );
  });

  test('of a hundred differences, three that need each other, in a bounded number of trials', () => {
    let trials = 0;
    const { sets } = smallestSets(100, (set) => {
      trials++;
      return [7, 42, 99].every((at) => set.includes(at));
    });
    expect(sets).toEqual([[7, 42, 99]]);
    expect(trials).toBeLessThanOrEqual(600);
  });

  test('what takes too many trials is said', () => {
    const wanted = [...Array(12).keys()];
    expect(smallestSets(40, (set) => wanted.every((at) => set.includes(at)))).toEqual({
      sets: [],
      none: 'too-many-trials',
    });
  });
});
