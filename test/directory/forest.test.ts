import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { boundaryBetween } from '../../src/directory/boundary.js';
import {
  dSHeuristicsOf,
  forestOf,
  isInForest,
  isOutside,
  knownTrusts,
  mayBeLive,
  TrustAttribute,
} from '../../src/directory/forest.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { Forest } from '../../src/directory/memo.js';
import { Recent } from '../../src/directory/recent.js';
import type { ModelRecord } from '../../src/directory/records.js';
import { buildToken } from '../../src/directory/token.js';
import type { Tristate } from '../../src/result/tristate.js';
import { containerId, domainId, groupId } from './ids.js';
import { DOMAIN_LOCAL, GLOBAL, type Plain, recordSource, UNIVERSAL } from './memory-source.js';
import { A, B, C, C_WITH_A, D, partitions, type Trust, withTrusts } from './trusts.js';
import { userOf } from './users.js';

const OLD = 'S-1-5-21-9-9-9-1200';
const ACTOR = `${A}-1000` as const;

/** Two domains: groups 0 universal in B, 1 domain-local in B that holds 0, 2 domain-local in B with the actor as a foreign principal, 3 domain-local in A. */
async function twoDomains(trust: number | null, partner: Sid = A) {
  const domain = (dn: string, sid: Sid, name: string): ModelRecord => ({
    type: 'domain',
    dn,
    dnsName: `${name}.example`,
    netbiosName: name,
    sid,
  });
  const group = (
    name: string,
    parent: number,
    dn: string,
    sid: Sid,
    groupType: number,
    memberOf: readonly number[] = [],
  ): ModelRecord => ({
    type: 'group',
    dn: `CN=${name},${dn}`,
    parent: containerId(parent),
    sid,
    samAccountName: name,
    groupType,
    memberOf: memberOf.map(groupId),
  });
  const records: ModelRecord[] = [
    ...(trust === null
      ? []
      : [
          {
            type: 'trust',
            dn: 'CN=a.example,CN=System,DC=b,DC=example',
            partner: 'a.example',
            sid: partner,
            attributes: trust,
          } as const,
        ]),
    domain('DC=a,DC=example', A, 'A'),
    domain('DC=b,DC=example', B, 'B'),
    { type: 'container', dn: 'DC=a,DC=example' },
    { type: 'container', dn: 'DC=b,DC=example' },
    group('Universal', 1, 'DC=b,DC=example', `${B}-2000` as const, UNIVERSAL, [1]),
    group('Local Of B', 1, 'DC=b,DC=example', `${B}-2001` as const, DOMAIN_LOCAL),
    group('Foreign Members', 1, 'DC=b,DC=example', `${B}-2002` as const, DOMAIN_LOCAL),
    group('Local Of A', 0, 'DC=a,DC=example', `${A}-2003` as const, DOMAIN_LOCAL),
    group('Global Of A', 0, 'DC=a,DC=example', `${A}-2004` as const, GLOBAL, [5]),
    group('Holds Global', 0, 'DC=a,DC=example', `${A}-2005` as const, DOMAIN_LOCAL),
    {
      type: 'foreign',
      dn: `CN=${ACTOR},CN=ForeignSecurityPrincipals,DC=b,DC=example`,
      sid: ACTOR,
      memberOf: [groupId(2)],
    },
  ];
  return loadDirectory(recordSource(records));
}

const actor = (groups: readonly number[]) =>
  userOf(domainId(0), ACTOR, 'A\\actor', [OLD], `${A}-513` as const, groups.map(groupId));

