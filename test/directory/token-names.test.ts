import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import { buildToken } from '../../src/directory/token.js';
import { sidName, wayNames } from '../../src/directory/token-names.js';
import { localSystemUser, type TokenUser } from '../../src/directory/token-user.js';
import { domainId, groupId } from './ids.js';
import { alias, DOMAIN_SID, GLOBAL, group, memorySource } from './memory-source.js';
import { userOf } from './users.js';

const OLD = 'S-1-5-21-8-8-8-5';
const GROUP_OLD = 'S-1-5-21-9-9-9-7';
const sid = (rid: number) => `${DOMAIN_SID}-${rid}` as const;

let directory: Directory;
beforeAll(async () => {
  directory = await loadDirectory(
    memorySource({
      groups: [
        group(2001, 'inner', GLOBAL, [1]),
        group(2002, 'outer', GLOBAL, [], { sidHistory: [GROUP_OLD] }),
        alias(554, 'Pre-Windows 2000 Compatible Access'),
      ],
      foreign: [{ sid: 'S-1-5-11', memberOf: [2] }],
    }),
  );
});
const actor = userOf(domainId(0), sid(1000), 'EXAMPLE\\actor', [OLD], sid(513), [groupId(0)]);

/** For each SID: what it is called, and the names on the way to it. */
function namesOf(user: TokenUser): Record<Sid, readonly [string | null, readonly string[]]> {
  const token = buildToken(directory, user, domainId(0));
  return Object.fromEntries(
    [...token.sids.values()].map((each) => [
      each.sid,
      [sidName(directory, user, each), wayNames(directory, user, each.way)],
    ]),
  );
}

test('every kind of step has its name', () => {
  const me = 'EXAMPLE\\actor';
  expect(namesOf(actor)).toEqual({
    [sid(1000)]: [me, [me]],
    [OLD]: [null, [me, `sIDHistory ${OLD}`]],
    'S-1-1-0': ['Everyone', [me, 'Everyone']],
    'S-1-5-2': ['NETWORK', [me, 'NETWORK']],
    'S-1-5-11': ['Authenticated Users', [me, 'Authenticated Users']],
    'S-1-5-15': ['This Organization', [me, 'This Organization']],
    [sid(513)]: [null, [me, `primary group ${sid(513)}`]],
    'S-1-5-32-554': [
      'BUILTIN\\Pre-Windows 2000 Compatible Access',
      [me, 'Authenticated Users', 'BUILTIN\\Pre-Windows 2000 Compatible Access'],
    ],
    [sid(2001)]: ['EXAMPLE\\inner', [me, 'EXAMPLE\\inner']],
    [sid(2002)]: ['EXAMPLE\\outer', [me, 'EXAMPLE\\inner', 'EXAMPLE\\outer']],
    [GROUP_OLD]: [null, [me, 'EXAMPLE\\inner', 'EXAMPLE\\outer', `sIDHistory ${GROUP_OLD}`]],
  });
});

test('LocalSystem: each SID by its own name, none by a way', () => {
  const me = 'NT AUTHORITY\\SYSTEM';
  expect(namesOf(localSystemUser)).toEqual({
    'S-1-5-18': [me, [me]],
    'S-1-5-32-544': ['BUILTIN\\Administrators', [me]],
    'S-1-1-0': ['Everyone', [me]],
    'S-1-5-11': ['Authenticated Users', [me]],
  });
});

test('a SID that nobody has named', () => {
  const way = { step: { kind: 'well-known', sid: 'S-1-5-99' }, before: null } as const;
  expect(wayNames(directory, actor, way)).toEqual(['S-1-5-99']);
  expect(sidName(directory, localSystemUser, { sid: 'S-1-5-99', way, domain: null })).toBeNull();
});

test('what a trust of selective authentication puts in has its name, though no account brings it along', () => {
  const way = { step: { kind: 'well-known', sid: 'S-1-5-1000' }, before: null } as const;
  expect(sidName(directory, actor, { sid: 'S-1-5-1000', way, domain: null })).toBe('Other Organization');
});

describe('long ways', () => {
  const ME = 'EXAMPLE\\actor';
  /** Groups from `from` to before `to`, as they are called. */
  const names = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => `EXAMPLE\\g${from + i}`);
  /** Each group is in the next one. */
  async function chain(length: number) {
    const groups = Array.from({ length }, (_, i) => group(3000 + i, `g${i}`, GLOBAL, i + 1 < length ? [i + 1] : []));
    const nested = await loadDirectory(memorySource({ groups }));
    const token = buildToken(nested, userOf(domainId(0), sid(1000), ME, [], null, [groupId(0)]), domainId(0));
    return (i: number) => wayNames(nested, actor, token.sids.get(sid(3000 + i))!.way);
  }

  test('of the middle stands how many are left out', async () => {
    const way = await chain(20_000);
    // Asked for in no order: what one has found out another one uses.
    expect(way(19_999)).toEqual([ME, ...names(0, 7), '... 19,985 groups ...', ...names(19_992, 20_000)]);
    expect(way(17)).toEqual([ME, ...names(0, 7), '... 3 groups ...', ...names(10, 18)]);
    expect(way(16)).toEqual([ME, ...names(0, 7), '... 2 groups ...', ...names(9, 17)]);
    expect(way(15)).toEqual([ME, ...names(0, 16)]);
    expect(way(0)).toEqual([ME, ...names(0, 1)]);
  });

  test('20,000 ways of up to 20,000 groups take no longer than their ends', async () => {
    const way = await chain(20_000);
    let named = 0;
    for (let i = 0; i < 20_000; i++) named += way(i).length;
    // Each group by itself would be two hundred million names.
    expect(named).toBeLessThan(17 * 20_000);
  });
});
