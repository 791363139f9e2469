import { expect, test } from '@jest/globals';
import { Report } from '../../../app/src/model/report.js';
import type { PageData } from '../../../src/result/page.js';

const DOMAIN = { dn: 'DC=example,DC=com', dnsName: 'example.com' };
const OTHER = { dn: 'DC=other,DC=com', dnsName: 'other.com' };

const report = (names: readonly string[], domains: readonly object[] = [DOMAIN]) =>
  new Report({
    header: { actions: [], populations: [] },
    evidence: { domains },
    kinds: [],
    explanations: [],
    targets: { name: names },
  } as unknown as PageData);

test.each([
  ['EXAMPLE\\ada', 'ada'],
  ['EXAMPLE\\\\u{202e}x', '\\u{202e}x'],
  ['OTHER\\ada', 'OTHER\\ada'],
  ['BUILTIN\\Users', 'BUILTIN\\Users'],
  ['EXAMPLE\\', 'EXAMPLE\\'],
  ['red \\u{1b}[31m', 'red \\u{1b}[31m'],
  ['CN=a\\,b,DC=example,DC=com', 'CN=a\\,b,DC=example,DC=com'],
  ['Everyone', 'Everyone'],
])('%s is called %s', (name, short) => {
  expect(report(['CN=x\\,y,DC=example,DC=com', 'red \\u{1b}[31m', 'EXAMPLE\\bob']).shortName(name)).toBe(short);
});

test('of several domains, and where none is known, names are whole', () => {
  expect(report(['EXAMPLE\\bob'], [DOMAIN, OTHER]).shortName('EXAMPLE\\ada')).toBe('EXAMPLE\\ada');
  expect(report([]).shortName('EXAMPLE\\ada')).toBe('EXAMPLE\\ada');
});
