import { describe, expect, test } from '@jest/globals';
import { decodeSdFlags, encodeSdFlags } from '../../../src/changes/files/sd-flags.js';

const hex = (text: string) => Buffer.from(text, 'hex');

describe('the SD flags control (MS-ADTS 3.1.1.3.4.1.11)', () => {
  test.each([
    ['3003020104', ['dacl']],
    ['3003020105', ['owner', 'dacl']],
    ['300302010f', ['owner', 'group', 'dacl', 'sacl']],
  ] as const)('%s', (bytes, parts) => {
    expect(encodeSdFlags(parts)).toEqual(hex(bytes));
    expect(decodeSdFlags(hex(bytes))).toEqual(parts);
  });

  test.each([
    ['no value', null],
    ['no bit', hex('3003020100')],
  ])('%s: all parts', (_name, value) => {
    expect(decodeSdFlags(value)).toEqual(['owner', 'group', 'dacl', 'sacl']);
  });

  test.each([
    ['a longer form of the lengths', '308200070282000300 0004'],
    ['more octets than needed', '30060204 00000004'],
  ])('%s is read', (_name, bytes) => {
    expect(decodeSdFlags(hex(bytes.replaceAll(' ', '')))).toEqual(['dacl']);
  });

  test.each([
    ['', 'nothing'],
    ['30', 'cut'],
    ['3003020104ff', 'bytes behind'],
    ['3002020104', 'a length that is wrong'],
    ['30030201ff', 'a negative number'],
    ['3003020110', 'a bit that means nothing'],
    ['3080020104', 'an indefinite length'],
    ['30020200', 'an integer without octets'],
    ['0203020104', 'another tag'],
    ['308500000000050201040000', 'a length of five octets'],
  ])('%s is refused: %s', (bytes) => {
    expect(decodeSdFlags(hex(bytes))).toBeNull();
  });
});
