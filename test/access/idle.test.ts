/** Which entries are decided by one before them; and which objects an entry is for. */
import { describe, expect, test } from '@jest/globals';
import { isDecidedBefore } from '../../src/access/idle.js';
import { classOfHeirs, spreadOf } from '../../src/access/spread.js';
import { parseSddl } from '../../src/descriptor/index.js';
import type { BasicAce, ObjectAce } from '../../src/descriptor/types.js';
import type { Spread } from '../../src/result/delegations.js';

const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const PWD = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const COMPUTER = 'bf967a86-0de6-11d0-a285-00aa003049e2';

const ace = (sddl: string) => parseSddl(`D:${sddl}`).dacl!.aces[0] as BasicAce | ObjectAce;

test.each<[string, Spread, string | null]>([
  ['(A;;WP;;;AU)', 'this-object', null],
  ['(A;CI;WP;;;AU)', 'this-object-and-descendants', null],
  ['(A;CINP;WP;;;AU)', 'this-object-and-children', null],
  ['(A;CIIO;WP;;;AU)', 'descendants', null],
  ['(A;CIIONP;WP;;;AU)', 'children', null],
  ['(A;IO;WP;;;AU)', 'nowhere', null],
  ['(A;OIIO;WP;;;AU)', 'nowhere', null],
  [`(OA;CIIO;WP;${UAC};${USER};AU)`, 'descendants', USER],
  // What is not inherited is inherited by no class.
  [`(OA;;WP;${UAC};${USER};AU)`, 'this-object', null],
])('%s is for %s', (sddl, spread, classGuid) => {
  expect([spreadOf(ace(sddl)), classOfHeirs(ace(sddl))]).toEqual([spread, classGuid]);
});

describe('decided before', () => {
  test.each<[string, string, boolean]>([
    ['(D;;WP;;;AU)', '(A;;WP;;;AU)', true],
    ['(D;;GW;;;AU)', '(A;;WP;;;AU)', true],
    ['(D;;WP;;;AU)', '(A;;RPWP;;;AU)', false],
    ['(D;;WP;;;AU)', `(OA;;WP;${UAC};;AU)`, true],
    [`(OD;;WP;${UAC};;AU)`, `(OA;;WP;${UAC};;AU)`, true],
    [`(OD;;WP;${UAC};;AU)`, `(OA;;WP;${PWD};;AU)`, false],
    [`(OD;;WP;${UAC};;AU)`, '(A;;WP;;;AU)', false],
    // As far as the other goes, or further.
    ['(D;CI;WP;;;AU)', '(A;CIIO;WP;;;AU)', true],
    ['(D;CIIO;WP;;;AU)', '(A;CI;WP;;;AU)', false],
    ['(D;CINP;WP;;;AU)', '(A;CI;WP;;;AU)', false],
    ['(D;CI;WP;;;AU)', '(A;CINP;WP;;;AU)', true],
    ['(D;;WP;;;AU)', '(A;CI;WP;;;AU)', false],
    // For the class of the other, or for every one.
    ['(D;CIIO;WP;;;AU)', `(OA;CIIO;WP;;${USER};AU)`, true],
    [`(OD;CIIO;WP;;${USER};AU)`, `(OA;CIIO;WP;;${USER};AU)`, true],
    [`(OD;CIIO;WP;;${COMPUTER};AU)`, `(OA;CIIO;WP;;${USER};AU)`, false],
    [`(OD;CIIO;WP;;${USER};AU)`, '(A;CIIO;WP;;;AU)', false],
    // Under a condition nothing is certain.
    ['(XD;;WP;;;AU;(Member_of {SID(BA)}))', '(A;;WP;;;AU)', false],
    ['(D;;WP;;;AU)', '(XA;;WP;;;AU;(Member_of {SID(BA)}))', true],
    ['(A;;GA;;;AU)', '(D;;WP;;;AU)', true],
  ])('%s before %s: %s', (earlier, later, expected) => {
    expect(isDecidedBefore(ace(later), ace(earlier))).toBe(expected);
  });
});
