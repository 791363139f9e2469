import { describe, expect, test } from '@jest/globals';
import { checkRight, effectOf, factOf, ownerImplicit, takesPart, trusteesOf } from '../../src/access/check.js';
import { controlAccessRequest, objectRequest, propertyRequest, Right } from '../../src/access/request.js';
import { parseSddl } from '../../src/descriptor/index.js';
import { type Ace, AceType, SdControl } from '../../src/descriptor/types.js';
import type { Tristate } from '../../src/result/tristate.js';

const TEAM = 'S-1-5-21-1-2-3-1';
const OTHER = 'S-1-5-21-1-2-3-2';
const [FOREIGN, FOREIGN_2] = ['S-1-5-21-7-7-7-1', 'S-1-5-21-7-7-7-2'];
const CLASS = 'c0000000-0000-0000-0000-000000000001';
const SET = 'a0000000-0000-0000-0000-000000000001';
const ATTRIBUTE = 'b0000000-0000-0000-0000-000000000001';
const NEIGHBOUR = 'b0000000-0000-0000-0000-000000000002';
const CONTROL = 'd0000000-0000-0000-0000-000000000001';

const who = {
  carries: (sid: string): Tristate => (sid === TEAM ? 'yes' : sid.startsWith('S-1-5-21-7-7-7-') ? 'unknown' : 'no'),
  isSelf: false,
};
const write = propertyRequest(Right.WriteProperty, ATTRIBUTE, SET, CLASS);
const short = (sddl: string, request = write, requester = who) => {
  const { decision, basis, index } = checkRight(parseSddl(sddl), requester, request);
  return `${decision} ${basis} ${index}`;
};

/** Each right by its letters in SDDL, its bit, and the generic rights that stand for it (MS-ADTS 5.1.3.2). */
const RIGHTS = [
  ['CC', 0x1, 'GA'],
  ['DC', 0x2, 'GA'],
  ['LC', 0x4, 'GA GR GX'],
  ['SW', 0x8, 'GA GW'],
  ['RP', 0x10, 'GA GR'],
  ['WP', 0x20, 'GA GW'],
  ['DT', 0x40, 'GA'],
  ['LO', 0x80, 'GA GR'],
  ['CR', 0x100, 'GA'],
  ['SD', 0x10000, 'GA'],
  ['RC', 0x20000, 'GA GR GW GX'],
  ['WD', 0x40000, 'GA'],
  ['WO', 0x80000, 'GA'],
] as const;

describe('rights', () => {
  test.each(RIGHTS)('%s is bit %i, also given by %s, and by nothing else', (letters, bit, generic) => {
    const request = { right: bit, covers: [], ownerImplicit: false };
    const giving = [...RIGHTS.map(([name]) => name), 'GA', 'GR', 'GW', 'GX'].filter(
      (right) => short(`D:(A;;${right};;;${TEAM})`, request) === 'granted entry 0',
    );
    expect(giving).toEqual([letters, ...generic.split(' ')]);
  });
});

describe('places', () => {
  const place = (type: string, request = write) => short(`D:(OA;;WPCR;${type};;${TEAM})`, request);

  test.each([
    ['no object type', '', 'granted entry 0'],
    ['the attribute', ATTRIBUTE, 'granted entry 0'],
    ['its property set', SET, 'granted entry 0'],
    ['the class of the object', CLASS, 'granted entry 0'],
    ['another attribute', NEIGHBOUR, 'denied no-entry null'],
  ])('an object entry that names %s, for a property', (_, type, expected) => {
    expect(place(type)).toBe(expected);
  });

  test('a control access right is covered by its own GUID or none', () => {
    const types = ['', CONTROL, SET, CLASS];
    expect(types.map((type) => place(type, controlAccessRequest(CONTROL)))).toEqual([
      'granted entry 0',
      'granted entry 0',
      'denied no-entry null',
      'denied no-entry null',
    ]);
  });
});

/** Type octet and effect (MS-DTYP 2.4.4.1). */
test.each([
  [0x00, 'allow'],
  [0x01, 'deny'],
  [0x02, null],
  [0x03, null],
  [0x04, null],
  [0x05, 'allow'],
  [0x06, 'deny'],
  [0x07, null],
  [0x08, null],
  [0x09, 'allow'],
  [0x0a, 'deny'],
  [0x0b, 'allow'],
  [0x0c, 'deny'],
  [0x0d, null],
  [0x0e, null],
  [0x0f, null],
  [0x10, null],
  [0x11, null],
  [0x12, null],
  [0x13, null],
])('type %i: %s', (type, effect) => {
  const ace: Ace = { form: 'basic', type, flags: 0, mask: 0, sid: TEAM, applicationData: new Uint8Array() };
  expect([effectOf(ace), takesPart(ace)]).toEqual([effect, effect !== null]);
});

