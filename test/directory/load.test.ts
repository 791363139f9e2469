import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { displayName, loadDirectory } from '../../src/directory/load.js';
import { PROTECTION } from '../../src/directory/membership.js';
import type { ModelRecord } from '../../src/directory/records.js';
import { descriptorId, groupId } from './ids.js';
import { GLOBAL, group, memorySource, type Plain, recordSource, sd } from './memory-source.js';

const A = 'S-1-5-21-1-1-1';
const B = 'S-1-5-21-2-2-2';
const load = (...records: readonly Plain<ModelRecord>[]) => loadDirectory(recordSource(records));
const domain = (dn: string, sid: Sid, more: { netbiosName?: string } = {}) =>
  ({ type: 'domain', dn, dnsName: 'corp.example.com', sid, ...more }) as const;

describe('each kind of record lands where it belongs', () => {
  const CLASS = {
    type: 'class',
    name: 'thing',
    guid: '00000000-0000-0000-0000-000000000001',
    parent: 'top',
    category: 1,
    auxiliary: [],
    attributes: [],
  } as const;
  const ATTRIBUTE = { type: 'attribute', name: 'size', guid: '00000000-0000-0000-0000-000000000002' } as const;
  const RIGHT = {
    type: 'right',
    name: 'Shrink',
    guid: '00000000-0000-0000-0000-000000000003',
    appliesTo: [],
  } as const;

  test('schema and rights, counted as the source has them', async () => {
    const { schema, definitions } = await load(CLASS, ATTRIBUTE, RIGHT, { ...RIGHT, name: 'Grow' });
    expect([schema.class('thing'), schema.attribute('size'), schema.right('Shrink')]).toEqual([
      CLASS,
      ATTRIBUTE,
      RIGHT,
    ]);
    expect(schema.builtin).toEqual([]);
    expect(definitions).toEqual({ classes: 1, attributes: 1, rights: 2 });
  });

  test('nothing is found out before it is asked for', async () => {
    expect((await load()).memo).toEqual({ forests: new Map(), boundaries: new Map(), openBeyondDomain: null });
  });

  test('an empty source', async () => {
    const directory = await load();
    expect(directory.definitions).toEqual({ classes: 0, attributes: 0, rights: 0 });
    expect(directory.schema.builtin).toEqual(['schema', 'rights']);
    expect(directory).toMatchObject({
      domains: [],
      containers: [],
      groups: [],
      classLists: [],
      forests: [],
      partitions: [],
      trusts: [],
      kdsRootKeys: [],
      gaps: [],
    });
  });

  test.each<['forests' | 'partitions' | 'trusts' | 'kdsRootKeys' | 'gaps', ModelRecord]>([
    ['forests', { type: 'forest', dSHeuristics: '001', dn: 'CN=x' }],
    ['partitions', { type: 'partition', nCName: 'DC=a', dn: 'CN=x' }],
    ['trusts', { type: 'trust', dn: 'CN=x', partner: 'b', sid: B, attributes: 8 }],
    ['kdsRootKeys', { type: 'kdsRootKey', dn: 'CN=key' }],
    ['gaps', { type: 'gap', code: 'members-incomplete', message: 'cut', dn: 'CN=x' }],
  ])('%s', async (list, record) => {
    const directory = await load(record);
    expect(directory[list]).toEqual([record]);
    for (const other of ['forests', 'partitions', 'trusts', 'kdsRootKeys', 'gaps'] as const) {
      if (other !== list) expect(directory[other]).toEqual([]);
    }
  });

  test('lists of classes and descriptors, by number', async () => {
    const { classLists, descriptors } = await load(
      { type: 'classes', names: ['top'] },
      { type: 'descriptor', base64: sd('O:SYG:SYD:') },
      { type: 'classes', names: ['top', 'user'] },
    );
    expect(classLists).toEqual([['top'], ['top', 'user']]);
    expect(descriptors.size).toBe(1);
    expect(descriptors.get(descriptorId(0))).toMatchObject({ state: 'parsed', value: { owner: 'S-1-5-18' } });
  });

  test('foreign principals, by their SID, one a domain', async () => {
    const { foreignBySid, membership } = await load(
      { type: 'group', ...group(1, 'x', GLOBAL), parent: 0 },
      { type: 'group', ...group(2, 'y', GLOBAL), parent: 0 },
      { type: 'foreign', dn: 'CN=one', sid: 'S-1-5-11', memberOf: [0] },
      { type: 'foreign', dn: 'CN=two', sid: 'S-1-5-11', memberOf: [1, 0] },
      { type: 'foreign', dn: 'CN=three', sid: 'S-1-1-0' },
    );
    expect([...foreignBySid]).toEqual([
      [
        'S-1-5-11',
        [
          { dn: 'CN=one', sid: 'S-1-5-11', membershipsProven: false },
          { dn: 'CN=two', sid: 'S-1-5-11', membershipsProven: false },
        ],
      ],
      ['S-1-1-0', [{ dn: 'CN=three', sid: 'S-1-1-0', membershipsProven: false }]],
    ]);
    expect(membership.ofForeign('S-1-5-11')).toEqual([[0], [1, 0]]);
    expect(membership.ofForeign('S-1-1-0')).toEqual([[]]);
    expect(membership.ofForeign('S-1-5-7')).toEqual([]);
  });

  test('principals, named after the domain that their SID is of', async () => {
    const { principals } = await load(
      domain('DC=a', A, { netbiosName: 'ONE' }),
      domain('DC=b', B, { netbiosName: 'TWO' }),
      { type: 'principal', sid: `${B}-1000`, name: 'jdoe', dn: 'CN=jdoe,DC=b' },
      { type: 'principal', sid: `${A}9-1000`, name: 'other', dn: 'CN=other' },
    );
    expect([...principals]).toEqual([
      [`${B}-1000`, { dn: 'CN=jdoe,DC=b', name: 'TWO\\jdoe', former: false }],
      [`${A}9-1000`, { dn: 'CN=other', name: 'other', former: false }],
    ]);
  });
});

