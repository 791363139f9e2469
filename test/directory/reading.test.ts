import { beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import { type OwnSideRead, type Reader, Reading, readersOf } from '../../src/directory/reading.js';
import type { UnaskedAttribute } from '../../src/directory/records.js';
import type { SourceInfo } from '../../src/result/sources.js';
import type { Tristate } from '../../src/result/tristate.js';
import { classListId, descriptorId, domainId, groupId } from './ids.js';
import {
  alias,
  DOMAIN_DN,
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  INETORGPERSON_CLASS,
  memorySource,
  USER_CLASS,
  type Written,
} from './memory-source.js';
import { A, B, groupOf, twoDomains } from './two-domains.js';

const MEMBER = 'bf9679c0-0de6-11d0-a285-00aa003049e2';
const MEMBER_OF = 'bf967991-0de6-11d0-a285-00aa003049e2';
const SID_HISTORY = '17eb4278-d167-11d0-b002-0000f80367c1';
const MEMBERSHIP = 'bc0ac240-79a9-11d0-9020-00c04fc2d4cf';
const TEAM: Sid = `${DOMAIN_SID}-1100`;
const OTHER: Sid = `${DOMAIN_SID}-1101`;

/** A reader whose token has these SIDs, and may have those. */
const reader = (held: readonly Sid[], perhaps: readonly Sid[] = []): Reader => ({
  carries: (sid): Tristate => (held.includes(sid) ? 'yes' : perhaps.includes(sid) ? 'unknown' : 'no'),
});

/** Of an object with this descriptor: a user, of the domain, of which everything was asked for. */
const READ: OwnSideRead = {
  descriptor: descriptorId(0),
  classes: classListId(0),
  domain: domainId(0),
  unasked: [],
  memberOf: [],
  otherGroups: undefined,
};

interface Case extends Partial<OwnSideRead> {
  readonly readers?: readonly Reader[];
  readonly attribute?: UnaskedAttribute;
  readonly written?: Written;
}

/** Whether `memberOf` (or another attribute) is known to be absent, where the list of the object is this. */
async function isAbsent(dacl: string, more: Case = {}): Promise<boolean> {
  const { readers = [], attribute = 'memberof', written, ...read } = more;
  const directory = await loadDirectory(memorySource({ descriptors: [`O:SYG:SY${dacl}`], ...written }));
  return new Reading(directory, readers).isAbsent(attribute, { ...READ, ...read });
}

describe('what came without an attribute has none where whoever read may read it there', () => {
  test.each<[string, string, boolean]>([
    ['all properties, for Authenticated Users', 'D:(A;;RP;;;AU)', true],
    ['all properties, for Everyone', 'D:(A;;RP;;;WD)', true],
    ['everything, for Everyone', 'D:(A;;GA;;;WD)', true],
    ['no list at all', '', true],
    ['an empty list', 'D:', false],
    ['another right', 'D:(A;;WPCRLCRC;;;AU)', false],
    ['the attribute itself', `D:(OA;;RP;${MEMBER_OF};;AU)`, true],
    ['its property set', `D:(OA;;RP;${MEMBERSHIP};;AU)`, true],
    ['another attribute', `D:(OA;;RP;${SID_HISTORY};;AU)`, false],
    ['the class of the object', `D:(OA;;RP;${USER_CLASS};;AU)`, true],
    ['for children alone', 'D:(A;CIIO;RP;;;AU)', false],
    ['for somebody else', `D:(A;;RP;;;${TEAM})`, false],
    // Who read is not the object itself.
    ['for the object itself', 'D:(A;;RP;;;PS)', false],
    ['denied before', `D:(OD;;RP;${MEMBER_OF};;AU)(A;;RP;;;WD)`, false],
    ['denied to somebody who may have read', `D:(D;;RP;;;${TEAM})(A;;RP;;;WD)`, false],
    ['another attribute denied', `D:(OD;;RP;${SID_HISTORY};;WD)(A;;RP;;;WD)`, true],
  ])('%s', async (_, dacl, expected) => {
    expect(await isAbsent(dacl)).toBe(expected);
  });

  test.each<[UnaskedAttribute, boolean, boolean, boolean]>([
    ['member', true, false, false],
    ['memberof', false, true, false],
    ['sidhistory', false, false, true],
  ])('%s by its own GUID', async (attribute, ...expected) => {
    const answers = [MEMBER, MEMBER_OF, SID_HISTORY].map((guid) => isAbsent(`D:(OA;;RP;${guid};;AU)`, { attribute }));
    expect(await Promise.all(answers)).toEqual(expected);
  });

  test('an attribute is what the schema of the source says it is', async () => {
    const guid = '00000000-0000-0000-0000-000000000001';
    const more = [{ type: 'attribute', name: 'MemberOf', guid }] as const;
    expect(await isAbsent(`D:(OA;;RP;${guid};;AU)`, { written: { more } })).toBe(true);
    expect(await isAbsent(`D:(OA;;RP;${MEMBER_OF};;AU)`, { written: { more } })).toBe(false);
  });

  test.each<[string, Partial<OwnSideRead>, boolean]>([
    ['as it is', {}, true],
    ['it was not asked for', { unasked: ['memberof'] }, false],
    ['not asked for, among others', { unasked: ['member', 'memberof', 'sidhistory'] }, false],
    ['others were not asked for', { unasked: ['member', 'sidhistory'] }, true],
    ['the descriptor was not read', { descriptor: null }, false],
    ['of no known domain', { domain: null }, true],
    ['of no known class', { classes: null }, true],
  ])('readable by all: %s', async (_, read, expected) => {
    expect(await isAbsent('D:(A;;RP;;;AU)', read)).toBe(expected);
  });

  test.each<[string, OwnSideRead['classes'], boolean]>([
    ['a user', classListId(0), true],
    ['a computer', classListId(2), false],
    ['not read', null, false],
    ['one that no schema holds', classListId(4), false],
    ['not there', classListId(99), false],
  ])('readable for the class of users: the class is %s', async (_, classes, expected) => {
    const more = [{ type: 'classes', names: ['top', 'person', 'user', 'nobodys'] }] as const;
    expect(await isAbsent(`D:(OA;;RP;${USER_CLASS};;AU)`, { classes, written: { more } })).toBe(expected);
  });

  test('of one that was not read nothing is known, whatever is known of others', async () => {
    const reading = new Reading(
      await loadDirectory(
        memorySource({ descriptors: ['O:SYG:SYD:(A;;RP;;;AU)', `O:SYG:SYD:(OA;;RP;${INETORGPERSON_CLASS};;AU)`] }),
      ),
      [],
    );
    const absent = (descriptor: number | null, classes: number | null) =>
      reading.isAbsent('memberof', {
        ...READ,
        descriptor: descriptor === null ? null : descriptorId(descriptor),
        classes: classes === null ? null : classListId(classes),
      });
    for (const classes of [0, 1, null]) expect([absent(0, classes), absent(null, classes)]).toEqual([true, false]);
    expect([1, 0, null].map((classes) => absent(1, classes))).toEqual([true, false, false]);
  });

  test('a damaged descriptor says nothing', async () => {
    const more = [{ type: 'descriptor', base64: 'AAAA' }] as const;
    expect(await isAbsent('D:(A;;RP;;;AU)', { descriptor: descriptorId(1), written: { more } })).toBe(false);
  });
});

describe('who read', () => {
  test.each<[string, string, readonly Reader[], boolean]>([
    ['nobody says', `D:(A;;RP;;;${TEAM})`, [null], false],
    ['one of the group', `D:(A;;RP;;;${TEAM})`, [reader([TEAM])], true],
    ['one who may be of the group', `D:(A;;RP;;;${TEAM})`, [reader([], [TEAM])], false],
    ['one of another group', `D:(A;;RP;;;${TEAM})`, [reader([OTHER])], false],
    ['any reader is an authenticated user', 'D:(A;;RP;;;AU)', [reader([])], true],
    ['any reader is one of everyone', 'D:(A;;RP;;;WD)', [reader([])], true],
    ['a denial of a group that it is none of', `D:(D;;RP;;;${TEAM})(A;;RP;;;AU)`, [reader([])], true],
    ['a denial of a group that it is one of', `D:(D;;RP;;;${TEAM})(A;;RP;;;AU)`, [reader([TEAM])], false],
    ['a denial of a group that it may be one of', `D:(D;;RP;;;${TEAM})(A;;RP;;;AU)`, [reader([], [TEAM])], false],
    ['two of the group', `D:(A;;RP;;;${TEAM})`, [reader([TEAM]), reader([TEAM, OTHER])], true],
    // Which of the sources the object came from is not known.
    ['one of the group and another', `D:(A;;RP;;;${TEAM})`, [reader([TEAM]), reader([OTHER])], false],
    ['one of the group and one of whom nobody says', `D:(A;;RP;;;${TEAM})`, [reader([TEAM]), null], false],
  ])('%s', async (_, dacl, readers, expected) => {
    expect(await isAbsent(dacl, { readers })).toBe(expected);
  });

  test('is asked for the domain of the object, and once', async () => {
    const directory = await loadDirectory(
      memorySource({ descriptors: [`O:SYG:SYD:(A;;RP;;;${TEAM})`, `O:SYG:SYD:(A;;RP;;;${OTHER})`] }),
    );
    const carries = jest.fn(
      (sid: Sid, domain: number | null): Tristate => (sid === TEAM && domain === 0 ? 'yes' : 'no'),
    );
    const [one] = [{ carries }];
    const reading = new Reading(directory, [one, one]);
    const asked = () => {
      const calls = [...carries.mock.calls];
      carries.mockClear();
      return calls;
    };
    for (const expected of [[[TEAM, 0]], []]) {
      expect(reading.isAbsent('memberof', READ)).toBe(true);
      expect(asked()).toEqual(expected);
    }
    // Anything else about the object is another question.
    expect(reading.isAbsent('memberof', { ...READ, domain: null })).toBe(false);
    expect(asked()).toEqual([[TEAM, null]]);
    expect(reading.isAbsent('memberof', { ...READ, descriptor: descriptorId(1) })).toBe(false);
    expect(asked()).toEqual([[OTHER, 0]]);
    expect(reading.isAbsent('memberof', { ...READ, classes: null })).toBe(true);
    expect(asked()).toEqual([[TEAM, 0]]);
    expect(reading.isAbsent('member', READ)).toBe(true);
    expect(asked()).toEqual([[TEAM, 0]]);
  });
});

describe('groups that hold every reader', () => {
  const PRE_WINDOWS_2000: Sid = 'S-1-5-32-554';
  const foreign = (sid: Sid) => `CN=${sid},CN=ForeignSecurityPrincipals,${DOMAIN_DN}`;

  test.each<[string, Written, Sid, boolean]>([
    ['an alias that nobody is in', { groups: [alias(554, 'x')] }, PRE_WINDOWS_2000, false],
    [
      'an alias with Authenticated Users in it',
      { groups: [alias(554, 'x')], foreign: [{ sid: 'S-1-5-11', memberOf: [0] }] },
      PRE_WINDOWS_2000,
      true,
    ],
    [
      'an alias with Everyone in it',
      { groups: [alias(554, 'x')], foreign: [{ sid: 'S-1-1-0', memberOf: [0] }] },
      PRE_WINDOWS_2000,
      true,
    ],
    [
      'an alias with somebody else in it',
      { groups: [alias(554, 'x')], foreign: [{ sid: 'S-1-5-7', memberOf: [0] }] },
      PRE_WINDOWS_2000,
      false,
    ],
    [
      'an alias that names Authenticated Users, of which the sources have no object',
      { groups: [alias(554, 'x', [], { unresolvedMembers: ['CN=x', foreign('S-1-5-11')] })] },
      PRE_WINDOWS_2000,
      true,
    ],
    [
      'an alias that names Everyone, in another spelling',
      { groups: [alias(554, 'x', [], { unresolvedMembers: [foreign('S-1-1-0').toLowerCase()] })] },
      PRE_WINDOWS_2000,
      true,
    ],
    [
      'an alias that names somebody whose SID begins alike, and what is named so elsewhere',
      {
        groups: [
          alias(554, 'x', [], {
            unresolvedMembers: [foreign('S-1-5-113'), `OU=y,${foreign('S-1-5-11')}`, `CN=S-1-5-11,${DOMAIN_DN}`],
          }),
        ],
      },
      PRE_WINDOWS_2000,
      false,
    ],
    [
      'a group that such a group is in',
      {
        groups: [group(1, 'inner', GLOBAL, [1]), group(1100, 'team', DOMAIN_LOCAL)],
        foreign: [{ sid: 'S-1-5-11', memberOf: [0] }],
      },
      TEAM,
      true,
    ],
    [
      'a group that a distribution group of such is in',
      {
        groups: [group(1, 'mail', 2, [1]), group(1100, 'team', DOMAIN_LOCAL)],
        foreign: [{ sid: 'S-1-5-11', memberOf: [0] }],
      },
      TEAM,
      false,
    ],
    [
      'a group that such a group is in of which the SID was not read',
      {
        groups: [group(1, 'x', GLOBAL, [1], { sid: undefined }), group(1100, 'team', DOMAIN_LOCAL)],
        foreign: [{ sid: 'S-1-5-11', memberOf: [0] }],
      },
      TEAM,
      true,
    ],
  ])('%s', async (_, written, sid, expected) => {
    for (const readers of [[], [reader([])]]) {
      expect(await isAbsent(`D:(A;;RP;;;${sid})`, { written, readers })).toBe(expected);
    }
  });

  test('a domain-local group on its own domain alone, looked up once a domain', async () => {
    const groups = [groupOf(A, 2000, DOMAIN_LOCAL), groupOf(B, 2001, DOMAIN_LOCAL)];
    const directory = await twoDomains({ trust: null, groups, foreign: [{ sid: 'S-1-5-11', memberOf: [0, 1] }] });
    const { descriptors } = await loadDirectory(
      memorySource({ descriptors: groups.map(({ sid }) => `O:SYG:SYD:(A;;RP;;;${sid})`) }),
    );
    const above = jest.spyOn(directory.membership, 'above');
    const reading = new Reading({ ...directory, descriptors }, []);
    const answers = [0, 1].map((domain) =>
      [0, 1].map((number) =>
        reading.isAbsent('member', { ...READ, descriptor: descriptorId(number), domain: domainId(domain) }),
      ),
    );
    expect(answers).toEqual([
      [true, false],
      [false, true],
    ]);
    expect(above).toHaveBeenCalledTimes(2);
  });
});

describe('no further group of its domain has it as a member', () => {
  let directory: Directory;
  beforeAll(async () => {
    directory = await loadDirectory(
      memorySource({
        groups: [group(1100, 'own', GLOBAL), { ...group(1101, 'of elsewhere', GLOBAL), parent: undefined as never }],
        descriptors: ['O:SYG:SYD:(A;;RP;;;AU)', 'O:SYG:SYD:'],
      }),
    );
  });
  const [READABLE, UNREADABLE] = [descriptorId(0), descriptorId(1)];
  const ROOT = 'DC=elsewhere,DC=com';
  const ELSEWHERE = `CN=x,${ROOT}`;

  test.each<[string, Partial<OwnSideRead>, boolean]>([
    ['it came without memberOf, which all may read', { descriptor: READABLE }, true],
    ['it came without memberOf, which not all may read', { descriptor: UNREADABLE }, false],
    ['it came without memberOf, which was not asked for', { unasked: ['memberof'] }, false],
    // A group names it, and its own side does not: it was not shown.
    ['it came without memberOf, and a group names it', { memberOf: [groupId(0)] }, false],
    ['it came without memberOf, and a group of another domain names it', { memberOf: [groupId(1)] }, true],
    ['it came without memberOf, and both name it', { memberOf: [groupId(1), groupId(0)] }, false],
    ['it came without memberOf, and what names it is not there', { memberOf: [groupId(99)] }, true],
    ['it came with memberOf, which was not read as a whole', { unasked: ['memberof'], otherGroups: [] }, false],
    ['it came with memberOf, all of which the groups tell', { descriptor: UNREADABLE, otherGroups: [] }, true],
    ['with memberOf, and groups name it', { descriptor: UNREADABLE, otherGroups: [], memberOf: [groupId(0)] }, true],
    ['with a group of its domain that nobody knows', { otherGroups: [`CN=x,${DOMAIN_DN}`] }, false],
    ['with one in another spelling', { otherGroups: [`CN=x,OU=y,${DOMAIN_DN.toUpperCase()}`] }, false],
    ['with a group of another domain that nobody knows', { otherGroups: [ELSEWHERE] }, true],
    ['with one whose name ends alike', { otherGroups: ['CN=x,OU=DC=example,DC=example,DC=com.example'] }, true],
    ['with one of the configuration', { otherGroups: [`CN=x,CN=Services,CN=Configuration,${ROOT}`] }, false],
    ['with such a one in another spelling', { otherGroups: [`cn=x, cn=configuration, ${ROOT}`] }, false],
    ['with one named like it', { otherGroups: [`CN=x,OU=Configuration,CN=My Configuration,${ROOT}`] }, true],
    ['with both', { otherGroups: [ELSEWHERE, `CN=x,${DOMAIN_DN}`] }, false],
    ['of no known domain, with a group that nobody knows', { domain: null, otherGroups: [ELSEWHERE] }, false],
    ['of no known domain, with none', { domain: null, otherGroups: [] }, true],
  ])('%s', (_, read, expected) => {
    expect(new Reading(directory, []).membershipsProven({ ...READ, ...read })).toBe(expected);
  });
});

describe('all that it was called before', () => {
  test.each<[string, string, Partial<OwnSideRead>, readonly Sid[] | undefined, boolean]>([
    ['it came with some', 'D:', {}, [OTHER], true],
    ['it came with some, not read as a whole', 'D:', { unasked: ['sidhistory'] }, [OTHER], false],
    ['it came with some, others were not asked for', 'D:', { unasked: ['member', 'memberof'] }, [OTHER], true],
    ['it came without, which all may read', `D:(OA;;RP;${SID_HISTORY};;AU)`, {}, undefined, true],
    ['it came without, and another attribute may be read', `D:(OA;;RP;${MEMBER_OF};;AU)`, {}, undefined, false],
    ['it came without, which not all may read', 'D:', {}, undefined, false],
    ['it came without, not asked for', 'D:(A;;RP;;;AU)', { unasked: ['sidhistory'] }, undefined, false],
    ['it came without, and without its descriptor', 'D:(A;;RP;;;AU)', { descriptor: null }, undefined, false],
  ])('%s', async (_, dacl, read, sidHistory, expected) => {
    const directory = await loadDirectory(memorySource({ descriptors: [`O:SYG:SY${dacl}`] }));
    expect(new Reading(directory, []).historyKnown({ ...READ, ...read }, sidHistory)).toBe(expected);
  });
});

describe('the readers of sources', () => {
  const source = (collection?: Partial<NonNullable<SourceInfo['collection']>>): SourceInfo => ({
    name: 'x',
    kind: 'snapshot',
    sha256: '0'.repeat(64),
    collectedAt: null,
    server: null,
    ...(collection && {
      collection: {
        boundAs: 'x',
        startedAt: 'x',
        endedAt: null,
        serverTime: null,
        highestCommittedUSN: null,
        searches: [],
        ...collection,
      },
    }),
  });
  const given = reader([TEAM]);

  test('what the user says counts where the source does not', () => {
    expect(readersOf([], given)).toEqual([]);
    expect(readersOf([source(), source({})], given)).toEqual([given, given]);
    expect(readersOf([source()], null)).toEqual([null]);
  });

  test('a server that told the token told all of it', () => {
    const [one, other, empty] = readersOf(
      [source({ reader: [OTHER, 'S-1-5-11'] }), source(), source({ reader: [] })],
      given,
    );
    const answers = [OTHER, 'S-1-5-11', TEAM, 'S-1-5-32-544'].map((sid) =>
      [one, empty].map((each) => each!.carries(sid as Sid, null)),
    );
    expect(answers).toEqual([
      ['yes', 'no'],
      ['yes', 'no'],
      ['no', 'no'],
      ['no', 'no'],
    ]);
    expect(other).toBe(given);
  });
});
