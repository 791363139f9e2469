import { describe, expect, test } from '@jest/globals';
import { parseSddl } from '../../src/descriptor/index.js';
import type { BasicAce, ObjectAce } from '../../src/descriptor/types.js';
import { createSchema } from '../../src/directory/schema.js';
import type { RequiredRight } from '../../src/result/rights.js';
import { excessOf, givesRight } from '../../src/verdicts/rights.js';
import {
  PWD_LAST_SET as PWD,
  RESET_PASSWORD as RESET,
  ACCOUNT_RESTRICTIONS as SET,
  USER_ACCOUNT_CONTROL as UAC,
  USER_CLASS,
} from '../directory/memory-source.js';
import { action, DISABLE, FORCE, RESET as RESET_ACTION } from './actions.js';

const WRITE = 'f3a64788-5306-11d1-a9c5-0000f80367c1';
const NOBODY_KNOWS = '00000000-0000-0000-0000-00000000abcd';
const schema = createSchema(
  [{ type: 'class', name: 'user', guid: USER_CLASS, parent: 'top', category: 1, auxiliary: [], attributes: [] }],
  [
    { type: 'attribute', name: 'userAccountControl', guid: UAC, set: SET },
    { type: 'attribute', name: 'pwdLastSet', guid: PWD, set: SET },
    { type: 'attribute', name: 'servicePrincipalName', guid: WRITE },
  ],
  [
    { type: 'right', name: 'User-Force-Change-Password', guid: RESET, validAccesses: 0x100, appliesTo: [] },
    { type: 'right', name: 'Validated-SPN', guid: WRITE, validAccesses: 0x8, appliesTo: [] },
  ],
);

/** The one entry of a list. */
const entry = (ace: string) => parseSddl(`D:${ace}`).dacl!.aces[0] as BasicAce | ObjectAce;
const plain = (rights: string) => entry(`(A;;${rights};;;AU)`);
const on = (rights: string, guid: string) => entry(`(OA;;${rights};${guid};;AU)`);

describe('whether an entry gives a right', () => {
  const WRITE_UAC: RequiredRight = { right: 'write-property', attribute: 'userAccountControl' };
  const READ_UAC: RequiredRight = { right: 'read-property', attribute: 'userAccountControl' };
  const CONFIDENTIAL: RequiredRight = { right: 'read-confidential', attribute: 'userAccountControl' };
  const RESET_IT: RequiredRight = { right: 'control-access', controlAccessRight: 'User-Force-Change-Password' };
  const WRITE_SPN: RequiredRight = { right: 'validated-write', validatedWrite: 'Validated-SPN' };

  test.each<[string, BasicAce | ObjectAce, RequiredRight, boolean]>([
    ['write all properties', plain('WP'), WRITE_UAC, true],
    ['read all properties', plain('RP'), WRITE_UAC, false],
    ['full control', plain('GA'), WRITE_UAC, true],
    ['generic write', plain('GW'), WRITE_UAC, true],
    ['generic write', plain('GW'), READ_UAC, false],
    ['generic read', plain('GR'), READ_UAC, true],
    ['write the attribute', on('WP', UAC), WRITE_UAC, true],
    ['write its property set', on('WP', SET), WRITE_UAC, true],
    ['write another attribute', on('WP', PWD), WRITE_UAC, false],
    ['write properties of a class', on('WP', USER_CLASS), WRITE_UAC, true],
    ['write what nobody knows', on('WP', NOBODY_KNOWS), WRITE_UAC, false],
    ['an object entry without a type', entry('(OA;;WP;;;AU)'), WRITE_UAC, true],
    ['read the attribute', on('RP', UAC), READ_UAC, true],
    ['write the attribute', on('WP', UAC), READ_UAC, false],
    ['read the attribute and its secret', on('RPCR', UAC), CONFIDENTIAL, true],
    ['read the attribute alone', on('RP', UAC), CONFIDENTIAL, false],
    ['the secret of it alone', on('CR', UAC), CONFIDENTIAL, false],
    ['all extended rights', plain('CR'), RESET_IT, true],
    ['the extended right', on('CR', RESET), RESET_IT, true],
    ['another extended right', on('CR', NOBODY_KNOWS), RESET_IT, false],
    ['extended rights on a class', on('CR', USER_CLASS), RESET_IT, false],
    ['write what has the GUID of the right', on('WP', RESET), RESET_IT, false],
    ['all validated writes', plain('SW'), WRITE_SPN, true],
    ['the validated write', on('SW', WRITE), WRITE_SPN, true],
    ['write the attribute itself', on('WP', WRITE), WRITE_SPN, false],
    ['validated writes on a class', on('SW', USER_CLASS), WRITE_SPN, false],
    ['delete', plain('SD'), { right: 'delete' }, true],
    ['delete, for a class', on('SD', USER_CLASS), { right: 'delete' }, true],
    ['delete, for an attribute', on('SD', UAC), { right: 'delete' }, false],
    ['read permissions, for a class', on('RC', USER_CLASS), { right: 'read-control' }, true],
    ['change permissions, for a class', on('WD', USER_CLASS), { right: 'write-dac' }, true],
    ['take ownership, for a class', on('WO', USER_CLASS), { right: 'write-owner' }, true],
    ['delete a child', plain('DC'), { right: 'delete' }, false],
    ['delete the subtree', plain('DT'), { right: 'delete' }, false],
    ['read permissions', plain('RC'), { right: 'read-control' }, true],
    ['generic execute', plain('GX'), { right: 'read-control' }, true],
    ['change permissions', plain('WD'), { right: 'write-dac' }, true],
    ['take ownership', plain('WO'), { right: 'write-dac' }, false],
    ['take ownership', plain('WO'), { right: 'write-owner' }, true],
    ['change permissions', plain('WD'), { right: 'write-owner' }, false],
    ['write all properties', plain('WP'), { right: 'write-property', attribute: 'gone' }, true],
    ['write an attribute', on('WP', UAC), { right: 'write-property', attribute: 'gone' }, false],
    ['an extended right', on('CR', RESET), { right: 'control-access', controlAccessRight: 'gone' }, false],
  ])('%s: %j %j: %s', (_, ace, right, expected) => {
    expect(givesRight(ace, right, schema)).toBe(expected);
  });
});

