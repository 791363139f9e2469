import { describe, expect, test } from '@jest/globals';
import type { Sid } from '../../src/descriptor/types.js';
import { loadDirectory } from '../../src/directory/load.js';
import { auditedAccount, Tokens, tokenDomains } from '../../src/verdicts/account-under-audit.js';
import { domainId } from '../directory/ids.js';
import {
  DOMAIN_LOCAL,
  DOMAIN_SID,
  GLOBAL,
  group,
  memorySource,
  recordSource,
  UNIVERSAL,
} from '../directory/memory-source.js';
import { auditedUser, LOCAL_SYSTEM } from './accounts.js';

const sid = (rid: number): Sid => `${DOMAIN_SID}-${rid}`;

describe('tokens', () => {
  test('one a domain, built once', async () => {
    const directory = await loadDirectory(memorySource({ groups: [group(2001, 'local', DOMAIN_LOCAL)] }));
    const tokens = new Tokens(directory, auditedUser(1000, 'actor', { groups: [0] }));
    expect(tokens.on(domainId(0))).toBe(tokens.on(domainId(0)));
    expect(tokens.on(null)).toBe(tokens.on(null));
    expect(tokens.on(domainId(0)).domain).toBe(0);
    expect(tokens.on(null).domain).toBeNull();
    expect([tokens.on(domainId(0)), tokens.on(null)].map((token) => token.carries(sid(2001)))).toEqual(['yes', 'no']);
  });

  test('are looked at on the domains of the sources, or on none', async () => {
    expect(tokenDomains(await loadDirectory(memorySource({})))).toEqual([0]);
    expect(tokenDomains(await loadDirectory(recordSource([])))).toEqual([null]);
  });
});

describe('an account as results show it', () => {
  test('a user', async () => {
    const directory = await loadDirectory(memorySource({ groups: [group(2001, 'team', GLOBAL)] }));
    const account = auditedUser(1000, 'actor', { groups: [0] });
    expect(auditedAccount(new Tokens(directory, account))).toEqual({
      sid: sid(1000),
      dn: 'CN=actor,OU=Staff,DC=example,DC=com',
      name: 'EXAMPLE\\actor',
      kind: 'user',
      token: [
        { sid: sid(1000), name: 'EXAMPLE\\actor', via: ['EXAMPLE\\actor'], domain: null },
        { sid: 'S-1-1-0', name: 'Everyone', via: ['EXAMPLE\\actor', 'Everyone'], domain: null },
        { sid: 'S-1-5-2', name: 'NETWORK', via: ['EXAMPLE\\actor', 'NETWORK'], domain: null },
        { sid: 'S-1-5-11', name: 'Authenticated Users', via: ['EXAMPLE\\actor', 'Authenticated Users'], domain: null },
        { sid: 'S-1-5-15', name: 'This Organization', via: ['EXAMPLE\\actor', 'This Organization'], domain: null },
        { sid: sid(513), name: null, via: ['EXAMPLE\\actor', `primary group ${sid(513)}`], domain: null },
        { sid: sid(2001), name: 'EXAMPLE\\team', via: ['EXAMPLE\\actor', 'EXAMPLE\\team'], domain: null },
      ],
    });
  });

  test('LocalSystem has no DN', async () => {
    const directory = await loadDirectory(memorySource({}));
    const { dn, kind, token } = auditedAccount(new Tokens(directory, LOCAL_SYSTEM));
    expect([dn, kind]).toEqual([null, 'local-system']);
    expect(token).toEqual([
      { sid: 'S-1-5-18', name: 'NT AUTHORITY\\SYSTEM', via: ['NT AUTHORITY\\SYSTEM'], domain: null },
      { sid: 'S-1-5-32-544', name: 'BUILTIN\\Administrators', via: ['NT AUTHORITY\\SYSTEM'], domain: null },
      { sid: 'S-1-1-0', name: 'Everyone', via: ['NT AUTHORITY\\SYSTEM'], domain: null },
      { sid: 'S-1-5-11', name: 'Authenticated Users', via: ['NT AUTHORITY\\SYSTEM'], domain: null },
    ]);
  });

  test('a token is joined over the domains: what one of them adds names it, and the same SID may be added by each', async () => {
    const OTHER: Sid = 'S-1-5-21-7-7-7';
    const local = (dn: string, parent: number) =>
      ({
        type: 'group',
        dn: `CN=Administrators,CN=Builtin,${dn}`,
        parent,
        sid: 'S-1-5-32-544',
        samAccountName: 'Administrators',
        groupType: DOMAIN_LOCAL,
      }) as const;
    const directory = await loadDirectory(
      recordSource([
        { type: 'trust', dn: 'CN=x,CN=System,DC=b', partner: 'a', sid: DOMAIN_SID, attributes: 0x20 },
        { type: 'domain', dn: 'DC=a', dnsName: 'a', sid: DOMAIN_SID },
        { type: 'domain', dn: 'DC=b', dnsName: 'b', sid: OTHER },
        { type: 'container', dn: 'DC=a' },
        { type: 'container', dn: 'DC=b' },
        local('DC=a', 0),
        local('DC=b', 1),
        { type: 'group', ...group(2001, 'everywhere', UNIVERSAL, [0, 1]), parent: 0 },
      ]),
    );
    const { token } = auditedAccount(new Tokens(directory, auditedUser(1000, 'actor', { groups: [2] })));
    expect(token.slice(5).map((entry) => [entry.sid, entry.domain])).toEqual([
      [sid(513), null],
      [sid(2001), null],
      ['S-1-5-32-544', 'DC=a'],
      ['S-1-5-32-544', 'DC=b'],
    ]);
  });

  test('where no domain is known, the token is that of nowhere', async () => {
    const directory = await loadDirectory(recordSource([]));
    expect(auditedAccount(new Tokens(directory, LOCAL_SYSTEM)).token).toHaveLength(4);
  });
});
