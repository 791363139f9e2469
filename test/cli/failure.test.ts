import { PassThrough } from 'node:stream';
import { expect, test } from '@jest/globals';
import { reportError, withoutSecrets } from '../../src/cli/failure.js';
import { AdreachError } from '../../src/errors/index.js';

const told = (error: unknown) => {
  const out = new PassThrough();
  const status = reportError(error, out);
  return [status, String(out.read())];
};

test('a known error is a sentence and what to do, without control characters', () => {
  expect(told(new AdreachError('file', 'cannot read a\u001b[31mb', 'name another one'))).toEqual([
    2,
    'adreach: cannot read a\\u{1b}[31mb\n  name another one\n',
  ]);
  expect(told(new AdreachError('file', 'cannot read it'))).toEqual([2, 'adreach: cannot read it\n']);
});

test('an unknown one is told as a defect, with its stack', () => {
  const [status, text] = told(new TypeError('no such thing'));
  expect(status).toBe(2);
  expect(text).toMatch(/^adreach: unexpected error; this is a defect[^\n]*\nTypeError: no such thing\n {4}at /);
});

test.each<[string, string, string]>([
  ['credentials in a URL', 'ldap://bob:sekret@dc1', 'ldap://...@dc1'],
  ['in another spelling', 'LDAPS://bob:sekret@dc1:636', 'LDAPS://...@dc1:636'],
  ['a secret with everything in it', 'ldap://bob:s@k/r"et ?@dc1', 'ldap://...@dc1'],
  ['a mistyped URL', 'ldap:/bob:sekret@dc1', 'ldap://...@dc1'],
  ['an option that is none', '--password=sekret', '--password'],
  ['another one', '--bind-pass=sekret', '--bind-pass'],
])('%s is not written again', (_, argument, shown) => {
  expect(withoutSecrets(`cannot use "${argument}", nor ${argument}`, ['audit', argument])).toBe(
    `cannot use "${shown}", nor ${shown}`,
  );
});

test('nor are credentials in a URL that is no argument', () => {
  expect(withoutSecrets('went on to ldap://bob:sekret@dc2 and ldaps://x@dc3', [])).toBe(
    'went on to ldap://...@dc2 and ldaps://...@dc3',
  );
});

test('what is no secret stays', () => {
  const text = 'cannot read ldap://dc1, bob@example.com, --password-file=pw, --format=x';
  expect(withoutSecrets(text, ['ldap://dc1', 'bob@example.com', '--format=x'])).toBe(text);
});
