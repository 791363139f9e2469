import { expect, test } from '@jest/globals';
import { matchTrustee } from '../../src/access/trustee.js';
import type { Sid } from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';

const MINE = 'S-1-5-21-1-2-3-1';
const FOREIGN = 'S-1-5-21-7-7-7-1';
const OTHER = 'S-1-5-21-1-2-3-2';
/** A token that would carry the placeholders too, were it asked for them. */
const carries = (sid: string): Tristate => (sid === OTHER ? 'no' : sid === FOREIGN ? 'unknown' : 'yes');

/** Trustee, owner of the object, whether the object is the requester's own: does it match (MS-DTYP 2.4.2.4)? */
test.each<[string, Sid, Sid | null, boolean, Tristate]>([
  ['a SID of the token', MINE, null, false, 'yes'],
  ['a SID that may be in it', FOREIGN, null, false, 'unknown'],
  ['a SID that is not in it', OTHER, null, true, 'no'],
  ['SELF, of another object', 'S-1-5-10', MINE, false, 'no'],
  ['SELF, of its own object', 'S-1-5-10', OTHER, true, 'yes'],
  ['CREATOR OWNER', 'S-1-3-0', MINE, true, 'no'],
  ['CREATOR GROUP', 'S-1-3-1', MINE, true, 'no'],
  ['CREATOR OWNER SERVER', 'S-1-3-2', MINE, true, 'no'],
  ['CREATOR GROUP SERVER', 'S-1-3-3', MINE, true, 'no'],
  ['OWNER RIGHTS, the owner is in the token', 'S-1-3-4', MINE, false, 'yes'],
  ['OWNER RIGHTS, the owner may be in it', 'S-1-3-4', FOREIGN, false, 'unknown'],
  ['OWNER RIGHTS, the owner is not in it', 'S-1-3-4', OTHER, true, 'no'],
  ['OWNER RIGHTS, the owner was not read', 'S-1-3-4', null, false, 'unknown'],
])('%s', (_, trustee, owner, isSelf, match) => {
  expect(matchTrustee(trustee, { carries, isSelf }, owner)).toBe(match);
});
