import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { powershell } from '../../../src/report/encode/powershell.js';
import { seedOf } from '../../seed.js';

/** What PowerShell makes of such an expression: literals in single quotes and characters by number, joined. */
function evaluated(expression: string): string {
  const pieces = /^\('' \+ (.*)\)$/.exec(expression)?.[1]?.split(' + ') ?? [expression];
  // A blank and a plus sign can stand within a literal: what was split there is put together again.
  const whole: string[] = [];
  for (const piece of pieces) {
    const open = whole.at(-1);
    if (open?.startsWith("'") && !(open.length > 1 && open.endsWith("'")))
      whole[whole.length - 1] = `${open} + ${piece}`;
    else whole.push(piece);
  }
  return whole
    .map((piece) => {
      const number = /^\[char\]0x([0-9a-f]{4})$/.exec(piece)?.[1];
      return number === undefined ? piece.slice(1, -1) : String.fromCharCode(Number.parseInt(number, 16));
    })
    .join('');
}

describe('text in PowerShell', () => {
  test.each([
    ['', "''"],
    ['OU=Staff,DC=example,DC=com', "'OU=Staff,DC=example,DC=com'"],
    ["CN=O'Brien", "('' + 'CN=O' + [char]0x0027 + 'Brien')"],
    ['Caf\u00e9', "('' + 'Caf' + [char]0x00e9)"],
    ['$(Get-Date)', "('' + [char]0x0024 + '(Get-Date)')"],
    ['a`nb', "('' + 'a' + [char]0x0060 + 'nb')"],
    ['%PATH%', "('' + [char]0x0025 + 'PATH' + [char]0x0025)"],
    ['a\r\nb', "('' + 'a' + [char]0x000d + [char]0x000a + 'b')"],
    ['\u0000\u202e', "('' + [char]0x0000 + [char]0x202e)"],
    ['\u{1f600}', "('' + [char]0xd83d + [char]0xde00)"],
    ['"', "('' + [char]0x0022)"],
    ['; rm', "('' + [char]0x003b + ' rm')"],
  ])('%j', (text, expression) => {
    expect(powershell(text)).toBe(expression);
  });

  // PowerShell takes these for quotes (SpecialCharacters in its source), and the grammar of the tests does not.
  test.each([...'\u2018\u2019\u201a\u201b\u201c\u201d\u201e'])(
    'a curly quote, %j, never stands there itself',
    (quote) => {
      const number = quote.charCodeAt(0).toString(16).padStart(4, '0');
      expect(powershell(`CN=a${quote}; Remove-Item x; ${quote}b`)).toBe(
        `('' + 'CN=a' + [char]0x${number} + [char]0x003b + ' Remove-Item x' + [char]0x003b + ' ' + [char]0x${number} + 'b')`,
      );
    },
  );

  test('no text leaves its quotes, and it comes out as it was', () => {
    const hostile = fc.array(
      fc.oneof(
        fc.constantFrom(
          "'",
          '"',
          '`',
          '$',
          '%',
          '\n',
          '\r',
          '\0',
          ')',
          '(',
          ' + ',
          '[char]0x0041',
          "''",
          '#',
          '\u2019',
          '\u201d',
        ),
        fc.string({ unit: 'binary' }),
      ),
    );
    fc.assert(
      fc.property(hostile, (pieces) => {
        const text = pieces.join('');
        const expression = powershell(text);
        expect(expression).toMatch(
          /^(?:'[A-Za-z0-9 ,.=_\\/:+\-()@<>*{}]*'|\('' \+ (?:(?:'[A-Za-z0-9 ,.=_\\/:+\-()@<>*{}]+'|\[char\]0x[0-9a-f]{4})(?: \+ (?!\))|(?=\)$)))+\))$/,
        );
        expect(evaluated(expression)).toBe(text);
      }),
      { seed: seedOf(process.env.ADREACH_SEED), numRuns: 2000 },
    );
  });
});
