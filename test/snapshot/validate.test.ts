/** SIDs of records, one after the other: what is known of the one before must not let a wrong one pass. */
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { modelFault } from '../../src/snapshot/validate.js';

const BOUNDS = { classes: 0, sd: 0, container: 0, group: 0, ofAccounts: null };
const passes = (sid: string) => modelFault({ t: 'domain', dn: 'DC=lab', dnsName: 'lab', sid }, { ...BOUNDS }) === null;

/** The same, by its parts (MS-DTYP 2.4.2.1): the authority and 0 to 15 numbers of 32 bits, in their one spelling. */
function isSid(text: string): boolean {
  const [s, one, authority = '', ...numbers] = text.split('-');
  const isNumber = (part: string) => /^\d+$/.test(part) && String(Number(part)) === part && Number(part) < 2 ** 32;
  const isAuthority = isNumber(authority) || /^0x[0-9a-f]{12}$/.test(authority);
  return s === 'S' && one === '1' && isAuthority && numbers.length <= 15 && numbers.every(isNumber);
}

test('SIDs that differ from each other in little', () => {
  const part = fc.oneof(
    fc.constantFrom(
      '0',
      '5',
      '21',
      '00',
      '05',
      '4294967295',
      '4294967296',
      '999999999',
      '1000000000',
      '',
      'x',
      ' 1',
      '1 ',
      '+1',
      '0x1',
    ),
    fc.nat().map(String),
  );
  const tail = fc.array(part, { maxLength: 17 });
  const sid = fc
    .tuple(fc.constantFrom('S-1-5', 'S-1-5-21-1-2-3', 'S-1-0x0123456789ab', 'S-1', 's-1-5', 'S-1-'), tail)
    .map(([head, more]) => [head, ...more].join('-'));
  fc.assert(
    fc.property(fc.array(sid, { minLength: 1, maxLength: 20 }), (sids) => {
      for (const each of sids) expect([each, passes(each)]).toEqual([each, isSid(each)]);
    }),
    { numRuns: 2000 },
  );
});

test('a number more behind a SID that has as many as there can be', () => {
  const most = `S-1-5${'-1'.repeat(15)}`;
  expect([
    passes(most),
    passes(`${most}-1`),
    passes(most.slice(0, -2)),
    passes(`${most}0`),
    passes(`${most}x`),
  ]).toEqual([true, false, true, true, false]);
});
