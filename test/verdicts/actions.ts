/** Actions as rule files declare them, for tests of what is made of them. */
import type { ActionDefinition } from '../../src/verdicts/action.js';

/** An action of this id; without more, it asks for write userAccountControl and documents nothing. */
export function action(id: string, more: Partial<ActionDefinition> = {}): ActionDefinition {
  return {
    id,
    title: id,
    description: id,
    request: { right: 'write-property', attribute: 'userAccountControl' },
    documented: [],
    targets: ['user'],
    noEffect: [],
    references: [],
    ...more,
  };
}

export const DISABLE = action('disable', {
  documented: [
    { right: 'read-property', attribute: 'userAccountControl' },
    { right: 'write-property', attribute: 'userAccountControl' },
  ],
});

export const FORCE = action('force-password-change', {
  request: { right: 'write-property', attribute: 'pwdLastSet' },
  documented: [
    { right: 'read-property', attribute: 'pwdLastSet' },
    { right: 'write-property', attribute: 'pwdLastSet' },
    { right: 'control-access', controlAccessRight: 'User-Force-Change-Password' },
  ],
  noEffect: [
    { flag: 'DONT_EXPIRE_PASSWD', bit: 0x10000, reason: 'password-never-expires' },
    { flag: 'SMARTCARD_REQUIRED', bit: 0x40000, reason: 'smartcard-required' },
    { flag: 'WORKSTATION_TRUST_ACCOUNT', bit: 0x1000, reason: 'trust-account' },
  ],
});

export const RESET = action('reset-password', {
  request: { right: 'control-access', controlAccessRight: 'User-Force-Change-Password' },
  documented: [{ right: 'control-access', controlAccessRight: 'User-Force-Change-Password' }],
});
