import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { escapeValue } from '../../../src/names/dn.js';
import { comparable, matches, parseSubject } from '../../../src/rules/statuses/subject.js';

/** Whether a subject of a suppression is for the object of a DN. */
function isFor(subject: string, dn: string): boolean {
  const match = parseSubject(subject);
  if (match === null) throw new Error(`${subject} is no subject`);
  if (match.kind === 'sid') return false;
  return match.kind === 'dn' ? match.key === comparable(dn) : matches(match.pieces, comparable(dn));
}

describe('what a subject is', () => {
  test.each([
    ['S-1-5-21-1-2-3-1105', { kind: 'sid', sid: 'S-1-5-21-1-2-3-1105' }],
    ['s-1-5-021-1-2-3-1105', { kind: 'sid', sid: 'S-1-5-21-1-2-3-1105' }],
    ['CN=a,DC=x', { kind: 'dn', key: 'cn=a\u0001dc=x' }],
    ['CN=a\\*b,DC=x', { kind: 'dn', key: 'cn=a*b\u0001dc=x' }],
    ['CN="a*b",DC=x', { kind: 'dn', key: 'cn=a*b\u0001dc=x' }],
  ])('%s', (text, expected) => {
    expect(parseSubject(text)).toEqual(expected);
  });

  test.each(['', 'helpdesk', 'CN=a,helpdesk', 'S-1-5-x', 'CN=a\\', 'CN=*,helpdesk,DC=x', 'CN=\uffff', 'DOMAIN\\name'])(
    '%s is none',
    (text) => {
      expect(parseSubject(text)).toBeNull();
    },
  );
});

describe('a DN is compared as DNs are', () => {
  test.each([
    ['cn=ada BYRON, ou=staff ,dc=x', 'CN=Ada Byron,OU=Staff,DC=x'],
    ['CN="Byron, Ada",DC=x', 'CN=Byron\\, Ada,DC=x'],
    ['CN=Byron\\2c Ada,DC=x', 'CN=Byron\\, Ada,DC=x'],
    ['OU=b+CN=a,DC=x', 'CN=A+OU=B,DC=x'],
    ['2.5.4.3=a;DC=x', 'CN=a,DC=x'],
  ])('%s is %s', (subject, dn) => {
    expect(isFor(subject, dn)).toBe(true);
  });

  test('another object is another one', () => {
    expect(isFor('CN=a,DC=x', 'CN=a,OU=b,DC=x')).toBe(false);
  });
});

describe('a pattern', () => {
  test.each([
    ['*,OU=Staff,DC=x', 'CN=a,ou=staff,DC=X', true],
    ['*,OU=Staff,DC=x', 'CN=a,OU=b,OU=Staff,DC=x', true],
    ['*,OU=Staff,DC=x', 'OU=Staff,DC=x', false],
    ['*OU=Staff,DC=x', 'OU=Staff,DC=x', true],
    ['CN=svc-*,DC=x', 'CN=svc-sql,DC=x', true],
    ['CN=svc-*,DC=x', 'CN=svc-,DC=x', true],
    ['CN=svc-*,DC=x', 'CN=other,DC=x', false],
    ['CN=*a*b*c,DC=x', 'CN=xaybzc,DC=x', true],
    ['CN=*a*b*c,DC=x', 'CN=xbyazc,DC=x', false],
    ['CN=aa*aa,DC=x', 'CN=aaa,DC=x', false],
    ['CN=*\\*,DC=x', 'CN=starred\\2a,DC=x', true],
    ['CN=*\\*,DC=x', 'CN=starred,DC=x', false],
    ['CN=*#x,DC=x', 'CN=\\#x,DC=x', true],
    ['*', 'CN=anything,DC=x', true],
  ])('%s for %s: %s', (pattern, dn, expected) => {
    expect(isFor(pattern, dn)).toBe(expected);
  });

  test('a comma within a name is none between names: nobody writes themselves into a pattern', () => {
    expect(isFor('*,OU=Staff,DC=x', 'CN=evil\\,OU=Staff,DC=x')).toBe(false);
    expect(isFor('*,OU=Staff,DC=x', 'CN=evil\\2cOU=Staff,DC=x')).toBe(false);
    expect(isFor('CN=a*+OU=b,DC=x', 'CN=aa\\+OU=b,DC=x')).toBe(false);
  });

  test('means the same as trying all ways, for whatever names', () => {
    const name = fc.string({ unit: fc.constantFrom('a', 'b', ',', '+', '*', '\\', '"', '#', ' ', 'A'), maxLength: 8 });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), name, (pieces, value) => {
        const pattern = `CN=x${pieces.map((piece) => inside(piece)).join('*')}x,DC=d`;
        const dn = `CN=x${inside(value)}x,DC=d`;
        const expected = anyWay(
          pieces.map((piece) => piece.toLowerCase()),
          value.toLowerCase(),
        );
        expect(isFor(pattern, dn)).toBe(
          pieces.length === 1 ? pieces[0]!.toLowerCase() === value.toLowerCase() : expected,
        );
      }),
    );
  });

  test('takes time in proportion to the name, however alike name and pattern are', () => {
    const dn = `CN=${'a'.repeat(400_000)},DC=x`;
    const started = performance.now();
    expect(isFor(`CN=*${'a'.repeat(4000)}b*,DC=x`, dn)).toBe(false);
    expect(isFor(`CN=${'*a'.repeat(4000)}*b*,DC=x`, dn)).toBe(false);
    expect(performance.now() - started).toBeLessThan(3000);
  });
});

/** A text between others in a DN, escaped; an asterisk in it is no wildcard. */
function inside(text: string): string {
  return escapeValue(`x${text}x`).slice(1, -1).replaceAll('*', '\\2a');
}

function anyWay(pieces: readonly string[], text: string): boolean {
  const [first = '', ...rest] = pieces;
  if (!text.startsWith(first)) return false;
  const left = text.slice(first.length);
  if (rest.length === 0) return left === '';
  return Array.from({ length: left.length + 1 }, (_, at) => left.slice(at)).some((tail) => anyWay(rest, tail));
}