describe('the list', () => {
  test.each([
    ['no list at all', 'O:SY', 'granted no-dacl null'],
    ['a NULL one', 'D:NO_ACCESS_CONTROL', 'granted no-dacl null'],
    ['an empty one', 'D:', 'denied empty-dacl null'],
    ['nothing for the requester', `D:(A;;WP;;;${OTHER})`, 'denied no-entry null'],
    ['nothing for the right', `D:(A;;RP;;;${TEAM})`, 'denied no-entry null'],
    ['allowing', `D:(A;;WP;;;${TEAM})`, 'granted entry 0'],
    ['denying', `D:(D;;WP;;;${TEAM})`, 'denied entry 0'],
    ['the first that matches: denying', `D:(D;;WP;;;${OTHER})(D;;WP;;;${TEAM})(A;;WP;;;${TEAM})`, 'denied entry 1'],
    ['the first that matches: allowing', `D:(A;;WP;;;${TEAM})(D;;WP;;;${TEAM})`, 'granted entry 0'],
    ['for objects below only', `D:(D;CIIO;WP;;;${TEAM})(A;CI;WP;;;${TEAM})`, 'granted entry 1'],
    ['inherited', `D:(A;CIID;WP;;;${TEAM})`, 'granted entry 0'],
  ])('%s', (_, sddl, expected) => {
    expect(short(sddl)).toBe(expected);
  });

  test('a list that the control bits say is not there does not count', () => {
    const given = parseSddl(`D:(D;;WP;;;${TEAM})`);
    const bits = given.control & ~SdControl.DaclPresent;
    expect(checkRight({ ...given, control: bits }, who, write)).toEqual({
      decision: 'granted',
      basis: 'no-dacl',
      index: null,
    });
  });

  test('audit entries and unknown types are passed over', () => {
    const given = parseSddl(`D:(A;;WP;;;${TEAM})`);
    const ace = given.dacl!.aces[0]!;
    const audit = { ...ace, type: AceType.SystemAudit } as Ace;
    const unknown: Ace = { form: 'unknown', type: 0x42, flags: 0, body: new Uint8Array(24) };
    const result = (aces: readonly Ace[]) => checkRight({ ...given, dacl: { revision: 4, aces } }, who, write);
    expect(result([audit, unknown, ace])).toEqual({ decision: 'granted', basis: 'entry', index: 2 });
    expect(result([audit, unknown])).toEqual({ decision: 'denied', basis: 'no-entry', index: null });
  });
});

describe('what is not known', () => {
  const maybe = (effect: string, sid = FOREIGN) => `(${effect};;WP;;;${sid})`;
  const conditional = (effect: string, sid: string, condition = '@User.x == 1') =>
    `(X${effect};;WP;;;${sid};(${condition}))`;

  test.each([
    ['may allow, else nothing', maybe('A'), 'unknown unresolved-trustee 0'],
    ['may deny, else nothing', maybe('D'), 'denied no-entry null'],
    ['may allow, then allowed', `${maybe('A')}(A;;WP;;;${TEAM})`, 'granted entry 1'],
    ['may deny, then allowed', `${maybe('D')}(A;;WP;;;${TEAM})`, 'unknown unresolved-trustee 0'],
    ['may allow, then denied', `${maybe('A')}(D;;WP;;;${TEAM})`, 'unknown unresolved-trustee 0'],
    ['may deny, then denied', `${maybe('D')}(D;;WP;;;${TEAM})`, 'denied entry 1'],
    ['behind what decides', `(A;;WP;;;${TEAM})${maybe('D')}`, 'granted entry 0'],
    [
      'the first whose outcome differs',
      `${maybe('A')}${maybe('D', FOREIGN_2)}(A;;WP;;;${TEAM})`,
      'unknown unresolved-trustee 1',
    ],
    // One undecided trustee: the later entry is reached only where the first did not match.
    ['the same trustee again', `${maybe('D')}${maybe('A')}`, 'denied no-entry null'],
    ['another one', `${maybe('D')}${maybe('A', FOREIGN_2)}`, 'unknown unresolved-trustee 1'],
    ['a condition', conditional('A', TEAM), 'unknown conditional 0'],
    ['a condition of an undecided trustee', conditional('A', FOREIGN), 'unknown conditional 0'],
    [
      'a condition that holds, of one',
      conditional('A', FOREIGN, `Member_of {SID(${TEAM})}`),
      'unknown unresolved-trustee 0',
    ],
    ['a condition that does not', conditional('A', TEAM, `Member_of {SID(${OTHER})}`), 'denied no-entry null'],
    // The condition may be what kept the first from matching: the second counts.
    [
      'a condition, then its trustee again',
      `${conditional('D', FOREIGN)}${maybe('A')}`,
      'unknown unresolved-trustee 1',
    ],
    ['its trustee, then a condition', `${maybe('D')}${conditional('A', FOREIGN)}`, 'denied no-entry null'],
  ])('%s', (_, aces, expected) => {
    expect(short(`D:${aces}`)).toBe(expected);
  });
});

