import { describe, expect, jest, test } from '@jest/globals';
import type { GapRecord, GroupRecord } from '../../src/directory/records.js';
import { incompleteGroups, ownSideOf, unreadGaps, unreadMembers } from '../../src/directory/unread-members.js';
import { classListId, descriptorId, domainId, groupId } from './ids.js';

type Because = 'unasked' | 'unreadable' | 'contradicted';

const record = (name: string, more: Partial<GroupRecord> = {}): GroupRecord => ({
  type: 'group',
  dn: `CN=${name},DC=a,DC=example`,
  sid: 'S-1-5-21-1-1-1-1000',
  ...more,
});
const gap = (dn?: string, code: GapRecord['code'] = 'members-incomplete'): GapRecord => ({
  type: 'gap',
  code,
  message: 'x',
  ...(dn !== undefined && { dn }),
});
const unread = (...of: readonly [number, Because][]) =>
  new Map(of.map(([number, because]) => [groupId(number), because] as const));

test('what a record tells of its own side', () => {
  expect(ownSideOf(record('x'), null)).toEqual({
    descriptor: null,
    classes: null,
    domain: null,
    unasked: [],
    memberOf: [],
    otherGroups: undefined,
  });
  const told = {
    descriptor: descriptorId(0),
    classes: classListId(0),
    unasked: ['member'] as const,
    memberOf: [groupId(0)],
    otherGroups: [],
  };
  expect(ownSideOf(record('x', told), domainId(0))).toEqual({ ...told, domain: 0 });
});

describe('the groups whose members are not known to have been shown', () => {
  const found = (more: Partial<GroupRecord>, absent: boolean) => [
    ...unreadMembers([record('x', more)], [{ domain: domainId(0) }], { isAbsent: () => absent }),
  ];

  test.each<[string, Partial<GroupRecord>, boolean, [number, Because][]]>([
    ['it came with members', { membersRead: 'yes' }, false, []],
    ['it did not name who names it', { membersRead: 'contradicted' }, true, [[0, 'contradicted']]],
    ['it has none', {}, true, []],
    ['it came without, and they may have been unreadable', {}, false, [[0, 'unreadable']]],
    ['others were not asked for', { unasked: ['memberof', 'sidhistory'] }, false, [[0, 'unreadable']]],
    ['they were not asked for', { unasked: ['sidhistory', 'member'] }, false, [[0, 'unasked']]],
  ])('%s', (_, more, absent, expected) => {
    expect(found(more, absent)).toEqual(expected);
  });

  test('each is asked for with what was read of it', () => {
    const isAbsent = jest.fn(() => false);
    const records = [
      record('x', { descriptor: descriptorId(3), classes: classListId(2) }),
      record('y', { membersRead: 'yes' }),
      record('z', { membersRead: 'contradicted' }),
      record('shadow', { shadow: true }),
    ];
    const groups = [0, 0, 0, 1].map((domain) => ({ domain: domainId(domain) }));
    expect([...unreadMembers(records, groups, { isAbsent })]).toEqual([
      [0, 'unreadable'],
      [2, 'contradicted'],
      [3, 'unreadable'],
    ]);
    expect(isAbsent.mock.calls).toEqual([
      ['member', ownSideOf(records[0]!, domainId(0))],
      ['member', ownSideOf(records[3]!, domainId(1))],
    ]);
  });
});