describe('rights that no documented set asks for', () => {
  const given = (ace: BasicAce | ObjectAce, ...actions: Parameters<typeof excessOf>[1]) =>
    excessOf(ace, actions, schema).map(({ right, guid }) => (guid === null ? right : `${right} ${guid}`));

  test.each<[string, BasicAce | ObjectAce, string[]]>([
    ['write the documented attribute', on('WP', UAC), []],
    ['read and write it', on('RPWP', UAC), []],
    ['write another', on('WP', WRITE), [`write-property ${WRITE}`]],
    // More than what is documented: the whole set, and everything.
    ['write its property set', on('WP', SET), [`write-property ${SET}`]],
    ['write all properties', plain('WP'), ['write-property']],
    ['read all properties', plain('RP'), []],
    ['read permissions, list', plain('RCLCLO'), []],
    ['the documented extended right', on('CR', RESET), []],
    ['all extended rights', plain('CR'), ['control-access']],
    ['full control', plain('GA'), ['full-control']],
    ['validated write of an attribute', on('SW', UAC), [`validated-write ${UAC}`]],
    ['several', plain('SDWDWORPCC'), ['create-child', 'delete', 'write-dac', 'write-owner']],
  ])('%s', (_, ace, expected) => {
    expect(given(ace, DISABLE, FORCE, RESET_ACTION)).toEqual(expected);
  });

  test('a documented right is one by its bit and by its GUID', () => {
    // The attribute of a documented write, given with another right; a right without an object type.
    expect(given(on('CRWP', UAC), DISABLE)).toEqual([`control-access ${UAC}`]);
    expect(given(plain('SD'), action('x', { documented: [{ right: 'delete' }] }))).toEqual([]);
    expect(given(on('WP', RESET), RESET_ACTION)).toEqual([`write-property ${RESET}`]);
  });

  test('with other actions, other rights', () => {
    expect(given(on('CR', RESET), DISABLE)).toEqual([`control-access ${RESET}`]);
    expect(given(on('WP', UAC))).toEqual([`write-property ${UAC}`]);
    expect(
      given(on('CR', RESET), action('x', { documented: [{ right: 'write-property', attribute: 'gone' }] })),
    ).toEqual([`control-access ${RESET}`]);
  });
});
