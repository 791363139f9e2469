import { describe, expect, test } from '@jest/globals';
import {
  type Ancestor,
  forDescendants,
  type Heir,
  hasInheritance,
  inheritedEntries,
  inheritedList,
  inheritsList,
  isInheritable,
  isInherited,
  isOneLevel,
  originOf,
  reachingEntries,
  storedEntries,
  storedList,
  unreachedBecause,
  writtenEntry,
} from '../../src/access/inherit.js';
import { formatAce, parseSddl } from '../../src/descriptor/index.js';
import { type Ace, AceType, type Guid } from '../../src/descriptor/types.js';

const USER = 'bf967aba-0de6-11d0-a285-00aa003049e2';
const GROUP = 'bf967a9c-0de6-11d0-a285-00aa003049e2';
const UAC = 'bf967a68-0de6-11d0-a285-00aa003049e2';
const OWNER = 'S-1-5-21-1-2-3-1001';
const PRIMARY = 'S-1-5-21-1-2-3-513';
const HEIR: Heir = { classGuid: USER, owner: OWNER, group: PRIMARY };

const aceOf = (sddl: string): Ace => parseSddl(`D:${sddl}`).dacl!.aces[0]!;
const level = (sddl: string, parent: Ancestor | null = null): Ancestor => ({ descriptor: parseSddl(sddl), parent });

// MS-DTYP 2.5.3.4.3 row by row: what stands in the parent's list, what the child gets.
describe('the entries that one entry becomes below', () => {
  test.each<[string, string, string[]]>([
    ['not inheritable: nothing', '(A;;RP;;;WD)', []],
    ['for files only: counts for no object of a directory, and is handed on', '(A;OI;RP;;;WD)', ['(A;OIIOID;RP;;;WD)']],
    ['for files only, one level: nothing', '(A;OINP;RP;;;WD)', []],
    ['to be inherited: counts, and goes on', '(A;CI;RP;;;WD)', ['(A;CIID;RP;;;WD)']],
    ['inherit-only: counts below', '(A;CIIO;RP;;;WD)', ['(A;CIID;RP;;;WD)']],
    ['one level: counts, and goes no further', '(A;CINPIO;RP;;;WD)', ['(A;ID;RP;;;WD)']],
    ['one level, for files too', '(A;OICINP;RP;;;WD)', ['(A;ID;RP;;;WD)']],
    ['a denial', '(D;CI;WP;;;WD)', ['(D;CIID;WP;;;WD)']],
    ['inherited before', '(A;CIID;RP;;;WD)', ['(A;CIID;RP;;;WD)']],
    ['for the class of the child', `(OA;CIIO;WP;${UAC};${USER};WD)`, [`(OA;CIID;WP;${UAC};${USER};WD)`]],
    [
      'for another class: waits for objects below',
      `(OA;CI;WP;${UAC};${GROUP};WD)`,
      [`(OA;CIIOID;WP;${UAC};${GROUP};WD)`],
    ],
    ['for another class, one level: nothing', `(OA;CINP;WP;${UAC};${GROUP};WD)`, []],
    ['for every class, of one attribute', `(OA;CI;WP;${UAC};;WD)`, [`(OA;CIID;WP;${UAC};;WD)`]],
    [
      'CREATOR OWNER: the owner of the child, and again below',
      '(A;CIIO;RP;;;CO)',
      [`(A;ID;RP;;;${OWNER})`, '(A;CIIOID;RP;;;CO)'],
    ],
    ['CREATOR OWNER, one level', '(A;CINPIO;RP;;;CO)', [`(A;ID;RP;;;${OWNER})`]],
    ['CREATOR GROUP: the group of the child', '(A;CIIO;RP;;;CG)', [`(A;ID;RP;;;${PRIMARY})`, '(A;CIIOID;RP;;;CG)']],
    [
      'generic rights are mapped where they take effect',
      '(A;CI;GR;;;WD)',
      ['(A;ID;LCRPLORC;;;WD)', '(A;CIIOID;GR;;;WD)'],
    ],
    [
      'for the class of the child, one level: the class goes with what would be handed on',
      `(OA;CINPIO;WP;${UAC};${USER};WD)`,
      [`(OA;ID;WP;${UAC};;WD)`],
    ],
    // As a Windows domain controller has stored it (a computer's validated write for CREATOR OWNER).
    [
      'an entry for the class of the child that has to be changed: the effective one names no class',
      `(OA;CIIO;SW;${UAC};${USER};CO)`,
      [`(OA;ID;SW;${UAC};;${OWNER})`, `(OA;CIIOID;SW;${UAC};${USER};CO)`],
    ],
    [
      'and where it names no attribute either, it is about the whole object',
      `(OD;CIIO;GR;;${USER};WD)`,
      ['(D;ID;LCRPLORC;;;WD)', `(OD;CIIOID;GR;;${USER};WD)`],
    ],
  ])('%s', (_name, written, expected) => {
    expect(inheritedEntries(aceOf(written), HEIR).map((ace) => formatAce(ace))).toEqual(expected);
  });

  test('without an owner, CREATOR OWNER gives nobody anything', () => {
    const nobody = { ...HEIR, owner: null, group: null };
    expect(inheritedEntries(aceOf('(A;CIIO;RP;;;CO)'), nobody).map((ace) => formatAce(ace))).toEqual([
      '(A;CIIOID;RP;;;CO)',
    ]);
    expect(inheritedEntries(aceOf('(A;CINPIO;RP;;;CG)'), nobody)).toEqual([]);
  });

  test('audit entries are no part of a DACL; labels and unknown types are not inherited', () => {
    const label = parseSddl('S:(ML;CI;NW;;;LW)').sacl!.aces[0]!;
    expect(inheritedEntries(label, HEIR)).toEqual([]);
    const unknown: Ace = { form: 'unknown', type: 0x40, flags: 0x2, body: new Uint8Array(4) } as Ace;
    expect(inheritedEntries(unknown, HEIR)).toEqual([]);
  });
});

