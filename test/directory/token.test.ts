import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { loadDirectory } from '../../src/directory/load.js';
import { buildToken, type Token, type TokenWay } from '../../src/directory/token.js';
import { wayNames } from '../../src/directory/token-names.js';
import { groupUser, localSystemUser, type TokenUser } from '../../src/directory/token-user.js';
import type { Tristate } from '../../src/result/tristate.js';
import { domainId, groupId } from './ids.js';
import { alias, BUILTIN, DOMAIN_LOCAL, DOMAIN_SID, GLOBAL, group, memorySource, UNIVERSAL } from './memory-source.js';
import { userOf } from './users.js';

const sid = (rid: number) => `${DOMAIN_SID}-${rid}` as const;
const subject = (groups: readonly number[], primary: number | null = 513) =>
  userOf(domainId(0), sid(1000), 'EXAMPLE\\actor', [], primary === null ? null : sid(primary), groups.map(groupId));

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
    const own = userOf(domainId(0), sid(1000), 'actor', ['S-1-5-21-8-8-8-5'], sid(513), [groupId(0)]);
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
      groupUser(domainId(0), sid(2001), 'EXAMPLE\\helpdesk', groupId(0)),
      domainId(0),
    );
    expect([token.carries(sid(2001)), token.carries(sid(2002)), token.carries('S-1-5-11')]).toEqual([
      'yes',
      'yes',
      'yes',
    ]);
  });
});

/** Everything of a token: each SID with the kinds of steps to it, and the domain whose controllers add it. */
function contents(token: Token): Record<Sid, string> {
  const kinds = (way: TokenWay | null): string[] => (way === null ? [] : [...kinds(way.before), way.step.kind]);
  return Object.fromEntries(
    [...token.sids].map(([key, { way, domain }]) => [key, `${kinds(way).join(' ')} @${domain}`]),
  );
}

