import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ldifComment, ldifLine } from '../../../src/changes/files/ldif-text.js';

describe('lines of LDIF (RFC 2849)', () => {
  test.each([
    ['plain text', 'OU=Staff', 'a: OU=Staff'],
    ['nothing', '', 'a:'],
    ['a colon inside', 'x:y', 'a: x:y'],
    ['a colon first', ':x', 'a:: Ong='],
    ['a space first', ' x', 'a:: IHg='],
    ['a space last', 'x ', 'a:: eCA='],
    ['a less-than sign first', '<x', 'a:: PHg='],
    ['a line feed', 'x\ny', 'a:: eAp5'],
    ['a carriage return', 'x\ry', 'a:: eA15'],
    ['a zero', 'x\0', 'a:: eAA='],
    ['beyond ASCII', 'Jörg', 'a:: SsO2cmc='],
    ['bytes', Buffer.from([0xff, 0x00]), 'a:: /wA='],
  ])('%s', (_name, value, line) => {
    expect(ldifLine('a', value)).toBe(line);
  });

  test('lines are folded at 76 characters, and those that follow begin with a space that does not count', () => {
    expect(ldifLine('a', 'x'.repeat(150))).toBe(`a: ${'x'.repeat(73)}\n ${'x'.repeat(75)}\n xx`);
    expect(ldifLine('a', 'x'.repeat(73))).toBe(`a: ${'x'.repeat(73)}`);
  });

  test('a comment stays on its line, whatever it holds', () => {
    expect(ldifComment('a\nchangetype: delete\r\u2028ü')).toBe('# a?changetype: delete???');
  });

  test('any value comes out of any unfolding as it went in', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const line = ldifLine('a', bytes).replace(/\n /g, '');
        expect(line).not.toMatch(/[\n\r]/);
        const [, colons, value] = /^a(::?) ?(.*)$/s.exec(line)!;
        expect(Buffer.from(value!, colons === '::' ? 'base64' : 'latin1')).toEqual(Buffer.from(bytes));
      }),
    );
  });
});
