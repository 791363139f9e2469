/** Flags of 4738: SAM bits (MS-SAMR 2.2.1.12) and the codes of the message table, pair by pair as real events have them. */
import { describe, expect, test } from '@jest/globals';
import { flagChange, isChanged, numberOf, passwordLastSet, SamFlag } from '../../../src/verify/events/flags.js';

describe('flagChange', () => {
  test.each([
    ['0x10', '0x210', '\r\n\t\t%%2089', { on: 0x200, off: 0 }],
    ['0x210', '0x4210', '\r\n\t\t%%2094', { on: 0x4000, off: 0 }],
    ['0x4210', '0x210', '\r\n\t\t%%2062', { on: 0, off: 0x4000 }],
    ['0x10', '0x14', '\r\n\t\t%%2082', { on: 0x4, off: 0 }],
    ['0x14', '0x10', '\r\n\t\t%%2050', { on: 0, off: 0x4 }],
    ['0x210', '0x10210', '\r\n\t\t%%2096', { on: 0x10000, off: 0 }],
    ['0x10210', '0x210', '\r\n\t\t%%2064', { on: 0, off: 0x10000 }],
    ['0x15', '0x210', '\r\n\t\t%%2048\r\n\t\t%%2050\r\n\t\t%%2089', { on: 0x200, off: 0x5 }],
  ])('%s to %s: the numbers and the codes say the same', (before, after, codes, expected) => {
    expect(flagChange(before, after, codes)).toEqual(expected);
    expect(flagChange('-', '-', codes)).toEqual(expected);
    expect(flagChange(before, after, '-')).toEqual(expected);
  });

  test('nothing changed, and nothing told', () => {
    expect(flagChange('-', '-', '-')).toBeNull();
    expect(flagChange('0x10', '0x10', '-')).toBeNull();
    expect(flagChange('', '', 'Konto deaktiviert')).toBeNull();
    // Numbers of other messages.
    expect(flagChange('-', '-', '%%1793 %%2112 %%20480')).toBeNull();
  });

  test('the bits are not those of the attribute: disabled is 0x1 here, and 0x2 there', () => {
    expect(SamFlag.Disabled).toBe(0x1);
    expect(flagChange('0x10', '0x11', '')).toEqual({ on: SamFlag.Disabled, off: 0 });
    expect(flagChange('-', '-', '%%2080')).toEqual({ on: SamFlag.Disabled, off: 0 });
    expect(flagChange('-', '-', '%%2048')).toEqual({ on: 0, off: SamFlag.Disabled });
  });
});

test('the last set of a password: changed, never, other; its text is not read', () => {
  expect(['-', '', '%%1793', ' - '].map(passwordLastSet)).toEqual(['unchanged', 'unchanged', 'unchanged', 'unchanged']);
  expect(passwordLastSet('%%1794')).toBe('never');
  expect(['1/24/2022 5:03:25 PM', '24.01.2022 17:03:25', '<never>'].map(passwordLastSet)).toEqual([
    'other',
    'other',
    'other',
  ]);
  expect(isChanged('-')).toBe(false);
});

test('numbers as events write them', () => {
  expect(['0x210', '0X10', '513', '-', '', '0x', '0xfffffffff', '1e3'].map(numberOf)).toEqual([
    0x210,
    0x10,
    513,
    null,
    null,
    null,
    null,
    null,
  ]);
});
