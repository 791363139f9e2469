import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import {
  boundaryBetween,
  boundaryTo,
  type Logon,
  logonOver,
  passesFilter,
  passesFromUnseen,
} from '../../src/directory/boundary.js';
import type { Directory } from '../../src/directory/directory.js';
import { TrustAttribute } from '../../src/directory/forest.js';
import type { Boundary, BoundaryKind } from '../../src/directory/memo.js';
import type { Tristate } from '../../src/result/tristate.js';
import { domainId } from './ids.js';
import { A, B, C, C_WITH_A, D, partitions, type Trust, withTrusts } from './trusts.js';

const {
  CrossOrganization,
  ForestTransitive,
  NonTransitive,
  PimTrust,
  QuarantinedDomain,
  TreatAsExternal,
  WithinForest,
} = TrustAttribute;

const over = (kind: BoundaryKind, more: Partial<Boundary> = {}): Boundary => ({
  kind,
  from: domainId(0),
  to: domainId(1),
  logon: 'yes',
  selective: false,
  ...more,
});
const fromAToB = (directory: Directory) => boundaryBetween(directory, domainId(0), domainId(1));

describe('the table of MS-PAC 4.1.2.2', () => {
  /** A and C are one forest, of which all is known; B and D are none of it. */
  let directory: Directory;
  beforeAll(async () => {
    directory = await withTrusts([], [...partitions('a', 'a', 'c'), ...partitions('b', 'b')]);
  });

  /** What a row asks for, by its columns. */
  const COLUMNS: readonly (readonly [string, readonly Sid[]])[] = [
    ['aliases', ['S-1-5-32-544', 'S-1-5-32-1000']],
    ['enterprise domain controllers', ['S-1-5-9']],
    ["the account's own domain", [`${A}-500`, `${A}-1000`]],
    ['well-known principals of its forest', [`${C}-519`, `${C}-999`]],
    ['its forest', [`${C}-1000`]],
    ['well-known principals of another forest', [`${B}-512`, `${B}-999`, `${D}-519`, `${D}-0`]],
    ['other principals of another forest', [`${B}-1000`, `${D}-1001`]],
    ['what a logon adds', ['S-1-1-0', 'S-1-5-2', 'S-1-5-11', 'S-1-5-15', 'S-1-18-1', 'S-1-5-21-0-0-0-497']],
    ['no SID of a domain', ['S-1-5-21-4', 'S-1-5-21-4-4-1000', 'S-1-5-21-4-4-4-4-519', 'S-1-15-2-1', 'S-1-5-1001-1']],
    ['what no controller believes another', ['S-1-5-18', 'S-1-5-4', 'S-1-5-64-10', 'S-1-5-90-1', 'S-1-3-4', 'S-1-0-0']],
  ];

  test.each<[BoundaryKind, string]>([
    ['same-domain', 'yes yes yes yes yes yes yes yes yes yes'],
    ['within-forest', 'no  yes yes yes yes yes yes yes yes no'],
    ['quarantined-within-forest', 'no  yes yes no no  no  no  yes yes no'],
    ['perhaps-quarantined', 'no  yes yes unknown unknown unknown unknown yes yes no'],
    ['cross-forest', 'no  no  yes yes yes no  no  yes yes no'],
    ['pim', 'no  no  yes yes yes yes yes yes yes no'],
    // Of well-known principals of a third domain, in the forest of the account, the table says nothing.
    ['external', 'no  no  yes unknown yes no  yes yes yes no'],
    ['quarantined-external', 'no  no  yes no no  no  no  yes yes no'],
    ['not-known', 'no unknown yes unknown unknown unknown unknown yes yes no'],
  ])('%s', (kind, expected) => {
    const row = COLUMNS.map(([name, sids]) => [name, sids.map((sid) => passesFilter(directory, over(kind), sid))]);
    const answers = expected.split(/ +/);
    expect(row).toEqual(COLUMNS.map(([name, sids], column) => [name, sids.map(() => answers[column])]));
  });

  test('the columns are those of the domain that the account comes from', () => {
    const boundary = over('cross-forest', { from: domainId(1), to: domainId(0) });
    expect([`${A}-1000`, `${B}-1000`, `${C}-1000`].map((sid) => passesFilter(directory, boundary, sid as Sid))).toEqual(
      ['no', 'yes', 'no'],
    );
  });
});

