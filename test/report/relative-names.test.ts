import { expect, test } from '@jest/globals';
import { relativeDn, relativeName } from '../../src/report/relative-names.js';

const ONE = { domains: [{ dn: 'DC=example,DC=com' }] } as unknown as Parameters<typeof relativeName>[1];
const TWO = { domains: [...ONE.domains, ...ONE.domains] };

test('the name of an account without its domain, where there is one only', () => {
  expect(relativeName('EXAMPLE\\ada', ONE)).toBe('ada');
  expect(relativeName('EXAMPLE\\ada', TWO)).toBe('EXAMPLE\\ada');
  expect(relativeName('EXAMPLE\\', ONE)).toBe('EXAMPLE\\');
});

test('a DN that stands for a name is not cut at what it escapes', () => {
  expect(relativeName('CN=Lovelace\\, Ada,DC=example,DC=com', ONE)).toBe('CN=Lovelace\\, Ada,DC=example,DC=com');
});

test('a DN below the domain', () => {
  expect(relativeDn('OU=Staff,DC=example,DC=com', ONE)).toBe('OU=Staff');
  expect(relativeDn('OU=Staff\\,DC=example,DC=com', ONE)).toBe('OU=Staff\\,DC=example,DC=com');
  expect(relativeDn('OU=Staff,DC=example,DC=com', TWO)).toBe('OU=Staff,DC=example,DC=com');
});
