import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { boundaryBetween, passesFilter } from '../../src/directory/boundary.js';
import { dSHeuristicsOf, TrustAttribute } from '../../src/directory/forest.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { BoundaryKind } from '../../src/directory/memo.js';
import type { ModelRecord } from '../../src/directory/records.js';
import { buildToken } from '../../src/directory/token.js';
import { containerId, domainId, groupId } from './ids.js';
import { DOMAIN_LOCAL, GLOBAL, recordSource, UNIVERSAL } from './memory-source.js';
import { userOf } from './users.js';

const A = 'S-1-5-21-1-1-1';
const B = 'S-1-5-21-2-2-2';
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

const C = 'S-1-5-21-3-3-3';
const D = 'S-1-5-21-4-4-4';

interface Trust {
  /** The domain that holds the trustedDomain object. */
  readonly in: string;
  readonly sid?: Sid | undefined;
  readonly attributes?: number | undefined;
  /** Absent: where trusts stand, in CN=System of that domain. */
  readonly dn?: string;
}

/** Domains 0 a.example (A), 1 b.example (B), 2 c.example (C), with these trusts. */
const withTrusts = (...trusts: readonly Trust[]) =>
  loadDirectory(
    recordSource([
      ...trusts.map(({ in: holder, dn, ...trust }) => ({
        type: 'trust' as const,
        dn: dn ?? `CN=partner,CN=System,DC=${holder},DC=example`,
        partner: 'partner',
        ...trust,
      })),
      { type: 'domain', dn: 'DC=a,DC=example', dnsName: 'a.example', sid: A },
      { type: 'domain', dn: 'DC=b,DC=example', dnsName: 'b.example', sid: B },
      { type: 'domain', dn: 'DC=c,DC=example', dnsName: 'c.example', sid: C },
    ]),
  );

const { ForestTransitive, PimTrust, QuarantinedDomain, TreatAsExternal, WithinForest } = TrustAttribute;
/** C belongs to the forest of A. */
const C_WITH_A: Trust = { in: 'c', sid: A, attributes: WithinForest };

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

describe('what SID filtering lets pass from A to B', () => {
  /**
   * SIDs of: the account's domain A, domain C of its forest, the target's domain B, a domain D of neither (an account, and
   * Enterprise Admins), domain controllers, the platform, an alias.
   */
  const ASKED: readonly Sid[] = [
    `${A}-1000`,
    `${C}-1000`,
    `${B}-1000`,
    `${D}-1000`,
    `${D}-519`,
    'S-1-5-9',
    'S-1-5-11',
    'S-1-5-32-544',
    `${C}-519`,
    'S-1-5-18',
  ];
  const trust = (attributes: number): Trust => ({ in: 'b', sid: A, attributes });

  test.each<[string, readonly Trust[], string]>([
    ['one forest', [trust(WithinForest), C_WITH_A], 'yes yes yes yes yes yes yes no yes no'],
    ['one forest, quarantined', [trust(WithinForest | QuarantinedDomain), C_WITH_A], 'yes no no no no yes yes no no no'],
    // Whether D is one of the account's forest is not known where its partitions were not read.
    ['a forest trust', [trust(ForestTransitive), C_WITH_A], 'yes yes no unknown unknown no yes no yes no'],
    [
      'a forest trust, quarantined',
      [trust(ForestTransitive | QuarantinedDomain), C_WITH_A],
      'yes no no no no no yes no no no',
    ],
    [
      'a forest trust, treated as external',
      [trust(ForestTransitive | TreatAsExternal), C_WITH_A],
      'yes yes yes yes unknown no yes no unknown no',
    ],
    [
      'a forest trust, treated as external and quarantined',
      [trust(ForestTransitive | TreatAsExternal | QuarantinedDomain), C_WITH_A],
      'yes no no no no no yes no no no',
    ],
    ['an external trust', [trust(0), C_WITH_A], 'yes yes yes yes unknown no yes no unknown no'],
    ['an external trust, quarantined', [trust(QuarantinedDomain), C_WITH_A], 'yes no no no no no yes no no no'],
    [
      'a trust for privileged access',
      [trust(ForestTransitive | TreatAsExternal | PimTrust), C_WITH_A],
      'yes yes yes yes yes no yes no yes no',
    ],
    // The bit counts beside that of treat-as-external only (MS-ADTS 6.1.6.7.9).
    [
      'a forest trust with the bit of privileged access alone',
      [trust(ForestTransitive | PimTrust), C_WITH_A],
      'yes yes no unknown unknown no yes no yes no',
    ],
    [
      'a quarantined external trust with the bit of privileged access',
      [trust(QuarantinedDomain | PimTrust), C_WITH_A],
      'yes no no no no no yes no no no',
    ],
    [
      'a forest trust, where nothing tells that C belongs to the forest of A',
      [trust(ForestTransitive)],
      'yes unknown no unknown unknown no yes no unknown no',
    ],
    ['no trust that the sources tell of', [C_WITH_A], 'yes unknown unknown unknown unknown unknown yes no unknown no'],
  ])('%s', async (_, trusts, expected) => {
    const directory = await withTrusts(...trusts);
    expect(
      ASKED.map((asked) => passesFilter(directory, boundaryBetween(directory, domainId(0), domainId(1)), asked)),
    ).toEqual(expected.split(' '));
  });

  test('within one domain nothing is filtered', async () => {
    const directory = await withTrusts();
    expect(
      ASKED.map((asked) => passesFilter(directory, boundaryBetween(directory, domainId(0), domainId(0)), asked)),
    ).toEqual(ASKED.map(() => 'yes'));
  });
});