describe('the gaps of such groups', () => {
  const records = [record('x'), record('y'), record('z')];

  test('one a group, with why; what was contradicted has been told', () => {
    const gaps = unreadGaps(unread([0, 'unasked'], [1, 'contradicted'], [2, 'unreadable']), records, []);
    expect(gaps).toEqual([
      {
        type: 'gap',
        code: 'members-incomplete',
        dn: 'CN=x,DC=a,DC=example',
        message: 'it came without members, and nothing shows that they were asked for: who is in it is not known',
        derived: true,
      },
      {
        type: 'gap',
        code: 'members-incomplete',
        dn: 'CN=z,DC=a,DC=example',
        message:
          'it came without members, and its descriptor does not show that whoever read may see them: who is in it is not known',
        derived: true,
      },
    ]);
    expect(unreadGaps(unread(), records, [])).toEqual([]);
  });

  test.each<[string, readonly GapRecord[], number]>([
    ['nothing else', [], 1],
    ['of another group', [gap('CN=other')], 1],
    ['of another kind, for all', [gap(undefined, 'attribute-unreadable')], 1],
    // It has been said once for all.
    ['of members, for all', [gap()], 0],
    ['of members, for all, among others', [gap('CN=other'), gap(), gap(undefined, 'attribute-unreadable')], 0],
  ])('known gaps: %s', (_, known, count) => {
    expect(unreadGaps(unread([0, 'unasked']), records, known)).toHaveLength(count);
  });

  test.each([
    [1000, 1000, null],
    [1001, 1000, 1],
    [1250, 1000, 250],
  ])('%i of them: %i are listed, %p are counted', (count, listed, more) => {
    const many = Array.from({ length: count }, (_, number) => record(`${number}`));
    // The contradicted ones are neither.
    const of = [
      ...many.map((_, number) => [number, 'unasked'] as [number, Because]),
      [count, 'contradicted'] as [number, Because],
    ];
    const gaps = unreadGaps(unread(...of), [...many, record('z')], []);
    expect(gaps.slice(0, listed).map(({ dn }) => dn)).toEqual(many.slice(0, listed).map(({ dn }) => dn));
    expect(gaps.slice(listed)).toEqual(
      more === null
        ? []
        : [
            {
              type: 'gap',
              code: 'members-incomplete',
              count: more,
              message: `${more} more of this kind are counted here and not listed one by one (1000 are)`,
              derived: true,
            },
          ],
    );
  });
});

describe('groups of which not all members are known', () => {
  const HEADS = ['dc=a,dc=example', 'dc=b,dc=example'];
  const [NONE, NOT_SEEN, HIDES, CUT] = ['none', 'incomplete', 'incomplete hiding', 'incomplete cut hiding'];

  test.each<[string, Partial<GroupRecord>, readonly GapRecord[], string]>([
    ['all are known', {}, [], NONE],
    ['no list of those that no source has', { unresolvedMembers: [] }, [], NONE],
    ['one of no known domain', { unresolvedMembers: ['CN=y,DC=elsewhere'] }, [], NOT_SEEN],
    ['one of the first domain', { unresolvedMembers: ['CN=y,OU=z,DC=a,DC=example'] }, [], HIDES],
    ['one of the second domain, in another spelling', { unresolvedMembers: ['cn=y, dc=B, dc=Example'] }, [], HIDES],
    ['one of a domain whose name ends alike', { unresolvedMembers: ['CN=y,DC=aa,DC=example'] }, [], NOT_SEEN],
    ['several, the last of a domain', { unresolvedMembers: ['CN=y,DC=x', 'CN=y,DC=a,DC=example'] }, [], HIDES],
    ['its SID was not read', { sid: undefined }, [], NOT_SEEN],
    ['its members were read in part', {}, [gap('CN=x,DC=a,DC=example')], CUT],
    ['the same in another spelling', {}, [gap('cn=other'), gap('cn=X, dc=a, dc=EXAMPLE')], CUT],
    ['those of another group were', {}, [gap('CN=y,DC=a,DC=example')], NONE],
    ['another attribute of it could not be read', {}, [gap('CN=x,DC=a,DC=example', 'attribute-unreadable')], NONE],
    ['those of some group were', {}, [gap('CN=y,DC=a,DC=example'), gap()], CUT],
    ['another attribute of some object could not be read', {}, [gap(undefined, 'attribute-unreadable')], NONE],
  ])('%s', (_, more, gaps, expected) => {
    const found = incompleteGroups([record('x', more)], gaps, unread(), HEADS);
    const told = (['incomplete', 'cut', 'hiding'] as const).filter((name) => found[name].has(groupId(0)));
    expect(told.join(' ') || 'none').toBe(expected);
  });

  test('those whose members were not read, each by its number', () => {
    const records = [record('x'), record('y'), record('z', { unresolvedMembers: ['CN=q'] })];
    const found = incompleteGroups(records, [], unread([1, 'unasked']), HEADS);
    expect({
      incomplete: [...found.incomplete],
      cut: [...found.cut],
      hiding: [...found.hiding],
    }).toEqual({ incomplete: [1, 2], cut: [1], hiding: [1] });
  });
});
