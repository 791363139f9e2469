import { describe, expect, test } from '@jest/globals';
import type { Decision } from '../../src/access/check.js';
import type { RightRequest } from '../../src/access/request.js';
import { createSchema } from '../../src/directory/schema.js';
import type { CaveatCode } from '../../src/result/audit.js';
import type { ActionDefinition } from '../../src/verdicts/action.js';
import { caveatsOf } from '../../src/verdicts/caveats.js';
import type { TargetTraits } from '../../src/verdicts/target.js';
import { classListId, containerId } from '../directory/ids.js';
import { ACCOUNT_RESTRICTIONS, PWD_LAST_SET, USER_ACCOUNT_CONTROL, USER_CLASS } from '../directory/memory-source.js';
import { action, DISABLE, FORCE, RESET } from './actions.js';

const ENABLE = action('enable');
const OTHER = action('other', { request: { right: 'write-property', attribute: 'pwdLastSet' } });

/** An ordinary account. */
const TRAITS: TargetTraits = {
  container: containerId(0),
  classes: classListId(0),
  descriptor: null,
  flags: 0x200,
  protected: 'no',
  adminCount: null,
  platform: null,
  mustChange: false,
  isSelf: false,
};

interface Case {
  /** The answer about reading the attribute; granted where not said. */
  readonly read?: Decision;
  /** Answers about rights on the domain object; granted where not said. */
  readonly domain?: Readonly<Record<string, Decision>>;
  readonly traits?: Partial<TargetTraits>;
}

/** The caveats, and what was asked on the way. */
function told(of: ActionDefinition, { read = 'granted', domain = {}, traits = {} }: Case) {
  const checked: (readonly RightRequest[])[] = [];
  const asked: string[] = [];
  const caveats = caveatsOf(
    of,
    { ...TRAITS, ...traits },
    {
      check(requests) {
        checked.push(requests);
        return read;
      },
      classGuid: USER_CLASS,
      schema: createSchema([], [], []),
      domain: () => (right) => {
        asked.push(right);
        return domain[right] ?? 'granted';
      },
    },
  );
  return { caveats, checked, asked };
}

describe('each caveat, on and off', () => {
  test.each<[string, ActionDefinition, Case, readonly CaveatCode[]]>([
    ['nothing to say', DISABLE, {}, []],
    ['reading is refused', DISABLE, { read: 'denied' }, ['read-right-missing']],
    ['reading is open', DISABLE, { read: 'unknown' }, []],
    ['reading is refused, another attribute', FORCE, { read: 'denied' }, ['read-right-missing']],
    ['an extended right needs no reading', RESET, { read: 'denied' }, []],

    ['Administrator', DISABLE, { traits: { platform: 'administrator' } }, ['platform-may-refuse']],
    ['krbtgt', DISABLE, { traits: { platform: 'krbtgt' } }, ['platform-may-refuse']],
    [
      'krbtgt, whose flags were not read',
      DISABLE,
      { traits: { platform: 'krbtgt', flags: null } },
      ['platform-may-refuse'],
    ],
    ['Administrator, another attribute', FORCE, { traits: { platform: 'administrator' } }, []],

    ['reset of krbtgt', RESET, { traits: { platform: 'krbtgt' } }, ['random-password-instead']],
    ['reset of Administrator', RESET, { traits: { platform: 'administrator' } }, []],

    ['reset without Unexpire-Password', RESET, { domain: { 'Unexpire-Password': 'denied' } }, ['reset-forces-change']],
    ['reset, Unexpire-Password open', RESET, { domain: { 'Unexpire-Password': 'unknown' } }, []],
    ['disable without Unexpire-Password', DISABLE, { domain: { 'Unexpire-Password': 'denied' } }, []],

    ['disable: it is', DISABLE, { traits: { flags: 0x202 } }, ['already-so']],
    ['enable: it is not', ENABLE, { traits: { flags: 0x202 } }, []],
    ['enable: it is', ENABLE, { traits: { flags: 0x200 } }, ['already-so']],
    ['disable: not known', DISABLE, { traits: { flags: null } }, []],
    ['enable: not known', ENABLE, { traits: { flags: null } }, []],
    ['a change is asked for already', FORCE, { traits: { mustChange: true } }, ['already-so']],
    ['a change is asked for already, disable', DISABLE, { traits: { mustChange: true } }, []],
    [
      'a change is asked for already, an action of another name',
      OTHER,
      { traits: { mustChange: true, flags: 0x202 } },
      [],
    ],
  ])('%s', (_, of, given, expected) => {
    expect(told(of, given).caveats).toEqual(expected);
  });

  test('several, in a fixed order', () => {
    const traits = { platform: 'krbtgt', flags: 0x80222, mustChange: true } as const;
    const domain = { 'Update-Password-Not-Required-Bit': 'denied', 'Unexpire-Password': 'denied' } as const;
    expect(told(DISABLE, { read: 'denied', domain, traits }).caveats).toEqual([
      'read-right-missing',
      'platform-may-refuse',
      'retained-flag-needs-right',
      'retained-flag-needs-privilege',
      'already-so',
    ]);
    expect(told(RESET, { domain, traits }).caveats).toEqual(['random-password-instead', 'reset-forces-change']);
  });
});

