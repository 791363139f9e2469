import { describe, expect, test } from '@jest/globals';
import type { NamedRequiredRight } from '../../src/result/rights.js';
import { requiredRightsPhrase, requiredRightText } from '../../src/words/required-right.js';

const attribute = (
  right: 'read-property' | 'write-property' | 'read-confidential' | 'control-access-to-attribute',
  name: string,
): NamedRequiredRight => ({ right, attribute: name, guid: null });

const RESET: NamedRequiredRight = {
  right: 'control-access',
  controlAccessRight: 'User-Force-Change-Password',
  displayName: 'Reset Password',
  guid: '00299570-246d-11d0-a768-00aa006e0529',
};
const SEND: NamedRequiredRight = {
  right: 'control-access',
  controlAccessRight: 'Send-As',
  displayName: 'Send As',
  guid: 'ab721a54-1e2f-11d0-9819-00aa0040529b',
};
const SPN: NamedRequiredRight = {
  right: 'validated-write',
  validatedWrite: 'Validated-SPN',
  displayName: 'Validated write to service principal name',
  guid: 'f3a64788-5306-11d1-a9c5-0000f80367c1',
};

test.each<[NamedRequiredRight, text: string, phrase: string]>([
  [attribute('read-property', 'mail'), 'read mail', 'read mail'],
  [attribute('write-property', 'mail'), 'write mail', 'write mail'],
  [attribute('read-confidential', 'secret'), 'read the confidential secret', 'read the confidential secret'],
  [attribute('control-access-to-attribute', 'secret'), 'control access to it', 'control access to it'],
  [RESET, 'extended right User-Force-Change-Password (Reset Password)', 'reset passwords'],
  [SEND, 'extended right Send-As', 'use the extended right Send-As'],
  [
    SPN,
    'validated write Validated-SPN (Validated write to service principal name)',
    'use the validated write Validated-SPN (Validated write to service principal name)',
  ],
  [{ right: 'delete' }, 'delete the object', 'delete the object'],
  [{ right: 'read-control' }, 'read permissions', 'read permissions'],
  [{ right: 'write-dac' }, 'change permissions (WRITE_DAC)', 'change permissions (WRITE_DAC)'],
  [{ right: 'write-owner' }, 'take ownership (WRITE_OWNER)', 'take ownership (WRITE_OWNER)'],
])('%j', (right, text, phrase) => {
  expect(requiredRightText(right)).toBe(text);
  expect(requiredRightsPhrase([right])).toBe(phrase);
});

describe('several rights', () => {
  test.each<[readonly NamedRequiredRight[], string]>([
    [[attribute('read-property', 'mail'), attribute('write-property', 'mail')], 'read and write mail'],
    [
      [attribute('write-property', 'mail'), RESET, attribute('read-property', 'mail')],
      'read and write mail and reset passwords',
    ],
    [[attribute('read-property', 'mail'), attribute('write-property', 'info')], 'read mail and write info'],
    [
      [attribute('read-confidential', 'mail'), attribute('write-property', 'mail')],
      'read the confidential mail and write mail',
    ],
    [[], ''],
  ])('%j', (rights, phrase) => {
    expect(requiredRightsPhrase(rights)).toBe(phrase);
  });
});
