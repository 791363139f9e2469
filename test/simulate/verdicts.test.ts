import { describe, expect, test } from '@jest/globals';
import type { Store } from '../../src/directory/record-source.js';
import type { Finding, Outcome } from '../../src/result/audit.js';
import type { TargetOutcomes } from '../../src/result/sink.js';
import { FindingComparison } from '../../src/simulate/findings.js';
import { Pieces } from '../../src/simulate/pieces.js';
import { VerdictComparison } from '../../src/simulate/verdicts.js';

/** In memory; what stands in it already is somebody else's. */
function store(): Store {
  let bytes = Buffer.from('before');
  return {
    get size() {
      return bytes.length;
    },
    append(piece) {
      bytes = Buffer.concat([bytes, piece]);
    },
    read: (offset, length) => bytes.subarray(offset, offset + length),
  };
}
const none = (): Store => {
  throw new Error('nothing is put on disk');
};

const CAN: Outcome = {
  action: 'disable',
  access: 'granted',
  verdict: 'can',
  reason: 'allowed-by-entry',
  documentedSet: true,
  ace: { index: 1, sddl: '(A;;WP;;;AU)', trustee: 'S-1-5-11', trusteeName: null, from: null },
  caveats: [],
};
const CANNOT: Outcome = { ...CAN, access: 'denied', verdict: 'cannot', reason: 'no-entry', ace: null };
const on = (dn: string, sid: string, guid: string | undefined, ...outcomes: Outcome[]): TargetOutcomes =>
  ({
    account: 0,
    target: { sid, dn, name: dn, container: '' },
    outcomes,
    origin: { guid },
  }) as unknown as TargetOutcomes;

describe('verdicts before and after', () => {
  test('those whose answer is another one, of the same object by GUID, SID or name', () => {
    const comparison = new VerdictComparison(none, true);
    comparison.before('A', on('CN=a', 'S-1', 'g1', CAN));
    comparison.before('A', on('CN=b', 'S-2', undefined, CANNOT));
    comparison.before('A', on('OU=c,DC=x', '', undefined, CANNOT));
    comparison.before('B', on('CN=a', 'S-1', 'g1', CAN));
    // Moved, renamed, and in another order.
    expect(comparison.after('A', on('ou=C, dc=x', '', undefined, CAN))).toMatchObject([
      { targetDn: 'ou=C, dc=x', before: CANNOT, after: CAN },
    ]);
    expect(comparison.after('A', on('CN=a2', 'S-9', 'g1', CANNOT))).toEqual([
      {
        account: 'A',
        target: 'S-9',
        targetDn: 'CN=a2',
        targetName: 'CN=a2',
        action: 'disable',
        before: CAN,
        after: CANNOT,
      },
    ]);
    expect(comparison.after('A', on('CN=b2', 'S-2', undefined, CANNOT))).toEqual([]);
    // Of the other account under audit nothing has been said yet.
    expect([...comparison.gone()]).toEqual([
      {
        account: 'B',
        target: 'S-1',
        targetDn: 'CN=a',
        targetName: 'CN=a',
        action: 'disable',
        before: CAN,
        after: null,
      },
    ]);
  });

  test('another entry that decides the same way is no change', () => {
    const comparison = new VerdictComparison(none, true);
    comparison.before('A', on('CN=a', 'S-1', 'g1', CAN));
    const other = { ...CAN, ace: { ...CAN.ace!, index: 2, sddl: '(A;;GA;;;BA)' }, caveats: [] };
    expect(comparison.after('A', on('CN=a', 'S-1', 'g1', other))).toEqual([]);
  });

  test.each([
    ['access', { access: 'unknown' }],
    ['verdict', { verdict: 'can-until-sdprop' }],
    ['reason', { reason: 'owner' }],
    ['documented set', { documentedSet: false }],
  ] as const)('another %s is one', (_name, part) => {
    const comparison = new VerdictComparison(none, true);
    comparison.before('A', on('CN=a', 'S-1', 'g1', CAN));
    expect(comparison.after('A', on('CN=a', 'S-1', 'g1', { ...CAN, ...part } as Outcome))).toHaveLength(1);
  });

  test('what is made has no verdict before; an action that is not about it any more has none after', () => {
    const comparison = new VerdictComparison(none, true);
    comparison.before('A', on('CN=a', 'S-1', 'g1', CAN, { ...CAN, action: 'enable' }));
    expect(comparison.after('A', on('CN=new', 'S-3', 'g3', CAN))).toMatchObject([{ before: null, after: CAN }]);
    expect(comparison.after('A', on('CN=a', 'S-1', 'g1', CAN))).toMatchObject([{ action: 'enable', after: null }]);
    expect([...comparison.gone()]).toEqual([]);
  });
});

const finding = (fingerprint: string, title = ''): Finding => ({ fingerprint, title }) as Finding;

test('findings by fingerprint: as often as one is told, it is the same', () => {
  const comparison = new FindingComparison(none);
  for (const print of ['a', 'b', 'b', 'c']) comparison.before(finding(print));
  expect(['b', 'x', 'b', 'b'].map((print) => comparison.isNew(finding(print)))).toEqual([false, true, false, false]);
  expect([...comparison.gone()].map(({ fingerprint }) => fingerprint)).toEqual(['a', 'c']);
});

test('pieces beyond what memory is for are read again from disk', () => {
  const pieces = new Pieces(store);
  const texts = ['first', 'x'.repeat(4 << 20), 'ä third', '', 'last'];
  const numbers = texts.map((text) => pieces.add(text));
  expect(numbers).toEqual([0, 1, 2, 3, 4]);
  for (const number of numbers.toReversed()) expect(pieces.read(number)).toBe(texts[number]);
});