describe('domains and containers', () => {
  test('the head of a domain, AdminSDHolder, and to which domain a container belongs', async () => {
    const { domains, containers } = await load(
      domain('DC=a,DC=example', A, { netbiosName: 'ONE' }),
      domain('DC=sub,DC=a,DC=example', B),
      { type: 'container', dn: 'DC=a,DC=example', classes: 3, descriptor: 4 },
      { type: 'container', dn: 'CN=System,DC=a,DC=example', parent: 0 },
      { type: 'container', dn: 'cn=ADMINSDHOLDER,CN=System,DC=a,DC=example', parent: 1, descriptor: 5 },
      { type: 'container', dn: 'DC=sub,DC=a,DC=example', parent: 0, missing: true },
      { type: 'container', dn: 'OU=Staff,DC=sub,DC=a,DC=example', parent: 3 },
      { type: 'container', dn: 'CN=AdminSDHolder,CN=Other,DC=a,DC=example', parent: 0 },
      { type: 'container', dn: 'CN=Configuration,DC=elsewhere' },
      { type: 'container', dn: 'CN=Services,CN=Configuration,DC=elsewhere', parent: 6 },
    );
    expect(domains).toEqual([
      {
        dn: 'DC=a,DC=example',
        dnsName: 'corp.example.com',
        netbiosName: 'ONE',
        sid: A,
        container: 0,
        adminSDHolder: 2,
      },
      {
        dn: 'DC=sub,DC=a,DC=example',
        dnsName: 'corp.example.com',
        // Where it was not read, the first label of the DNS name stands in.
        netbiosName: 'CORP',
        sid: B,
        container: 3,
        adminSDHolder: null,
      },
    ]);
    expect(containers[0]).toEqual({
      dn: 'DC=a,DC=example',
      parent: null,
      domain: 0,
      descriptor: 4,
      classes: 3,
      guid: null,
      missing: false,
    });
    expect(containers[3]).toEqual({
      dn: 'DC=sub,DC=a,DC=example',
      parent: 0,
      domain: 1,
      descriptor: null,
      classes: null,
      guid: null,
      missing: true,
    });
    expect(containers.map((each) => each.domain)).toEqual([0, 0, 0, 1, 1, 0, null, null]);
  });

  test('a domain whose head is in no source', async () => {
    const { domains } = await load(domain('DC=a', A));
    expect(domains[0]).toMatchObject({ container: null, adminSDHolder: null });
  });
});