describe('tokens across domains', () => {
  test('of one forest: universal groups everywhere, domain-local ones on their own domain, foreign principals', async () => {
    const directory = await twoDomains(TrustAttribute.WithinForest);
    expect(boundaryBetween(directory, domainId(0), domainId(1)).kind).toBe('within-forest');
    const there = buildToken(directory, actor([0, 3, 4]), domainId(1));
    const here = buildToken(directory, actor([0, 3, 4]), domainId(0));
    const held = (sid: Sid) => [here.carries(sid), there.carries(sid)];
    expect(held(`${B}-2000` as const)).toEqual(['yes', 'yes']);
    expect(held(`${B}-2001` as const)).toEqual(['no', 'yes']);
    expect(held(`${B}-2002` as const)).toEqual(['no', 'yes']);
    expect(held(`${A}-2003` as const)).toEqual(['yes', 'no']);
    expect(held(`${A}-2004` as const)).toEqual(['yes', 'yes']);
    expect(held(`${A}-2005` as const)).toEqual(['yes', 'no']);
    expect(held(OLD)).toEqual(['yes', 'yes']);
    expect(held('S-1-5-15')).toEqual(['yes', 'yes']);
  });

  test('over a forest trust: whether SIDs of neither domain pass depends on partitions that were not read', async () => {
    const directory = await twoDomains(TrustAttribute.ForestTransitive);
    expect(boundaryBetween(directory, domainId(0), domainId(1)).kind).toBe('cross-forest');
    const token = buildToken(directory, actor([4]), domainId(1));
    expect(token.carries(OLD)).toBe('unknown');
    expect(token.filtered.get(OLD)).toMatchObject({ certain: false });
    expect(token.carries(`${A}-2004` as const)).toBe('yes');
    expect(token.carries(`${B}-2002` as const)).toBe('yes');
    expect(token.carries('S-1-5-15')).toBe('yes');
  });

  test('a forest trust that is treated as external lets them pass; a quarantined one lets the domain itself pass', async () => {
    const external = await twoDomains(TrustAttribute.ForestTransitive | TrustAttribute.TreatAsExternal);
    expect(buildToken(external, actor([]), domainId(1)).carries(OLD)).toBe('yes');
    const quarantined = await twoDomains(TrustAttribute.QuarantinedDomain);
    expect(buildToken(quarantined, actor([4]), domainId(1)).carries(OLD)).toBe('no');
    expect(buildToken(quarantined, actor([4]), domainId(1)).carries(`${A}-2004` as const)).toBe('yes');
  });

  test('where the sources tell of no trust, what a filter could take stays open', async () => {
    const directory = await twoDomains(null);
    expect(boundaryBetween(directory, domainId(0), domainId(1)).kind).toBe('not-known');
    const token = buildToken(directory, actor([4]), domainId(1));
    expect(token.carries(OLD)).toBe('unknown');
    expect(token.carries(`${A}-2004` as const)).toBe('yes');
  });
});

test('a token over a boundary: what the filter takes, and what it may take', async () => {
  const held = async (trust: number | null) => {
    const { sids, filtered } = buildToken(await twoDomains(trust), actor([0, 4]), domainId(1));
    return {
      carried: [...sids.keys()],
      filtered: [...filtered.values()].map(({ sid, certain, domain }) => ({ sid, certain, domain })),
    };
  };
  const account = [ACTOR, 'S-1-1-0', 'S-1-5-2', 'S-1-5-11'];
  const groups = [`${A}-513`, `${A}-2004`, `${B}-2002`];
  const THIS_ORGANIZATION = { sid: 'S-1-5-15', certain: false, domain: null };
  expect(await held(TrustAttribute.WithinForest)).toEqual({
    carried: [
      ACTOR,
      OLD,
      ...account.slice(1),
      'S-1-5-15',
      `${A}-513`,
      `${B}-2000`,
      `${A}-2004`,
      `${B}-2002`,
      `${B}-2001`,
    ],
    filtered: [],
  });
  // A universal group of B in a token that comes from A: its SID is no SID of A's forest, and leads to no local group.
  expect(await held(TrustAttribute.ForestTransitive)).toEqual({
    carried: [...account, 'S-1-5-15', ...groups],
    filtered: [
      { sid: OLD, certain: false, domain: null },
      { sid: `${B}-2000`, certain: true, domain: null },
    ],
  });
  expect(await held(null)).toEqual({
    carried: [...account, ...groups],
    filtered: [
      { sid: OLD, certain: false, domain: null },
      THIS_ORGANIZATION,
      { sid: `${B}-2000`, certain: false, domain: null },
    ],
  });
});

const { ForestTransitive, WithinForest } = TrustAttribute;
const PARTITIONS_OF_A = 'CN=Partitions,CN=Configuration,DC=a,DC=example';

