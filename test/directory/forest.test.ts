import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { relation, TrustAttribute } from '../../src/directory/forest.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { ModelRecord } from '../../src/directory/records.js';
import { accountUser, buildToken } from '../../src/directory/token.js';
import { containerId, domainId, groupId } from './ids.js';
import { DOMAIN_LOCAL, GLOBAL, UNIVERSAL } from './memory-source.js';

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
  const source: RecordSource = {
    sources: [],
    async *model() {
      yield records;
    },
    async *accounts() {},
    async close() {},
  };
  return loadDirectory(source);
}

const actor = (groups: readonly number[]) =>
  accountUser(domainId(0), ACTOR, 'A\\actor', [OLD], `${A}-513` as const, groups.map(groupId));

describe('tokens across domains', () => {
  test('of one forest: universal groups everywhere, domain-local ones on their own domain, foreign principals', async () => {
    const directory = await twoDomains(TrustAttribute.WithinForest);
    expect(relation(directory, domainId(0), domainId(1)).kind).toBe('same-forest');
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

  test('over a forest trust: SIDs of neither forest are filtered, and said to be', async () => {
    const directory = await twoDomains(TrustAttribute.ForestTransitive);
    expect(relation(directory, domainId(0), domainId(1))).toEqual({
      kind: 'other-forest',
      attributes: TrustAttribute.ForestTransitive,
    });
    const token = buildToken(directory, actor([4]), domainId(1));
    expect(token.carries(OLD)).toBe('no');
    expect(token.filtered.get(OLD)).toMatchObject({ certain: true });
    expect(token.carries(`${A}-2004` as const)).toBe('yes');
    expect(token.carries(`${B}-2002` as const)).toBe('yes');
    expect(token.carries('S-1-5-15')).toBe('unknown');
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
    expect(relation(directory, domainId(0), domainId(1)).kind).toBe('not-known');
    const token = buildToken(directory, actor([4]), domainId(1));
    expect(token.carries(OLD)).toBe('unknown');
    expect(token.carries(`${A}-2004` as const)).toBe('yes');
  });
});
