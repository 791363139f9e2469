import { describe, expect, test } from '@jest/globals';
import type { MendStep } from '../../src/result/coverage.js';
import { cautionsOf, mendWords } from '../../src/words/mends.js';

const DENY = '(D;;WP;;;WD)';
const OU = 'OU=A,DC=x';

test.each<[MendStep, string]>([
  [{ change: 'enable-inheritance', at: null }, 'switch inheritance on again at each of these accounts'],
  [{ change: 'enable-inheritance', at: OU }, 'switch inheritance on again at <OU=A,DC=x>'],
  [
    { change: 'remove-deny', at: null, sddl: DENY },
    `take out the entry ${DENY}, which denies it, from each of these accounts' own list`,
  ],
  [{ change: 'remove-deny', at: OU, sddl: DENY }, `take out the entry ${DENY}, which denies it, on <OU=A,DC=x>`],
  [{ change: 'delegate', at: OU }, 'delegate the documented rights on <OU=A,DC=x>'],
  [{ change: 'clear-flag', at: null, flag: 'F' }, 'take the flag F off each of these accounts'],
])('%j', (step, words) => {
  expect(mendWords([step], (dn) => `<${dn}>`)).toBe(words);
});

describe('cautions', () => {
  test('each once, in the order of the changes', () => {
    expect(
      cautionsOf([
        { change: 'remove-deny', at: null, sddl: DENY },
        { change: 'enable-inheritance', at: OU },
        { change: 'remove-deny', at: OU, sddl: DENY },
        { change: 'clear-flag', at: null, flag: 'DONT_EXPIRE_PASSWD' },
      ]),
    ).toEqual(['may be meant', 'brings all entries from above', 'old passwords expire at once']);
  });

  test('none where nothing is known', () => {
    expect(cautionsOf([{ change: 'delegate', at: OU }])).toEqual([]);
    expect(cautionsOf([])).toEqual([]);
  });
});
