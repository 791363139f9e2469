import { beforeAll, expect, test } from '@jest/globals';
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
