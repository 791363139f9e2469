import { describe, expect, jest, test } from '@jest/globals';
import fc from 'fast-check';
import { Recent } from '../../src/directory/recent.js';

describe('what was found out lately', () => {
  test('is found out once while it is remembered', () => {
    const recent = new Recent<string, { readonly of: string }>(8);
    const make = jest.fn((of: string) => ({ of }));
    const first = recent.of('a', () => make('a'));
    expect(recent.of('a', () => make('a'))).toBe(first);
    expect(make).toHaveBeenCalledTimes(1);
    expect(recent.get('b')).toBeUndefined();
  });

  test('is forgotten where it was not asked for while as much as can be kept came after it', () => {
    const recent = new Recent<number, string>(8);
    for (let key = 0; key < 9; key++) recent.set(key, String(key));
    expect(Array.from({ length: 9 }, (_, key) => recent.get(key) !== undefined)).toEqual([
      ...[false, false, false, false],
      ...[true, true, true, true, true],
    ]);
  });

  test('what is asked for again and again stays', () => {
    const recent = new Recent<number, string>(8);
    recent.set(-1, 'held');
    for (let key = 0; key < 100; key++) {
      recent.set(key, String(key));
      expect(recent.get(-1)).toBe('held');
    }
  });

  test('one that weighs more than all that can be kept is kept until the next', () => {
    const recent = new Recent<string, string>(8, ({ length }) => length);
    recent.set('long', 'x'.repeat(100));
    expect(recent.get('long')).toHaveLength(100);
    recent.set('next', 'y');
    recent.set('after', 'z'.repeat(4));
    expect(recent.get('next')).toBe('y');
  });

  test('whatever is kept is what was put there last, and the last half is kept', () => {
    const steps = fc.array(fc.tuple(fc.nat(20), fc.nat(5)), { maxLength: 200 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 2, max: 16 }), (puts, most) => {
        const recent = new Recent<number, number>(most);
        const all = new Map<number, number>();
        for (const [key, value] of puts) {
          recent.set(key, value);
          all.set(key, value);
          expect(recent.get(key)).toBe(value);
          for (const [known, now] of all) expect([now, undefined]).toContain(recent.get(known));
        }
      }),
    );
  });
});
