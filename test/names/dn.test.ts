import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  dnKey,
  dnsNameOf,
  domainPart,
  escapeValue,
  isAtOrBelow,
  isDn,
  parentDn,
  parseDn,
  rdnText,
  splitDn,
} from '../../src/names/dn.js';

describe('parts of a DN', () => {
  test.each([
    ['CN=a,OU=b,DC=c', 'CN=a', 'OU=b,DC=c'],
    ['CN=Smith\\, John,OU=b', 'CN=Smith\\, John', 'OU=b'],
    ['CN=Smith\\2C John,OU=b', 'CN=Smith\\2C John', 'OU=b'],
    ['CN="Smith, John",OU=b', 'CN="Smith, John"', 'OU=b'],
    ['CN=a;OU=b', 'CN=a', 'OU=b'],
    ['CN=a+UID=1,OU=b', 'CN=a+UID=1', 'OU=b'],
    ['  CN=a  ,  OU=b ', 'CN=a', 'OU=b'],
    ['CN=ends in a space\\ ,OU=b', 'CN=ends in a space\\ ', 'OU=b'],
    ['CN=a\\\\,OU=b', 'CN=a\\\\', 'OU=b'],
    ['DC=local', 'DC=local', null],
  ])('%s', (dn, rdn, parent) => {
    expect(rdnText(dn)).toBe(rdn);
    expect(parentDn(dn)).toBe(parent);
    expect(splitDn(dn)[0]).toBe(rdn);
  });

  test('the empty DN has no parts', () => {
    expect(splitDn('')).toEqual([]);
    expect(parseDn('')).toEqual([]);
    expect(parentDn('')).toBeNull();
    expect(isDn('')).toBe(false);
  });
});

describe('parseDn', () => {
  test('unescapes values', () => {
    expect(parseDn('CN=a\\, b\\20+UID=x\\+y , OU=" q, r " ; DC=\\C3\\A9')).toEqual([
      [
        { type: 'CN', value: 'a, b ' },
        { type: 'UID', value: 'x+y' },
      ],
      [{ type: 'OU', value: ' q, r ' }],
      [{ type: 'DC', value: 'é' }],
    ]);
  });

  test('a conflict object of a directory', () => {
    expect(parseDn('CN=x\\0ACNF:1234,DC=a')[0]).toEqual([{ type: 'CN', value: 'x\nCNF:1234' }]);
  });

  test('bytes that are no UTF-8 do not make two names one', () => {
    expect(parseDn('CN=\\ff')[0]![0]!.value).toBe('\ufffd');
    expect(dnKey('CN=\\ff')).toBe('cn=\\ff');
    expect(dnKey('CN=\\ff')).not.toBe(dnKey('CN=\\fe'));
  });

  test.each(['nothing', 'CN', 'CN=a,,DC=b', '=a', 'C N=a', 'CN=a\\', 'CN="a', ',CN=a', 'CN=a,'])('refuses %j', (dn) => {
    expect(() => parseDn(dn)).toThrow(/not a distinguished name/);
    expect(isDn(dn)).toBe(false);
  });
});

describe('dnKey', () => {
  test.each([
    ['CN=A,DC=b', 'cn=a,dc=B'],
    ['CN=A, DC=b', 'CN=A,DC=b'],
    ['CN = A ; DC=b', 'CN=A,DC=b'],
    ['CN=Smith\\, J,DC=b', 'CN=Smith\\2c J,DC=b'],
    ['CN=Smith\\, J,DC=b', 'CN="Smith, J",DC=b'],
    ['CN=\\C3\\89,DC=b', 'CN=é,DC=b'],
    ['CN=a\\=b,DC=b', 'CN=a=b,DC=b'],
    ['CN=\\#1,DC=b', 'CN=\\231,DC=b'],
    ['2.5.4.3=A,OID.0.9.2342.19200300.100.1.25=b', 'cn=a,dc=b'],
    ['UID=1+CN=a,DC=b', 'cn=A + uid=1,DC=b'],
    ['CN=x\\0ACNF,DC=b', 'CN=x\\0acnf,DC=b'],
  ])('%s is %s', (a, b) => {
    expect(dnKey(a)).toBe(dnKey(b));
  });

  test.each([
    ['CN=a,DC=b', 'CN=a\\,DC=b'],
    ['CN=a b,DC=c', 'CN=ab,DC=c'],
    ['CN=a\\ ,DC=c', 'CN=a,DC=c'],
    ['CN=a+UID=1,DC=c', 'CN=a\\+UID=1,DC=c'],
    ['CN=#0401,DC=c', 'CN=\\#0401,DC=c'],
  ])('%s is not %s', (a, b) => {
    expect(dnKey(a)).not.toBe(dnKey(b));
  });

  const value = fc.string({ minLength: 1, maxLength: 12, unit: 'grapheme' });
  const names = fc.array(value, { minLength: 1, maxLength: 5 });
  const write = (values: readonly string[]): string => values.map((v) => `CN=${escapeValue(v)}`).join(',');

  test('what is escaped is read back', () => {
    fc.assert(
      fc.property(names, (values) => {
        expect(parseDn(write(values)).map((rdn) => rdn[0]!.value)).toEqual(values);
        expect(splitDn(write(values))).toHaveLength(values.length);
      }),
    );
  });

  test('however a value is written, its key is one', () => {
    const hex = (v: string): string => [...Buffer.from(v)].map((b) => `\\${b.toString(16).padStart(2, '0')}`).join('');
    fc.assert(
      fc.property(names, (values) => {
        const wellFormed = values;
        const asHex = wellFormed.map((v) => `cn = ${hex(v)}`).join(' , ');
        expect(dnKey(asHex)).toBe(dnKey(write(wellFormed)));
        expect(dnKey(dnKey(asHex))).toBe(dnKey(asHex));
      }),
    );
  });

  test('no text makes it throw', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(typeof dnKey(text)).toBe('string');
        expect(typeof rdnText(text)).toBe('string');
        parentDn(text);
        isDn(text);
      }),
    );
  });
});

test('isAtOrBelow goes by components, not by characters', () => {
  expect(isAtOrBelow('cn=a,dc=b', 'dc=b')).toBe(true);
  expect(isAtOrBelow('dc=b', 'dc=b')).toBe(true);
  expect(isAtOrBelow('cn=a,xdc=b', 'dc=b')).toBe(false);
  expect(isAtOrBelow('cn=a\\,dc=b', 'dc=b')).toBe(false);
  expect(isAtOrBelow('cn=a\\\\,dc=b', 'dc=b')).toBe(true);
});

test('DNS names come from the domain components at the end', () => {
  expect(dnsNameOf('CN=x,DC=corp,DC=example,DC=com')).toBe('corp.example.com');
  expect(dnsNameOf('DC=zone.com,CN=MicrosoftDNS,DC=lab, DC=local')).toBe('lab.local');
  expect(dnsNameOf('O=none')).toBe('');
  expect(domainPart('CN=x,DC=a,DC=b')).toBe('DC=a,DC=b');
});