function forest(domains: readonly number[], sids: readonly Sid[], more: Partial<Forest>): Forest {
  return {
    domains: new Set(domains.map(domainId)),
    sids: new Set(sids),
    whole: false,
    lacksDomains: false,
    root: null,
    asked: new Recent(8),
    ...more,
  };
}

test('the bits of trustAttributes', () => {
  expect(TrustAttribute).toEqual({
    NonTransitive: 0x1,
    QuarantinedDomain: 0x4,
    ForestTransitive: 0x8,
    CrossOrganization: 0x10,
    WithinForest: 0x20,
    TreatAsExternal: 0x40,
    PimTrust: 0x400,
  });
});

describe('trusts of which both ends are known', () => {
  const found = async (trust: Trust) =>
    knownTrusts(await withTrusts([trust])).map(({ holder, partner }) => [holder, partner]);

  test.each<[string, Trust, [number, Sid][]]>([
    ['of the first domain', { in: 'a', sid: D }, [[0, D]]],
    ['of the last domain', { in: 'c', sid: A, attributes: 0 }, [[2, A]]],
    ['in another spelling', { in: 'b', sid: A, dn: 'cn=X, cn=SYSTEM, dc=B, dc=Example' }, [[1, A]]],
    ['without a SID', { in: 'b' }, []],
    ['of a domain that is in no source', { in: 'z', sid: A }, []],
    ['outside CN=System', { in: 'b', sid: A, dn: 'CN=x,CN=Users,DC=b,DC=example' }, []],
    ['in another CN=System', { in: 'b', sid: A, dn: 'CN=x,CN=System,OU=y,DC=b,DC=example' }, []],
  ])('%s', async (_, trust, expected) => {
    expect(await found(trust)).toEqual(expected);
  });
});