// MS-DTYP 2.5.3.4.4; each row was written to a directory server and read back.
test.each<[string, string[]]>([
  ['(A;CI;GR;;;WD)', ['(A;CIIO;GR;;;WD)', '(A;;LCRPLORC;;;WD)']],
  ['(A;;GA;;;AU)', ['(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;AU)']],
  ['(A;;RP;;;CO)', [`(A;;RP;;;${OWNER})`]],
  ['(A;CI;RP;;;CO)', ['(A;CIIO;RP;;;CO)', `(A;;RP;;;${OWNER})`]],
  ['(A;CIIO;GR;;;CO)', ['(A;CIIO;GR;;;CO)']],
  ['(A;CINP;GR;;;WD)', ['(A;CINPIO;GR;;;WD)', '(A;;LCRPLORC;;;WD)']],
  ['(A;CINP;RP;;;CG)', ['(A;CINPIO;RP;;;CG)', `(A;;RP;;;${PRIMARY})`]],
  ['(A;OI;GR;;;WD)', ['(A;;LCRPLORC;;;WD)']],
  [`(OA;CI;GR;;${USER};WD)`, [`(OA;CIIO;GR;;${USER};WD)`, `(OA;;LCRPLORC;;${USER};WD)`]],
  ['(A;CI;RP;;;WD)', ['(A;CI;RP;;;WD)']],
])('the own entry %s is stored as %j', (written, stored) => {
  expect(storedEntries(aceOf(written), HEIR).map((ace) => formatAce(ace))).toEqual(stored);
});

describe('why an entry does not count', () => {
  test.each<[string, number, ReturnType<typeof unreachedBecause>]>([
    ['(A;;RP;;;WD)', 0, 'not-inheritable'],
    ['(A;OI;RP;;;WD)', 0, 'not-inheritable'],
    ['(A;CI;RP;;;WD)', 3, null],
    ['(A;CINP;RP;;;WD)', 0, null],
    ['(A;CINP;RP;;;WD)', 1, 'one-level'],
    [`(OA;CI;WP;${UAC};${USER};WD)`, 1, null],
    [`(OA;CI;WP;${UAC};${GROUP};WD)`, 0, 'other-class'],
    [`(OA;CINP;WP;${UAC};${GROUP};WD)`, 1, 'other-class'],
    [`(OA;CI;WP;${UAC};;WD)`, 0, null],
  ])('%s, %i objects between', (sddl, levels, expected) => {
    expect(unreachedBecause(aceOf(sddl), HEIR, levels)).toBe(expected);
  });

  test('for a class that is not known, an entry for some class is for another', () => {
    expect(unreachedBecause(aceOf(`(OA;CI;WP;${UAC};${USER};WD)`), { classGuid: undefined }, 0)).toBe('other-class');
  });
});

