/** What is said of two sides that are odd ones. */
import { expect, test } from '@jest/globals';
import { sidesNotes } from '../../src/diff/notes.js';

const side = (sha256: string, collectedAt: string | null, sid: `S-1-5-21-${string}` = 'S-1-5-21-1-2-3') => ({
  sources: [{ name: 'x', kind: 'snapshot' as const, sha256, collectedAt, server: null }],
  domains: [{ dn: 'DC=x', dnsName: 'x', sid }],
});

test('the same files, the wrong order, two directories', () => {
  const [may, june] = ['2026-05-01T00:00:00Z', '2026-06-01T00:00:00Z'];
  expect(sidesNotes(side('a', may), side('b', june))).toEqual([]);
  expect(sidesNotes(side('a', null), side('b', may))).toEqual([]);
  expect(sidesNotes(side('a', june), side('b', null))).toEqual([]);
  expect(sidesNotes(side('a', may), side('a', may))).toEqual([expect.stringContaining('the same files')]);
  expect(sidesNotes(side('a', june), side('b', may))).toEqual([
    'The old side was read after the new one (2026-06-01T00:00:00.000Z, and 2026-05-01T00:00:00.000Z): they may stand in the wrong order.',
  ]);
  expect(sidesNotes(side('a', may), side('b', june, 'S-1-5-21-4-5-6'))).toEqual([
    'The two sides have no domain in common.',
  ]);
});
