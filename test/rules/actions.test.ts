import { describe, expect, test } from '@jest/globals';
import { loadRules } from '../../src/rules/index.js';

describe('the built-in actions', () => {
  const { actions } = loadRules();
  const byId = new Map(actions.map((action) => [action.id, action]));

  test('are the four of the contract, in the order of their ids', () => {
    expect(actions.map((action) => action.id)).toEqual([
      'disable',
      'enable',
      'force-password-change',
      'reset-password',
    ]);
  });

  test.each(['disable', 'enable'])('%s writes userAccountControl, documented with read and write', (id) => {
    const action = byId.get(id)!;
    expect(action.request).toEqual({ right: 'write-property', attribute: 'userAccountControl' });
    expect(action.documented).toEqual([
      { right: 'read-property', attribute: 'userAccountControl' },
      { right: 'write-property', attribute: 'userAccountControl' },
    ]);
    expect(action.noEffect).toEqual([]);
  });

  test('force-password-change writes pwdLastSet, documented with Reset Password, and has no effect under five flags', () => {
    const action = byId.get('force-password-change')!;
    expect(action.request).toEqual({ right: 'write-property', attribute: 'pwdLastSet' });
    expect(action.documented).toEqual([
      { right: 'read-property', attribute: 'pwdLastSet' },
      { right: 'write-property', attribute: 'pwdLastSet' },
      { right: 'control-access', controlAccessRight: 'User-Force-Change-Password' },
    ]);
    expect(action.noEffect.map(({ bit, reason }) => [bit, reason])).toEqual([
      [0x10000, 'password-never-expires'],
      [0x40000, 'smartcard-required'],
      [0x800, 'trust-account'],
      [0x1000, 'trust-account'],
      [0x2000, 'trust-account'],
    ]);
  });

  test('reset-password asks for the control access right', () => {
    const action = byId.get('reset-password')!;
    expect(action.request).toEqual({ right: 'control-access', controlAccessRight: 'User-Force-Change-Password' });
    expect(action.documented).toEqual([action.request]);
    expect(action.noEffect).toEqual([]);
  });
});
