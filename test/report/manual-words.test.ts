/** As whom the sensors act, in words. */
import { expect, test } from '@jest/globals';
import { modeWords } from '../../src/report/manual-words.js';
import type { ModeBlock } from '../../src/result/answers.js';

const block = (given: Partial<ModeBlock>): ModeBlock => ({
  mode: 'unknown',
  source: 'none',
  actsAsLocalSystem: 'unknown',
  remediationAccounts: null,
  controllers: [],
  ...given,
});
const v3 = { name: 'dc1', sensor: 'v3', mode: 'unknown' } as const;

test('where nobody said it, that it was not said, and how to say it', () => {
  expect(modeWords(block({}), 'mdi-action-account')).toBe(
    'Whether sensors act as this account or as LocalSystem was not said (--mode, --answers).',
  );
});

test('of an account that no sensor uses, nothing; unless something was said of sensors', () => {
  expect(modeWords(block({}), 'delegated-account')).toBeNull();
  expect(modeWords(block({ mode: 'gmsa', source: 'option', actsAsLocalSystem: 'no' }), 'delegated-account')).toBe(
    'Actions are carried out as the action account (as stated).',
  );
});

test.each([
  [1, '1 controller has a sensor of version 3, which always acts as LocalSystem.'],
  [2, '2 controllers have a sensor of version 3, which always acts as LocalSystem.'],
])('%i controllers with a sensor of version 3', (n, sentence) => {
  const controllers = Array.from({ length: n }, () => v3);
  const given = block({ mode: 'local-system', source: 'controllers', actsAsLocalSystem: 'yes', controllers });
  expect(modeWords(given, 'mdi-action-account')).toBe(
    `Actions are carried out as LocalSystem of the domain controller (by what was answered of the controllers). ${sentence}`,
  );
});