describe('groups', () => {
  test('every field', async () => {
    const { groups } = await loadDirectory(
      memorySource({
        part: true,
        groups: [
          {
            dn: 'CN=team,OU=Staff,DC=example,DC=com',
            parent: 3,
            classes: 2,
            descriptor: 1,
            sid: `${A}-2001`,
            sidHistory: [`${B}-7`],
            samAccountName: 'team',
            groupType: GLOBAL,
            adminCount: 1,
            unresolvedMembers: ['CN=hidden'],
          },
          { dn: 'CN=bare' },
        ],
      }),
    );
    expect(groups).toEqual([
      {
        dn: 'CN=team,OU=Staff,DC=example,DC=com',
        name: 'EXAMPLE\\team',
        sid: `${A}-2001`,
        sidHistory: [`${B}-7`],
        domain: 0,
        descriptor: 1,
        classes: 2,
        container: 3,
        groupType: GLOBAL,
        adminCount: 1,
        samAccountName: 'team',
        shadow: false,
        membershipsProven: false,
        historyKnown: true,
        namesUnseen: false,
        membersCut: false,
        hidesMembers: false,
        unresolvedMembers: ['CN=hidden'],
        incomplete: true,
        open: true,
      },
      {
        dn: 'CN=bare',
        name: 'CN=bare',
        sid: null,
        sidHistory: [],
        domain: null,
        descriptor: null,
        classes: null,
        container: null,
        groupType: null,
        adminCount: null,
        samAccountName: null,
        shadow: false,
        membershipsProven: false,
        historyKnown: true,
        namesUnseen: false,
        membersCut: false,
        hidesMembers: false,
        unresolvedMembers: [],
        incomplete: true,
        open: true,
      },
    ]);
  });

  test('a shadow principal is not what has its SID', async () => {
    const { groups, groupsBySid } = await loadDirectory(
      memorySource({
        part: true,
        groups: [
          group(1, 'shadow', GLOBAL, [], { sid: `${B}-519`, shadow: true }),
          group(2, 'group', GLOBAL, [], { sid: `${B}-519` }),
          group(3, 'other shadow', GLOBAL, [], { sid: `${B}-512`, shadow: true }),
        ],
      }),
    );
    expect(groups.map(({ shadow }) => shadow)).toEqual([true, false, true]);
    expect([...groupsBySid]).toEqual([[`${B}-519`, [1]]]);
  });

  test('by SID, and by the SIDs that they had', async () => {
    const directory = await loadDirectory(
      memorySource({
        part: true,
        groups: [
          group(2001, 'one', GLOBAL, [], { sid: `${A}-1`, sidHistory: [`${B}-1`, `${B}-2`] }),
          group(2001, 'twin', GLOBAL, [], { sid: `${A}-1`, sidHistory: [`${B}-2`] }),
          group(2002, 'nameless', GLOBAL, [], { sid: undefined }),
        ],
      }),
    );
    expect([...directory.groupsBySid]).toEqual([[`${A}-1`, [0, 1]]]);
    expect([...directory.groupByFormerSid]).toEqual([
      [`${B}-1`, 0],
      [`${B}-2`, 1],
    ]);
  });

  test('memberships are those of the records', async () => {
    const { membership } = await loadDirectory(
      memorySource({ part: true, groups: [group(2001, 'inner', GLOBAL, [1]), group(2002, 'outer', GLOBAL)] }),
    );
    expect(membership.isMember(groupId(0), groupId(1))).toBe(true);
    expect(membership.isMember(groupId(1), groupId(0))).toBe(false);
    expect(membership.above([groupId(0)], PROTECTION).map((way) => way.group)).toEqual([0, 1]);
    const bare = await loadDirectory(memorySource({ groups: [{ dn: 'CN=bare' }] }));
    expect(bare.membership.direct(groupId(0))).toEqual([]);
  });

  test('what of it was read: its former SIDs, its own memberships, its members', async () => {
    const told = async (more: Parameters<typeof group>[4], sddl = 'O:SYG:SYD:(A;;RP;;;AU)') => {
      const groups = [group(2001, 'x', GLOBAL, [], { descriptor: 0, ...more })];
      const [found] = (await loadDirectory(memorySource({ groups, descriptors: [sddl] }))).groups;
      const { sidHistory, historyKnown, membershipsProven, membersCut, hidesMembers } = found!;
      return { sidHistory, historyKnown, membershipsProven, membersCut, hidesMembers };
    };
    const known = {
      sidHistory: [],
      historyKnown: true,
      membershipsProven: true,
      membersCut: false,
      hidesMembers: false,
    };
    const open = {
      sidHistory: [],
      historyKnown: false,
      membershipsProven: false,
      membersCut: true,
      hidesMembers: true,
    };
    const without = { sidHistory: undefined, membersRead: undefined };
    expect(await told({ otherGroups: [] })).toEqual(known);
    // Everybody may read it: what it came without is absent.
    expect(await told(without)).toEqual(known);
    expect(await told(without, 'O:SYG:SYD:')).toEqual(open);
    expect(await told({ ...without, descriptor: undefined })).toEqual(open);
    expect(await told({ ...without, unasked: ['member', 'memberof', 'sidhistory'] })).toEqual(open);
    expect(await told({ ...without, sidHistory: [`${B}-7`] }, 'O:SYG:SYD:')).toEqual({
      ...open,
      sidHistory: [`${B}-7`],
      historyKnown: true,
    });
    expect(await told({ unresolvedMembers: ['CN=y,DC=example,DC=com'] })).toEqual({ ...known, hidesMembers: true });
    expect(await told({ unresolvedMembers: ['CN=y,DC=elsewhere'] })).toEqual(known);
  });

  test('members that were not read are a gap, beside those that the source tells of', async () => {
    const told = { type: 'gap', code: 'attribute-unreadable', message: 'x' } as const;
    const groups = [group(2001, 'x', GLOBAL, [], { membersRead: undefined }), group(2002, 'y', GLOBAL)];
    const { gaps } = await loadDirectory(memorySource({ groups, more: [told] }));
    expect(gaps).toEqual([
      told,
      { type: 'gap', code: 'members-incomplete', dn: groups[0]!.dn, message: expect.any(String), derived: true },
    ]);
  });

  test('who read is what the source says of its collection, or what the user says', async () => {
    const source = memorySource({
      groups: [group(2001, 'x', GLOBAL, [], { descriptor: 0, membersRead: undefined })],
      descriptors: [`O:SYG:SYD:(A;;RP;;;${B}-7)`],
    });
    const cut = async (...[evidence, reader]: Parameters<typeof loadDirectory>) =>
      (await loadDirectory(evidence, reader)).groups[0]!.membersCut;
    const reader = (sids: readonly Sid[]) => ({ carries: (sid: Sid) => (sids.includes(sid) ? 'yes' : 'no') }) as const;
    expect(await cut(source)).toBe(true);
    expect(await cut(source, reader([`${B}-8`]))).toBe(true);
    expect(await cut(source, reader([`${B}-7`]))).toBe(false);
  });
});

