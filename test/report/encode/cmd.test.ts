import { expect, test } from '@jest/globals';
import { cmdArgument } from '../../../src/report/encode/cmd.js';

test('plain text stands in double quotes', () => {
  expect(cmdArgument('OU=Staff,DC=example,DC=com')).toBe('"OU=Staff,DC=example,DC=com"');
});

test.each(['a"b', '100%', 'a!b', 'a&b', 'a|b', 'a<b', 'a>b', 'a^b', 'caf\u00e9', 'a\nb', "a'b", 'a(b)', 'a\\', ''])(
  '%j is not written',
  (text) => {
    expect(cmdArgument(text)).toBeNull();
  },
);
