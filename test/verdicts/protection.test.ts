import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type ProtectionTraits, protectionOf } from '../../src/verdicts/protection.js';

const traits = (some: Partial<ProtectionTraits>): ProtectionTraits => ({
  protected: 'no',
  excluded: false,
  inheritance: 'on',
  matchesList: 'no',
  matchesOwner: 'yes',
  adminCount: null,
  ...some,
});

const MEMBER = { protected: 'yes', inheritance: 'off' } as const;

/** Every row that MS-ADTS 3.1.1.6.1 tells apart. */
const ROWS: readonly (readonly [string, Partial<ProtectionTraits>, state: string, nextRun: string, why?: string])[] = [
  ['an ordinary account', {}, 'none', 'nothing'],
  ['its inheritance is off for another reason', { inheritance: 'off' }, 'none', 'nothing'],
  ['adminCount 0', { inheritance: 'off', adminCount: 0 }, 'none', 'nothing'],
  ['AdminSDHolder inherits, and has the same list', { matchesList: 'yes' }, 'none', 'nothing'],
  ['descriptor not read', { inheritance: 'unknown', matchesList: 'unknown' }, 'none', 'nothing'],
  ['the flag is left', { adminCount: 1 }, 'stale-flag', 'nothing'],
  ['left its group', { inheritance: 'off', matchesList: 'yes', adminCount: 1 }, 'orphaned', 'nothing'],
  ['left its group, flag cleared', { inheritance: 'off', matchesList: 'yes' }, 'orphaned', 'nothing'],
  ['left its group, list changed', { inheritance: 'off', adminCount: 1 }, 'orphaned', 'nothing'],
  [
    'left, AdminSDHolder not read',
    { inheritance: 'off', matchesList: 'unknown', adminCount: 1 },
    'orphaned',
    'nothing',
  ],
  ['flag, descriptor not read', { inheritance: 'unknown', adminCount: 1 }, 'unknown', 'nothing', 'descriptor'],
  ['excluded', { excluded: true }, 'excluded', 'nothing'],
  ['excluded, stamped before', { excluded: true, inheritance: 'off', adminCount: 1 }, 'excluded', 'nothing'],
  ['as it should be', { ...MEMBER, matchesList: 'yes', adminCount: 1 }, 'normal', 'nothing'],
  ['as it should be, never marked', { ...MEMBER, matchesList: 'yes' }, 'normal', 'nothing'],
  ['new in its group', { ...MEMBER, inheritance: 'on' }, 'pending', 'list'],
  ['new in its group, did not inherit before', MEMBER, 'pending', 'list'],
  [
    'new in its group, only the owner differs',
    { ...MEMBER, matchesList: 'yes', matchesOwner: 'no' },
    'pending',
    'owner',
  ],
  ['its inheritance was switched on', { ...MEMBER, inheritance: 'on', adminCount: 1 }, 'tampered', 'list'],
  ['its list was changed', { ...MEMBER, adminCount: 1 }, 'tampered', 'list'],
  ['its owner was changed', { ...MEMBER, matchesList: 'yes', matchesOwner: 'no', adminCount: 1 }, 'tampered', 'owner'],
  ['member, descriptor not read', { ...MEMBER, inheritance: 'unknown' }, 'unknown', 'unknown', 'descriptor'],
  ['member, AdminSDHolder not read', { ...MEMBER, matchesList: 'unknown' }, 'unknown', 'unknown', 'adminsdholder'],
  [
    'member, owner not read',
    { ...MEMBER, matchesList: 'yes', matchesOwner: 'unknown' },
    'unknown',
    'unknown',
    'adminsdholder',
  ],
  ['membership not known', { protected: 'unknown', adminCount: 1 }, 'unknown', 'unknown', 'membership'],
];

describe('how an account stands to AdminSDHolder', () => {
  test.each(ROWS)('%s', (_, some, state, nextRun, why = '') => {
    expect(protectionOf(traits(some))).toEqual({ state, why, nextRun });
  });

  test('unknown says what is missing, and only unknown does', () => {
    const tristate = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const);
    fc.assert(
      fc.property(
        fc.record({
          protected: tristate,
          excluded: fc.boolean(),
          inheritance: fc.constantFrom('on' as const, 'off' as const, 'unknown' as const),
          matchesList: tristate,
          matchesOwner: tristate,
          adminCount: fc.constantFrom(null, 0, 1),
        }),
        (all) => {
          const { state, why, nextRun } = protectionOf(all);
          expect(why === '').toBe(state !== 'unknown');
          if (all.protected === 'no') expect(nextRun).toBe('nothing');
        },
      ),
    );
  });
});