test('an own entry that stays as it is: a label, an unknown one, CREATOR OWNER of no known owner, inherit-only', () => {
  const label = parseSddl('S:(ML;CI;NW;;;LW)').sacl!.aces[0]!;
  const unknown: Ace = { form: 'unknown', type: 0x40, flags: 0x2, body: new Uint8Array(4) } as Ace;
  const nobodys = aceOf('(A;CI;GR;;;CO)');
  expect(storedEntries(label, HEIR)).toEqual([label]);
  expect(storedEntries(unknown, HEIR)).toEqual([unknown]);
  expect(storedEntries(nobodys, { owner: null, group: null })).toEqual([nobodys]);
});

// MS-ADTS 6.1.3, MS-DTYP 2.5.3.4.2: the own entries, then what the parent's list hands on.
describe('a list as it is stored', () => {
  const PARENT = parseSddl('D:(A;CI;RP;;;WD)(A;;WP;;;AU)(A;CIIO;GR;;;CO)');
  const own = [aceOf('(A;CI;RP;;;CO)'), aceOf('(D;;WP;;;AU)')];
  const written = ['(A;CIIO;RP;;;CO)', `(A;;RP;;;${OWNER})`, '(D;;WP;;;AU)'];

  test.each<[string, string, typeof PARENT | null, string[]]>([
    [
      'what stood there as inherited goes, what the parent hands on comes',
      '(A;CIID;CC;;;BU)',
      PARENT,
      [...written, '(A;CIID;RP;;;WD)', `(A;ID;LCRPLORC;;;${OWNER})`, '(A;CIIOID;GR;;;CO)'],
    ],
    ['of a parent without a list nothing comes', '(A;CIID;CC;;;BU)', parseSddl('O:SY'), written],
    [
      'without a parent what stands there as inherited stays',
      '(A;CIID;CC;;;BU)(A;;CC;;;BG)',
      null,
      [...written, '(A;CIID;CC;;;BU)'],
    ],
    ['a list that is cut off takes nothing', 'P(A;CIID;CC;;;BU)', PARENT, written],
    ['the same without a parent', 'P(A;CIID;CC;;;BU)', null, written],
  ])('%s', (_, list, parent, expected) => {
    const descriptor = parseSddl(`O:${OWNER}G:${PRIMARY}D:${list}`);
    expect(storedList(descriptor, own, parent, USER).map((ace) => formatAce(ace))).toEqual(expected);
  });

  test('for the class of the object; of an object without a list', () => {
    const parent = parseSddl(`D:(OA;CI;WP;${UAC};${USER};WD)(OA;CINP;WP;${UAC};${GROUP};WD)`);
    const none = parseSddl('O:SY');
    expect(storedList(none, [], parent, USER).map((ace) => formatAce(ace))).toEqual([`(OA;CIID;WP;${UAC};${USER};WD)`]);
    expect(storedList(none, [], null, USER)).toEqual([]);
  });

  test('whether an entry comes from above, and whether a list takes any', () => {
    expect(['(A;CI;RP;;;WD)', '(A;ID;RP;;;WD)'].map((each) => isInherited(aceOf(each)))).toEqual([false, true]);
    expect(['D:(A;;RP;;;WD)', 'D:P(A;;RP;;;WD)'].map((each) => inheritsList(parseSddl(each)))).toEqual([true, false]);
  });
});