describe('the forest of a domain', () => {
  const BOTH: Trust = { in: 'b', sid: C, attributes: WithinForest };

  test.each<[string, readonly Trust[], readonly Plain<ModelRecord>[], Forest]>([
    ['nothing tells of it', [], [], forest([0], [A], {})],
    ['a trust within it', [C_WITH_A], [], forest([0, 2], [A, C], {})],
    [
      'a trust within it that the domain holds',
      [{ in: 'a', sid: C, attributes: WithinForest }],
      [],
      forest([0, 2], [A, C], {}),
    ],
    ['trusts on the way', [C_WITH_A, BOTH], [], forest([0, 1, 2], [A, B, C], {})],
    ['trusts on the way, the nearest last', [BOTH, C_WITH_A], [], forest([0, 1, 2], [A, B, C], {})],
    ['a trust between two others', [BOTH], [], forest([0], [A], {})],
    ['a domain that is in no source', [{ in: 'a', sid: D, attributes: WithinForest }], [], forest([0], [A, D], {})],
    ['a forest trust', [{ in: 'a', sid: B, attributes: ForestTransitive }], [], forest([0], [A], {})],
    [
      'trusts without attributes or SID',
      [
        { in: 'a', sid: B },
        { in: 'a', attributes: WithinForest },
      ],
      [],
      forest([0], [A], {}),
    ],
    ['partitions that name it alone', [], partitions('a', 'a'), forest([0], [A], { whole: true, root: A })],
    [
      'partitions that name another too',
      [],
      partitions('c', 'c', 'a'),
      forest([0, 2], [A, C], { whole: true, root: C }),
    ],
    [
      'partitions of which the root is in no source',
      [],
      partitions('z', 'z', 'a'),
      forest([0], [A], { whole: true, lacksDomains: true }),
    ],
    [
      'partitions that name one that is in no source',
      [],
      partitions('a', 'a', 'z'),
      forest([0], [A], { whole: true, lacksDomains: true, root: A }),
    ],
    [
      'partitions that name one, and a trust with another',
      [C_WITH_A],
      partitions('a', 'a', 'z'),
      forest([0, 2], [A, C], { whole: true, lacksDomains: true, root: A }),
    ],
    [
      'partitions of two forests',
      [],
      [...partitions('b', 'b', 'c'), ...partitions('a', 'a')],
      forest([0], [A], { whole: true, root: A }),
    ],
    ['partitions of another forest', [], partitions('b', 'b', 'c'), forest([0], [A], {})],
    [
      'partitions of which one is no domain',
      [],
      [
        ...partitions('a', 'a'),
        { type: 'partition', nCName: 'DC=c,DC=example', dn: `CN=x,${PARTITIONS_OF_A}`, systemFlags: 5 },
        { type: 'partition', nCName: 'DC=zones', dn: `CN=y,${PARTITIONS_OF_A}`, systemFlags: 0 },
      ],
      forest([0], [A], { whole: true, root: A }),
    ],
    [
      'partitions of which nothing but the names was read',
      [],
      [
        { type: 'partition', nCName: 'dc=A, dc=Example', dn: `CN=x,${PARTITIONS_OF_A}` },
        { type: 'partition', nCName: 'DC=c,DC=example', dn: `cn=y, ${PARTITIONS_OF_A.toLowerCase()}` },
      ],
      forest([0, 2], [A, C], { whole: true, root: A }),
    ],
    [
      'partitions without a name of their own',
      [],
      [{ type: 'partition', nCName: 'DC=a,DC=example' }],
      forest([0], [A], {}),
    ],
    [
      'a partition that stands elsewhere',
      [],
      [{ type: 'partition', nCName: 'DC=a,DC=example', dn: 'CN=x,CN=Other,CN=Configuration,DC=a,DC=example' }],
      forest([0], [A], {}),
    ],
  ])('%s', async (_, trusts, records, expected) => {
    const directory = await withTrusts(trusts, records);
    const found = forestOf(directory, domainId(0));
    expect({ ...found, domains: [...found.domains], sids: [...found.sids].sort() }).toEqual({
      ...expected,
      asked: expect.any(Recent),
      domains: [...expected.domains],
      sids: [...expected.sids],
    });
    // It is found out once.
    expect(forestOf(directory, domainId(0))).toBe(found);
  });

  test('the one domain of the sources is taken for the root where no partition says otherwise', async () => {
    const root = async (...records: Plain<ModelRecord>[]) =>
      forestOf(
        await loadDirectory(
          recordSource([{ type: 'domain', dn: 'DC=a,DC=example', dnsName: 'a.example', sid: A }, ...records]),
        ),
        domainId(0),
      ).root;
    expect(await root()).toBe(A);
    expect(await root(...partitions('a', 'a'))).toBe(A);
    expect(await root(...partitions('z', 'a', 'z'))).toBeNull();
  });
});