test('where it is not known whether a domain is one of the forest, what differs between the two is not either', async () => {
  const directory = await withTrusts([]);
  const answers = (kind: BoundaryKind) =>
    [`${A}-1000`, `${C}-1000`, `${D}-1000`, `${D}-999`].map((sid) => passesFilter(directory, over(kind), sid as Sid));
  expect(answers('within-forest')).toEqual(['yes', 'yes', 'yes', 'yes']);
  expect(answers('cross-forest')).toEqual(['yes', 'unknown', 'unknown', 'unknown']);
  expect(answers('external')).toEqual(['yes', 'yes', 'yes', 'unknown']);
  expect(answers('quarantined-external')).toEqual(['yes', 'no', 'no', 'no']);
});

describe('the kind of a boundary, by the trust of the domain that filters', () => {
  test.each<[string, number, BoundaryKind]>([
    ['an external trust', 0, 'external'],
    ['not transitive', NonTransitive, 'external'],
    ['quarantined', QuarantinedDomain, 'quarantined-external'],
    ['a forest trust', ForestTransitive, 'cross-forest'],
    ['a forest trust that is not transitive', ForestTransitive | NonTransitive, 'cross-forest'],
    ['a forest trust, selective', ForestTransitive | CrossOrganization, 'cross-forest'],
    ['a forest trust, treated as external', ForestTransitive | TreatAsExternal, 'external'],
    ['a forest trust, quarantined', ForestTransitive | QuarantinedDomain, 'quarantined-external'],
    [
      'a forest trust, treated as external and quarantined',
      ForestTransitive | TreatAsExternal | QuarantinedDomain,
      'quarantined-external',
    ],
    ['for privileged access', ForestTransitive | PimTrust | TreatAsExternal, 'pim'],
    // The bit counts on a forest trust, and beside treat-as-external only (MS-ADTS 6.1.6.7.9).
    ['the bit of privileged access without treat-as-external', ForestTransitive | PimTrust, 'cross-forest'],
    ['the bit of privileged access on an external trust', PimTrust, 'external'],
    ['within the forest', WithinForest, 'within-forest'],
    ['within the forest, quarantined', WithinForest | QuarantinedDomain, 'quarantined-within-forest'],
  ])('%s', async (_, attributes, expected) => {
    expect(fromAToB(await withTrusts([{ in: 'b', sid: A, attributes }])).kind).toBe(expected);
  });

  test.each<[string, readonly Trust[], BoundaryKind]>([
    ['no trust', [], 'not-known'],
    ['held by the account', [{ in: 'a', sid: B, attributes: WithinForest }], 'within-forest'],
    [
      'quarantined where the account comes from alone',
      [
        { in: 'a', sid: B, attributes: WithinForest | QuarantinedDomain },
        { in: 'b', sid: A, attributes: WithinForest },
      ],
      'within-forest',
    ],
    [
      'quarantined is another domain',
      [
        { in: 'b', sid: A, attributes: WithinForest },
        { in: 'b', sid: C, attributes: WithinForest | QuarantinedDomain },
      ],
      'within-forest',
    ],
    [
      'quarantined is the account, beside others',
      [
        { in: 'b', sid: C, attributes: WithinForest },
        { in: 'b', sid: A, attributes: WithinForest | QuarantinedDomain },
        { in: 'b', sid: D, attributes: WithinForest },
      ],
      'quarantined-within-forest',
    ],
    [
      'quarantined is the account by another domain',
      [
        { in: 'b', sid: A, attributes: WithinForest },
        { in: 'c', sid: A, attributes: WithinForest | QuarantinedDomain },
      ],
      'within-forest',
    ],
    [
      'within the forest, by one whose attributes were not read as well',
      [
        { in: 'b', sid: A },
        { in: 'a', sid: B, attributes: WithinForest },
      ],
      'perhaps-quarantined',
    ],
    [
      'over a third domain of the forest',
      [
        { in: 'a', sid: C, attributes: WithinForest },
        { in: 'b', sid: C, attributes: WithinForest },
      ],
      'within-forest',
    ],
    [
      'over a domain that is in no source',
      [
        { in: 'b', sid: D, attributes: WithinForest },
        { in: 'a', sid: D, attributes: WithinForest },
      ],
      'within-forest',
    ],
    ['a forest trust of the account says nothing', [{ in: 'a', sid: B, attributes: ForestTransitive }], 'not-known'],
    [
      'a forest trust of another domain of the target, to the account',
      [
        { in: 'c', sid: B, attributes: WithinForest },
        { in: 'c', sid: A, attributes: ForestTransitive | TreatAsExternal },
      ],
      'external',
    ],
    [
      'a forest trust to the root of the account',
      [C_WITH_A, { in: 'b', sid: C, attributes: ForestTransitive }],
      'cross-forest',
    ],
    [
      'one to the root of the account that is not transitive',
      [C_WITH_A, { in: 'b', sid: C, attributes: ForestTransitive | NonTransitive }],
      'not-known',
    ],
    ['an external trust to the root of the account', [C_WITH_A, { in: 'b', sid: C, attributes: 0 }], 'not-known'],
    ['a forest trust to somebody else', [{ in: 'b', sid: D, attributes: ForestTransitive }], 'not-known'],
    ['an external trust to somebody else', [{ in: 'b', sid: C, attributes: 0 }], 'not-known'],
    ['a forest trust of somebody else', [{ in: 'c', sid: A, attributes: ForestTransitive }], 'not-known'],
    ['an external trust of somebody else', [{ in: 'c', sid: A, attributes: 0 }], 'not-known'],
    ['a trust without a SID', [{ in: 'b', attributes: ForestTransitive }], 'not-known'],
    ['a trust whose attributes were not read', [{ in: 'b', sid: A }], 'not-known'],
    [
      'an external trust beside a forest trust',
      [
        { in: 'b', sid: A, attributes: ForestTransitive },
        { in: 'b', sid: A, attributes: QuarantinedDomain },
      ],
      'quarantined-external',
    ],
    [
      "a trust beside the account's own one",
      [
        { in: 'a', sid: B, attributes: 0 },
        { in: 'b', sid: A, attributes: 0 },
      ],
      'external',
    ],
    [
      'a forest trust beside that of the account',
      [
        { in: 'a', sid: B, attributes: ForestTransitive },
        { in: 'b', sid: A, attributes: ForestTransitive },
      ],
      'cross-forest',
    ],
  ])('%s', async (_, trusts, expected) => {
    expect(fromAToB(await withTrusts(trusts)).kind).toBe(expected);
  });

  const QUARANTINE = WithinForest | QuarantinedDomain;

  /** From A by way of C to B. */
  test.each<[string, readonly Trust[], BoundaryKind, boolean]>([
    ['no way is known', [], 'within-forest', true],
    [
      'a way of which all was read',
      [
        { in: 'c', sid: A, attributes: WithinForest },
        { in: 'b', sid: C, attributes: WithinForest },
      ],
      'within-forest',
      false,
    ],
    [
      'quarantined is the account, by the first on the way',
      [
        { in: 'c', sid: A, attributes: QUARANTINE },
        { in: 'c', sid: B, attributes: WithinForest },
        { in: 'b', sid: C, attributes: WithinForest },
      ],
      'quarantined-within-forest',
      false,
    ],
    [
      'quarantined is the one that it comes through',
      [
        { in: 'c', sid: A, attributes: WithinForest },
        { in: 'b', sid: C, attributes: QUARANTINE },
      ],
      'perhaps-quarantined',
      false,
    ],
    [
      'the second trust was not read whole',
      [
        { in: 'c', sid: A, attributes: WithinForest },
        { in: 'b', sid: C },
      ],
      'perhaps-quarantined',
      false,
    ],
    [
      'the first one is there from the other end alone',
      [
        { in: 'a', sid: C, attributes: QUARANTINE },
        { in: 'b', sid: C, attributes: WithinForest },
      ],
      'within-forest',
      true,
    ],
    [
      'the same, and the next one quarantines',
      [
        { in: 'a', sid: C, attributes: WithinForest },
        { in: 'b', sid: C, attributes: QUARANTINE },
      ],
      'perhaps-quarantined',
      true,
    ],
    [
      'a trust of the account with another domain leads elsewhere',
      [
        { in: 'a', sid: C, attributes: WithinForest },
        { in: 'c', sid: A, attributes: QUARANTINE },
      ],
      'within-forest',
      true,
    ],
    [
      'the filtering end counts, whichever stands first',
      [
        { in: 'a', sid: B, attributes: WithinForest },
        { in: 'b', sid: A, attributes: QUARANTINE },
      ],
      'quarantined-within-forest',
      false,
    ],
    [
      'a trust straight to it is the way',
      [
        { in: 'c', sid: A, attributes: QUARANTINE },
        { in: 'b', sid: C, attributes: QUARANTINE },
        { in: 'b', sid: A, attributes: WithinForest },
      ],
      'within-forest',
      false,
    ],
    [
      'a domain outside is no way',
      [
        { in: 'a', sid: D, attributes: 0 },
        { in: 'b', sid: D, attributes: QuarantinedDomain },
      ],
      'within-forest',
      true,
    ],
  ])('within a forest: %s', async (_, trusts, kind, assumed) => {
    const directory = await withTrusts(trusts, partitions('a', 'a', 'b', 'c'));
    expect(fromAToB(directory)).toEqual({ kind, assumed, from: 0, to: 1, logon: 'yes', selective: false });
  });

  test.each<[string, string, BoundaryKind]>([
    ['is that of a domain of the sources', 'A.Example', 'external'],
    ['is that of none', 'd.example', 'not-known'],
  ])('of a trust without a SID, whose name %s', async (_, partner, expected) => {
    const trust = { type: 'trust' as const, dn: 'CN=x,CN=System,DC=b,DC=example', partner, attributes: 0 };
    expect(fromAToB(await withTrusts([], [trust])).kind).toBe(expected);
  });

  test.each<[string, readonly Trust[], number | null, number | null, Partial<Boundary> | null]>([
    ['an account of no domain', [{ in: 'b', sid: A }], null, 1, null],
    ['an account of a domain that is not there', [{ in: 'b', sid: A }], 3, 1, null],
    ['the same domain', [{ in: 'b', sid: A }], 1, 1, null],
    [
      'another domain',
      [{ in: 'b', sid: A, attributes: 0 }],
      0,
      1,
      { kind: 'external', from: domainId(0), to: domainId(1) },
    ],
    [
      'a target of no domain, where some trust leads out',
      [{ in: 'b', sid: C, attributes: 0 }],
      0,
      null,
      { kind: 'not-known', from: domainId(0), to: domainId(0), logon: 'unknown', selective: false },
    ],
    ['a target of no domain, where no trust leads out', [], 0, null, null],
  ])('boundaryTo: %s', async (_, trusts, from, to, expected) => {
    const id = (number: number | null) => (number === null ? null : domainId(number));
    const boundary = boundaryTo(await withTrusts(trusts), id(from), id(to));
    if (expected === null) expect(boundary).toBeNull();
    else expect(boundary).toMatchObject(expected);
  });

  test('of a domain to itself', async () => {
    const directory = await withTrusts([{ in: 'b', sid: A, attributes: WithinForest }]);
    expect(boundaryBetween(directory, domainId(1), domainId(1))).toEqual({
      kind: 'same-domain',
      from: 1,
      to: 1,
      logon: 'yes',
      selective: false,
    });
  });
});