describe('an entry for the objects below its holder', () => {
  test.each<[string, Guid | null, string]>([
    ['(A;;WP;;;WD)', null, '(A;CIIO;WP;;;WD)'],
    ['(A;;WP;;;WD)', USER, `(OA;CIIO;WP;;${USER};WD)`],
    ['(D;;WP;;;WD)', USER, `(OD;CIIO;WP;;${USER};WD)`],
    [`(OA;;WP;${UAC};;WD)`, null, `(OA;CIIO;WP;${UAC};;WD)`],
    [`(OA;;WP;${UAC};;WD)`, USER, `(OA;CIIO;WP;${UAC};${USER};WD)`],
    [`(OD;CI;WP;${UAC};${GROUP};WD)`, USER, `(OD;CIIO;WP;${UAC};${USER};WD)`],
    ['(XA;;WP;;;WD;(Member_of {SID(BA)}))', null, '(XA;CIIO;WP;;;WD;(Member_of {SID(BA)}))'],
  ])('%s of class %s: %s', (written, classGuid, expected) => {
    expect(formatAce(forDescendants(aceOf(written), classGuid))).toBe(expected);
  });

  test.each<[number, number]>([
    [AceType.SystemAudit, AceType.SystemAuditObject],
    [AceType.SystemAuditCallback, AceType.SystemAuditCallbackObject],
  ])('an audit entry stays one: type %s becomes %s', (type, expected) => {
    const audit = { ...parseSddl('S:(AU;SA;GR;;;WD)').sacl!.aces[0]!, type } as Ace;
    expect(forDescendants(audit, USER)).toMatchObject({ form: 'object', type: expected, inheritedObjectType: USER });
  });

  test.each<[string, number]>([
    ['(XA;;WP;;;WD;(Member_of {SID(BA)}))', AceType.AccessAllowedCallbackObject],
    ['(XD;;WP;;;WD;(Member_of {SID(BA)}))', AceType.AccessDeniedCallbackObject],
  ])('a conditional one keeps its condition: %s', (written, type) => {
    const ace = aceOf(written);
    const { applicationData } = ace as Extract<Ace, { form: 'basic' }>;
    expect(forDescendants(ace, USER)).toEqual({
      form: 'object',
      type,
      flags: 0x2 | 0x8,
      mask: 0x20,
      objectType: null,
      inheritedObjectType: USER,
      sid: 'S-1-1-0',
      applicationData,
    });
  });

  test('one of an unknown type has no class', () => {
    const unknown: Ace = { form: 'unknown', type: 0x40, flags: 0, body: new Uint8Array(4) } as Ace;
    expect(forDescendants(unknown, USER)).toEqual({ ...unknown, flags: 0x2 | 0x8 });
  });
});

test.each<[string, boolean, boolean, boolean]>([
  ['(A;;RP;;;WD)', false, false, false],
  ['(A;CI;RP;;;WD)', true, true, false],
  ['(A;OI;RP;;;WD)', false, true, false],
  ['(A;CINP;RP;;;WD)', true, true, true],
])('%s: inheritable %s, for something below %s, one level %s', (sddl, inheritable, something, oneLevel) => {
  const ace = aceOf(sddl);
  expect([isInheritable(ace), hasInheritance(ace), isOneLevel(ace)]).toEqual([inheritable, something, oneLevel]);
});

describe('from several ancestors', () => {
  const top = level('D:(A;CI;RP;;;S-1-5-21-1-2-3-9)(A;CINP;WP;;;WD)(A;;SD;;;WD)');
  const middle = level('D:(D;CIIO;WP;;;AU)(A;CIID;RP;;;S-1-5-21-1-2-3-9)', top);

  test('what an heir would inherit: the nearest first, as written above, one level only from the parent', () => {
    expect(inheritedList(middle, HEIR).map((ace) => formatAce(ace))).toEqual([
      '(D;CIID;WP;;;AU)',
      '(A;CIID;RP;;;S-1-5-21-1-2-3-9)',
    ]);
    expect(inheritedList(top, HEIR).map((ace) => formatAce(ace))).toEqual([
      '(A;CIID;RP;;;S-1-5-21-1-2-3-9)',
      '(A;ID;WP;;;WD)',
    ]);
    expect(inheritedList(null, HEIR)).toEqual([]);
  });

  test('of an entry that changes as it takes effect, what counts for the heir', () => {
    const creator = level('D:(A;CIIO;RP;;;CO)(A;CI;GR;;;WD)');
    const counting = [`(A;ID;RP;;;${OWNER})`, '(A;ID;LCRPLORC;;;WD)'];
    expect(inheritedList(creator, HEIR).map((ace) => formatAce(ace))).toEqual(counting);
    expect(reachingEntries(creator, HEIR, 0).map((ace) => formatAce(ace))).toEqual(counting);
  });

  test('an ancestor without a list gives nothing', () => {
    expect(inheritedList(level('O:SY'), HEIR)).toEqual([]);
    expect(reachingEntries(level('O:SY'), HEIR, 0)).toEqual([]);
  });

  test('an ancestor that was not read gives nothing', () => {
    expect(inheritedList({ descriptor: null, parent: top }, HEIR).map((ace) => formatAce(ace))).toEqual([
      '(A;CIID;RP;;;S-1-5-21-1-2-3-9)',
    ]);
    expect(reachingEntries({ descriptor: null, parent: null }, HEIR, 0)).toEqual([]);
  });

  test("what of one ancestor's list would count for the heir, its inherited entries too", () => {
    expect(reachingEntries(middle, HEIR, 0).map((ace) => formatAce(ace))).toEqual([
      '(D;CIID;WP;;;AU)',
      '(A;CIID;RP;;;S-1-5-21-1-2-3-9)',
    ]);
    expect(reachingEntries(top, HEIR, 1).map((ace) => formatAce(ace))).toEqual(['(A;CIID;RP;;;S-1-5-21-1-2-3-9)']);
  });
});