describe('whether a domain is one of the forest of A, and whether it surely is not', () => {
  const trust = (holder: string, sid: Sid, attributes?: number): Trust => ({ in: holder, sid, attributes });

  test.each<[string, readonly Trust[], readonly Plain<ModelRecord>[], Sid, Tristate]>([
    ['itself', [], [], A, 'yes'],
    ['a domain with a trust within the forest', [C_WITH_A], [], C, 'yes'],
    ['one that is in no source', [trust('a', D, WithinForest)], [], D, 'yes'],
    ['one of which nothing is known', [], [], B, 'unknown'],
    ['one that is in no source, of which nothing is known', [], [], D, 'unknown'],
    ['one with a forest trust', [trust('a', B, ForestTransitive)], [], B, 'no'],
    ['one that has a forest trust', [trust('b', A, ForestTransitive)], [], B, 'no'],
    ['one with an external trust', [trust('a', D, 0)], [], D, 'no'],
    ['one with a trust of which the attributes were not read', [trust('a', B)], [], B, 'unknown'],
    ['another than the one with a forest trust', [trust('a', B, ForestTransitive)], [], C, 'unknown'],
    ['another than the one that has a forest trust', [trust('b', A, ForestTransitive)], [], C, 'unknown'],
    ['one with a trust to another domain of the forest', [C_WITH_A, trust('b', C, ForestTransitive)], [], B, 'no'],
    ['one with a trust of another domain of the forest', [C_WITH_A, trust('c', B, 0)], [], B, 'no'],
    ['one that has a trust to somebody else', [trust('b', D, ForestTransitive)], [], B, 'unknown'],
    ['one with a trust that no domain of the sources holds', [trust('z', B, 0)], [], B, 'unknown'],
    ['the partitions were read: another domain of the sources', [], partitions('a', 'a'), B, 'no'],
    ['the partitions were read: one that is in no source', [], partitions('a', 'a'), D, 'no'],
    ['they name one that is in no source: another domain of the sources', [], partitions('a', 'a', 'z'), B, 'no'],
    ['they name one that is in no source: it may be that', [], partitions('a', 'a', 'z'), D, 'unknown'],
    [
      'they name one that is in no source, and not one that is: it may be that',
      [C_WITH_A],
      partitions('a', 'a', 'z'),
      D,
      'unknown',
    ],
    ['the partitions of the other were read', [], partitions('b', 'b'), B, 'no'],
    ['the partitions of a third were read', [], partitions('c', 'c'), B, 'unknown'],
    ['the partitions of another were read: one that is in no source', [], partitions('b', 'b'), D, 'unknown'],
  ])('%s', async (_, trusts, records, sid, expected) => {
    const directory = await withTrusts(trusts, records);
    expect(isInForest(directory, forestOf(directory, domainId(0)), sid)).toBe(expected);
  });

  test.each<[string, readonly Trust[], readonly Plain<ModelRecord>[], Sid, boolean]>([
    ['one with a trust', [trust('a', D, 0)], [], `${D}-1000`, true],
    ['one with a trust of another domain', [trust('b', D, 0)], partitions('a', 'a'), `${D}-1000`, true],
    ['one of the sources', [], partitions('a', 'a'), `${B}-1000`, true],
    ['of which nothing tells: it may be no more', [], partitions('a', 'a'), `${D}-1000`, false],
    ['of which nothing tells, beside one with a trust', [trust('b', C, 0)], partitions('a', 'a'), `${D}-1000`, false],
    [
      'a foreign principal',
      [],
      [...partitions('a', 'a'), { type: 'foreign', dn: `CN=${D}-1000`, sid: `${D}-1000` }],
      `${D}-1000`,
      true,
    ],
    [
      'another foreign principal',
      [],
      [...partitions('a', 'a'), { type: 'foreign', dn: `CN=${D}-1000`, sid: `${D}-1000` }],
      `${D}-1001`,
      false,
    ],
    ['not known', [], [], `${B}-1000`, false],
    ['the domain itself', [], partitions('a', 'a'), `${A}-1000`, false],
    [
      'no SID of a domain',
      [],
      [...partitions('a', 'a'), { type: 'foreign', dn: 'CN=S-1-5-11', sid: 'S-1-5-11' }],
      'S-1-5-11',
      false,
    ],
  ])('a SID that is surely of another forest: %s', async (_, trusts, records, sid, expected) => {
    expect(isOutside(await withTrusts(trusts, records), domainId(0), sid)).toBe(expected);
  });
});

describe('a domain that the partitions name and no source holds', () => {
  const OTHER = 'S-1-5-21-5-5-5';

  test.each<[string, string, Sid, number, Tristate]>([
    ['nothing tells its SID', 'z.example', D, WithinForest, 'unknown'],
    ['a trust within the forest tells its SID: no other one is it', 'd.example', D, WithinForest, 'no'],
    ['a trust with another forest tells of another one', 'd.example', D, 0, 'unknown'],
  ])('%s', async (_, partner, sid, attributes, expected) => {
    const trust = { type: 'trust' as const, dn: 'CN=x,CN=System,DC=a,DC=example', partner, sid, attributes };
    const directory = await withTrusts([], [trust, ...partitions('a', 'a', 'd')]);
    expect(isInForest(directory, forestOf(directory, domainId(0)), OTHER)).toBe(expected);
  });
});

test.each<[string, number | null, Sid, boolean]>([
  ['a SID of its domain', 0, `${A}-1000`, true],
  ['a SID of its forest', 0, `${C}-1000`, true],
  ['a SID of another forest', 0, `${B}-1000`, false],
  ['a SID of a domain of which nothing is known', 0, `${D}-1000`, false],
  ['of an account of no known domain it may be', null, `${B}-1000`, true],
])("a SID that an object had once may be another one's today: %s", async (_, from, sid, expected) => {
  const directory = await withTrusts([C_WITH_A, { in: 'a', sid: B, attributes: TrustAttribute.ForestTransitive }]);
  expect(mayBeLive(directory, from === null ? null : domainId(from), sid)).toBe(expected);
});

