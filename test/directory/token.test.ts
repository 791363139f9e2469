import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import { accountUser, buildToken, type Token } from '../../src/directory/token.js';
import { wayNames } from '../../src/directory/token-names.js';
import { groupUser, localSystemUser } from '../../src/directory/token-user.js';
import { domainId, groupId } from './ids.js';
import { BUILTIN, DOMAIN_LOCAL, DOMAIN_SID, GLOBAL, group, memorySource, UNIVERSAL } from './memory-source.js';

const sid = (rid: number) => `${DOMAIN_SID}-${rid}` as const;
const subject = (groups: readonly number[], primary: number | null = 513) =>
  accountUser(
    domainId(0),
    sid(1000),
    'EXAMPLE\\actor',
    [],
    primary === null ? null : sid(primary),
    groups.map(groupId),
  );

/** Names on the way to a SID. */
const via = (directory: Directory, token: Token, asked: Sid) =>
  wayNames(directory, subject([]), token.sids.get(asked)!.way);

describe('tokens', () => {
  test('nested groups, with the way they are reached', async () => {
    const directory = await loadDirectory(
      memorySource({
        groups: [
          group(2001, 'inner', GLOBAL, [1]),
          group(2002, 'outer', UNIVERSAL, [2]),
          group(2003, 'local', DOMAIN_LOCAL),
        ],
      }),
    );
    const token = buildToken(directory, subject([0]), domainId(0));
    expect(via(directory, token, sid(2003))).toEqual([
      'EXAMPLE\\actor',
      'EXAMPLE\\inner',
      'EXAMPLE\\outer',
      'EXAMPLE\\local',
    ]);
    expect(token.sids.get(sid(2003))?.domain).toBe(domainId(0));
    expect(token.sids.get(sid(2002))?.domain).toBe(null);
  });

  test('a circle of groups ends', async () => {
    const directory = await loadDirectory(
      memorySource({ groups: [group(2001, 'a', GLOBAL, [1]), group(2002, 'b', GLOBAL, [0])] }),
    );
    expect([...buildToken(directory, subject([0]), domainId(0)).sids.keys()]).toEqual(
      expect.arrayContaining([sid(2001), sid(2002)]),
    );
  });

  test('domain-local groups count on their own domain only', async () => {
    const directory = await loadDirectory(memorySource({ groups: [group(2003, 'local', DOMAIN_LOCAL)] }));
    expect(buildToken(directory, subject([0]), domainId(0)).carries(sid(2003))).toBe('yes');
    expect(buildToken(directory, subject([0]), null).carries(sid(2003))).toBe('no');
  });

  test('distribution groups neither count nor lead on', async () => {
    const directory = await loadDirectory(
      memorySource({ groups: [group(2001, 'mail', 2, [1]), group(2002, 'secure', GLOBAL)] }),
    );
    const token = buildToken(directory, subject([0]), domainId(0));
    expect([token.carries(sid(2001)), token.carries(sid(2002))]).toEqual(['no', 'no']);
  });

  test('the primary group counts, and so do the groups it is nested in', async () => {
    const directory = await loadDirectory(
      memorySource({ groups: [group(2001, 'primary', GLOBAL, [1]), group(2002, 'above', DOMAIN_LOCAL)] }),
    );
    const token = buildToken(directory, subject([], 2001), domainId(0));
    expect([token.carries(sid(2001)), token.carries(sid(2002))]).toEqual(['yes', 'yes']);
  });

  test('well-known SIDs are members of groups through their foreign security principals', async () => {
    const builtin = {
      dn: 'CN=Pre-Windows 2000 Compatible Access,CN=Builtin,DC=example,DC=com',
      parent: 4,
      sid: 'S-1-5-32-554' as const,
      samAccountName: 'x',
      groupType: BUILTIN,
    };
    const directory = await loadDirectory(
      memorySource({ groups: [builtin], foreign: [{ sid: 'S-1-5-11', memberOf: [0] }] }),
    );
    const token = buildToken(directory, subject([]), domainId(0));
    expect(token.carries('S-1-5-32-554')).toBe('yes');
    expect(via(directory, token, 'S-1-5-32-554')).toEqual([
      'EXAMPLE\\actor',
      'Authenticated Users',
      'BUILTIN\\Pre-Windows 2000 Compatible Access',
    ]);
  });

  test('sIDHistory of the account and of its groups', async () => {
    const directory = await loadDirectory(
      memorySource({ groups: [group(2001, 'moved', GLOBAL, [], { sidHistory: ['S-1-5-21-9-9-9-7'] })] }),
    );
    const own = accountUser(domainId(0), sid(1000), 'actor', ['S-1-5-21-8-8-8-5'], sid(513), [groupId(0)]);
    const token = buildToken(directory, own, domainId(0));
    expect([token.carries('S-1-5-21-8-8-8-5'), token.carries('S-1-5-21-9-9-9-7')]).toEqual(['yes', 'yes']);
  });

  test('what cannot be known: foreign SIDs, hidden members, an unread primary group, SIDs that depend on the logon', async () => {
    const directory = await loadDirectory(
      memorySource({
        groups: [
          group(2001, 'open', GLOBAL, [1], { unresolvedMembers: ['CN=hidden,OU=secret,DC=example,DC=com'] }),
          group(2002, 'above', GLOBAL),
          group(2003, 'closed', GLOBAL),
        ],
        more: [{ type: 'principal', sid: sid(1500), name: 'somebody', dn: 'CN=somebody,DC=example,DC=com' }],
      }),
    );
    const token = buildToken(directory, subject([]), domainId(0));
    expect(token.carries('S-1-5-21-77-77-77-1001')).toBe('unknown');
    expect(token.carries(sid(4711))).toBe('unknown');
    expect(token.carries(sid(2001))).toBe('unknown');
    expect(token.carries(sid(2002))).toBe('unknown');
    expect(token.carries(sid(2003))).toBe('no');
    expect(token.carries(sid(1500))).toBe('no');
    expect(token.carries('S-1-5-32-548')).toBe('unknown');
    expect(token.carries('S-1-18-1')).toBe('unknown');
    expect(token.carries('S-1-5-15')).toBe('yes');
    expect(token.carries('S-1-5-7')).toBe('no');
    expect(buildToken(directory, subject([], null), domainId(0)).carries(sid(2003))).toBe('unknown');
  });

  test('a group of which only a part of the members was read leaves it open who else is in it', async () => {
    const groups = [group(2001, 'huge', GLOBAL, [1]), group(2002, 'above', GLOBAL), group(2003, 'closed', GLOBAL)];
    const gap = (dn?: string) =>
      ({ type: 'gap', code: 'members-incomplete', message: 'cut', ...(dn && { dn }) }) as const;
    const carries = async (...more: ReturnType<typeof gap>[]) => {
      const token = buildToken(await loadDirectory(memorySource({ groups, more })), subject([]), domainId(0));
      return [2001, 2002, 2003].map((rid) => token.carries(sid(rid)));
    };
    expect(await carries()).toEqual(['no', 'no', 'no']);
    expect(await carries(gap('cn=HUGE,ou=Staff,DC=example,DC=com'))).toEqual(['unknown', 'unknown', 'no']);
    expect(await carries(gap('CN=Somebody,OU=Staff,DC=example,DC=com'))).toEqual(['no', 'no', 'no']);
    // More gaps than are listed: it may be any group.
    expect(await carries(gap())).toEqual(['unknown', 'unknown', 'unknown']);
  });

  test('a group without a SID may be the primary group, and so may those be carried that it is nested in', async () => {
    const nameless = group(2001, 'nameless', GLOBAL, [1], { sid: undefined });
    const directory = await loadDirectory(memorySource({ groups: [nameless, group(2002, 'above', GLOBAL)] }));
    expect(buildToken(directory, subject([]), domainId(0)).carries(sid(2002))).toBe('unknown');
  });

  test('of two groups with one SID, either may be the one that is meant', async () => {
    const twin = (name: string, groupType: number, unresolvedMembers?: readonly string[]) =>
      group(2001, name, groupType, [], unresolvedMembers === undefined ? {} : { unresolvedMembers });
    const open = ['CN=hidden,DC=example,DC=com'];
    for (const groups of [
      [twin('a', GLOBAL), twin('b', GLOBAL, open)],
      [twin('b', GLOBAL, open), twin('a', GLOBAL)],
      [twin('a', 2), twin('b', GLOBAL, open)],
    ]) {
      const token = buildToken(await loadDirectory(memorySource({ groups })), subject([]), domainId(0));
      expect(token.carries(sid(2001))).toBe('unknown');
    }
    const both = await loadDirectory(memorySource({ groups: [twin('a', GLOBAL), twin('b', GLOBAL)] }));
    expect(buildToken(both, subject([]), domainId(0)).carries(sid(2001))).toBe('no');
    expect(buildToken(both, subject([1]), domainId(0)).carries(sid(2001))).toBe('yes');
  });

  test('LocalSystem has the documented four SIDs and nothing is undecided about it', async () => {
    const directory = await loadDirectory(memorySource({}));
    const token = buildToken(directory, localSystemUser, domainId(0));
    expect([...token.sids.keys()]).toEqual(['S-1-5-18', 'S-1-5-32-544', 'S-1-1-0', 'S-1-5-11']);
    expect(token.carries('S-1-5-21-77-77-77-1001')).toBe('no');
  });

  test('a group under audit carries itself and what it is nested in', async () => {
    const directory = await loadDirectory(
      memorySource({ groups: [group(2001, 'helpdesk', GLOBAL, [1]), group(2002, 'above', GLOBAL)] }),
    );
    const token = buildToken(
      directory,
      groupUser(domainId(0), sid(2001), 'EXAMPLE\\helpdesk', [], groupId(0)),
      domainId(0),
    );
    expect([token.carries(sid(2001)), token.carries(sid(2002)), token.carries('S-1-5-11')]).toEqual([
      'yes',
      'yes',
      'yes',
    ]);
  });
});