describe('a whole token', () => {
  const NETWORK = {
    'S-1-1-0': 'account well-known @null',
    'S-1-5-2': 'account well-known @null',
    'S-1-5-11': 'account well-known @null',
    'S-1-5-15': 'account well-known @null',
  };

  test('of an account without any group', async () => {
    const directory = await loadDirectory(memorySource({}));
    const token = buildToken(directory, subject([]), domainId(0));
    expect(contents(token)).toEqual({
      [sid(1000)]: 'account @null',
      ...NETWORK,
      // No source holds the primary group, so that nothing is known of it but its SID.
      [sid(513)]: 'account primary-group @null',
    });
    expect(token.domain).toBe(domainId(0));
    expect([...token.filtered]).toEqual([]);
  });

  test('of an account whose primary group was not read', async () => {
    const directory = await loadDirectory(memorySource({ groups: [group(513, 'Domain Users', GLOBAL)] }));
    expect(contents(buildToken(directory, subject([], null), domainId(0)))).toEqual({
      [sid(1000)]: 'account @null',
      ...NETWORK,
    });
  });

  test('where the account has groups of every kind', async () => {
    const directory = await loadDirectory(
      memorySource({
        groups: [
          group(513, 'Domain Users', GLOBAL, [4]),
          group(2001, 'inner', UNIVERSAL, [2]),
          group(2002, 'local', DOMAIN_LOCAL, [], { sidHistory: ['S-1-5-21-9-9-9-7'] }),
          group(2003, 'nameless', GLOBAL, [], { sid: undefined, sidHistory: ['S-1-5-21-9-9-9-8'] }),
          alias(545, 'Users'),
          group(2005, 'not in it', GLOBAL),
        ],
      }),
    );
    expect(contents(buildToken(directory, subject([1, 3]), domainId(0)))).toEqual({
      [sid(1000)]: 'account @null',
      ...NETWORK,
      [sid(513)]: 'account group @null',
      'S-1-5-32-545': 'account group group @0',
      [sid(2001)]: 'account group @null',
      [sid(2002)]: 'account group group @0',
      'S-1-5-21-9-9-9-7': 'account group group former-sid @0',
      'S-1-5-21-9-9-9-8': 'account group former-sid @null',
    });
    // On controllers of no known domain no domain-local group is added.
    expect(Object.keys(contents(buildToken(directory, subject([1, 3]), null)))).toEqual([
      sid(1000),
      ...Object.keys(NETWORK),
      sid(513),
      sid(2001),
      'S-1-5-21-9-9-9-8',
    ]);
  });

  test('of LocalSystem', async () => {
    const directory = await loadDirectory(
      memorySource({ groups: [alias(544, 'Administrators', [1]), group(1, 'x', GLOBAL)] }),
    );
    const token = buildToken(directory, localSystemUser, domainId(0));
    expect(contents(token)).toEqual({
      'S-1-5-18': 'account @null',
      'S-1-5-32-544': 'account @null',
      'S-1-1-0': 'account @null',
      'S-1-5-11': 'account @null',
    });
    expect(token.domain).toBe(domainId(0));
    expect([...token.filtered]).toEqual([]);
    const asked: readonly Sid[] = [
      'S-1-5-18',
      'S-1-5-32-544',
      'S-1-1-0',
      'S-1-5-11',
      'S-1-5-2',
      'S-1-5-32-548',
      'S-1-18-1',
    ];
    expect(asked.map((each) => token.carries(each))).toEqual(['yes', 'yes', 'yes', 'yes', 'no', 'no', 'no']);
    expect(buildToken(directory, localSystemUser, null).domain).toBeNull();
  });

  test('a SID is reached by the shortest way, and each once', async () => {
    const directory = await loadDirectory(
      memorySource({ groups: [group(2001, 'a', GLOBAL, [1]), group(2002, 'b', GLOBAL)] }),
    );
    for (const groups of [
      [0, 1],
      [1, 0],
    ]) {
      expect(contents(buildToken(directory, subject(groups), domainId(0)))[sid(2002)]).toBe('account group @null');
    }
    // A former SID that is the SID of a group as well stays what it was first.
    const again = userOf(domainId(0), sid(1000), 'x', [sid(2001)], sid(513), [groupId(0)]);
    expect(contents(buildToken(directory, again, domainId(0)))[sid(2001)]).toBe('account former-sid @null');
  });

  test('former SIDs and the account itself lead on as foreign principals', async () => {
    const directory = await loadDirectory(
      memorySource({
        groups: [group(2001, 'by itself', DOMAIN_LOCAL), group(2002, 'by a former one', DOMAIN_LOCAL)],
        foreign: [
          { sid: sid(1000), memberOf: [0] },
          { sid: 'S-1-5-21-8-8-8-5', memberOf: [1] },
        ],
      }),
    );
    const own = userOf(domainId(0), sid(1000), 'x', ['S-1-5-21-8-8-8-5'], sid(513), []);
    expect(contents(buildToken(directory, own, domainId(0)))).toMatchObject({
      [sid(2001)]: 'account group @0',
      [sid(2002)]: 'account former-sid group @0',
    });
  });
});

