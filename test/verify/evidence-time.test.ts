/** What lies between an event and the reading of the sources. */
import { expect, test } from '@jest/globals';
import type { SourceInfo } from '../../src/result/sources.js';
import { EvidenceTime } from '../../src/verify/evidence-time.js';

const HOUR = 3_600_000;
const at = (hours: number) => Date.UTC(2026, 0, 1) + hours * HOUR;
const iso = (hours: number) => new Date(at(hours)).toISOString();

test('after the event, before it, around it', () => {
  const read = new EvidenceTime(at(10), at(12));
  const between = (event: number, change: number) => read.between(at(event), at(change));
  expect([0, 2, 5, 11, 13].map((change) => between(2, change))).toEqual(['no', 'yes', 'yes', 'yes', 'no']);
  expect([9, 10, 15, 20, 21].map((change) => between(20, change))).toEqual(['no', 'yes', 'yes', 'yes', 'no']);
  // In the middle of the collection: any object may have been read before or after.
  expect([9, 10, 12, 13].map((change) => between(11, change))).toEqual(['no', 'yes', 'yes', 'no']);
  // Clocks differ.
  expect(read.between(at(2), at(2) - 60_000)).toBe('yes');
});

test('a side that is not known leaves it open', () => {
  const nothing = new EvidenceTime(null, null);
  expect(nothing.between(at(2), at(3))).toBe('unknown');
  const notAfter = new EvidenceTime(null, at(10));
  expect(notAfter.between(at(2), at(3))).toBe('unknown');
  expect(notAfter.between(at(2), at(11))).toBe('no');
  expect(notAfter.between(at(20), at(19))).toBe('unknown');
  expect(notAfter.between(at(20), at(21))).toBe('no');
  expect(new EvidenceTime(at(10), at(12)).between(null, at(3))).toBe('unknown');
  expect(new EvidenceTime(at(10), at(12)).between(at(3), null)).toBe('unknown');
});

test('of several sources: from the first that was begun to the last that ended', () => {
  const source = (rest: Partial<SourceInfo>): SourceInfo =>
    ({ name: '', kind: 'ldif', collectedAt: null, server: null, sha256: '0', ...rest }) as SourceInfo;
  const collected = source({
    collectedAt: iso(12),
    collection: { startedAt: iso(10) } as NonNullable<SourceInfo['collection']>,
  });
  expect(EvidenceTime.of([collected, source({ collectedAt: iso(20) })])).toEqual(new EvidenceTime(at(10), at(20)));
  // When a file was last written to says only that it is no younger.
  expect(EvidenceTime.of([collected, source({ modifiedAt: iso(30) })])).toEqual(new EvidenceTime(null, at(30)));
  expect(EvidenceTime.of([collected, source({})])).toEqual(new EvidenceTime(null, null));
});