describe('the boundary from A to B', () => {
  const UNKNOWN: BoundaryKind = 'not-known';
  const SAME_FOREST: BoundaryKind = 'within-forest';

  test.each<[string, readonly Trust[], BoundaryKind]>([
    ['no trust', [], UNKNOWN],
    ['a trust within the forest, held by the target', [{ in: 'b', sid: A, attributes: WithinForest }], SAME_FOREST],
    ['a trust within the forest, held by the account', [{ in: 'a', sid: B, attributes: WithinForest }], SAME_FOREST],
    [
      'over a third domain of the forest',
      [
        { in: 'a', sid: C, attributes: WithinForest },
        { in: 'b', sid: C, attributes: WithinForest },
      ],
      SAME_FOREST,
    ],
    [
      'over a domain that is in no source',
      [
        { in: 'b', sid: D, attributes: WithinForest },
        { in: 'a', sid: D, attributes: WithinForest },
      ],
      SAME_FOREST,
    ],
    ['an external trust', [{ in: 'b', sid: A, attributes: 0 }], 'external'],
    ['a forest trust', [{ in: 'b', sid: A, attributes: ForestTransitive }], 'cross-forest'],
    ['a trust that the account side holds tells nothing', [{ in: 'a', sid: B, attributes: ForestTransitive }], UNKNOWN],
    [
      'the trust of another domain of the target, to another domain of the account',
      [
        { in: 'c', sid: B, attributes: WithinForest },
        { in: 'c', sid: A, attributes: ForestTransitive | TreatAsExternal },
      ],
      'external',
    ],
    [
      'the trust to the root of the account',
      [C_WITH_A, { in: 'b', sid: C, attributes: ForestTransitive }],
      'cross-forest',
    ],
    ['a trust to somebody else', [{ in: 'b', sid: D, attributes: ForestTransitive }], UNKNOWN],
    ['a trust of somebody else', [{ in: 'c', sid: A, attributes: ForestTransitive }], UNKNOWN],
    ['a trust without a SID', [{ in: 'b', attributes: ForestTransitive }], UNKNOWN],
    ['a trust whose attributes were not read', [{ in: 'b', sid: A }], UNKNOWN],
    [
      'a trust outside CN=System',
      [{ in: 'b', sid: A, attributes: WithinForest, dn: 'CN=x,CN=Users,DC=b,DC=example' }],
      UNKNOWN,
    ],
    ['a trust of a domain that is in no source', [{ in: 'z', sid: A, attributes: WithinForest }], UNKNOWN],
    [
      'names in another spelling',
      [{ in: 'b', sid: A, attributes: WithinForest, dn: 'cn=X, cn=SYSTEM, dc=B, dc=Example' }],
      SAME_FOREST,
    ],
  ])('%s', async (_, trusts, expected) => {
    expect(boundaryBetween(await withTrusts(...trusts), domainId(0), domainId(1)).kind).toBe(expected);
  });

  test('of a domain to itself', async () => {
    const directory = await withTrusts({ in: 'b', sid: A, attributes: WithinForest });
    expect(boundaryBetween(directory, domainId(1), domainId(1)).kind).toBe('same-domain');
  });
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
