import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { sentence, tell } from '../../src/cli/diagnostics.js';
import { withoutSecrets } from '../../src/cli/failure.js';

test('a line, whatever stands in it', () => {
  expect(sentence('Result: a\nb\u001b[2J\u202e\u{e0041}')).toBe('Result: a\\u{a}b\\u{1b}[2J\\u{202e}\\u{e0041}');
  const out = new PassThrough();
  tell('x'.repeat(5), out);
  expect(String(out.read())).toBe('xxxxx\n');
});

test.each([5000, 1 << 20])('of %i characters the beginning and the end', (length) => {
  const text = `begin${'w'.repeat(length)}end`;
  expect(sentence(text)).toMatch(/^beginw+ \[\.\.\.\] w+end$/);
  expect(sentence(text).length).toBeLessThan(1000);
  expect(sentence('\u202e'.repeat(length)).length).toBeLessThan(1000);
});

test('secrets in a long text take no longer than the text', () => {
  const text = 'ldap:'.repeat(100_000);
  const start = performance.now();
  expect(withoutSecrets(text, [])).toBe(text);
  expect(performance.now() - start).toBeLessThan(500);
  expect(withoutSecrets('see "ldaps://u:p@w@host/x" and ldap:u:p@h', [])).toBe(
    'see "ldaps://...@host/x" and ldap://...@h',
  );
});
