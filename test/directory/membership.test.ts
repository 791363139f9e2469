import { describe, expect, test } from '@jest/globals';
import type { GroupId } from '../../src/directory/ids.js';
import { loadDirectory } from '../../src/directory/load.js';
import { groupsOf, type MembershipPolicy, PROTECTION } from '../../src/directory/membership.js';
import { domainId, groupId } from './ids.js';
import { BUILTIN, DOMAIN_LOCAL, GLOBAL, group, memorySource, UNIVERSAL } from './memory-source.js';
import { A, B, groupOf, twoDomains } from './two-domains.js';

const HERE: MembershipPolicy = { for: 'token', domain: domainId(0) };
const NOWHERE: MembershipPolicy = { for: 'token', domain: null };
const DISTRIBUTION = 2;
const DOMAIN_LOCAL_DISTRIBUTION = 4;

/**
 * 0 inner (in 1 and 2), 1 mail, a distribution group (in 3), 2 local, domain-local (in 4), 3 beyond the mail group, 4 top
 * (in 0: a circle), 5 alone.
 */
const membership = async () =>
  (
    await loadDirectory(
      memorySource({
        groups: [
          group(2000, 'inner', GLOBAL, [1, 2]),
          group(2001, 'mail', DISTRIBUTION, [3]),
          group(2002, 'local', DOMAIN_LOCAL, [4]),
          group(2003, 'beyond', UNIVERSAL),
          group(2004, 'top', BUILTIN, [0]),
          group(2005, 'alone', GLOBAL),
        ],
        foreign: [
          { sid: 'S-1-5-11', memberOf: [2] },
          { sid: 'S-1-5-11', memberOf: [4, 5] },
        ],
      }),
    )
  ).membership;

const reached = (groups: Iterable<GroupId>) => [...groups].map(Number);