describe('the owner (MS-DTYP 2.5.3.2)', () => {
  const asked = (letters: string) => objectRequest(RIGHTS.find(([name]) => name === letters)![1], CLASS);

  test.each(RIGHTS.map(([letters]) => letters))('%s without an entry', (letters) => {
    const implicit = letters === 'RC' || letters === 'WD';
    expect(short(`O:${TEAM}D:`, asked(letters))).toBe(implicit ? 'granted owner null' : 'denied empty-dacl null');
  });

  test.each([
    ['is the requester', `O:${TEAM}D:(D;;WD;;;${TEAM})`, 'granted owner null'],
    ['is somebody else', `O:${OTHER}D:(A;;RP;;;${TEAM})`, 'denied no-entry null'],
    ['may be the requester', `O:${FOREIGN}D:`, 'unknown unresolved-trustee null'],
    ['may be, and the list grants it anyway', `O:${FOREIGN}D:(A;;WD;;;${TEAM})`, 'granted entry 0'],
    ['may be, and a denying entry names it', `O:${FOREIGN}D:(D;;WD;;;${FOREIGN})(A;;WD;;;${TEAM})`, 'granted entry 1'],
    ['was not read', 'G:SYD:', 'unknown unresolved-trustee null'],
    ['OWNER RIGHTS in its place', `O:${TEAM}D:(A;;RC;;;OW)`, 'denied no-entry null'],
    ['OWNER RIGHTS, denying', `O:${TEAM}D:(D;;RP;;;OW)(A;;WD;;;${TEAM})`, 'granted entry 1'],
    ['OWNER RIGHTS, for objects below', `O:${TEAM}D:(A;CIIO;RC;;;OW)`, 'granted owner null'],
    ['OWNER RIGHTS in an object entry', `O:${TEAM}D:(OA;;RP;${SET};;OW)`, 'denied no-entry null'],
  ])('%s', (_, sddl, expected) => {
    expect(short(sddl, asked('WD'))).toBe(expected);
  });

  // BlockOwnerImplicitRights (MS-ADTS 6.1.1.2.4.1.2).
  test.each<[string, 'yes' | 'no' | 'unknown' | undefined, string]>([
    [TEAM, undefined, 'yes'],
    [TEAM, 'yes', 'yes'],
    [TEAM, 'no', 'no'],
    [TEAM, 'unknown', 'unknown'],
    [OTHER, 'yes', 'no'],
    [OTHER, 'no', 'no'],
    [OTHER, 'unknown', 'no'],
    [FOREIGN, 'yes', 'unknown'],
    [FOREIGN, 'no', 'no'],
    [FOREIGN, 'unknown', 'unknown'],
  ])('%s owns, and whether owners have their rights there is %s: %s', (owner, ownerRights, expected) => {
    const requester = ownerRights === undefined ? who : { ...who, ownerRights };
    expect(ownerImplicit(parseSddl(`O:${owner}D:`), requester, asked('WD'))).toBe(expected);
  });

  test('an audit entry does not speak of OWNER RIGHTS', () => {
    const given = parseSddl(`O:${TEAM}D:(A;;RC;;;OW)`);
    const audit = { ...given.dacl!.aces[0]!, type: AceType.SystemAudit } as Ace;
    const match = (aces: readonly Ace[]) => ownerImplicit({ ...given, dacl: { revision: 2, aces } }, who, asked('WD'));
    expect([match(given.dacl!.aces), match([audit])]).toEqual(['no', 'yes']);
  });

  test('nothing of a property, and the same without a list', () => {
    const given = parseSddl(`O:${TEAM}D:`);
    expect(ownerImplicit(given, who, { right: Right.WriteDac, covers: [], ownerImplicit: false })).toBe('no');
    expect(ownerImplicit(given, who, asked('WO'))).toBe('no');
    expect(ownerImplicit(parseSddl(`O:${TEAM}`), who, asked('RC'))).toBe('yes');
  });
});

test('the question that a trustee asks: OWNER RIGHTS and the owner are one', () => {
  const owned = parseSddl(`O:${OTHER}D:`);
  expect([factOf(TEAM, owned), factOf('S-1-3-4', owned), factOf('S-1-3-4', parseSddl('D:'))]).toEqual([
    TEAM,
    OTHER,
    'S-1-3-4',
  ]);
});

test('the trustees of a list: of entries that allow or deny, each once', () => {
  const given = parseSddl(`D:(A;;WP;;;${TEAM})(OD;;WP;${SET};;${OTHER})(A;CIIO;RP;;;${TEAM})(A;;RP;;;${FOREIGN})`);
  const aces = given.dacl!.aces.map((ace, index) =>
    index === 3 ? ({ ...ace, type: AceType.SystemAudit } as Ace) : ace,
  );
  expect([...trusteesOf({ ...given, dacl: { revision: 4, aces } })]).toEqual([TEAM, OTHER]);
  expect([...trusteesOf(parseSddl('O:SY'))]).toEqual([]);
});