test.each<[string, string, Sid | null]>([
  ['of a domain of the sources, however it is written', 'C.eXAMPLE', C],
  ['of a domain that no source holds', 'd.example', null],
])('a trust without a SID has the name %s', async (_, partner, expected) => {
  const trust = { type: 'trust' as const, dn: 'CN=x,CN=System,DC=b,DC=example', partner };
  const known = knownTrusts(await withTrusts([], [trust]));
  expect(known.map((each) => each.partner)).toEqual(expected === null ? [] : [expected]);
});

describe('dSHeuristicsOf', () => {
  const forest = (dSHeuristics: string | null | undefined, root?: string): ModelRecord => ({
    type: 'forest',
    dSHeuristics,
    dn: root && `CN=Directory Service,CN=Windows NT,CN=Services,CN=Configuration,${root}`,
  });
  const partition = (nCName: string, root?: string): ModelRecord => ({
    type: 'partition',
    nCName,
    dn: root && `CN=X,CN=Partitions,CN=Configuration,${root}`,
  });
  const [ONE, OTHER] = ['DC=a,DC=example', 'DC=b,DC=example'];

  test.each<[string, readonly ModelRecord[], string | null | undefined]>([
    ['no forest', [], undefined],
    ['one forest, without a name', [forest('001')], '001'],
    ['one forest that has none', [forest(null)], null],
    ['one forest of which it was not read', [forest(undefined)], undefined],
    ['one forest, without partitions', [forest('001', OTHER)], '001'],
    ['one forest, with a partition of this domain', [forest('001', ONE), partition(ONE, ONE)], '001'],
    ['a child domain', [forest('001', 'DC=root'), partition(ONE, 'DC=root'), partition('DC=root', 'DC=root')], '001'],
    [
      'one forest, with partitions that are not this domain',
      [forest('001', OTHER), partition(OTHER, OTHER)],
      undefined,
    ],
    ['one forest, with partitions of another', [forest('001', ONE), partition(OTHER, OTHER)], '001'],
    ['one forest, with partitions of no name', [forest('001', ONE), partition(OTHER)], '001'],
    ['one forest without a name, with partitions of no name', [forest('001'), partition(OTHER)], '001'],
    [
      'two forests, this domain in the first',
      [forest('001', ONE), forest('002', OTHER), partition(ONE, ONE), partition(OTHER, OTHER)],
      '001',
    ],
    [
      'two forests, this domain in the second',
      [forest('002', OTHER), forest('001', ONE), partition(ONE, ONE), partition(OTHER, OTHER)],
      '001',
    ],
    ['two forests without partitions', [forest('001', ONE), forest('002', OTHER)], undefined],
    [
      'two forests, of which one has partitions',
      [forest('001', ONE), forest('002', OTHER), partition(ONE, ONE)],
      '001',
    ],
    ['two records of one forest', [forest('001', ONE), forest('001', ONE), partition(ONE, ONE)], undefined],
    [
      'names in another spelling',
      [forest('001', 'dc=A,dc=EXAMPLE'), forest('002', OTHER), partition('dc=a, dc=example', 'DC=A,DC=Example')],
      '001',
    ],
  ])('%s', async (_, records, expected) => {
    const directory = await loadDirectory(
      recordSource([...records, { type: 'domain', dn: ONE, dnsName: 'a.example', sid: A }]),
    );
    expect(dSHeuristicsOf(directory, domainId(0))).toBe(expected);
    expect(dSHeuristicsOf(directory, domainId(1))).toBeUndefined();
  });

  test.each<[string, readonly ModelRecord[], string | undefined]>([
    ['without a name', [forest('001')], '001'],
    ['whose root is the domain above', [forest('001', 'DC=example')], '001'],
    ['whose root is this domain', [forest('001', ONE)], '001'],
    ['whose root is another domain', [forest('001', OTHER)], undefined],
  ])('of two domains and one forest without partitions, %s', async (_, records, expected) => {
    const domains: ModelRecord[] = [
      { type: 'domain', dn: ONE, dnsName: 'a.example', sid: A },
      { type: 'domain', dn: OTHER, dnsName: 'b.example', sid: B },
    ];
    const directory = await loadDirectory(recordSource([...records, ...domains]));
    expect(dSHeuristicsOf(directory, domainId(0))).toBe(expected);
  });
});

