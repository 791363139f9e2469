import { describe, expect, test } from '@jest/globals';
import { exceptionsOf, idsOf } from '../../../app/src/model/exceptions.js';
import { Report } from '../../../app/src/model/report.js';
import type { Outcome } from '../../../src/result/audit.js';
import type { PageData, PageKind } from '../../../src/result/page.js';
import { page } from './sample.js';

const outcome = (verdict: Outcome['verdict'], reason: Outcome['reason']): Outcome => ({
  action: 'disable',
  access: 'denied',
  verdict,
  reason,
  documentedSet: false,
  ace: null,
  caveats: [],
});

const OUTCOMES = [
  outcome('can', 'allowed-by-entry'),
  outcome('cannot', 'no-entry'),
  outcome('cannot', 'denied-by-entry'),
];

/** Populations of the sample: 0 is tier zero, 1 is people, whom it is meant to reach. */
const kind = (population: number | null, enabled: 'yes' | 'no' | 'unknown', outcomes: readonly number[]): PageKind =>
  ({ state: { enabled }, population, tierZero: population === 0, protection: null, outcomes }) as unknown as PageKind;

/** One row a kind, in the container of the same place. */
function report(kinds: readonly PageKind[], containers: readonly string[] = kinds.map(() => 'OU=A')): Report {
  const data = page({ rows: containers.map((container) => [container, false]) });
  return new Report({
    ...data,
    kinds,
    outcomes: OUTCOMES,
    rows: { ...data.rows, kind: kinds.map((_, i) => i) },
  } as PageData);
}

describe('exceptionsOf', () => {
  test('those that it is meant to reach and that are not disabled, by reason and place, most first', () => {
    const { judged, groups } = exceptionsOf(
      report(
        [
          kind(1, 'yes', [0]),
          kind(1, 'yes', [2]),
          kind(1, 'yes', [1]),
          kind(1, 'unknown', [1]),
          kind(1, 'yes', [1]),
          kind(1, 'no', [1]),
          kind(0, 'yes', [1]),
          kind(null, 'yes', [1]),
        ],
        ['OU=A', 'OU=A', 'OU=A', 'OU=B', 'OU=B', 'OU=B', 'OU=A', 'OU=A'],
      ),
      0,
      0,
      'expected',
    );
    expect(judged).toBe(5);
    expect(groups.map(({ reason, count, places }) => [reason, count, places])).toEqual([
      [
        'no-entry',
        3,
        [
          { container: 'OU=B', rows: [3, 4] },
          { container: 'OU=A', rows: [2] },
        ],
      ],
      ['denied-by-entry', 1, [{ container: 'OU=A', rows: [1] }]],
    ]);
  });

  test('tier zero apart', () => {
    const { judged, groups } = exceptionsOf(report([kind(0, 'yes', [1]), kind(1, 'yes', [1])]), 0, 0, 'tier-zero');
    expect([judged, groups.map(({ count }) => count)]).toEqual([1, [1]]);
  });

  test('where the action is about nobody there are no exceptions, and nobody was judged', () => {
    expect(exceptionsOf(report([kind(1, 'yes', [])]), 0, 0, 'expected')).toEqual({ judged: 0, groups: [] });
    expect(exceptionsOf(report([]), 0, 0, 'expected')).toEqual({ judged: 0, groups: [] });
  });
});

test('populations of a sheet, as an address has them', () => {
  expect(idsOf(report([]), 'expected')).toBe('people');
  expect(idsOf(report([]), 'tier-zero')).toBe('tier-zero');
});
