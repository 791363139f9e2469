import { describe, expect, it } from '@jest/globals';
import { encodeGuid, isGuid, normalizeGuid, parseGuid } from '../../src/descriptor/index.js';

describe('GUID (MS-DTYP 2.3.4)', () => {
  it('has its first three fields little-endian', () => {
    const bytes = Buffer.from('ba7a96bfe60dd011a28500aa003049e2', 'hex');
    expect(parseGuid(bytes)).toBe('bf967aba-0de6-11d0-a285-00aa003049e2');
    expect(Buffer.from(encodeGuid('{BF967ABA-0DE6-11D0-A285-00AA003049E2}')).equals(bytes)).toBe(true);
  });

  it('refuses short bytes and text of another form', () => {
    expect(() => parseGuid(new Uint8Array(20), 5)).toThrow(/byte 5: a GUID needs 16 bytes, 15 are left/);
    expect(isGuid('bf967aba0de611d0a28500aa003049e2')).toBe(false);
    expect(() => normalizeGuid('{bf967aba-0de6-11d0-a285-00aa003049e2')).toThrow(/Not a GUID/);
  });
});