describe('flags that are kept', () => {
  const RIGHTS: readonly (readonly [number, string])[] = [
    [0x20, 'Update-Password-Not-Required-Bit'],
    [0x10000, 'Unexpire-Password'],
    [0x80, 'Enable-Per-User-Reversibly-Encrypted-Password'],
    [0x2000, 'DS-Install-Replica'],
    [0x4000000, 'DS-Install-Replica'],
  ];

  test.each(RIGHTS)('0x%s needs %s', (bit, right) => {
    const traits = { flags: 0x200 | bit };
    expect(told(DISABLE, { traits, domain: { [right]: 'denied' } }).caveats).toEqual(['retained-flag-needs-right']);
    expect(told(DISABLE, { traits, domain: { [right]: 'unknown' } }).caveats).toEqual([]);
    expect(told(DISABLE, { traits }).asked).toEqual([right]);
    // Without the bit the right is not asked for.
    expect(told(DISABLE, { domain: { [right]: 'denied' } }).asked).toEqual([]);
    // Nor where the action writes something else.
    expect(told(FORCE, { traits, domain: { [right]: 'denied' } }).caveats).toEqual([]);
  });

  test.each([0x80000, 0x1000000, 0x1080000])('0x%s needs a privilege that no directory shows', (bit) => {
    expect(told(DISABLE, { traits: { flags: 0x200 | bit } }).caveats).toEqual(['retained-flag-needs-privilege']);
  });

  test.each([0x2, 0x200, 0x800, 0x1000, 0x40000])('0x%s needs nothing', (bit) => {
    const domain = Object.fromEntries(RIGHTS.map(([, right]) => [right, 'denied' as const]));
    expect(told(ENABLE, { traits: { flags: 0x2 | bit }, domain }).caveats).toEqual([]);
  });

  test('one that is lacking is enough', () => {
    expect(told(DISABLE, { traits: { flags: 0x10220 }, domain: { 'Unexpire-Password': 'denied' } }).caveats).toEqual([
      'retained-flag-needs-right',
    ]);
  });

  test('the name of the attribute is compared without case', () => {
    const shouted = action('x', { request: { right: 'write-property', attribute: 'USERACCOUNTCONTROL' } });
    expect(told(shouted, { traits: { flags: 0x80000 } }).caveats).toEqual(['retained-flag-needs-privilege']);
  });
});

describe('what is asked on the target', () => {
  test.each<[ActionDefinition, string]>([
    [DISABLE, USER_ACCOUNT_CONTROL],
    [FORCE, PWD_LAST_SET],
  ])('reading of the attribute that is written', (of, attribute) => {
    expect(told(of, {}).checked).toEqual([
      [{ right: 0x10, covers: [attribute, ACCOUNT_RESTRICTIONS, USER_CLASS], ownerImplicit: false }],
    ]);
  });

  test('nothing, for what writes no attribute', () => {
    expect(told(RESET, {}).checked).toEqual([]);
    const elsewhere = action('x', { request: { right: 'control-access', controlAccessRight: 'Send-As' } });
    expect(told(elsewhere, { traits: { platform: 'krbtgt' } })).toEqual({ caveats: [], checked: [], asked: [] });
    expect(told(action('delete', { request: { right: 'delete' } }), {})).toEqual({
      caveats: [],
      checked: [],
      asked: [],
    });
  });
});
