/** How a delegation stands to known sets of rights. */
import { describe, expect, test } from '@jest/globals';
import { classOfHeirs, spreadOf } from '../../src/access/spread.js';
import { parseSddl } from '../../src/descriptor/index.js';
import type { BasicAce, ObjectAce, Sid } from '../../src/descriptor/types.js';
import { createSchema } from '../../src/directory/schema.js';
import { loadRules } from '../../src/rules/index.js';
import type { WrittenDelegation } from '../../src/verdicts/delegations.js';
import { nearestTemplate } from '../../src/verdicts/templates.js';
import { templateWords } from '../../src/words/delegations.js';
import { givenRightText } from '../../src/words/given-right.js';
import { requiredRightText } from '../../src/words/required-right.js';

const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const PWD = 'bf967a0a-0de6-11d0-a285-00aa003049e2';
const LOCKOUT = '28630ebf-41d5-11d1-a9c1-0000f80367c1';
const RESET = '00299570-246d-11d0-a768-00aa006e0529';
const RESTRICTIONS = '4c164200-20c0-11d0-a768-00aa006e0529';
const MEMBER = 'bf9679c0-0de6-11d0-a285-00aa003049e2';
const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const GROUP = 'bf967a9c-0de6-11d0-a285-00aa003049e2';
const PERSON = '4828cc14-1437-45bc-9b07-ad6f015e5f28';

const { templates } = loadRules([]);
// The documented base schema.
const SCHEMA = createSchema([], [], []);

function delegation(sddl: string): WrittenDelegation {
  const entries = parseSddl(`D:${sddl}`).dacl!.aces as (BasicAce | ObjectAce)[];
  return {
    trustee: 'S-1-5-11' as Sid,
    classGuid: classOfHeirs(entries[0]!),
    spread: spreadOf(entries[0]!),
    default: 'no',
    atDomainRoot: false,
    onAdminSDHolder: false,
    entries,
    objects: 1,
    where: [],
  };
}

/** Id of the nearest, and in words. */
function nearest(sddl: string): readonly [string | null, string] {
  const found = nearestTemplate(delegation(sddl), templates, SCHEMA);
  if (found === null) return [null, templateWords(null)];
  const { template, missing, more, classes } = found;
  const { id, title } = template;
  const words = { missing: missing.map(requiredRightText), more: more.map(givenRightText) };
  return [id, templateWords({ id, title, ...words, classes })];
}

const on = (rights: string, place: string, of = USER) => `(OA;CIIO;${rights};${place};${of};AU)`;
const DOCUMENTED = `${on('RPWP', UAC)}${on('RPWP', PWD)}${on('CR', RESET)}`;
const MDI = "Defender for Identity's documented set";

describe('the nearest', () => {
  test.each<[string, string, string | null, string]>([
    ['the documented set', DOCUMENTED, 'mdi-documented', `matches ${MDI}`],
    ['with reading added by the dialog', `${DOCUMENTED}${on('RPLCRC', '')}`, 'mdi-documented', `matches ${MDI}`],
    [
      'without a right',
      `${on('RPWP', UAC)}${on('RPWP', PWD)}`,
      'mdi-documented',
      `${MDI}, without extended right User-Force-Change-Password`,
    ],
    ['with another', `${DOCUMENTED}${on('WP', MEMBER)}`, 'mdi-documented', `${MDI}, with write member beyond it`],
    [
      'by a property set, which holds more',
      `${on('RPWP', RESTRICTIONS)}${on('CR', RESET)}`,
      'mdi-documented',
      `${MDI}, with write property set User-Account-Restrictions beyond it`,
    ],
    ['everything', '(A;CI;GA;;;AU)', 'mdi-documented', `${MDI}, with full control beyond it, for every class`],
    ['for another class', DOCUMENTED.replaceAll(USER, PERSON), 'mdi-documented', `${MDI}, for another class`],
    ['for every class', DOCUMENTED.replaceAll(USER, ''), 'mdi-documented', `${MDI}, for every class`],
    ['disabling alone', on('RPWP', UAC), 'mdi-disable', `matches ${MDI} for disabling alone`],
    [
      'disabling alone, blindly',
      on('WP', UAC),
      'mdi-disable',
      `${MDI} for disabling alone, without read userAccountControl`,
    ],
    [
      "the help desk's",
      `${on('RPWP', PWD)}${on('CR', RESET)}`,
      'help-desk-reset',
      "matches the help desk's set: reset passwords and force a change",
    ],
    [
      'with unlocking',
      `${on('RPWP', PWD)}${on('CR', RESET)}${on('RPWP', LOCKOUT)}`,
      'help-desk-reset-unlock',
      "matches the help desk's set: reset passwords, force a change and unlock",
    ],
    [
      'for inetOrgPersons, which the help desk looks after',
      on('RPWP', LOCKOUT, PERSON),
      'help-desk-unlock',
      "matches the help desk's set: unlock",
    ],
    [
      'members of groups',
      on('RPWP', MEMBER, GROUP),
      'mdi-group-members',
      "matches Defender for Identity's optional set for members of groups",
    ],
    ['reading is like no set', on('RPLC', ''), null, 'like no known set'],
    ['nor is what no set has', '(A;CIIO;WD;;;AU)', null, 'like no known set'],
    ['reading what a set reads is none either', on('RP', UAC), null, 'like no known set'],
  ])('%s', (_, sddl, id, words) => {
    expect(nearest(sddl)).toEqual([id, words]);
  });

  test('a name that the schema lacks is no right that everybody has', () => {
    const odd = [{ ...templates[0]!, rights: [{ right: 'write-property', attribute: 'noSuchThing' }] }] as const;
    expect(nearestTemplate(delegation(on('WP', UAC)), odd, SCHEMA)).toBeNull();
    const all = nearestTemplate(delegation('(A;CIIO;WP;;;AU)'), odd, SCHEMA);
    expect(all!.more.map(givenRightText)).toEqual(['write all properties']);
  });

  test('of many rights a few are named', () => {
    const more = ['a', 'b', 'c', 'd', 'e'];
    expect(templateWords({ id: 'x', title: 'it', missing: [], more, classes: 'same' })).toBe(
      'it, with a, b, c and 2 more rights beyond it',
    );
  });
});