test('a SID that may be filtered leaves open what it leads to; one that surely is leads nowhere', async () => {
  const held = async (attributes: number | null) => {
    const trust: ModelRecord[] =
      attributes === null
        ? []
        : [{ type: 'trust', dn: 'CN=x,CN=System,DC=b,DC=example', partner: 'x', sid: A, attributes }];
    const local = (name: string, rid: number, memberOf: readonly number[] = []): ModelRecord => ({
      type: 'group',
      dn: `CN=${name},DC=b,DC=example`,
      parent: containerId(0),
      sid: `${B}-${rid}`,
      sidHistory: [`${D}-${rid}`],
      samAccountName: name,
      groupType: DOMAIN_LOCAL,
      memberOf: memberOf.map(groupId),
    });
    const directory = await loadDirectory(
      recordSource([
        ...trust,
        { type: 'domain', dn: 'DC=a,DC=example', dnsName: 'a.example', sid: A },
        { type: 'domain', dn: 'DC=b,DC=example', dnsName: 'b.example', sid: B },
        { type: 'container', dn: 'DC=b,DC=example' },
        local('Held By The Old SID', 2000, [1]),
        local('Above', 2001),
        local('Held By This Organization', 2002),
        local('Held By Nobody', 2003),
        { type: 'foreign', dn: 'CN=1', sid: OLD, memberOf: [0] },
        { type: 'foreign', dn: 'CN=2', sid: 'S-1-5-15', memberOf: [2] },
      ]),
    );
    const token = buildToken(directory, userOf(domainId(0), ACTOR, 'x', [OLD], `${A}-513`, []), domainId(1));
    return [2000, 2001, 2002, 2003].map((rid) => [token.carries(`${B}-${rid}`), token.carries(`${D}-${rid}`)]);
  };
  const [YES, NO, OPEN] = (['yes', 'no', 'unknown'] as const).map((each) => [each, each]);
  expect(await held(null)).toEqual([OPEN, OPEN, OPEN, NO]);
  expect(await held(TrustAttribute.ForestTransitive)).toEqual([OPEN, OPEN, YES, NO]);
  expect(await held(TrustAttribute.QuarantinedDomain)).toEqual([NO, NO, YES, NO]);
  expect(await held(TrustAttribute.WithinForest)).toEqual([YES, YES, YES, NO]);
});

test('a SID that is filtered on one way and added by the domain itself on another is carried', async () => {
  const directory = await loadDirectory(
    recordSource([
      { type: 'trust', dn: 'CN=x,CN=System,DC=b,DC=example', partner: 'x', sid: A, attributes: ForestTransitive },
      { type: 'domain', dn: 'DC=a,DC=example', dnsName: 'a.example', sid: A },
      { type: 'domain', dn: 'DC=b,DC=example', dnsName: 'b.example', sid: B },
      { type: 'container', dn: 'DC=b,DC=example' },
      {
        type: 'group',
        dn: 'CN=local,DC=b,DC=example',
        parent: 0,
        sid: `${B}-2000`,
        sidHistory: [OLD],
        groupType: DOMAIN_LOCAL,
      },
      { type: 'foreign', dn: 'CN=1', sid: ACTOR, memberOf: [0] },
    ]),
  );
  const token = buildToken(directory, userOf(domainId(0), ACTOR, 'x', [OLD], `${A}-513`, []), domainId(1));
  expect(token.carries(OLD)).toBe('yes');
  expect(token.sids.get(OLD)).toMatchObject({ domain: 1, way: { step: { kind: 'former-sid', sid: OLD } } });
  expect([...token.filtered.keys()]).toEqual([]);
});
