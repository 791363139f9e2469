import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { parseSddl } from '../../src/descriptor/index.js';
import { builtinNames } from '../../src/directory/names.js';
import { descriptorInWords, entryInWords } from '../../src/words/index.js';
import { anyDescriptor } from '../descriptor/arbitraries.js';

const NAMES = {
  ...builtinNames(),
  nameOf: (sid: string) => (sid === 'S-1-5-21-7-8-9-1104' ? 'SECURELAB\\helpdesk' : null),
};
const HELPDESK = 'S-1-5-21-7-8-9-1104';
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const RESET = '00299570-246d-11d0-a768-00aa006e0529';
const PWD_LAST_SET = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const RESTRICTIONS = '4c164200-20c0-11d0-a768-00aa006e0529';

const words = (entry: string, list = 'D') => {
  const sd = parseSddl(`${list}:${entry}`, { domainSid: 'S-1-5-21-7-8-9' });
  return entryInWords((list === 'D' ? sd.dacl : sd.sacl)!.aces[0]!, NAMES);
};

describe('an entry as one sentence', () => {
  test.each<[string, string]>([
    [
      `(OA;CIIOID;CR;${RESET};${USER};${HELPDESK})`,
      'Allows SECURELAB\\helpdesk to reset passwords on descendant user objects; inherited',
    ],
    [
      `(OA;CI;RPWP;${PWD_LAST_SET};;${HELPDESK})`,
      'Allows SECURELAB\\helpdesk to read and write pwdLastSet on this object and all descendant objects',
    ],
    [
      `(OD;;WP;${RESTRICTIONS};;${HELPDESK})`,
      'Denies SECURELAB\\helpdesk the right to write property set User-Account-Restrictions on this object only',
    ],
    [
      '(A;;GA;;;DA)',
      'Allows Domain Admins of the domain S-1-5-21-7-8-9 to do everything (full control) on this object only',
    ],
    [
      '(A;CIIONP;WDWO;;;WD)',
      'Allows Everyone to change permissions (WRITE_DAC) and take ownership (WRITE_OWNER) on direct child objects',
    ],
    [
      `(OA;CI;CCDC;${USER};;AO)`,
      'Allows BUILTIN\\Account Operators to create child objects of class user and delete child objects of class user on this object and all descendant objects',
    ],
    [
      `(OA;;SD;${USER};;AO)`,
      'Allows BUILTIN\\Account Operators to delete the object (of class user) on this object only',
    ],
    [
      '(A;IO;RC;;;PS)',
      'Allows Self (the object itself) to read permissions on no object (inherit-only, and no flag to inherit it)',
    ],
    ['(A;;0x200;;;WD)', 'Allows Everyone to use the right "bit 0x200" on this object only'],
    ['(A;;;;;WD)', 'Allows Everyone to do nothing (no right is named) on this object only'],
    [
      '(OA;;RP;11111111-2222-3333-4444-555555555555;;S-1-5-21-1-2-3-4)',
      'Allows S-1-5-21-1-2-3-4 to read {11111111-2222-3333-4444-555555555555} on this object only',
    ],
    [
      '(XA;;CR;;;AU;((Member_of {SID(BU)} && @User.Title == "PM") || !(Exists @Resource.Dept)))',
      'Allows Authenticated Users to use all extended rights on this object only, if (the token holds BUILTIN\\Users and the user\'s claim Title is "PM") or not (there is the object\'s attribute Dept)',
    ],
    [
      '(XD;;CR;;;AU;(Not_Device_Member_of_Any {SID(BU), SID(BA)} && a Any_of {1, -2} && @User.l >= @Resource.l && b))',
      "Denies Authenticated Users the right to use all extended rights on this object only, if the device's token does not hold BUILTIN\\Users or BUILTIN\\Administrators and the attribute a is among 1 and -2 and the user's claim l is at least the object's attribute l and the attribute b is neither 0 nor empty",
    ],
  ])('%s', (entry, sentence) => {
    expect(words(entry)).toBe(sentence);
  });

  test.each<[string, string]>([
    [
      '(AU;SAFACI;WP;;;WD)',
      'Audits all attempts of Everyone to write all properties on this object and all descendant objects',
    ],
    ['(OU;FA;CR;;;WD)', 'Audits failed attempts of Everyone to use all extended rights on this object only'],
    ['(ML;;NWNX;;;HI)', 'Labels the object with High Mandatory Level: whoever is below may not write up or execute up'],
    ['(SP;;;;;S-1-17-5)', 'Puts the object under the central access policy S-1-17-5'],
    ['(RA;;;;;WD;("Dept",TS,0,"Sales","HR"))', 'States the object\'s attribute Dept: "Sales" and "HR"'],
    ['(RA;;;;;WD;("Who",TD,0,BA))', "States the object's attribute Who: BUILTIN\\Administrators"],
  ])('of a SACL: %s', (entry, sentence) => {
    expect(words(entry, 'S')).toBe(sentence);
  });

  test('a condition that cannot be read is said to be there', () => {
    const ace = { ...parseSddl('D:(XA;;CR;;;WD;(a))').dacl!.aces[0]!, applicationData: new Uint8Array(4) };
    expect(entryInWords(ace as never, NAMES)).toBe(
      'Allows Everyone to use all extended rights on this object only, under a condition that cannot be read',
    );
  });
});

describe('a descriptor in lines', () => {
  test('owner, group, flags, numbered entries', () => {
    expect(descriptorInWords(parseSddl('O:BAG:SYD:PAI(A;;RC;;;WD)(A;;RC;;;AU)S:AR'), NAMES)).toEqual([
      'Owner: BUILTIN\\Administrators',
      'Group: Local System',
      'Permissions (DACL): 2 entries; protected: inherits nothing from above and inheritance worked out (AI)',
      '  0  Allows Everyone to read permissions on this object only',
      '  1  Allows Authenticated Users to read permissions on this object only',
      'Auditing (SACL): an empty list, so nothing is audited; inheritance asked for (AR)',
    ]);
  });

  test.each([
    ['O:BA', 'Permissions (DACL): not there; read so, everybody has every right'],
    ['D:NO_ACCESS_CONTROL', 'Permissions (DACL): a NULL list, so everybody has every right'],
    [
      'D:P',
      'Permissions (DACL): an empty list, so nobody but the owner has any right; protected: inherits nothing from above',
    ],
  ])('%s', (text, line) => {
    expect(descriptorInWords(parseSddl(text), NAMES)[2]).toBe(line);
  });

  test('any descriptor has words, one line a statement and one an entry', () => {
    fc.assert(
      fc.property(anyDescriptor, (sd) => {
        const lines = descriptorInWords(sd, NAMES);
        const entries = (sd.dacl?.aces.length ?? 0) + (sd.sacl?.aces.length ?? 0);
        expect(lines.filter((line) => line.startsWith('  '))).toHaveLength(entries);
      }),
    );
  });
});
