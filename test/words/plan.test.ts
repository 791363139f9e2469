import { describe, expect, test } from '@jest/globals';
import type { Plan } from '../../src/result/plan.js';
import { nothingToChange, outOf, undecidedOf } from '../../src/words/plan.js';

const plan = (more: object, people = 3, undecided = 0, out = 0): Plan =>
  ({
    changes: [],
    avoided: [],
    stillOut: [],
    actions: [{ id: 'disable' }, { id: 'enable' }],
    populations: [{ id: 'people', expected: true }, { id: 'tier-zero' }],
    promises: {
      accounts: [
        {
          populations: {
            people: { targets: people, actions: { disable: { can: people }, enable: { can: people - out } } },
            'tier-zero': { targets: 9, actions: {} },
            undecided: { targets: undecided },
          },
        },
      ],
    },
    promisesAfterRun: null,
    ...more,
  }) as unknown as Plan;

describe('a plan without changes says why, and claims no more than is known', () => {
  test.each<[string, Plan, string | null]>([
    ['all are reached', plan({}), 'the account reaches everybody whom it should reach'],
    ['there is nobody', plan({}, 0), 'the sources show nobody whom it should reach'],
    ['there is something to do', plan({ changes: [{}] }), null],
  ])('%s', (_, given, why) => {
    expect(nothingToChange(given)).toBe(why);
  });

  test.each<[string, Plan]>([
    ['accounts of no known kind', plan({}, 3, 2)],
    ['people beside Tier-0', plan({ avoided: [{}] })],
    ['people who are denied', plan({ stillOut: [{}] })],
    ['people below what was not read', plan({}, 3, 0, 1)],
  ])('%s stay out', (_, given) => {
    expect(nothingToChange(given)).toContain('there are accounts that it does not reach');
  });

  test('people out of reach, by the action that lacks the most', () => {
    expect([outOf(plan({})), outOf(plan({}, 3, 0, 2))]).toEqual([0, 2]);
  });

  test('accounts of no known kind', () => {
    expect([undecidedOf(plan({}, 3, 2)), undecidedOf(plan({ promises: { accounts: [] } }))]).toEqual([2, 0]);
  });
});
