import { describe, expect, test } from '@jest/globals';
import { shortHash } from '../../../app/src/model/hash.js';

describe('shortHash', () => {
  // Published values of FNV-1a, 32 bits (draft-eastlake-fnv, appendix): "", "a", "foobar".
  test.each([
    ['', '811c9dc5'],
    ['a', 'e40c292c'],
    ['foobar', 'bf9cf968'],
  ])('%p begins with its FNV-1a', (text, fnv) => {
    expect(shortHash(text).slice(0, 8)).toBe(fnv);
  });

  test('ends with that of the text backwards', () => {
    expect(shortHash('raboof').slice(8)).toBe('bf9cf968');
  });

  test('tells texts apart that differ in one place', () => {
    const texts = Array.from({ length: 20_000 }, (_, i) => `ADR-RULE/S-1-5-21-1-2-3-${i}/disable`);
    expect(new Set(texts.map(shortHash)).size).toBe(texts.length);
  });
});
