import { describe, expect, test } from '@jest/globals';
import { namedRightsOf } from '../../src/access/named-rights.js';
import { parseSddl } from '../../src/descriptor/index.js';
import type { BasicAce, ObjectAce } from '../../src/descriptor/types.js';
import { builtinNames } from '../../src/directory/names.js';
import type { GivenRightKind, Place } from '../../src/result/rights.js';
import { givenRightPhrase, givenRightPhrases, givenRightText } from '../../src/words/given-right.js';

const ATTRIBUTE: Place = { guid: 'bf967a0a-0de6-11d0-a285-00aa003049e2', kind: 'attribute', name: 'pwdLastSet' };
const SET: Place = { guid: '4c164200-20c0-11d0-a768-00aa006e0529', kind: 'property-set', name: 'Restrictions' };
const CLASS: Place = { guid: 'bf967aba-0de6-11d0-a285-00aa003049e2', kind: 'class', name: 'user' };
const RESET: Place = { guid: '00299570-246d-11d0-a768-00aa006e0529', kind: 'control-access', name: 'User-Force' };
const CHANGE: Place = { guid: 'ab721a53-1e2f-11d0-9819-00aa0040529b', kind: 'control-access', name: 'User-Change' };
const OTHER: Place = { guid: 'ab721a54-1e2f-11d0-9819-00aa0040529b', kind: 'control-access', name: 'Send-As' };
const SPN: Place = { guid: 'f3a64788-5306-11d1-a9c5-0000f80367c1', kind: 'validated-write', name: 'Validated-SPN' };
const NOTHING: Place = { guid: OTHER.guid, kind: 'unknown', name: `{${OTHER.guid}}` };

describe('one right that an entry gives', () => {
  test.each<[right: GivenRightKind, place: Place | null, text: string, phrase: string]>([
    ['full-control', null, 'full control', 'do everything (full control)'],
    ['read-property', null, 'read all properties', 'read all properties'],
    ['read-property', ATTRIBUTE, 'read pwdLastSet', 'read pwdLastSet'],
    ['write-property', SET, 'write property set Restrictions', 'write property set Restrictions'],
    ['write-property', CLASS, 'write all properties of user', 'write all properties of user'],
    ['read-property', NOTHING, `read ${NOTHING.name}`, `read ${NOTHING.name}`],
    ['control-access', null, 'all extended rights', 'use all extended rights'],
    ['control-access', OTHER, 'extended right Send-As', 'use the extended right Send-As'],
    ['control-access', RESET, 'extended right User-Force', 'reset passwords'],
    ['control-access', CHANGE, 'extended right User-Change', 'change passwords (given the old one)'],
    ['control-access', SET, 'extended right Restrictions', 'use the extended right Restrictions'],
    ['validated-write', null, 'all validated writes', 'make all validated writes'],
    ['validated-write', SPN, 'validated write Validated-SPN', 'make the validated write Validated-SPN'],
    [
      'validated-write',
      SET,
      'validated write property set Restrictions',
      'make the validated write property set Restrictions',
    ],
    ['create-child', null, 'create any child object', 'create any child object'],
    ['create-child', CLASS, 'create child objects of class user', 'create child objects of class user'],
    ['delete-child', CLASS, 'delete child objects of class user', 'delete child objects of class user'],
    ['delete', null, 'delete the object', 'delete the object'],
    ['delete', CLASS, 'delete the object', 'delete the object (of class user)'],
    ['delete-tree', null, 'delete the subtree', 'delete the subtree'],
    ['write-dac', null, 'change permissions (WRITE_DAC)', 'change permissions (WRITE_DAC)'],
    ['write-owner', null, 'take ownership (WRITE_OWNER)', 'take ownership (WRITE_OWNER)'],
    ['read-control', null, 'read permissions', 'read permissions'],
    ['list-contents', null, 'list contents', 'list contents'],
    ['list-object', null, 'list object', 'list the object'],
    ['list-object', CLASS, 'list object', 'list the object (of class user)'],
  ])('%s, %j', (right, place, text, phrase) => {
    const given = { right, bit: 1, place };
    expect(givenRightText(given)).toBe(text);
    expect(givenRightPhrase(given)).toBe(phrase);
  });

  test('a bit that is no right of an object of a directory', () => {
    expect(givenRightText({ right: 'other', bit: 0x200, place: null })).toBe('bit 0x200');
    expect(givenRightPhrase({ right: 'other', bit: 0x100000, place: null })).toBe('use the right "synchronize"');
  });
});

describe('all rights of an entry', () => {
  const phrases = (entry: string) => {
    const ace = parseSddl(`D:${entry}`).dacl!.aces[0] as BasicAce | ObjectAce;
    return givenRightPhrases(namedRightsOf(ace, builtinNames().schema));
  };

  test.each<[string, readonly string[]]>([
    [`(OA;;RPWPCR;${ATTRIBUTE.guid};;WD)`, ['read and write pwdLastSet', 'use the extended right pwdLastSet']],
    [`(OA;;CR;${RESET.guid};;WD)`, ['reset passwords']],
    ['(A;;RCRP;;;WD)', ['read all properties', 'read permissions']],
    ['(A;;GA;;;WD)', ['do everything (full control)']],
    [
      '(A;;0x1100200;;;WD)',
      ['use the right "synchronize"', 'use the right "read and write auditing"', 'use the right "bit 0x200"'],
    ],
    ['(A;;;;;WD)', ['do nothing (no right is named)']],
  ])('%s', (entry, expected) => {
    expect(phrases(entry)).toEqual(expected);
  });
});
