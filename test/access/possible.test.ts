import { describe, expect, test } from '@jest/globals';
import { ANY, and, ERROR, FALSE, known, not, or, TRUE, UNKNOWN } from '../../src/access/possible.js';

const LETTERS = { T: TRUE, F: FALSE, U: UNKNOWN, E: ERROR } as const;
type Letter = keyof typeof LETTERS;

/** A set of values, by their letters: 'TF' is TRUE or FALSE. */
const set = (letters: string) => [...letters].reduce((bits, letter) => bits | LETTERS[letter as Letter], 0);
const letters = (bits: number) => (Object.keys(LETTERS) as Letter[]).filter((one) => bits & LETTERS[one]).join('');

describe('the logical operators of MS-DTYP 2.4.4.17.7, ERROR stronger than all', () => {
  test.each([
    ['T', 'F'],
    ['F', 'T'],
    ['U', 'U'],
    ['E', 'E'],
    ['TF', 'TF'],
    ['TU', 'FU'],
    ['FE', 'TE'],
    ['', ''],
  ])('NOT %s is %s', (operand, result) => {
    expect(letters(not(set(operand)))).toBe(result);
  });

  test.each([
    ['T', 'T', 'T', 'T'],
    ['T', 'F', 'F', 'T'],
    ['T', 'U', 'U', 'T'],
    ['T', 'E', 'E', 'E'],
    ['F', 'T', 'F', 'T'],
    ['F', 'F', 'F', 'F'],
    ['F', 'U', 'F', 'U'],
    ['F', 'E', 'E', 'E'],
    ['U', 'T', 'U', 'T'],
    ['U', 'F', 'F', 'U'],
    ['U', 'U', 'U', 'U'],
    ['U', 'E', 'E', 'E'],
    ['E', 'T', 'E', 'E'],
    ['E', 'F', 'E', 'E'],
    ['E', 'U', 'E', 'E'],
    ['E', 'E', 'E', 'E'],
    // Of sets: every pair.
    ['TF', 'T', 'TF', 'T'],
    ['TF', 'F', 'F', 'TF'],
    ['TF', 'U', 'FU', 'TU'],
    ['FU', 'TE', 'FUE', 'TE'],
    ['TFUE', 'F', 'FE', 'TFUE'],
    ['', 'T', '', ''],
    ['T', '', '', ''],
  ])('%s, %s: AND is %s, OR is %s', (left, right, conjunction, disjunction) => {
    expect([letters(and(set(left), set(right))), letters(or(set(left), set(right)))]).toEqual([
      conjunction,
      disjunction,
    ]);
  });

  test('one value, and all of them', () => {
    expect([known(true), known(false)].map(letters)).toEqual(['T', 'F']);
    expect(letters(ANY)).toBe('TFUE');
  });
});
