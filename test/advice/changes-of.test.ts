import { describe, expect, test } from '@jest/globals';
import { type AddEntry, entriesOf } from '../../src/advice/changes-of.js';
import { formatAce } from '../../src/descriptor/index.js';
import type { NamedRequiredRight } from '../../src/result/rights.js';
import { ACT, STAFF, UAC, USER_CLASS } from './situations.js';

const RESET = '00299570-246d-11d0-a768-00aa006e0529';
const USERS = { name: 'user', guid: USER_CLASS };
const READ: NamedRequiredRight = { right: 'read-property', attribute: 'userAccountControl', guid: UAC };
const WRITE: NamedRequiredRight = { ...READ, right: 'write-property' };
const CONTROL: NamedRequiredRight = {
  right: 'control-access',
  controlAccessRight: 'User-Force-Change-Password',
  displayName: 'Reset Password',
  guid: RESET,
};
const step = (rights: readonly NamedRequiredRight[], appliesTo: AddEntry['appliesTo']): AddEntry => ({
  do: 'add-entry',
  dn: STAFF,
  trustee: { sid: ACT, name: null },
  rights,
  appliesTo,
});

// MS-ADTS 5.1.3.2, MS-DTYP 2.4.4: what an administrator would write.
describe('entries that give rights', () => {
  test.each<[string, AddEntry, readonly string[]]>([
    ['one of the object itself', step([WRITE], null), [`(OA;;WP;${UAC};;${ACT})`]],
    ['for the objects of a class below', step([WRITE], USERS), [`(OA;CIIO;WP;${UAC};${USER_CLASS};${ACT})`]],
    [
      'for everything below: the class was not read',
      step([WRITE], { name: 'x', guid: null }),
      [`(OA;CIIO;WP;${UAC};;${ACT})`],
    ],
    ['two rights to one attribute are one entry', step([READ, WRITE], null), [`(OA;;RPWP;${UAC};;${ACT})`]],
    [
      'rights to different things are different entries',
      step([WRITE, CONTROL], null),
      [`(OA;;WP;${UAC};;${ACT})`, `(OA;;CR;${RESET};;${ACT})`],
    ],
    ['rights to the object', step([{ right: 'write-dac' }, { right: 'delete' }], null), [`(A;;SDWD;;;${ACT})`]],
    [
      'rights to the object, for a class below',
      step([{ right: 'write-owner' }], USERS),
      [`(OA;CIIO;WO;;${USER_CLASS};${ACT})`],
    ],
  ])('%s', (_, add, sddl) => {
    expect(entriesOf(add).map((ace) => formatAce(ace))).toEqual(sddl);
  });
});