describe('open groups', () => {
  /** 0 inner (in 1), 1 mail, a distribution group (in 2), 2 outer, 3 apart. */
  const groups = (inner: Parameters<typeof group>[4] = {}) => [
    group(2001, 'inner', GLOBAL, [1], inner),
    group(2002, 'mail', 2, [2]),
    group(2003, 'outer', GLOBAL),
    group(2004, 'apart', GLOBAL),
  ];
  const gap = (dn?: string): ModelRecord => ({ type: 'gap', code: 'members-incomplete', message: 'x', dn });

  test.each<[string, Parameters<typeof group>[4], readonly ModelRecord[], boolean[]]>([
    ['nothing is missing', {}, [], [false, false, false, false]],
    ['no list of unresolved members is none', { unresolvedMembers: [] }, [], [false, false, false, false]],
    ['a member that no source knows', { unresolvedMembers: ['CN=x'] }, [], [true, true, true, false]],
    ['a group without a SID', { sid: undefined }, [], [true, true, true, false]],
    ['members that were read in part', {}, [gap('cn=MAIL,ou=Staff,DC=example,DC=com')], [false, true, true, false]],
    ['members of somebody else', {}, [gap('CN=else')], [false, false, false, false]],
    ['members of a group that is not named', {}, [gap()], [true, true, true, true]],
  ])('%s', async (_, inner, more, expected) => {
    const directory = await loadDirectory(memorySource({ part: true, groups: groups(inner), more }));
    expect(directory.groups.map(({ open }) => open)).toEqual(expected);
  });

  test('a gap of another kind opens nothing', async () => {
    const other: ModelRecord = { type: 'gap', code: 'search-incomplete', message: 'x' };
    const directory = await loadDirectory(memorySource({ part: true, groups: groups(), more: [other] }));
    expect(directory.groups.map(({ open }) => open)).toEqual([false, false, false, false]);
  });
});

describe('display names', () => {
  const DOMAIN = {
    dn: 'DC=a',
    dnsName: 'a.example',
    netbiosName: 'ONE',
    sid: A,
    container: null,
    adminSDHolder: null,
  } as const;

  test.each<[string, Parameters<typeof displayName>, string]>([
    ['of a domain', ['jdoe', 'CN=J Doe', DOMAIN, `${A}-1000`], 'ONE\\jdoe'],
    ['without a SID', ['jdoe', 'CN=J Doe', DOMAIN], 'ONE\\jdoe'],
    ['of no domain', ['jdoe', 'CN=J Doe', null], 'jdoe'],
    ['not read', [undefined, 'CN=J Doe', DOMAIN, `${A}-1000`], 'CN=J Doe'],
    ['not read, of an alias', [undefined, 'CN=Administrators', DOMAIN, 'S-1-5-32-544'], 'CN=Administrators'],
    [
      'of an alias, by its English name',
      ['Administratoren', 'CN=x', DOMAIN, 'S-1-5-32-544'],
      'BUILTIN\\Administrators',
    ],
    ['of an alias that is not well known', ['Mine', 'CN=x', DOMAIN, 'S-1-5-32-9999'], 'BUILTIN\\Mine'],
  ])('%s', (_, args, expected) => {
    expect(displayName(...args)).toBe(expected);
  });
});
