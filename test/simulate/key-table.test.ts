import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { KeyTable, NumberList } from '../../src/simulate/key-table.js';

test('keys are found in their order, out of it, and once each', () => {
  const table = new KeyTable();
  for (const key of ['a', 'b', 'c', 'b']) table.add(key);
  expect(['a', 'c', 'b', 'x', 'b', 'b', 'a'].map((key) => table.take(key))).toEqual([0, 2, 3, -1, 1, -1, -1]);
  expect([...table.rest()]).toEqual([]);
});

test('all of a key are taken together, as often as it is asked', () => {
  const table = new KeyTable();
  for (const key of ['a', 'b', 'a']) table.add(key);
  expect([table.takeAll('a'), table.takeAll('a'), table.takeAll('x')]).toEqual([true, true, false]);
  expect([...table.rest()]).toEqual([1]);
});

test('of many keys, what is taken and what is left is what a map says', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string(), { maxLength: 50 }), fc.array(fc.nat(60)), (keys, asked) => {
      const table = new KeyTable();
      for (const key of keys) table.add(key);
      const left = new Map(keys.map((key, ordinal) => [key, ordinal]));
      for (const at of asked) {
        const key = keys[at] ?? `none ${at}`;
        expect(table.take(key)).toBe(left.get(key) ?? -1);
        left.delete(key);
      }
      expect([...table.rest()]).toEqual([...left.values()]);
    }),
  );
});

test('many keys, half of them in another order', () => {
  const table = new KeyTable();
  const numbers = new NumberList();
  const key = (n: number) => `S-1-5-21-1-2-3-${n}`;
  for (let n = 0; n < 20_000; n++) {
    table.add(key(n));
    numbers.push(n * 3);
  }
  const asked = Array.from({ length: 20_000 }, (_, n) => (n < 10_000 ? 19_999 - n : n - 10_000));
  expect(asked.filter((n) => numbers.at(table.take(key(n))) !== n * 3)).toEqual([]);
  expect([...table.rest()]).toEqual([]);
});
