import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { TrustAttribute } from '../../src/directory/forest.js';
import type { GroupId } from '../../src/directory/ids.js';
import { loadDirectory } from '../../src/directory/load.js';
import { buildToken, type Token, type TokenWay } from '../../src/directory/token.js';
import { wayNames } from '../../src/directory/token-names.js';
import { groupUser, localSystemUser, type TokenUser } from '../../src/directory/token-user.js';
import type { GapCode } from '../../src/result/gaps.js';
import type { Tristate } from '../../src/result/tristate.js';
import { domainId, groupId } from './ids.js';
import { alias, BUILTIN, DOMAIN_LOCAL, DOMAIN_SID, GLOBAL, group, memorySource, UNIVERSAL } from './memory-source.js';
import { A, B, groupOf, twoDomains } from './two-domains.js';
import { userOf } from './users.js';

/** A domain of which the sources have no object. */
const C = 'S-1-5-21-3-3-3';

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
        part: true,
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
      memorySource({ part: true, groups: [group(2001, 'a', GLOBAL, [1]), group(2002, 'b', GLOBAL, [0])] }),
    );
    expect([...buildToken(directory, subject([0]), domainId(0)).sids.keys()]).toEqual(
      expect.arrayContaining([sid(2001), sid(2002)]),
    );
  });

  test('domain-local groups count on their own domain only', async () => {
    const directory = await loadDirectory(memorySource({ part: true, groups: [group(2003, 'local', DOMAIN_LOCAL)] }));
    expect(buildToken(directory, subject([0]), domainId(0)).carries(sid(2003))).toBe('yes');
    expect(buildToken(directory, subject([0]), null).carries(sid(2003))).toBe('no');
  });

  test('distribution groups neither count nor lead on', async () => {
    const directory = await loadDirectory(
      memorySource({ part: true, groups: [group(2001, 'mail', 2, [1]), group(2002, 'secure', GLOBAL)] }),
    );
    const token = buildToken(directory, subject([0]), domainId(0));
    expect([token.carries(sid(2001)), token.carries(sid(2002))]).toEqual(['no', 'no']);
  });

  test('the primary group counts, and so do the groups it is nested in', async () => {
    const directory = await loadDirectory(
      memorySource({ part: true, groups: [group(2001, 'primary', GLOBAL, [1]), group(2002, 'above', DOMAIN_LOCAL)] }),
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
      memorySource({ part: true, groups: [builtin], foreign: [{ sid: 'S-1-5-11', memberOf: [0] }] }),
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
      memorySource({ part: true, groups: [group(2001, 'moved', GLOBAL, [], { sidHistory: ['S-1-5-21-9-9-9-7'] })] }),
    );
    const own = userOf(domainId(0), sid(1000), 'actor', ['S-1-5-21-8-8-8-5'], sid(513), [groupId(0)]);
    const token = buildToken(directory, own, domainId(0));
    expect([token.carries('S-1-5-21-8-8-8-5'), token.carries('S-1-5-21-9-9-9-7')]).toEqual(['yes', 'yes']);
  });

  test('what cannot be known: foreign SIDs, hidden members, an unread primary group, SIDs that depend on the logon', async () => {
    const directory = await loadDirectory(
      memorySource({
        part: true,
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
      const token = buildToken(
        await loadDirectory(memorySource({ part: true, groups, more })),
        subject([]),
        domainId(0),
      );
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
    const directory = await loadDirectory(
      memorySource({ part: true, groups: [nameless, group(2002, 'above', GLOBAL)] }),
    );
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
      const token = buildToken(await loadDirectory(memorySource({ part: true, groups })), subject([]), domainId(0));
      expect(token.carries(sid(2001))).toBe('unknown');
    }
    const both = await loadDirectory(memorySource({ part: true, groups: [twin('a', GLOBAL), twin('b', GLOBAL)] }));
    expect(buildToken(both, subject([]), domainId(0)).carries(sid(2001))).toBe('no');
    expect(buildToken(both, subject([1]), domainId(0)).carries(sid(2001))).toBe('yes');
  });

  test('LocalSystem has the documented four SIDs and nothing is undecided about it', async () => {
    const directory = await loadDirectory(memorySource({ part: true }));
    const token = buildToken(directory, localSystemUser, domainId(0));
    expect([...token.sids.keys()]).toEqual(['S-1-5-18', 'S-1-5-32-544', 'S-1-1-0', 'S-1-5-11']);
    expect(token.carries('S-1-5-21-77-77-77-1001')).toBe('no');
  });

  test('a group under audit carries itself and what it is nested in', async () => {
    const directory = await loadDirectory(
      memorySource({ part: true, groups: [group(2001, 'helpdesk', GLOBAL, [1]), group(2002, 'above', GLOBAL)] }),
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
    const directory = await loadDirectory(memorySource({ part: true }));
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
    const directory = await loadDirectory(memorySource({ part: true, groups: [group(513, 'Domain Users', GLOBAL)] }));
    expect(contents(buildToken(directory, subject([], null), domainId(0)))).toEqual({
      [sid(1000)]: 'account @null',
      ...NETWORK,
    });
  });

  test('where the account has groups of every kind', async () => {
    const directory = await loadDirectory(
      memorySource({
        part: true,
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
      memorySource({ part: true, groups: [alias(544, 'Administrators', [1]), group(1, 'x', GLOBAL)] }),
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
      memorySource({ part: true, groups: [group(2001, 'a', GLOBAL, [1]), group(2002, 'b', GLOBAL)] }),
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
        part: true,
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
    const directory = await loadDirectory(memorySource({ part: true }));
    expect(buildToken(directory, subject([]), domainId(0)).carries(asked)).toBe(expected);
  });

  /** About a group that the account is not in: carried, where all is known, and where the primary group was not read. */
  async function carried(only: Parameters<typeof group>, domain: number | null = 0) {
    const directory = await loadDirectory(memorySource({ part: true, groups: [group(...only)] }));
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

  test('what has a SID now counts before what had it once, unless that one may be in the token', async () => {
    const carriesIt = async (once: object) => {
      const groups = [
        group(2001, 'now', GLOBAL),
        group(2002, 'once', GLOBAL, [], { ...once, sidHistory: [sid(2001)] }),
      ];
      const directory = await loadDirectory(memorySource({ part: true, groups }));
      return buildToken(directory, subject([]), domainId(0)).carries(sid(2001));
    };
    expect([await carriesIt({}), await carriesIt(HIDDEN)]).toEqual(['no', 'unknown']);
  });

  test('an account that descriptors name is another one', async () => {
    const directory = await loadDirectory(
      memorySource({ part: true, more: [{ type: 'principal', sid: 'S-1-5-32-999', name: 'x', dn: 'CN=x' }] }),
    );
    expect(buildToken(directory, subject([]), domainId(0)).carries('S-1-5-32-999')).toBe('no');
  });
});

test('what an account may be, for want of its flags, leaves open what that leads to', async () => {
  const directory = await loadDirectory(
    memorySource({
      part: true,
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

describe('over a boundary', () => {
  const { CrossOrganization, ForestTransitive, QuarantinedDomain, WithinForest } = TrustAttribute;
  const ACTOR = `${A}-1000` as const;
  const OLD = 'S-1-5-21-9-9-9-1200';
  const actor = (more: Partial<TokenUser> = {}): TokenUser => ({
    ...userOf(domainId(0), ACTOR, 'A\\actor', [OLD], `${A}-513`, []),
    ...more,
  });
  const filteredOf = (token: Token) =>
    Object.fromEntries([...token.filtered].map(([key, { certain, domain }]) => [key, `${certain} @${domain}`]));
  const NETWORK = {
    [ACTOR]: 'account @null',
    'S-1-1-0': 'account well-known @null',
    'S-1-5-2': 'account well-known @null',
    'S-1-5-11': 'account well-known @null',
    [`${A}-513`]: 'account primary-group @null',
  };
  const THIS = { 'S-1-5-15': 'account well-known @null' };
  const FORMER = { [OLD]: 'account former-sid @null' };

  test.each<[string, number | null, Record<Sid, string>, Record<Sid, string>]>([
    ['one forest', WithinForest, { ...NETWORK, ...THIS, ...FORMER }, {}],
    ['one forest, quarantined', WithinForest | QuarantinedDomain, { ...NETWORK, ...THIS }, { [OLD]: 'true @null' }],
    ['a forest trust', ForestTransitive, { ...NETWORK, ...THIS }, { [OLD]: 'false @null' }],
    ['a quarantined trust', QuarantinedDomain, { ...NETWORK, ...THIS }, { [OLD]: 'true @null' }],
    [
      'a forest trust of selective authentication: OTHER_ORGANIZATION in the place of This Organization',
      ForestTransitive | CrossOrganization,
      { ...NETWORK, 'S-1-5-1000': 'account well-known @null' },
      { [OLD]: 'false @null' },
    ],
    ['no trust that the sources tell of', null, NETWORK, { [OLD]: 'false @null', 'S-1-5-15': 'false @null' }],
  ])('%s', async (_, trust, carried, filtered) => {
    const token = buildToken(await twoDomains({ trust }), actor(), domainId(1));
    expect(contents(token)).toEqual(carried);
    expect(filteredOf(token)).toEqual(filtered);
  });

  test.each<[string, number | null, Tristate, Tristate, Tristate]>([
    ['one forest', WithinForest, 'yes', 'no', 'yes'],
    ['a forest trust', ForestTransitive, 'yes', 'no', 'unknown'],
    ['a quarantined trust', QuarantinedDomain, 'yes', 'no', 'no'],
    ['selective authentication', ForestTransitive | CrossOrganization, 'no', 'yes', 'unknown'],
    // The trust that nobody tells of may be a selective one.
    ['no trust', null, 'unknown', 'unknown', 'unknown'],
  ])('which organization, and a former SID: %s', async (_, trust, ours, other, former) => {
    const token = buildToken(await twoDomains({ trust }), actor(), domainId(1));
    expect([token.carries('S-1-5-15'), token.carries('S-1-5-1000'), token.carries(OLD)]).toEqual([ours, other, former]);
  });

  test('whether the account can log on there', async () => {
    const logon = async (trust: number, domain: number | null) =>
      buildToken(await twoDomains({ trust }), actor(), domain === null ? null : domainId(domain)).logon;
    expect(await logon(WithinForest, 1)).toEqual({ possible: 'yes' });
    expect(await logon(ForestTransitive, 1)).toEqual({ possible: 'unknown', because: 'trust-direction' });
    expect(await logon(ForestTransitive, 0)).toEqual({ possible: 'yes' });
    expect(await logon(ForestTransitive, null)).toEqual({ possible: 'unknown', because: 'trust-direction' });
    expect(buildToken(await twoDomains({ trust: null }), localSystemUser, domainId(1)).logon).toEqual({
      possible: 'yes',
    });
  });

  test('to a domain that no source knows, and from one, it is not known what is filtered', async () => {
    const directory = await twoDomains({ trust: QuarantinedDomain });
    for (const [from, to] of [
      [domainId(0), null],
      [null, domainId(1)],
    ] as const) {
      const token = buildToken(directory, actor({ domain: from }), to);
      expect(token.carries(OLD)).toBe('unknown');
      expect(token.logon).toEqual({ possible: 'unknown', because: 'trust-direction' });
    }
  });

  test('each SID is filtered once: what the account had, its group has again', async () => {
    const directory = await twoDomains({
      trust: QuarantinedDomain,
      groups: [groupOf(A, 2000, GLOBAL, [], { sidHistory: [OLD] })],
    });
    const token = buildToken(directory, actor({ groups: [groupId(0)] }), domainId(1));
    expect(token.filtered.get(OLD)?.way.before).toEqual({ step: { kind: 'account' }, before: null });
  });

  test("what the target's domain adds is carried, though the filter took the same SID away", async () => {
    const directory = await twoDomains({
      trust: QuarantinedDomain,
      groups: [groupOf(B, 2000, DOMAIN_LOCAL, [], { sidHistory: [OLD] })],
      foreign: [{ sid: ACTOR, memberOf: [0] }],
    });
    const token = buildToken(directory, actor(), domainId(1));
    expect(contents(token)[OLD]).toBe('account group former-sid @1');
    expect([token.carries(OLD), token.filtered.size]).toEqual(['yes', 0]);
  });

  test('what the sources tell of a former SID leads on: the groups of the account that has it now', async () => {
    const groups = [
      groupOf(B, 2000, DOMAIN_LOCAL, [1]),
      groupOf(B, 2001, DOMAIN_LOCAL),
      groupOf(B, 2002, DOMAIN_LOCAL),
    ];
    const formerHolders = new Map<Sid, readonly GroupId[]>([[OLD, [groupId(0)]]]);
    const held = async (trust: number | null) => {
      const token = buildToken(await twoDomains({ trust, groups }), actor({ formerHolders }), domainId(1));
      return [2000, 2001, 2002].map((rid) => token.carries(`${B}-${rid}`));
    };
    expect(await held(WithinForest)).toEqual(['yes', 'yes', 'no']);
    expect(await held(ForestTransitive)).toEqual(['unknown', 'unknown', 'no']);
    expect(await held(QuarantinedDomain)).toEqual(['no', 'no', 'no']);
  });

  test('a foreign principal leads on as far as its SID comes through', async () => {
    const groups = [
      groupOf(B, 2000, DOMAIN_LOCAL, [1]),
      groupOf(B, 2001, DOMAIN_LOCAL),
      groupOf(B, 2002, DOMAIN_LOCAL),
      groupOf(B, 2003, DOMAIN_LOCAL),
    ];
    const foreign: { sid: Sid; memberOf: number[] }[] = [
      { sid: OLD, memberOf: [0] },
      { sid: 'S-1-5-1000', memberOf: [2] },
      { sid: 'S-1-5-4', memberOf: [3] },
    ];
    const held = async (trust: number | null) => {
      const token = buildToken(await twoDomains({ trust, groups, foreign }), actor(), domainId(1));
      return [2000, 2001, 2002, 2003].map((rid) => token.carries(`${B}-${rid}`));
    };
    expect(await held(WithinForest)).toEqual(['yes', 'yes', 'no', 'no']);
    expect(await held(ForestTransitive)).toEqual(['unknown', 'unknown', 'no', 'no']);
    expect(await held(QuarantinedDomain)).toEqual(['no', 'no', 'no', 'no']);
    expect(await held(ForestTransitive | CrossOrganization)).toEqual(['unknown', 'unknown', 'yes', 'no']);
    expect(await held(null)).toEqual(['unknown', 'unknown', 'unknown', 'no']);
  });

  test('a group that may hold the account leads on as a foreign principal, by SIDs that come through', async () => {
    const open = { unresolvedMembers: ['CN=hidden,DC=a,DC=example'] };
    const groups = [
      groupOf(A, 2000, GLOBAL, [], { ...open, sidHistory: [`${A}-9000`, 'S-1-5-21-7-7-7-1200'] }),
      groupOf(A, 2001, GLOBAL),
      groupOf(B, 2002, DOMAIN_LOCAL),
      groupOf(B, 2003, DOMAIN_LOCAL),
      groupOf(B, 2004, DOMAIN_LOCAL),
      groupOf(B, 2005, DOMAIN_LOCAL),
      // Of the target's domain: no filter is on its way.
      groupOf(B, 2006, DOMAIN_LOCAL, [], { ...open, sidHistory: ['S-1-5-21-7-7-7-1300'] }),
      groupOf(B, 2007, DOMAIN_LOCAL),
      groupOf(A, 2008, GLOBAL, [], { ...open, sid: undefined, sidHistory: [`${A}-9001`] }),
      groupOf(B, 2009, DOMAIN_LOCAL),
    ];
    // Accounts that descriptors name: no more than what they were is not known.
    const principal = (sid: Sid) => ({ type: 'principal', sid, name: 'x', dn: 'CN=x' }) as const;
    const gone: Sid[] = [`${A}-9000`, `${A}-9001`, 'S-1-5-21-7-7-7-1200', 'S-1-5-21-7-7-7-1300'];
    const foreign: { sid: Sid; memberOf: number[] }[] = [
      { sid: `${A}-2000`, memberOf: [2] },
      { sid: `${A}-2001`, memberOf: [3] },
      { sid: `${A}-9000`, memberOf: [4] },
      { sid: 'S-1-5-21-7-7-7-1200', memberOf: [5] },
      { sid: 'S-1-5-21-7-7-7-1300', memberOf: [7] },
      { sid: `${A}-9001`, memberOf: [9] },
    ];
    const directory = (trust: number) => twoDomains({ trust, groups, foreign, more: gone.map(principal) });
    const held = async (trust: number) => {
      const token = buildToken(await directory(trust), actor({ sidHistory: [] }), domainId(1));
      const [a, b] = [
        [2000, 2001],
        [2002, 2003, 2004, 2005, 2007, 2009],
      ];
      return [...a!.map((rid) => `${A}-${rid}` as const), ...b!.map((rid) => `${B}-${rid}` as const)].map((each) =>
        token.carries(each),
      );
    };
    const [OPEN, NO] = ['unknown', 'no'];
    expect(await held(WithinForest)).toEqual([OPEN, NO, OPEN, NO, OPEN, OPEN, OPEN, OPEN]);
    expect(await held(QuarantinedDomain)).toEqual([OPEN, NO, OPEN, NO, OPEN, NO, OPEN, OPEN]);
  });
});

describe('a group under audit', () => {
  const groups = [
    group(2001, 'global', GLOBAL, [3]),
    group(2002, 'mail', 2, [3]),
    group(2003, 'local', DOMAIN_LOCAL, [4]),
    group(2004, 'above', UNIVERSAL, [4]),
    group(2005, 'top', DOMAIN_LOCAL),
  ];
  const held = async (number: number, domain: number | null) => {
    const user = groupUser(domainId(0), sid(2001 + number), 'EXAMPLE\\x', groupId(number));
    const directory = await loadDirectory(memorySource({ part: true, groups }));
    return contents(buildToken(directory, user, domain === null ? null : domainId(domain)));
  };
  const NETWORK = Object.fromEntries(
    ['S-1-1-0', 'S-1-5-2', 'S-1-5-11', 'S-1-5-15'].map((each) => [each, 'account well-known @null']),
  );

  test('ways begin at it, and no SID of an account is among them', async () => {
    expect(await held(0, 0)).toEqual({
      ...NETWORK,
      [sid(2001)]: 'group @null',
      [sid(2004)]: 'group group @null',
      [sid(2005)]: 'group group group @0',
    });
  });

  test('a distribution group is in no token', async () => {
    expect(await held(1, 0)).toEqual(NETWORK);
  });

  test('a domain-local one counts in its domain', async () => {
    expect(await held(2, 0)).toEqual({ ...NETWORK, [sid(2003)]: 'group @0', [sid(2005)]: 'group group @0' });
    expect(await held(2, null)).toEqual(NETWORK);
  });
});

describe("what the target's domain adds", () => {
  test('a group without a SID adds what it was called before, and leads on', async () => {
    const directory = await loadDirectory(
      memorySource({
        part: true,
        groups: [
          group(2001, 'nameless', DOMAIN_LOCAL, [1], { sid: undefined, sidHistory: ['S-1-5-21-9-9-9-8'] }),
          group(2002, 'above', DOMAIN_LOCAL),
        ],
      }),
    );
    const token = buildToken(directory, subject([0]), domainId(0));
    expect([...token.sids.keys()].slice(-2)).toEqual(['S-1-5-21-9-9-9-8', sid(2002)]);
    expect(token.sids.size).toBe(8);
  });

  test('what the account brought along stays as it came', async () => {
    const directory = await loadDirectory(
      memorySource({ part: true, groups: [group(2001, 'x', DOMAIN_LOCAL, [], { sidHistory: ['S-1-5-21-8-8-8-5'] })] }),
    );
    const own = userOf(domainId(0), sid(1000), 'x', ['S-1-5-21-8-8-8-5'], sid(513), [groupId(0)]);
    expect(contents(buildToken(directory, own, domainId(0)))).toMatchObject({
      'S-1-5-21-8-8-8-5': 'account former-sid @null',
      [sid(2001)]: 'account group @0',
    });
  });

  test("a domain-local group of no known domain may be of the target's, where that is not known either", async () => {
    const directory = await loadDirectory(
      memorySource({ part: true, groups: [{ ...group(2001, 'x', DOMAIN_LOCAL), parent: undefined as never }] }),
    );
    expect([null, domainId(0)].map((each) => buildToken(directory, subject([0]), each).carries(sid(2001)))).toEqual([
      'unknown',
      'no',
    ]);
  });

  test('leads to no universal group: such a one has no domain-local member', async () => {
    const directory = await loadDirectory(
      memorySource({
        part: true,
        groups: [group(2001, 'local', DOMAIN_LOCAL, [1]), group(2002, 'universal', UNIVERSAL)],
        foreign: [{ sid: sid(1000), memberOf: [0] }],
      }),
    );
    const token = buildToken(directory, subject([]), domainId(0));
    expect([token.carries(sid(2001)), token.carries(sid(2002))]).toEqual(['yes', 'no']);
  });
});

test('what another account held leaves every SID open that is neither carried nor surely filtered', async () => {
  const old = 'S-1-5-21-9-9-9-1200';
  const user = userOf(domainId(0), `${A}-1000`, 'x', [old], `${A}-513`, []);
  const directory = await twoDomains({ trust: TrustAttribute.QuarantinedDomain, groups: [groupOf(B, 2000, GLOBAL)] });
  const held = (each: TokenUser) =>
    (['S-1-1-0', old, 'S-1-5-4', `${B}-2000`] as const).map((asked) =>
      buildToken(directory, each, domainId(1)).carries(asked),
    );
  expect(held({ ...user, superseded: 'not-known' })).toEqual(['yes', 'no', 'unknown', 'unknown']);
  expect(held(user)).toEqual(['yes', 'no', 'no', 'no']);
  // Where it is known whose, what that one does not hold either is known.
  const other = userOf(domainId(0), `${A}-1001`, 'y', [], `${A}-513`, []);
  expect(held({ ...user, superseded: other })).toEqual(['yes', 'no', 'no', 'no']);
  const asked = (each: TokenUser, about: Sid) => buildToken(directory, each, domainId(1)).carries(about);
  expect([asked({ ...user, superseded: other }, other.sid), asked(user, other.sid)]).toEqual(['unknown', 'unknown']);
});

describe('memberships that are proven', () => {
  const PROVEN = { otherGroups: [] };
  const USERS = group(513, 'Domain Users', GLOBAL, [], PROVEN);
  const proven = (groups: readonly number[], primary: number | null = 513): TokenUser => ({
    ...subject(groups, primary),
    membershipsProven: true,
  });

  test.each<[string, Parameters<typeof memorySource>[0], TokenUser, Tristate]>([
    ['of the account and its groups', { groups: [USERS, group(2001, 'x', GLOBAL, [], PROVEN)] }, proven([1]), 'no'],
    ['not of the account', { groups: [USERS] }, subject([]), 'unknown'],
    ['not of the primary group', { groups: [group(513, 'Domain Users', GLOBAL)] }, proven([]), 'unknown'],
    ['where the primary group is in no source', { groups: [] }, proven([]), 'unknown'],
    ['where the primary group was not read', { groups: [USERS] }, proven([], null), 'unknown'],
    ['not of a group', { groups: [USERS, group(2001, 'x', GLOBAL)] }, proven([1]), 'unknown'],
    [
      'not of a group above one',
      { groups: [USERS, group(2001, 'x', GLOBAL, [2], PROVEN), group(2002, 'y', DOMAIN_LOCAL)] },
      proven([1]),
      'unknown',
    ],
    [
      'not of a group without a SID',
      { groups: [USERS, group(2001, 'x', GLOBAL, [], { sid: undefined })] },
      proven([1]),
      'unknown',
    ],
    [
      'of a group of another domain, which does not tell the local groups of this one',
      { groups: [USERS, { ...group(2001, 'x', GLOBAL), parent: undefined as never, sid: 'S-1-5-21-7-7-7-2001' }] },
      proven([1]),
      'unknown',
    ],
    ['not of a group that the account is not in', { groups: [USERS, group(2001, 'x', GLOBAL)] }, proven([]), 'no'],
  ])('an unseen group of the own domain: %s', async (_, written, user, expected) => {
    expect(buildToken(await loadDirectory(memorySource(written)), user, domainId(0)).carries(sid(4711))).toBe(expected);
  });

  test('say nothing about other domains, or where the domain of the account is not known', async () => {
    const directory = await loadDirectory(memorySource({ part: true, groups: [USERS] }));
    expect(buildToken(directory, proven([]), domainId(0)).carries('S-1-5-21-7-7-7-4711')).toBe('unknown');
    const homeless = buildToken(directory, { ...proven([]), domain: null }, domainId(0));
    expect([homeless.carries(sid(4711)), homeless.carries('S-1-5-32-548')]).toEqual(['unknown', 'unknown']);
  });

  const HERE = 'OU=secret,DC=example,DC=com';
  test.each<[string, number, readonly string[], Tristate, Tristate]>([
    ['an account or a group of the own domain, which would be known', UNIVERSAL, [`CN=x,${HERE}`], 'unknown', 'no'],
    ['a group of a domain below', UNIVERSAL, ['CN=x,DC=child,DC=example,DC=com'], 'unknown', 'unknown'],
    ['a foreign principal: Everyone, say', DOMAIN_LOCAL, [`CN=S-1-1-0,${HERE}`], 'unknown', 'unknown'],
    ['nobody', UNIVERSAL, [], 'no', 'no'],
  ])('a group of which a member was not seen: %s', async (_, groupType, unresolvedMembers, open, expected) => {
    const groups = [USERS, group(2001, 'x', groupType, [2], { unresolvedMembers }), group(2002, 'above', DOMAIN_LOCAL)];
    const directory = await loadDirectory(memorySource({ part: true, groups }));
    const held = (user: TokenUser) =>
      [2001, 2002].map((rid) => buildToken(directory, user, domainId(0)).carries(sid(rid)));
    expect(held(subject([]))).toEqual([open, open]);
    expect(held(proven([]))).toEqual([expected, expected]);
  });

  test('leave open a group of another domain of which a member was not seen', async () => {
    const unresolvedMembers = ['CN=x,DC=b,DC=example'];
    const directory = await twoDomains({
      trust: TrustAttribute.WithinForest,
      groups: [groupOf(A, 513, GLOBAL, [], PROVEN), groupOf(B, 2000, GLOBAL, [], { unresolvedMembers })],
    });
    const user = { ...userOf(domainId(0), `${A}-1000`, 'x', [], `${A}-513`, []), membershipsProven: true };
    expect(buildToken(directory, user, domainId(1)).carries(`${B}-2000`)).toBe('unknown');
    expect(buildToken(directory, user, domainId(1)).carries(`${A}-4711`)).toBe('no');
  });

  describe('a SID of a domain outside the forest', () => {
    const OUTSIDE = 'S-1-5-21-7-7-7';
    const trust = {
      type: 'trust',
      dn: 'CN=other,CN=System,DC=example,DC=com',
      partner: 'other',
      sid: OUTSIDE,
      attributes: TrustAttribute.ForestTransitive,
    } as const;
    const gap = (code: GapCode) => ({ type: 'gap', code, message: 'x' }) as const;
    const carried = async (user: TokenUser, ...codes: readonly GapCode[]) => {
      const directory = await loadDirectory(
        memorySource({ part: true, groups: [USERS], more: [trust, ...codes.map(gap)] }),
      );
      return buildToken(directory, user, domainId(0)).carries(`${OUTSIDE}-4711`);
    };

    test('is in no token where all was seen that could have had it once', async () => {
      expect(await carried(subject([]))).toBe('no');
      expect(await carried(subject([]), 'attribute-unreadable', 'schema-missing')).toBe('no');
    });

    test.each<GapCode>([
      'object-not-visible',
      'search-incomplete',
      'entry-damaged',
      'attribute-not-exported',
      'domain-missing',
    ])('may be one of a group behind %s, unless memberships are proven', async (code) => {
      expect(await carried(subject([]), 'attribute-unreadable', code)).toBe('unknown');
      expect(await carried(proven([]), 'attribute-unreadable', code)).toBe('no');
    });

    test('of which nobody tells may be in it', async () => {
      const directory = await loadDirectory(memorySource({ part: true, groups: [USERS], more: [trust] }));
      expect(buildToken(directory, proven([]), domainId(0)).carries('S-1-5-21-6-6-6-4711')).toBe('unknown');
    });
  });

  test('do not tell how the account will log on', async () => {
    const asked = ['S-1-5-21-0-0-0-496', 'S-1-5-21-0-0-0-497', 'S-1-5-21-0-0-0-498'] as const;
    const partition = {
      type: 'partition',
      nCName: 'DC=example,DC=com',
      dn: 'CN=EXAMPLE,CN=Partitions,CN=Configuration,DC=example,DC=com',
    } as const;
    const directory = await loadDirectory(
      memorySource({
        part: true,
        groups: [USERS],
        foreign: asked.map((each) => ({ sid: each, memberOf: [] })),
        more: [partition],
      }),
    );
    const token = buildToken(directory, proven([]), domainId(0));
    expect(asked.map((each) => token.carries(each))).toEqual(['unknown', 'unknown', 'no']);
  });
});

describe('a group that may be in the token', () => {
  const held = async (written: Parameters<typeof memorySource>[0], user: TokenUser, rids: readonly number[]) => {
    const token = buildToken(await loadDirectory(memorySource(written)), user, domainId(0));
    return rids.map((rid) => token.carries(sid(rid)));
  };
  const [OPEN, NO] = ['unknown', 'no'];

  test('as the primary group that was not read: one of the own domain that is not domain-local', async () => {
    const groups = [
      group(2001, 'global', GLOBAL),
      group(2002, 'local', DOMAIN_LOCAL),
      group(2003, 'untyped', undefined as never),
      { ...group(2004, 'of elsewhere', GLOBAL), parent: undefined as never },
    ];
    expect(await held({ groups }, subject([], null), [2001, 2002, 2003, 2004])).toEqual([OPEN, NO, OPEN, NO]);
    expect(await held({ groups }, subject([]), [2001, 2002, 2003, 2004])).toEqual([NO, NO, NO, NO]);
  });

  test('since its type was not read, wherever the token leads to it; and so may those above it', async () => {
    const untyped = undefined as never;
    const groups = [
      group(2001, 'of the account', untyped, [4]),
      group(2002, 'of its group', untyped),
      group(2003, 'of Everyone', untyped),
      group(2004, 'of nobody', untyped),
      group(2005, 'above', DOMAIN_LOCAL),
      group(2006, 'held', GLOBAL, [1, 6]),
      group(2007, 'held', DOMAIN_LOCAL, [7]),
      group(2008, 'of a local one', untyped),
    ];
    const foreign = [{ sid: 'S-1-1-0', memberOf: [2] }] as const;
    expect(await held({ groups, foreign }, subject([0, 5]), [2001, 2002, 2003, 2004, 2005, 2006, 2007, 2008])).toEqual([
      OPEN,
      OPEN,
      OPEN,
      NO,
      OPEN,
      'yes',
      'yes',
      OPEN,
    ]);
  });

  test('since its type was not read, above a group without a SID', async () => {
    const proven = { otherGroups: [] };
    const groups = [
      group(513, 'Domain Users', GLOBAL, [], proven),
      group(2001, 'nameless', GLOBAL, [2], { ...proven, sid: undefined }),
      group(2002, 'untyped', undefined as never),
    ];
    expect(await held({ groups }, { ...subject([1]), membershipsProven: true }, [2002])).toEqual([OPEN]);
    expect(await held({ groups }, { ...subject([]), membershipsProven: true }, [2002])).toEqual([NO]);
  });

  test('by a foreign principal of a SID that may be in it', async () => {
    const groups = [
      group(2001, 'of an unknown one', DOMAIN_LOCAL),
      group(2002, 'of another account', DOMAIN_LOCAL),
      group(2003, 'of INTERACTIVE', DOMAIN_LOCAL),
      group(2004, 'of a group that does not hold it', DOMAIN_LOCAL),
      group(2005, 'closed', GLOBAL),
      group(2006, 'of the kind of logon', DOMAIN_LOCAL),
    ];
    const foreign = [
      { sid: 'S-1-5-21-7-7-7-1200', memberOf: [0] },
      { sid: 'S-1-5-21-7-7-7-1300', memberOf: [1] },
      { sid: 'S-1-5-4', memberOf: [2] },
      { sid: sid(2005), memberOf: [3] },
      { sid: 'S-1-5-64-10', memberOf: [5] },
    ] as const;
    const more = [{ type: 'principal', sid: 'S-1-5-21-7-7-7-1300', name: 'x', dn: 'CN=x' }] as const;
    expect(await held({ groups, foreign, more }, subject([]), [2001, 2002, 2003, 2004, 2006])).toEqual([
      OPEN,
      NO,
      NO,
      NO,
      OPEN,
    ]);
  });
});

describe('a group of which the SID was not read', () => {
  /** 0 is in a domain-local group, which a universal one names. */
  const groups = (local: typeof A | typeof B) => [
    groupOf(A, 2000, GLOBAL, [1], { ...PROVEN, sid: undefined }),
    groupOf(local, 2001, DOMAIN_LOCAL, [2], PROVEN),
    groupOf(local, 2002, UNIVERSAL, [], PROVEN),
    groupOf(A, 513, GLOBAL, [], PROVEN),
  ];
  const PROVEN = { otherGroups: [] };
  const user = {
    ...userOf(domainId(0), `${A}-1000`, 'x', [], `${A}-513`, [groupId(0)]),
    membershipsProven: true,
  };
  const { QuarantinedDomain } = TrustAttribute;

  test('leads on in its domain: to domain-local groups, which are in no universal ones', async () => {
    const token = buildToken(await twoDomains({ trust: null, groups: groups(A) }), user, domainId(0));
    expect(contents(token)).toMatchObject({ [`${A}-2001`]: 'account group group @0' });
    expect(token.carries(`${A}-2002`)).toBe('no');
  });

  test('may lead on over a trust, which may let its SID through', async () => {
    const token = buildToken(await twoDomains({ trust: QuarantinedDomain, groups: groups(B) }), user, domainId(1));
    expect([token.carries(`${B}-2001`), token.sids.has(`${B}-2001`)]).toEqual(['unknown', false]);
  });

  const trusted = { type: 'trust', dn: 'CN=c,CN=System,DC=a,DC=example', partner: 'c', sid: C, attributes: 8 } as const;
  test.each<[string, Sid | undefined, Tristate, Tristate]>([
    ['none', `${A}-2000`, 'no', 'no'],
    ['one of the own domain', undefined, 'unknown', 'no'],
  ])('may be any of its domain: %s', async (_, itsSid, own, outside) => {
    const nameless = { ...PROVEN, sid: itsSid };
    const written = [groupOf(A, 513, GLOBAL, [], PROVEN), groupOf(A, 2000, GLOBAL, [], nameless)];
    const directory = await twoDomains({ trust: QuarantinedDomain, groups: written, more: [trusted] });
    const token = buildToken(directory, { ...user, groups: [groupId(1)] }, domainId(0));
    expect([token.carries(`${A}-4711`), token.carries(`${C}-4711`)]).toEqual([own, outside]);
  });

  test('may be any of all, where its domain is not known', async () => {
    const nameless = { ...PROVEN, sid: undefined, parent: undefined as never };
    const written = [groupOf(A, 513, GLOBAL, [], PROVEN), groupOf(A, 2000, GLOBAL, [], nameless)];
    const directory = await twoDomains({ trust: QuarantinedDomain, groups: written, more: [trusted] });
    const token = buildToken(directory, { ...user, groups: [groupId(1)] }, domainId(0));
    expect([token.carries(`${A}-4711`), token.carries(`${C}-4711`)]).toEqual(['unknown', 'unknown']);
  });
});

describe('what a filter takes away for certain', () => {
  const OLD = 'S-1-5-21-9-9-9-1200';
  const HIDDEN = { unresolvedMembers: ['CN=hidden,DC=elsewhere,DC=example'] };
  const carried = async (asked: Sid, ...groups: readonly ReturnType<typeof groupOf>[]) => {
    const directory = await twoDomains({ trust: TrustAttribute.QuarantinedDomain, groups });
    const user = userOf(domainId(0), `${A}-1000`, 'x', [asked], `${A}-513`, []);
    const token = buildToken(directory, user, domainId(1));
    expect(token.filtered.get(asked)?.certain).toBe(true);
    return token.carries(asked);
  };
  const twin = groupOf(B, 2000, DOMAIN_LOCAL);

  // Controllers add domain-local groups of their own domain with their SIDs and former SIDs (MS-DRSR 4.1.8.3).
  test.each<[string, Sid, ReturnType<typeof groupOf>[], Tristate]>([
    ['of nobody', `${B}-2000`, [], 'no'],
    ['of a local group of the target', `${B}-2000`, [twin], 'no'],
    ['of such a one that may hold the account', `${B}-2000`, [{ ...twin, ...HIDDEN }], 'unknown'],
    ['of one of two with that SID', `${B}-2000`, [twin, { ...twin, ...HIDDEN, dn: 'CN=twin' }], 'unknown'],
    ['of a universal group that may hold the account', `${B}-2000`, [groupOf(B, 2000, UNIVERSAL, [], HIDDEN)], 'no'],
    ['of a group of unread type that may', `${B}-2000`, [groupOf(B, 2000, undefined, [], HIDDEN)], 'unknown'],
    [
      'which a local group had once that may hold the account',
      OLD,
      [groupOf(B, 2001, DOMAIN_LOCAL, [], { ...HIDDEN, sidHistory: [OLD] })],
      'unknown',
    ],
    ['which a local group had once', OLD, [groupOf(B, 2001, DOMAIN_LOCAL, [], { sidHistory: [OLD] })], 'no'],
    ['which a universal one had', OLD, [groupOf(B, 2001, UNIVERSAL, [], { ...HIDDEN, sidHistory: [OLD] })], 'no'],
    ['of an alias that the sources lack', 'S-1-5-32-548', [], 'unknown'],
    ['of an alias of the target', 'S-1-5-32-548', [groupOf(B, 1, BUILTIN, [], { sid: 'S-1-5-32-548' })], 'no'],
    [
      'of one that may hold the account',
      'S-1-5-32-548',
      [groupOf(B, 1, BUILTIN, [], { ...HIDDEN, sid: 'S-1-5-32-548' })],
      'unknown',
    ],
  ])('the SID %s', async (_, asked, groups, expected) => {
    expect(await carried(asked, ...groups)).toBe(expected);
  });

  test('is taken away of a group as well that may hold the account', async () => {
    const groups = [groupOf(A, 2000, GLOBAL, [], { ...HIDDEN, sidHistory: [OLD, `${B}-2001`] })];
    const held = async (trust: number, ...more: ReturnType<typeof groupOf>[]) => {
      const directory = await twoDomains({ trust, groups: [...groups, ...more] });
      const user = userOf(domainId(0), `${A}-1000`, 'x', [], `${A}-513`, []);
      const token = buildToken(directory, user, domainId(1));
      return ([`${A}-2000`, OLD, `${B}-2001`] as const).map((each) => token.carries(each));
    };
    const now = groupOf(B, 2001, GLOBAL);
    expect(await held(TrustAttribute.QuarantinedDomain, now)).toEqual(['unknown', 'no', 'no']);
    expect(await held(TrustAttribute.QuarantinedDomain)).toEqual(['unknown', 'no', 'no']);
    expect(await held(TrustAttribute.WithinForest, now)).toEqual(['unknown', 'unknown', 'unknown']);
  });
});

describe('where the domain of the target is not known', () => {
  const [ALIAS, NO_CONTAINER] = ['S-1-5-32-548', undefined as never] as const;
  const { ForestTransitive } = TrustAttribute;

  test('an alias is not known, even one of a group of no known domain', async () => {
    const groups = [{ ...alias(548, 'Account Operators'), parent: NO_CONTAINER }, alias(549, 'Server Operators')];
    const token = buildToken(await loadDirectory(memorySource({ part: true, groups })), subject([]), null);
    expect([token.carries(ALIAS), token.carries('S-1-5-32-549')]).toEqual(['unknown', 'unknown']);
    expect(token.carries('S-1-5-4')).toBe('no');
  });

  test("it is known what of an account of no known domain comes along: what is its own domain's", async () => {
    const user = userOf(null, `${C}-1000`, 'x', [`${C}-1001`, `${A}-1002`], null, []);
    const token = buildToken(await twoDomains({ trust: null }), user, null);
    expect(([`${C}-1000`, `${C}-1001`, `${A}-1002`] as const).map((each) => token.carries(each))).toEqual([
      'yes',
      'yes',
      'unknown',
    ]);
  });

  test('a universal group has no foreign principal in it, and so is not added by one', async () => {
    const groups = [groupOf(A, 2000, UNIVERSAL)];
    const directory = await twoDomains({ trust: null, groups, foreign: [{ sid: 'S-1-1-0', memberOf: [0] }] });
    const token = buildToken(directory, userOf(domainId(0), `${A}-1000`, 'x', [], `${A}-513`, []), null);
    expect(token.carries(`${A}-2000`)).toBe('no');
  });

  test('it may be one that only a trust tells of: its local groups may hold the account', async () => {
    const more = [
      { type: 'trust', dn: 'CN=c,CN=System,DC=a,DC=example', partner: 'c', sid: C, attributes: 8 } as const,
    ];
    const directory = await twoDomains({ trust: ForestTransitive, more });
    const user = userOf(domainId(0), `${A}-1000`, 'x', [], `${A}-513`, []);
    const held = (domain: number | null) =>
      ([`${B}-4711`, `${C}-4711`] as const).map((each) =>
        buildToken(directory, user, domain === null ? null : domainId(domain)).carries(each),
      );
    expect(held(0)).toEqual(['no', 'no']);
    expect(held(null)).toEqual(['no', 'unknown']);
  });
});

describe('a SID of the target that no source has', () => {
  const PROVEN = { otherGroups: [] };
  const user = userOf(domainId(0), `${A}-1000`, 'x', [], `${A}-513`, []);
  const proven = { ...user, membershipsProven: true };
  const trusted = { type: 'trust', dn: 'CN=c,CN=System,DC=a,DC=example', partner: 'c', sid: C, attributes: 8 } as const;
  const principal = (sid: Sid, membershipsProven?: true) =>
    ({
      type: 'foreign',
      dn: `CN=${sid},CN=ForeignSecurityPrincipals,DC=b,DC=example`,
      sid,
      membershipsProven,
    }) as const;
  const gap = { type: 'gap', code: 'object-not-visible', message: 'x' } as const;
  type More = NonNullable<Parameters<typeof twoDomains>[0]['more']>;
  const directory = (more: More) =>
    twoDomains({
      trust: TrustAttribute.ForestTransitive,
      groups: [groupOf(A, 513, GLOBAL, [], PROVEN)],
      more: [trusted, ...more],
    });

  test.each<[string, More, Tristate, Tristate]>([
    ['no foreign principal stands for the account', [], 'no', 'no'],
    ['one does, and tells all its groups', [principal(`${A}-1000`, true)], 'no', 'no'],
    ['one does, and does not tell them', [principal(`${A}-1000`)], 'unknown', 'no'],
    ['one of what the account carries does not', [principal('S-1-5-11')], 'unknown', 'no'],
    ['one of somebody else does not', [principal(`${A}-1001`)], 'no', 'no'],
    // The group and the foreign principal may both be hidden, and memberOf tells nothing of groups elsewhere.
    ['there are objects that were not seen', [gap], 'unknown', 'no'],
  ])('may be a local group that holds the account: %s', async (_, more, here, elsewhere) => {
    const token = buildToken(await directory(more), proven, domainId(1));
    expect([token.carries(`${B}-4711`), token.carries(`${C}-4711`)]).toEqual([here, elsewhere]);
  });

  test.each<[string, More, Tristate]>([
    ['none', [], 'no'],
    ['of Everyone, which does not tell its groups', [principal('S-1-1-0')], 'unknown'],
    ['of Everyone, which tells them', [principal('S-1-1-0', true)], 'no'],
    ['of the account, whose own memberships are known', [principal(`${A}-1000`)], 'no'],
  ])("of the account's own domain, by foreign principals there: %s", async (_, more, expected) => {
    expect(buildToken(await directory(more), proven, domainId(0)).carries(`${A}-4711`)).toBe(expected);
  });
});

describe('what the account, or a group of it, was called before', () => {
  const unread = { sidHistory: undefined };
  const groups = [
    groupOf(A, 513, GLOBAL),
    groupOf(A, 2000, GLOBAL),
    groupOf(A, 2001, GLOBAL, [], unread),
    groupOf(B, 2002, GLOBAL),
    groupOf(A, 1, BUILTIN, [], { sid: 'S-1-5-32-545' }),
    groupOf(B, 1, BUILTIN, [], { sid: 'S-1-5-32-545' }),
  ];
  const more = [
    { type: 'principal', sid: `${B}-1300`, name: 'x', dn: 'CN=x,DC=b,DC=example' },
    { type: 'trust', dn: 'CN=c,CN=System,DC=a,DC=example', partner: 'c', sid: C, attributes: 8 },
  ] as const;
  const known = userOf(domainId(0), `${A}-1000`, 'x', [], `${A}-513`, []);
  const unknown = { ...known, historyKnown: false };
  const ofUnknown = { ...known, groups: [groupId(2)] };
  const homeless: TokenUser = { ...unknown, domain: null, primaryGroupSid: null };
  const { QuarantinedDomain, WithinForest } = TrustAttribute;
  const [OPEN, NO] = ['unknown', 'no'] as const;

  // MS-PAC 4.1.2.2: only a SID that passes can be carried as a former one. No object has a former SID of its own domain.
  test.each<[string, number, TokenUser, number, Tristate[]]>([
    ['is known', WithinForest, known, 0, [NO, NO, NO, NO, NO]],
    ['is not known of the account', WithinForest, unknown, 0, [NO, OPEN, OPEN, NO, OPEN]],
    ['is not known of a group', WithinForest, ofUnknown, 0, [NO, OPEN, OPEN, NO, OPEN]],
    ['is known, on the other side of the trust', WithinForest, known, 1, [NO, NO, NO, NO, NO]],
    ['is not known, on that side', WithinForest, unknown, 1, [NO, OPEN, OPEN, NO, OPEN]],
    ['is not known, on that side of a filter', QuarantinedDomain, unknown, 1, [NO, NO, NO, NO, OPEN]],
    ['is not known, of an account of no known domain', QuarantinedDomain, homeless, 0, [OPEN, OPEN, OPEN, NO, OPEN]],
  ])('%s: a SID that others have may be one of those', async (_, trust, user, domain, expected) => {
    const token = buildToken(await twoDomains({ trust, groups, more }), user, domainId(domain));
    const asked = [`${A}-2000`, `${B}-2002`, `${B}-1300`, 'S-1-5-32-545', `${C}-4711`] as const;
    expect(asked.map((each) => token.carries(each))).toEqual(expected);
  });

  test.each<[string, number, string, Tristate]>([
    ['one of its forest may have that SID today', WithinForest, 'DC=a,DC=example', 'unknown'],
    ['one of another forest cannot hold the account', QuarantinedDomain, 'DC=a,DC=example', 'no'],
    ['who has it today is known', WithinForest, 'DC=b,DC=example', 'no'],
  ])('a SID that another account had: %s', async (_, trust, home, expected) => {
    const principal = { type: 'principal', sid: `${B}-1300`, name: 'x', dn: `CN=x,${home}` } as const;
    const token = buildToken(await twoDomains({ trust, groups, more: [principal] }), known, domainId(1));
    expect(token.carries(`${B}-1300`)).toBe(expected);
  });
});

test('a primary group of which the type was not read may be in the token, with what it is in', async () => {
  const untyped = undefined as never;
  const groups = [
    group(2001, 'primary', untyped, [1]),
    group(2002, 'above', DOMAIN_LOCAL),
    group(2003, 'apart', untyped),
  ];
  const token = buildToken(await loadDirectory(memorySource({ part: true, groups })), subject([], 2001), domainId(0));
  expect([2001, 2002, 2003].map((rid) => token.carries(sid(rid)))).toEqual(['unknown', 'unknown', 'no']);
});

describe('shadow principals', () => {
  const { ForestTransitive, PimTrust, TreatAsExternal } = TrustAttribute;
  const PIM = ForestTransitive | TreatAsExternal | PimTrust;
  const PROVEN = { otherGroups: [] };
  const OLD = 'S-1-5-21-7-7-7-1200';
  const shadow = (itsSid: Sid | undefined, more: Parameters<typeof groupOf>[4] = {}) =>
    groupOf(A, 1, UNIVERSAL, [], {
      dn: 'CN=x,CN=Shadow Principal Configuration,CN=Services,CN=Configuration,DC=a,DC=example',
      sid: itsSid,
      shadow: true,
      ...more,
    });
  const HIDDEN = { unresolvedMembers: ['CN=hidden,DC=a,DC=example'] };
  const REST = [
    groupOf(A, 513, GLOBAL, [], PROVEN),
    groupOf(B, 3100, UNIVERSAL, [2], { sidHistory: [OLD] }),
    groupOf(B, 3101, DOMAIN_LOCAL),
    groupOf(B, 3102, UNIVERSAL),
    groupOf(A, 2000, UNIVERSAL),
    groupOf(B, 1, BUILTIN, [], { sid: 'S-1-5-32-545' }),
    groupOf(A, 2, BUILTIN, [], { sid: 'S-1-5-32-545' }),
  ];
  const SHADOW = groupId(REST.length);
  const actor = userOf(domainId(0), `${A}-1000`, 'x', [], `${A}-513`, []);
  const member = { ...actor, groups: [SHADOW] };
  const proven = { ...actor, membershipsProven: true };
  const held = async (
    trust: number,
    shadows: readonly ReturnType<typeof groupOf>[],
    user: TokenUser,
    domain: number,
    asked: readonly Sid[],
  ) => {
    const token = buildToken(await twoDomains({ trust, groups: [...REST, ...shadows] }), user, domainId(domain));
    return asked.map((each) => token.carries(each));
  };
  const [YES, OPEN, NO] = ['yes', 'unknown', 'no'] as const;

  // The member carries the SID alone (MS-ADTS 3.1.1.13.5): not what the group of that SID was called before.
  test.each<[string, number, ReturnType<typeof groupOf>, TokenUser, Tristate[]]>([
    ['a member', PIM, shadow(`${B}-3100`), member, [YES, YES, NO, NO]],
    ['a member, over another trust', ForestTransitive, shadow(`${B}-3100`), member, [NO, NO, NO, NO]],
    ['nobody', PIM, shadow(`${B}-3100`), actor, [NO, NO, NO, NO]],
    ['whoever was not seen', PIM, shadow(`${B}-3100`, HIDDEN), actor, [OPEN, OPEN, NO, NO]],
    ['whoever was not seen, over another', ForestTransitive, shadow(`${B}-3100`, HIDDEN), actor, [NO, NO, NO, NO]],
    ['an account whose memberships are known', PIM, shadow(`${B}-3100`, HIDDEN), proven, [NO, NO, NO, NO]],
  ])('give their SID: to %s', async (_, trust, only, user, expected) => {
    expect(await held(trust, [only], user, 1, [`${B}-3100`, `${B}-3101`, `${B}-3102`, OLD])).toEqual(expected);
  });

  // Any SID of another forest; an alias of the target may hold whoever comes from there.
  test.each<[string, number, readonly ReturnType<typeof groupOf>[], TokenUser, number, Tristate[]]>([
    ['of which the SID was not read, to a member', PIM, [shadow(undefined)], member, 1, [OPEN, NO, OPEN]],
    ['the same at home', PIM, [shadow(undefined)], member, 0, [OPEN, NO, NO]],
    ['the same over another trust', ForestTransitive, [shadow(undefined)], member, 1, [NO, NO, NO]],
    ['the same to nobody', PIM, [shadow(undefined)], actor, 1, [NO, NO, NO]],
    ['the same to whoever was not seen', PIM, [shadow(undefined, HIDDEN)], actor, 1, [OPEN, NO, OPEN]],
    ['the same where all memberships are known', PIM, [shadow(undefined, HIDDEN)], proven, 1, [NO, NO, NO]],
    ['that were not seen', PIM, [], actor, 1, [OPEN, NO, OPEN]],
    ['that were not seen, where all memberships are known', PIM, [], proven, 1, [NO, NO, NO]],
    ['that were not seen, at home', PIM, [], actor, 0, [NO, NO, NO]],
    ['that were not seen, over another trust', ForestTransitive, [], actor, 1, [NO, NO, NO]],
    ['of which one was seen', PIM, [shadow(`${B}-3199`)], actor, 1, [NO, NO, NO]],
  ])('may give any SID of another forest: those %s', async (_, trust, shadows, user, domain, expected) => {
    expect(await held(trust, shadows, user, domain, [`${B}-3102`, `${A}-2000`, 'S-1-5-32-545'])).toEqual(expected);
  });
});