describe('a SID that is not in the token', () => {
  test.each<[string, Sid, Tristate]>([
    ['INTERACTIVE', 'S-1-5-4', 'no'],
    ['SERVICE', 'S-1-5-6', 'no'],
    ['NTLM authentication', 'S-1-5-64-10', 'unknown'],
    ['SChannel authentication', 'S-1-5-64-14', 'unknown'],
    ['Digest authentication', 'S-1-5-64-21', 'unknown'],
    ['THIS_ORGANIZATION_CERTIFICATE', 'S-1-5-65-1', 'unknown'],
    ['authentication authority asserted identity', 'S-1-18-1', 'unknown'],
    ['service asserted identity', 'S-1-18-2', 'unknown'],
    ['fresh public key identity', 'S-1-18-3', 'unknown'],
    ['key trust identity', 'S-1-18-4', 'unknown'],
    ['key property MFA', 'S-1-18-5', 'unknown'],
    ['key property attestation', 'S-1-18-6', 'unknown'],
    ['compounded authentication', 'S-1-5-21-0-0-0-496', 'unknown'],
    ['claims valid', 'S-1-5-21-0-0-0-497', 'unknown'],
    ['an alias that the sources lack', 'S-1-5-32-548', 'unknown'],
    ['a group or account that the sources lack', sid(4711), 'unknown'],
    ['ANONYMOUS', 'S-1-5-7', 'no'],
    ['BATCH', 'S-1-5-3', 'no'],
    ['DIALUP', 'S-1-5-1', 'no'],
    ['SYSTEM', 'S-1-5-18', 'no'],
    ['SELF', 'S-1-5-10', 'no'],
    ['OTHER_ORGANIZATION', 'S-1-5-1000', 'no'],
    ['CREATOR OWNER', 'S-1-3-0', 'no'],
    ['a mandatory label', 'S-1-16-8192', 'no'],
  ])('%s: %s is %s', async (_, asked, expected) => {
    const directory = await loadDirectory(memorySource({}));
    expect(buildToken(directory, subject([]), domainId(0)).carries(asked)).toBe(expected);
  });

  /** About a group that the account is not in: carried, where all is known, and where the primary group was not read. */
  async function carried(only: Parameters<typeof group>, domain: number | null = 0) {
    const directory = await loadDirectory(memorySource({ groups: [group(...only)] }));
    const asked = only[4]?.sidHistory?.[0] ?? sid(2001);
    const where = domain === null ? null : domainId(domain);
    return [subject([]), subject([], null)].map((user) => buildToken(directory, user, where).carries(asked));
  }
  const HIDDEN = { unresolvedMembers: ['CN=hidden'] };

  test.each<[string, Parameters<typeof group>, number | null, Tristate[]]>([
    ['a closed group', [2001, 'x', GLOBAL], 0, ['no', 'unknown']],
    ['an open group', [2001, 'x', GLOBAL, [], HIDDEN], 0, ['unknown', 'unknown']],
    ['an open distribution group', [2001, 'x', 2, [], HIDDEN], 0, ['no', 'no']],
    ['an open domain-local group, at home', [2001, 'x', DOMAIN_LOCAL, [], HIDDEN], 0, ['unknown', 'unknown']],
    ['an open domain-local group, elsewhere', [2001, 'x', DOMAIN_LOCAL, [], HIDDEN], null, ['no', 'no']],
    ['an open universal group, elsewhere', [2001, 'x', UNIVERSAL, [], HIDDEN], null, ['unknown', 'unknown']],
    [
      'a former SID of a closed group',
      [2001, 'x', GLOBAL, [], { sidHistory: ['S-1-5-21-9-9-9-7'] }],
      0,
      ['no', 'unknown'],
    ],
    [
      'a former SID of an open group',
      [2001, 'x', GLOBAL, [], { ...HIDDEN, sidHistory: ['S-1-5-21-9-9-9-7'] }],
      0,
      ['unknown', 'unknown'],
    ],
  ])('%s', async (_, only, domain, expected) => {
    expect(await carried(only, domain)).toEqual(expected);
  });

  test('what has a SID now counts before what had it once', async () => {
    const directory = await loadDirectory(
      memorySource({
        groups: [group(2001, 'now', GLOBAL), group(2002, 'once', GLOBAL, [], { ...HIDDEN, sidHistory: [sid(2001)] })],
      }),
    );
    expect(buildToken(directory, subject([]), domainId(0)).carries(sid(2001))).toBe('no');
  });

  test('an account that descriptors name is another one', async () => {
    const directory = await loadDirectory(
      memorySource({ more: [{ type: 'principal', sid: 'S-1-5-32-999', name: 'x', dn: 'CN=x' }] }),
    );
    expect(buildToken(directory, subject([]), domainId(0)).carries('S-1-5-32-999')).toBe('no');
  });
});

test('what an account may be, for want of its flags, leaves open what that leads to', async () => {
  const directory = await loadDirectory(
    memorySource({
      groups: [
        group(2001, 'of controllers', DOMAIN_LOCAL),
        group(498, 'rodcs', UNIVERSAL),
        group(2002, 'apart', GLOBAL),
      ],
      foreign: [{ sid: 'S-1-5-9', memberOf: [0] }],
    }),
  );
  const mayHold = new Set<Sid>(['S-1-5-9', sid(498)]);
  const held = (user: TokenUser) =>
    (['S-1-5-9', sid(2001), sid(498), sid(2002)] as const).map((each) =>
      buildToken(directory, user, domainId(0)).carries(each),
    );
  expect(held({ ...subject([]), mayHold })).toEqual(['unknown', 'unknown', 'unknown', 'no']);
  expect(held(subject([]))).toEqual(['no', 'no', 'no', 'no']);
});
