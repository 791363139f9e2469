import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { TargetIndex } from '../../src/diff/target-index.js';

const GUIDS = ['11111111-2222-3333-4444-555555555555', '11111111-2222-3333-4444-555555555556'] as const;
const name = (guid: string | undefined, rid: number | null, dn: string, called = dn) => ({
  guid,
  sid: rid === null ? undefined : `S-1-5-21-1-2-3-${rid}`,
  dn,
  called,
});

test('objectGUID before SID before DN; two that both have one of their own are two', () => {
  const index = new TargetIndex();
  index.add(name(GUIDS[0], 1001, 'CN=a,DC=x'), 10);
  index.add(name(undefined, 1002, 'CN=b,DC=x'), 11);
  index.add(name(undefined, null, 'CN=c,DC=x'), 12);
  index.add(name(GUIDS[1], 1004, 'CN=d,DC=x'), 13);
  expect(index.take(name(GUIDS[0], 1009, 'CN=elsewhere,DC=x'))).toBe(0);
  expect(index.take(name(undefined, 1002, 'CN=elsewhere,DC=x'))).toBe(1);
  expect(index.take(name(undefined, null, 'cn=C, dc=X'))).toBe(2);
  // Of the same name, and another one.
  expect(index.take(name('99999999-2222-3333-4444-555555555555', 1004, 'CN=d,DC=x'))).toBe(-1);
  expect(index.take(name(undefined, 1005, 'CN=d,DC=x'))).toBe(-1);
  expect(index.take(name(undefined, 1004, 'CN=d,DC=x'))).toBe(3);
  // Each once.
  expect(index.take(name(GUIDS[0], 1001, 'CN=a,DC=x'))).toBe(-1);
  expect([0, 1, 2, 3].map((id) => index.shape(id))).toEqual([10, 11, 12, 13]);
  expect(index.size).toBe(4);
});

test('what it is called', () => {
  const index = new TargetIndex();
  index.add(name(GUIDS[0], 1001, 'CN=a,DC=x', 'CN=a\na'), 0);
  expect(index.isCalled(0, 'CN=a\na')).toBe(true);
  expect(index.isCalled(0, 'CN=b\na')).toBe(false);
});

test('any number of targets, each found by whatever is left of its names', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(fc.integer({ min: 1, max: 100_000 }), { maxLength: 300 }),
      fc.integer({ min: 1, max: 7 }),
      (rids, keep) => {
        const guid = (rid: number) => `00000000-0000-0000-0000-${String(rid).padStart(12, '0')}`;
        const index = new TargetIndex();
        for (const rid of rids) index.add(name(guid(rid), rid, `CN=${rid},DC=x`), rid);
        for (const rid of [...rids].reverse()) {
          const id = index.take(
            name(
              (keep & 1) !== 0 ? guid(rid) : undefined,
              (keep & 2) !== 0 ? rid : null,
              (keep & 4) !== 0 ? `CN=${rid},DC=x` : `CN=other ${rid},DC=x`,
            ),
          );
          expect(index.shape(id)).toBe(rid);
          expect(index.isTaken(id)).toBe(true);
        }
      },
    ),
  );
});