describe('an account whose domain the sources lack', () => {
  const ACCOUNT: Sid = `${D}-1000`;

  test.each<[string, Sid, Sid | undefined, Tristate]>([
    ['its own SID passes', ACCOUNT, A, 'yes'],
    ['what is of no domain passes', 'S-1-5-11', A, 'yes'],
    ['an alias', 'S-1-5-32-544', A, 'yes'],
    ['another principal of its domain passes', `${D}-513`, A, 'yes'],
    ['of another domain it is not known', `${C}-1000`, A, 'unknown'],
    ["of the target's domain neither", `${A}-1000`, A, 'unknown'],
    ['of another domain, into its own domain', `${C}-1000`, D, 'yes'],
    ['of another domain, into one that is not known', `${C}-1000`, undefined, 'unknown'],
    ['Enterprise Domain Controllers', 'S-1-5-9', A, 'unknown'],
    ['Enterprise Domain Controllers, into its own domain', 'S-1-5-9', D, 'yes'],
  ])('%s', (_, sid, to, expected) => {
    expect(passesFromUnseen(ACCOUNT, to, sid)).toBe(expected);
  });
});

describe('who can log on across it', () => {
  const [OFF, IN, OUT, BOTH] = [0, 1, 2, 3];

  test.each<[string, readonly Trust[], BoundaryKind, Tristate]>([
    ['no trust', [], 'not-known', 'unknown'],
    ['the target trusts', [{ in: 'b', sid: A, attributes: 0, direction: OUT }], 'external', 'yes'],
    ['both trust', [{ in: 'b', sid: A, attributes: 0, direction: BOTH }], 'external', 'yes'],
    ['the account trusts', [{ in: 'b', sid: A, attributes: 0, direction: IN }], 'external', 'no'],
    ['switched off', [{ in: 'b', sid: A, attributes: 0, direction: OFF }], 'external', 'no'],
    ['the direction was not read', [{ in: 'b', sid: A, attributes: 0 }], 'external', 'unknown'],
    // That it may authenticate selectively is said of the logon across it, below.
    ['the attributes were not', [{ in: 'b', sid: A, direction: OUT }], 'not-known', 'yes'],
    ['a forest trust', [{ in: 'b', sid: A, attributes: ForestTransitive, direction: OUT }], 'cross-forest', 'yes'],
    [
      'a forest trust, the other way',
      [{ in: 'b', sid: A, attributes: ForestTransitive, direction: IN }],
      'cross-forest',
      'no',
    ],
    ["told by the account's domain", [{ in: 'a', sid: B, attributes: 0, direction: IN }], 'not-known', 'yes'],
    [
      "told by the account's domain, the other way",
      [{ in: 'a', sid: B, attributes: 0, direction: OUT }],
      'not-known',
      'no',
    ],
    ["told by the account's domain, not read", [{ in: 'a', sid: B, attributes: 0 }], 'not-known', 'unknown'],
    [
      'told by the root of the account',
      [C_WITH_A, { in: 'c', sid: B, attributes: ForestTransitive, direction: IN }],
      'not-known',
      'yes',
    ],
    [
      'told by the root of the account, which is not transitive',
      [C_WITH_A, { in: 'c', sid: B, attributes: 0, direction: IN }],
      'not-known',
      'unknown',
    ],
    [
      "an external trust of the account's domain to somebody else",
      [{ in: 'a', sid: C, attributes: 0, direction: IN }],
      'not-known',
      'unknown',
    ],
    [
      "a forest trust of the account's domain to somebody else",
      [{ in: 'a', sid: C, attributes: ForestTransitive, direction: IN }],
      'not-known',
      'unknown',
    ],
    [
      'an external trust the other way beside a forest trust: the forest trust filters',
      [
        { in: 'b', sid: A, attributes: QuarantinedDomain, direction: IN },
        { in: 'b', sid: A, attributes: ForestTransitive, direction: OUT },
      ],
      'cross-forest',
      'yes',
    ],
    [
      'two the other way',
      [
        { in: 'b', sid: A, attributes: ForestTransitive, direction: IN },
        { in: 'b', sid: A, attributes: 0, direction: OFF },
      ],
      'external',
      'no',
    ],
    [
      'one the other way, and one not read',
      [
        { in: 'b', sid: A, attributes: 0, direction: IN },
        { in: 'b', sid: A, attributes: ForestTransitive },
      ],
      'cross-forest',
      'unknown',
    ],
    [
      'one not read, which comes first, and one that allows it',
      [
        { in: 'b', sid: A, attributes: 0 },
        { in: 'b', sid: A, attributes: ForestTransitive, direction: OUT },
      ],
      'external',
      'yes',
    ],
    // Within a forest all trust each other.
    ['one forest', [{ in: 'b', sid: A, attributes: WithinForest, direction: IN }], 'within-forest', 'yes'],
  ])('%s', async (_, trusts, kind, logon) => {
    const directory = await withTrusts(trusts);
    expect(fromAToB(directory)).toMatchObject({ kind, from: 0, to: 1, logon, selective: false });
    // It is found out once.
    expect(fromAToB(directory)).toBe(fromAToB(directory));
    expect(boundaryBetween(directory, domainId(1), domainId(0))).toMatchObject({ from: 1, to: 0 });
  });

  test.each<[string, number | undefined, boolean]>([
    ['of an external trust', CrossOrganization, true],
    ['of a forest trust', ForestTransitive | CrossOrganization, true],
    ['of one without it', ForestTransitive | TreatAsExternal | QuarantinedDomain | NonTransitive, false],
    ['of one within the forest', WithinForest | CrossOrganization, false],
    ['of one whose attributes were not read', undefined, false],
  ])('selective authentication %s', async (_, attributes, selective) => {
    const directory = await withTrusts([{ in: 'b', sid: A, attributes, direction: OUT }]);
    expect(fromAToB(directory).selective).toBe(selective);
  });

  const YES: Logon = { possible: 'yes' };
  test.each<[string, Boundary | null, Logon]>([
    ['nothing in between', null, YES],
    ['a trust', over('external'), YES],
    [
      'a trust, selective',
      over('external', { selective: true }),
      { possible: 'unknown', because: 'selective-authentication' },
    ],
    ['the other way', over('external', { logon: 'no' }), { possible: 'no', because: 'trust-direction' }],
    [
      'the other way, selective',
      over('cross-forest', { logon: 'no', selective: true }),
      { possible: 'no', because: 'trust-direction' },
    ],
    [
      'the direction was not read',
      over('external', { logon: 'unknown', selective: true }),
      { possible: 'unknown', because: 'trust-direction' },
    ],
    [
      'no trust that the sources tell of',
      over('not-known', { logon: 'unknown' }),
      { possible: 'unknown', because: 'trust-direction' },
    ],
    // Whether that side asks for Allowed-To-Authenticate is among its attributes.
    ['the own side tells', over('not-known'), { possible: 'unknown', because: 'trust-direction' }],
    [
      'the own side tells: the other way',
      over('not-known', { logon: 'no' }),
      { possible: 'no', because: 'trust-direction' },
    ],
  ])('a logon over %s', (_, boundary, expected) => {
    expect(logonOver(boundary)).toEqual(expected);
  });
});