describe('upwards', () => {
  test.each<[string, MembershipPolicy, number[]]>([
    ['a token on its own domain: no distribution group, and nothing beyond it', HERE, [0, 2, 4]],
    ['a token elsewhere: no domain-local group either', NOWHERE, [0]],
    ['protection: any kind of group, nearest first, a circle once', PROTECTION, [0, 1, 2, 3, 4]],
  ])('%s', async (_name, policy, expected) => {
    const ways = (await membership()).above([groupId(0)], policy);
    expect(reached(ways.map((way) => way.group))).toEqual(expected);
  });

  test.each<[MembershipPolicy['for'], number | null, number[]]>([
    ['account', 0, [0, 2, 7]],
    ['local', 0, [1]],
    ['local', 1, [6]],
    ['local', null, [8]],
    ['token', 0, [0, 1, 2, 7]],
    ['token', 1, [0, 2, 6, 7]],
    ['token', null, [0, 2, 7, 8]],
    ['perhaps', 0, [0, 1, 2, 4, 5, 7]],
    ['perhaps', 1, [0, 2, 4, 5, 6, 7]],
    ['perhaps', null, [0, 2, 4, 5, 7, 8]],
    ['protection', 0, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  ])('which kinds of groups count: %s, on controllers of domain %s', async (kind, domain, expected) => {
    const untyped = undefined;
    const groups = [
      groupOf(A, 2000, GLOBAL),
      groupOf(A, 2001, DOMAIN_LOCAL),
      groupOf(A, 2002, UNIVERSAL),
      groupOf(A, 2003, DISTRIBUTION),
      groupOf(A, 2004, untyped),
      groupOf(B, 2005, untyped),
      groupOf(B, 2006, DOMAIN_LOCAL),
      groupOf(B, 2007, UNIVERSAL),
      groupOf(B, 2008, DOMAIN_LOCAL, [], { parent: undefined as never }),
      groupOf(A, 2009, DOMAIN_LOCAL_DISTRIBUTION),
    ];
    const directory = await twoDomains({ trust: null, groups });
    const policy = { for: kind, domain: domain === null ? null : domainId(domain) } as MembershipPolicy;
    const ways = directory.membership.above(
      groups.map((_, number) => groupId(number)),
      policy,
    );
    expect(reached(ways.map((way) => way.group))).toEqual(expected);
  });

  test('a way tells every group on it, from where the walk began', async () => {
    const ways = (await membership()).above([groupId(0)], PROTECTION);
    expect(ways.map((way) => reached(groupsOf(way)))).toEqual([[0], [0, 1], [0, 2], [0, 1, 3], [0, 2, 4]]);
    expect(groupsOf(null)).toEqual([]);
  });

  test('what stops it is reached and not climbed beyond', async () => {
    const ways = (await membership()).above([groupId(0)], PROTECTION, (group) => group === 1);
    expect(reached(ways.map((way) => way.group))).toEqual([0, 1, 2, 4]);
  });

  test('a number that no group has is passed over', async () => {
    expect((await membership()).above([groupId(99), groupId(5)], PROTECTION).map(({ group }) => group)).toEqual([5]);
  });

  test('further beginnings while it goes on', async () => {
    const climb = (await membership()).climb(HERE, (group, before: string | null) => `${before ?? ''}/${group}`);
    climb.enter([groupId(2)], 'from');
    const seen: string[] = [];
    for (const way of climb) {
      seen.push(way);
      if (seen.length === 1) climb.enter([groupId(5), groupId(2)], way);
    }
    expect(seen).toEqual(['from/2', 'from/2/5', 'from/2/4', 'from/2/4/0']);
  });
});

describe('downwards', () => {
  test.each<[string, MembershipPolicy, number, number[]]>([
    ['a token: members of members', HERE, 4, [0, 2, 4]],
    ['a token: not through a distribution group', HERE, 3, [3]],
    ['a token: nobody is in a domain-local group of elsewhere', NOWHERE, 4, []],
    ['protection: through a distribution group too', PROTECTION, 3, [0, 1, 2, 3, 4]],
  ])('%s', async (_name, policy, start, expected) => {
    const below = (await membership()).below([groupId(start)], policy);
    expect(reached(below).sort()).toEqual(expected);
  });

  test('a membership in a group that is not there is none', async () => {
    const { membership } = await loadDirectory(
      memorySource({ groups: [group(2000, 'x', GLOBAL, [99, 1]), group(2001, 'y', GLOBAL)] }),
    );
    expect(reached(membership.below([groupId(1)], PROTECTION)).sort()).toEqual([0, 1]);
    expect(reached(membership.above([groupId(0)], PROTECTION).map(({ group }) => group))).toEqual([0, 1]);
  });

  test('from several groups at once', async () => {
    const below = (await membership()).below([groupId(5), groupId(2)], HERE);
    expect(reached(below).sort()).toEqual([0, 2, 4, 5]);
  });
});

test('direct memberships, of groups and of foreign principals', async () => {
  const links = await membership();
  expect([links.isMember(groupId(0), groupId(1)), links.isMember(groupId(1), groupId(0))]).toEqual([true, false]);
  expect(links.isMember(groupId(77), groupId(0))).toBe(false);
  expect([0, 1, 5, 77].map((number) => reached(links.direct(groupId(number))))).toEqual([[1, 2], [3], [], []]);
  expect(links.ofForeign('S-1-5-11').map(reached)).toEqual([[2], [4, 5]]);
  expect(links.ofForeign('S-1-1-0')).toEqual([]);
});

test('without one membership: the others stay, and so does the original', async () => {
  const links = await membership();
  const other = links.without(groupId(0), groupId(2));
  expect(reached(other.above([groupId(0)], HERE).map(({ group }) => group))).toEqual([0]);
  expect(reached(other.above([groupId(0)], PROTECTION).map(({ group }) => group))).toEqual([0, 1, 3]);
  expect(other.ofForeign('S-1-5-11')).toHaveLength(2);
  expect(reached(links.above([groupId(0)], HERE).map(({ group }) => group))).toEqual([0, 2, 4]);
});

test('with one more, and with one less, of groups and of foreign principals', async () => {
  const links = await membership();
  const more = links.with(groupId(5), groupId(1)).with(groupId(5), groupId(0));
  expect(reached(more.direct(groupId(5)))).toEqual([0, 1]);
  // What is a member already stays one, once.
  expect(reached(more.with(groupId(5), groupId(1)).direct(groupId(5)))).toEqual([0, 1]);
  expect(reached(more.without(groupId(5), groupId(0)).direct(groupId(5)))).toEqual([1]);
  const foreign = links.withForeign('S-1-5-11', 1, groupId(0)).withoutForeign('S-1-5-11', 0, groupId(2));
  expect(foreign.ofForeign('S-1-5-11').map(reached)).toEqual([[], [0, 4, 5]]);
  expect(links.ofForeign('S-1-5-11').map(reached)).toEqual([[2], [4, 5]]);
  expect(reached(links.direct(groupId(5)))).toEqual([]);
});

test('without a group: it holds nobody and is held by nobody; with further ones, which are alone', async () => {
  const links = await membership();
  const without = links.withoutGroup(groupId(2));
  expect(reached(without.direct(groupId(0)))).toEqual([1]);
  expect(reached(without.direct(groupId(2)))).toEqual([]);
  expect(without.ofForeign('S-1-5-11').map(reached)).toEqual([[], [4, 5]]);
  expect(reached(without.above([groupId(0)], PROTECTION).map(({ group: id }) => id))).toEqual([0, 1, 3]);
  // The former one stays as it was.
  expect(reached(links.direct(groupId(0)))).toEqual([1, 2]);

  const { groups } = await loadDirectory(
    memorySource({ groups: [group(2000, 'a', GLOBAL, [1]), group(2001, 'b', GLOBAL)] }),
  );
  const two = (await loadDirectory(memorySource({ groups: [group(2000, 'a', GLOBAL, [1]), group(2001, 'b', GLOBAL)] })))
    .membership;
  const more = two.withGroups([...groups, { groupType: GLOBAL, sid: 'S-1-5-21-10-20-30-2002', domain: domainId(0) }]);
  const last = groupId(groups.length);
  expect(reached(more.direct(last))).toEqual([]);
  expect(reached(more.below([last], PROTECTION))).toEqual([groups.length]);
  expect(
    reached(
      more
        .with(last, groupId(0))
        .above([last], HERE)
        .map(({ group: id }) => id),
    ),
  ).toEqual([groups.length, 0, 1]);
});
