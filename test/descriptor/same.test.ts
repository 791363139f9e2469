import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { encodeSecurityDescriptor, parseSddl, parseSecurityDescriptor } from '../../src/descriptor/index.js';
import { sameAce, sameDescriptor } from '../../src/descriptor/same.js';
import type { Ace } from '../../src/descriptor/types.js';
import { anyDescriptor } from './arbitraries.js';

const aceOf = (sddl: string): Ace => parseSddl(`D:${sddl}`).dacl!.aces[0]!;
const GUID = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const OTHER = 'bf967aba-0de6-11d0-a285-00aa003049e2';

describe('entries', () => {
  test.each<[string, string, boolean]>([
    ['(A;;RP;;;WD)', '(A;;RP;;;WD)', true],
    ['(A;;RP;;;WD)', '(D;;RP;;;WD)', false],
    ['(A;;RP;;;WD)', '(A;CI;RP;;;WD)', false],
    ['(A;;RP;;;WD)', '(A;;WP;;;WD)', false],
    ['(A;;RP;;;WD)', '(A;;RP;;;AU)', false],
    [`(OA;;RP;${GUID};;WD)`, `(OA;;RP;${GUID};;WD)`, true],
    [`(OA;;RP;${GUID};;WD)`, `(OA;;RP;${OTHER};;WD)`, false],
    [`(OA;;RP;${GUID};;WD)`, `(OA;;RP;${GUID};${OTHER};WD)`, false],
    ['(XA;;RP;;;WD;(@User.a))', '(XA;;RP;;;WD;(@User.b))', false],
    ['(XA;;RP;;;WD;(@User.a))', '(XA;;RP;;;WD;(@User.a))', true],
  ])('%s, %s: %s', (a, b, same) => {
    expect(sameAce(aceOf(a), aceOf(b))).toBe(same);
  });

  test('of a type that is not known, by their bytes', () => {
    const unknown = (byte: number): Ace => ({ form: 'unknown', type: 0x40, flags: 0, body: new Uint8Array([byte]) });
    expect([sameAce(unknown(1), unknown(1)), sameAce(unknown(1), unknown(2))]).toEqual([true, false]);
  });
});

test('descriptors are the same where their bytes are', () => {
  fc.assert(
    fc.property(anyDescriptor, anyDescriptor, (a, b) => {
      const [one, other] = [encodeSecurityDescriptor(a), encodeSecurityDescriptor(b)];
      expect(sameDescriptor(parseSecurityDescriptor(one), parseSecurityDescriptor(one))).toBe(true);
      expect(sameDescriptor(parseSecurityDescriptor(one), parseSecurityDescriptor(other))).toBe(
        Buffer.compare(one, other) === 0,
      );
    }),
  );
});
