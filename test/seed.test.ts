import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { seedOf } from './seed.js';

describe('the seed of random tests', () => {
  test.each([
    [undefined, 1],
    ['', 1],
    ['0', 0],
    ['7', 7],
    ['2147483647', 2147483647],
  ])('ADREACH_SEED=%s: %i', (text, seed) => {
    expect(seedOf(text)).toBe(seed);
  });

  test.each(['2147483648', '-1', '1.5', '1e3', 'now', ' '])('ADREACH_SEED=%s is refused', (text) => {
    expect(() => seedOf(text)).toThrow(`not "${text}"`);
  });

  test('is what fast-check draws from', () => {
    const draw = () => fc.sample(fc.integer({ min: 0, max: 1_000_000 }), 5);
    expect(draw()).toEqual(
      fc.sample(fc.integer({ min: 0, max: 1_000_000 }), { seed: seedOf(process.env['ADREACH_SEED']), numRuns: 5 }),
    );
    expect(draw()).toEqual(draw());
  });

  test('is printed where a property fails', () => {
    const fails = () => fc.assert(fc.property(fc.nat(), (n) => n < 3));
    expect(fails).toThrow(`seed: ${seedOf(process.env['ADREACH_SEED'])}, path:`);
  });
});