describe('where an inherited entry is written', () => {
  const far = level('D:(A;CI;RP;;;AU)(A;CINP;WP;;;AU)(A;CI;GR;;;BU)');
  const near = level('D:(A;;RP;;;AU)(A;CIID;RP;;;AU)(A;CIIO;RP;;;WD)', far);
  test.each<[string, Ancestor | null, number | null]>([
    ['(A;CIID;RP;;;AU)', far, 0],
    ['(A;CIID;RP;;;WD)', near, 2],
    ['(A;ID;WP;;;AU)', null, null],
    ['(A;ID;LCRPLORC;;;BU)', far, 2],
    ['(D;CIID;RP;;;AU)', null, null],
    ['(A;CIID;RP;;;BA)', null, null],
    ['(A;CIID;WP;;;WD)', null, null],
    [`(OA;CIID;RP;${UAC};;AU)`, null, null],
  ])('%s', (inherited, holder, index) => {
    const found = writtenEntry(aceOf(inherited), near);
    expect(found === null ? null : [found.ancestor === holder, found.index]).toEqual(
      index === null ? null : [true, index],
    );
    expect(originOf(aceOf(inherited), near)).toBe(holder);
  });

  test('one level: from the parent, not from above it', () => {
    expect(writtenEntry(aceOf('(A;ID;WP;;;AU)'), far)?.index).toBe(1);
  });

  test('an object entry: of the same attribute, and of the same class unless it has lost it', () => {
    const above = level(`D:(OA;CIIO;WP;${UAC};${GROUP};AU)(OA;CIIO;WP;${UAC};${USER};AU)`);
    expect(writtenEntry(aceOf(`(OA;CIID;WP;${UAC};${USER};AU)`), above)?.index).toBe(1);
    expect(writtenEntry(aceOf(`(OA;ID;WP;${UAC};;AU)`), above)?.index).toBe(0);
    expect(writtenEntry(aceOf(`(OA;CIID;WP;${GROUP};${USER};AU)`), above)).toBeNull();
  });

  test('a conditional entry: of the same condition', () => {
    const above = level('D:(XA;CI;RP;;;AU;(@User.a == 1))(XA;CI;RP;;;AU;(@User.a == 2))');
    expect(writtenEntry(aceOf('(XA;CIID;RP;;;AU;(@User.a == 2))'), above)?.index).toBe(1);
    expect(writtenEntry(aceOf('(XA;CIID;RP;;;AU;(@User.b == 22))'), above)).toBeNull();
  });

  test('bytes behind the trustee are part of an entry; entries of an unknown type are not compared', () => {
    const above = parseSddl('D:(A;CI;RP;;;AU)');
    const of = (ace: Ace): Ancestor => ({ descriptor: { ...above, dacl: { revision: 2, aces: [ace] } }, parent: null });
    const [plain, padding] = [aceOf('(A;CI;RP;;;AU)'), { applicationData: new Uint8Array(4) }];
    expect(writtenEntry({ ...plain, ...padding } as Ace, of(plain))).toBeNull();
    expect(writtenEntry(plain, of({ ...plain, ...padding } as Ace))).toBeNull();
    const unknown: Ace = { form: 'unknown', type: 0x42, flags: 0x02, body: new Uint8Array(8) };
    expect(writtenEntry(unknown, of(unknown))).toBeNull();
  });

  test('nothing comes down from above a container that does not inherit, nor past one that was not read', () => {
    expect(writtenEntry(aceOf('(A;CIID;RP;;;AU)'), level('D:PAI(A;;RP;;;WD)', far))).toBeNull();
    expect(writtenEntry(aceOf('(A;CIID;RP;;;AU)'), { descriptor: null, parent: far })).toBeNull();
    expect(writtenEntry(aceOf('(A;CIID;RP;;;AU)'), level('O:SY', far))).toBeNull();
  });
});
