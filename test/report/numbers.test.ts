import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { barCells, count, counted, percent } from '../../src/report/numbers.js';

describe('numbers', () => {
  test('for people', () => {
    expect([0, 999, 1000, 1234567].map(count)).toEqual(['0', '999', '1,000', '1,234,567']);
    expect([counted(1, 'gap'), counted(2, 'gap'), counted(0, 'entry', 'entries')]).toEqual([
      '1 gap',
      '2 gaps',
      '0 entries',
    ]);
  });

  test.each([
    [0, 0, '-'],
    [0, 5, '0 %'],
    [5, 5, '100 %'],
    [1, 1_000_000, '0.1 %'],
    [999_999, 1_000_000, '99.9 %'],
    [1, 3, '33.3 %'],
  ])('%i of %i is %s', (part, whole, expected) => expect(percent(part, whole)).toBe(expected));

  test('bars are full, and every part above zero can be seen', () => {
    fc.assert(
      fc.property(
        fc.array(fc.nat(1_000_000), { minLength: 5, maxLength: 5 }),
        fc.integer({ min: 5, max: 60 }),
        (parts, cells) => {
          const made = barCells(parts, cells);
          const whole = parts.reduce((sum, part) => sum + part, 0);
          expect(made.reduce((sum, part) => sum + part, 0)).toBe(whole === 0 ? 0 : cells);
          for (const [i, part] of parts.entries()) expect(made[i]! > 0).toBe(part > 0);
        },
      ),
    );
  });
});
