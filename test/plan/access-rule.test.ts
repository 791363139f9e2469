import { expect, test } from '@jest/globals';
import { parseSddl } from '../../src/descriptor/index.js';
import type { Ace } from '../../src/descriptor/types.js';
import { accessRuleOf } from '../../src/plan/access-rule.js';

const SID = 'S-1-5-21-1-2-3-1000';
const PWD = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const aceOf = (sddl: string): Ace => parseSddl(`D:${sddl}`).dacl!.aces[0]!;
const NONE = { objectType: null, inheritedObjectType: null };

// ActiveDirectorySecurityInheritance as .NET documents it.
test.each([
  [`(A;;RP;;;${SID})`, { sid: SID, mask: 0x10, inheritance: 'None', ...NONE }],
  [`(A;CI;WD;;;${SID})`, { sid: SID, mask: 0x40000, inheritance: 'All', ...NONE }],
  [`(A;CINP;WP;;;${SID})`, { sid: SID, mask: 0x20, inheritance: 'SelfAndChildren', ...NONE }],
  [`(A;CINPIO;WP;;;${SID})`, { sid: SID, mask: 0x20, inheritance: 'Children', ...NONE }],
  [
    `(OA;CIIO;RPWP;${PWD};${USER};${SID})`,
    { sid: SID, mask: 0x30, inheritance: 'Descendents', objectType: PWD, inheritedObjectType: USER },
  ],
  [
    `(OA;;WP;${PWD};;${SID})`,
    { sid: SID, mask: 0x20, inheritance: 'None', objectType: PWD, inheritedObjectType: null },
  ],
])('%s', (sddl, rule) => {
  expect(accessRuleOf(aceOf(sddl))).toEqual(rule);
});

test.each([
  [`(D;;WP;;;${SID})`, 'denies'],
  [`(OD;;WP;${PWD};;${SID})`, 'denies'],
  [`(A;OICI;WP;;;${SID})`, 'is for files as well'],
  [`(A;OI;WP;;;${SID})`, 'is for files'],
  [`(A;IO;WP;;;${SID})`, 'waits for nobody'],
  [`(A;CIID;WP;;;${SID})`, 'is inherited'],
  [`(OA;;CR;;;${SID})`, 'names no type in the form that could'],
  [`(XA;;WP;;;${SID};(Member_of {SID(BA)}))`, 'has a condition'],
])('%s is no such rule: it %s', (sddl) => {
  expect(accessRuleOf(aceOf(sddl))).toBeNull();
});
