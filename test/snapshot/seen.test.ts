import { expect, test } from '@jest/globals';
import { RelativeIds } from '../../src/snapshot/relative-ids.js';
import { SeenTexts } from '../../src/snapshot/seen.js';

test('texts are new once, each of its kind, however many', () => {
  const seen = new SeenTexts(10);
  const texts = Array.from({ length: 20_000 }, (_, n) => `cn=name ${n}`);
  expect(texts.every((text) => seen.add(text, 1))).toBe(true);
  expect(texts.some((text) => seen.add(text, 1))).toBe(false);
  expect(seen.add(texts[0]!, 2)).toBe(true);
  expect(seen.add('', 1)).toBe(true);
  expect(seen.add('', 1)).toBe(false);
});

test('SIDs of a domain are new once, near and far ones; aliases are in every domain', () => {
  const ids = new RelativeIds();
  const sids = ['500', '501', '100000', '16777215', '16777216', '4294967295'].map((rid) => `S-1-5-21-1-2-3-${rid}`);
  expect(sids.map((sid) => ids.add(sid))).toEqual(sids.map(() => true));
  expect(sids.map((sid) => ids.add(sid))).toEqual(sids.map(() => false));
  expect(ids.add('S-1-5-21-1-2-4-500')).toBe(true);
  expect([1, 2].map(() => ids.add('S-1-5-32-544'))).toEqual([true, true]);
  const copy = ids.copy();
  expect([copy.add(sids[0]!), copy.add('S-1-5-21-1-2-3-7'), ids.add('S-1-5-21-1-2-3-7')]).toEqual([false, true, true]);
});

test('the SIDs of more domains than there are', () => {
  const ids = new RelativeIds();
  const sids = Array.from({ length: 200 }, (_, n) => `S-1-5-21-1-2-${n}-9`);
  expect(sids.every((sid) => ids.add(sid))).toBe(true);
  expect(sids.some((sid) => ids.add(sid))).toBe(false);
});
