import { beforeAll, describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import type { Directory } from '../../src/directory/directory.js';
import { openBeyondDomain, tellAll } from '../../src/directory/unseen-members.js';
import { BUILTIN, DOMAIN_LOCAL, GLOBAL, UNIVERSAL } from './memory-source.js';
import { A, B, groupOf, twoDomains } from './two-domains.js';

const HOME = 'DC=a,DC=example';
const open = async (unseen: readonly string[] | undefined, groupType: number | undefined = DOMAIN_LOCAL) => {
  const groups = [groupOf(A, 2000, groupType, [], { unresolvedMembers: unseen }), groupOf(A, 2001, DOMAIN_LOCAL)];
  return [...openBeyondDomain(await twoDomains({ trust: null, groups }))];
};

test.each<[string, string, number[]]>([
  ['an account or a group of its domain', `CN=x,OU=Staff,${HOME}`, []],
  ['the same in another spelling', `cn=X, ou=Staff, dc=A, dc=Example`, []],
  ['a name that looks like a SID only further on', `CN=x CN\\=S-1-5-11,${HOME}`, []],
  ['a name with a domain in it', `CN=x\\,DC\\=y,OU=fdc\\=z,${HOME}`, []],
  ['of the other domain', 'CN=x,DC=b,DC=example', [0]],
  ['of a domain below', `CN=x,DC=child,${HOME}`, [0]],
  ['a domain below', `DC=child,${HOME}`, [0]],
  ['of a domain whose name ends alike', 'CN=x,DC=aa,DC=example', [0]],
  ['the domain itself, which is no member', HOME, [0]],
  ['a foreign principal, whose name says who it is', `CN=S-1-5-11,CN=ForeignSecurityPrincipals,${HOME}`, []],
  ['a foreign principal of no such name', `CN=S-1-x,CN=ForeignSecurityPrincipals,${HOME}`, [0]],
  ['one of the configuration', `CN=Everyone,CN=WellKnown Security Principals,CN=Configuration,${HOME}`, [0]],
  ['one that is named so elsewhere', `CN=S-1-x,CN=ForeignSecurityPrincipals,OU=Staff,${HOME}`, [0]],
  ['one below that place', `CN=x,CN=y,CN=ForeignSecurityPrincipals,${HOME}`, [0]],
  ['one of another name there', `CN=x,CN=ForeignSecurityPrincipals,${HOME}`, [0]],
  ['a place of the name elsewhere', `CN=x,CN=ForeignSecurityPrincipals,OU=Staff,${HOME}`, []],
  ['a foreign principal of another place', `cn=s-1-1-0,OU=Staff,${HOME}`, [0]],
])('an unseen member: %s', async (_, dn, expected) => {
  expect(await open([dn])).toEqual(expected);
  expect(await open([`CN=known,${HOME}`, dn])).toEqual(expected);
});

test('global groups have members of their own domain alone; of a type that was not read, any', async () => {
  const elsewhere = ['CN=x,DC=b,DC=example'];
  expect(await open(elsewhere, GLOBAL)).toEqual([]);
  expect(await open(elsewhere, 2)).toEqual([]);
  for (const type of [UNIVERSAL, BUILTIN, DOMAIN_LOCAL, undefined]) expect(await open(elsewhere, type)).toEqual([0]);
});

test('a group of which every member was seen has no other', async () => {
  expect(await open(undefined)).toEqual([]);
  expect(await open([])).toEqual([]);
});

test('a group of no known domain has none of its own', async () => {
  const groups = [
    groupOf(A, 2000, DOMAIN_LOCAL, [], { parent: undefined as never, unresolvedMembers: [`CN=x,${HOME}`] }),
  ];
  expect([...openBeyondDomain(await twoDomains({ trust: null, groups }))]).toEqual([0]);
});

test('a group whose members were read in part may have any further one', async () => {
  const found = async (code: 'members-incomplete' | 'attribute-unreadable', dn?: string) => {
    const gap = { type: 'gap', code, message: 'cut', ...(dn && { dn }) } as const;
    const groups = [
      groupOf(A, 2000, DOMAIN_LOCAL, [], { unresolvedMembers: [`CN=x,${HOME}`] }),
      groupOf(B, 2001, UNIVERSAL),
      groupOf(B, 2002, GLOBAL),
      groupOf(A, 2003, DOMAIN_LOCAL, [], { sid: undefined }),
    ];
    return [...openBeyondDomain(await twoDomains({ trust: null, groups, more: [gap] }))];
  };
  expect(await found('members-incomplete', 'cn=2001, dc=B, dc=example')).toEqual([1]);
  expect(await found('members-incomplete', 'CN=2002,DC=b,DC=example')).toEqual([]);
  expect(await found('members-incomplete', 'CN=2000,DC=a,DC=example')).toEqual([0]);
  // More gaps than are listed: it may be any group.
  expect(await found('members-incomplete')).toEqual([0, 1, 3]);
  expect(await found('attribute-unreadable')).toEqual([]);
});

test('is found out once', async () => {
  const directory = await twoDomains({ trust: null });
  expect(openBeyondDomain(directory)).toBe(openBeyondDomain(directory));
});

describe('whether what carries some SIDs tells all groups of B that it is in', () => {
  const [PROVEN, OPEN, TWICE] = [2001, 2002, 2003].map((rid): Sid => `${B}-${rid}`);
  /** Foreign principals of B: that tells all, that does not, that is there twice, and that only a group names. */
  const [TELLS, OPEN_ABROAD, DOUBLE, NAMED] = [1001, 1002, 1003, 1004].map((rid): Sid => `${A}-${rid}`);
  let directory: Directory;
  beforeAll(async () => {
    const groups = [
      groupOf(B, 2001, UNIVERSAL, [], { otherGroups: [] }),
      groupOf(B, 2002, UNIVERSAL),
      groupOf(B, 2003, UNIVERSAL, [], { otherGroups: [] }),
      groupOf(B, 2003, UNIVERSAL),
      groupOf(B, 2004, DOMAIN_LOCAL, [], {
        unresolvedMembers: [`CN=${NAMED},CN=ForeignSecurityPrincipals,DC=b,DC=example`],
      }),
    ];
    const foreign = (sid: Sid, membershipsProven?: true) => ({
      type: 'foreign' as const,
      dn: `CN=${sid},CN=ForeignSecurityPrincipals,DC=b,DC=example`,
      sid,
      membershipsProven,
    });
    const more = [foreign(TELLS!, true), foreign(OPEN_ABROAD!), foreign(DOUBLE!, true), foreign(DOUBLE!)];
    directory = await twoDomains({ trust: null, groups, more });
  });

  test.each<[string, () => (Sid | undefined)[], boolean]>([
    ['no SIDs', () => [], true],
    ['SIDs of other domains', () => [`${A}-2002`, 'S-1-5-11'], true],
    ['a group that tells all', () => [PROVEN], true],
    ['one that does not', () => [OPEN], false],
    ['both', () => [PROVEN, OPEN], false],
    ['both, the other way round', () => [OPEN, PROVEN], false],
    ['two of one SID, of which one does not', () => [TWICE], false],
    ['a SID of the domain that no group has', () => [`${B}-2999`], false],
    ['a foreign principal that tells all', () => [TELLS], true],
    ['one that does not', () => [OPEN_ABROAD], false],
    ['two of one SID, of which one does not', () => [DOUBLE], false],
    ['one that only a group names', () => [NAMED], false],
    ['a group and a foreign principal', () => [PROVEN, OPEN_ABROAD], false],
  ])('%s', (_, sids, expected) => {
    expect(tellAll(directory, sids() as Sid[], `${B}-3000`)).toBe(expected);
  });
});
