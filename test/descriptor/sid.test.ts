import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { encodeSid, isInDomain, isSid, normalizeSid, parseSid, sidDomain, sidRid } from '../../src/descriptor/index.js';
import type { Sid } from '../../src/descriptor/types.js';

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

describe('SID (MS-DTYP 2.4.2)', () => {
  it('has a big-endian authority and little-endian sub-authorities', () => {
    expect(hex(encodeSid('S-1-5-32-544'))).toBe('01020000000000052000000020020000');
    expect(parseSid(Buffer.from('0105000000000005150000000100000002000000ffffffff50040000', 'hex'))).toBe(
      'S-1-5-21-1-2-4294967295-1104',
    );
  });

  it('prints an authority of 2^32 or more in hexadecimal, one below it in decimal', () => {
    expect(normalizeSid('S-1-4294967295-1')).toBe('S-1-4294967295-1');
    expect(normalizeSid('S-1-4294967296-1')).toBe('S-1-0x100000000-1');
    expect(normalizeSid('S-1-0xabcdef012345-1')).toBe('S-1-0xABCDEF012345-1');
    expect(parseSid(encodeSid('S-1-0xABCDEF012345-1'))).toBe('S-1-0xABCDEF012345-1');
  });

  it('reads any spelling of the numbers and prints one', () => {
    expect(normalizeSid('s-1-0x5-0x20-0544')).toBe('S-1-5-32-544');
  });

  it.each(['', 'S-1', 'S-2-5-32', 'S-1-5-4294967296', 'S-1-0x1000000000000', 'S-1-5-', 'S-1-5--1', 'BA', 'S-1-5-1e3'])(
    'refuses the text %j',
    (text) => {
      expect(isSid(text)).toBe(false);
      expect(() => normalizeSid(text)).toThrow(/Not a SID/);
    },
  );

  it('has at most 15 sub-authorities, in text and in bytes', () => {
    const fifteen: Sid = `S-1-5${'-1'.repeat(15)}`;
    expect(parseSid(encodeSid(fifteen))).toBe(fifteen);
    expect(isSid(`${fifteen}-1`)).toBe(false);
    const bytes = new Uint8Array(8 + 64);
    bytes.set([1, 16]);
    expect(() => parseSid(bytes)).toThrow(/byte 1: a SID of 16 sub-authorities/);
  });

  it('has the same bytes however its numbers are spelled', () => {
    const number = fc.nat({ max: 0xffffffff });
    fc.assert(
      fc.property(
        fc.maxSafeNat().map((value) => value % 2 ** 48),
        fc.array(number, { maxLength: 15 }),
        (authority, parts) => {
          const inHex = (value: number) => `0x${value.toString(16)}`;
          const expected = Buffer.concat([
            Buffer.of(1, parts.length),
            Buffer.from(authority.toString(16).padStart(12, '0'), 'hex'),
            ...parts.map((part) => Buffer.from(part.toString(16).padStart(8, '0'), 'hex').reverse()),
          ]).toString('hex');
          const spellings = [
            ['S-1', authority, ...parts],
            ['s-1', inHex(authority), ...parts.map(inHex)],
            ['S-1', authority, ...parts.map((part) => String(part).padStart(10, '0'))],
          ];
          for (const spelling of spellings) expect(hex(encodeSid(spelling.join('-') as Sid))).toBe(expected);
        },
      ),
    );
  });

  it('refuses another revision and a length that runs over', () => {
    expect(() => parseSid(Uint8Array.of(2, 0, 0, 0, 0, 0, 0, 5))).toThrow(/byte 0: SID revision 2/);
    expect(() => parseSid(Uint8Array.of(1, 1, 0, 0, 0, 0, 0, 5, 0, 0, 0))).toThrow(/12 bytes, 11 are left/);
    expect(() => parseSid(Uint8Array.of(9, 9, 1, 0, 0), 2)).toThrow(/byte 2: a SID needs 8 bytes, 3 are left/);
  });

  it('tells the domain and the relative identifier', () => {
    expect(sidDomain('S-1-5-21-1-2-3-512')).toBe('S-1-5-21-1-2-3');
    expect(sidRid('S-1-5-21-1-2-3-512')).toBe(512);
    expect(sidRid('S-1-5')).toBeNull();
    expect(isInDomain('S-1-5-21-1-2-3-512', 'S-1-5-21-1-2-3')).toBe(true);
    expect(isInDomain('S-1-5-21-1-2-33-512', 'S-1-5-21-1-2-3')).toBe(false);
    expect(isInDomain('S-1-5-21-1-2-3-512-1', 'S-1-5-21-1-2-3')).toBe(false);
  });
});
