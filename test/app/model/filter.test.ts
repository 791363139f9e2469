import { describe, expect, test } from '@jest/globals';
import { type Filter, filtered, sorted } from '../../../app/src/model/filter.js';
import { Report } from '../../../app/src/model/report.js';
import type { PageData } from '../../../src/result/page.js';
import { page } from './sample.js';

const outcome = (action: string, verdict: string, reason: string) => ({ action, verdict, reason, ace: null });
const OUTCOMES = [
  outcome('disable', 'can', 'allowed-by-entry'),
  outcome('disable', 'cannot', 'no-entry'),
  outcome('link', 'cannot', 'denied-by-entry'),
];

const state = (enabled: string, inheritance = 'on') => ({ className: 'user', enabled, inheritance });

/** Four rows: people that can be disabled, that cannot, that are disabled; and one outside of the scope, on which both are judged. */
function report(names: readonly string[] = ['b', 'A', 'c', 'd']): Report {
  const data = page({
    rows: [
      ['OU=A,DC=example,DC=org', false],
      ['OU=AA,DC=example,DC=org', false],
      ['OU=Sub,OU=a,DC=example,DC=org', false],
      ['DC=example,DC=org', false],
    ],
  });
  return new Report({
    ...data,
    outcomes: OUTCOMES,
    kinds: [
      { state: state('yes'), population: 1, tierZero: false, protection: 'none', outcomes: [0] },
      { state: state('unknown'), population: 1, tierZero: false, protection: 'normal', outcomes: [1] },
      { state: state('no', 'off'), population: 1, tierZero: false, protection: 'none', outcomes: [1] },
      { state: state('yes'), population: null, tierZero: false, protection: null, outcomes: [0, 2] },
    ],
    targets: { ...data.targets, name: names },
    rows: { ...data.rows, kind: [0, 1, 2, 3] },
  } as unknown as PageData);
}

const rowsOf = (filter: Filter) => [...filtered(report(), 0, filter)];

describe('filtered', () => {
  test.each<[Filter, readonly number[]]>([
    [{}, [0, 1, 2, 3]],
    [{ verdict: 'cannot' }, [1, 2, 3]],
    [{ action: 'disable', verdict: 'cannot' }, [1, 2]],
    // Verdict and reason are those of one outcome.
    [{ verdict: 'can', reason: 'denied-by-entry' }, []],
    [{ verdict: '!can' }, [1, 2, 3]],
    [{ action: 'disable', verdict: '!can,unknown' }, [1, 2]],
    [{ action: 'no-such-action' }, []],
    [{ reason: 'no-entry,denied-by-entry' }, [1, 2, 3]],
    [{ population: 'people' }, [0, 1, 2]],
    [{ population: 'none' }, [3]],
    [{ protection: 'normal' }, [1]],
    [{ state: 'enabled' }, [0, 3]],
    [{ state: 'not-disabled' }, [0, 1, 3]],
    [{ state: 'inheritance-off' }, [2]],
    // At it and below, whatever its letters; not what ends alike.
    [{ ou: 'ou=A,DC=example,DC=org' }, [0, 2]],
    [{ q: 'ou=sub example' }, [2]],
    [{ q: 'DENIES user' }, [3]],
  ])('%j', (filter, expected) => {
    expect(rowsOf(filter)).toEqual(expected);
  });

  test('rows of another account under audit are not among them', () => {
    expect([...filtered(report(), 1, {})]).toEqual([]);
  });
});

describe('sorted', () => {
  const order = (by: string, of = report()) => [...sorted(of, Uint32Array.from([0, 1, 2, 3]), by)];

  test.each([
    ['', [0, 1, 2, 3]],
    ['name', [1, 0, 2, 3]],
    ['-name', [3, 2, 0, 1]],
    // `can` before `cannot`; equal ones as they stand.
    ['disable', [0, 3, 1, 2]],
    ['-disable', [1, 2, 0, 3]],
    ['no-such-column', [0, 1, 2, 3]],
  ])('%j', (by, expected) => {
    expect(order(by)).toEqual(expected);
  });

  test('each report has its own order', () => {
    expect(order('name')).toEqual([1, 0, 2, 3]);
    expect(order('name', report(['d', 'c', 'b', 'a']))).toEqual([3, 2, 1, 0]);
  });
});
