import { describe, expect, jest, test } from '@jest/globals';
import { parseSddl } from '../../src/descriptor/index.js';
import type { SecurityDescriptor, Sid } from '../../src/descriptor/types.js';
import type { Logon } from '../../src/directory/boundary.js';
import type { DomainId } from '../../src/directory/ids.js';
import { loadDirectory } from '../../src/directory/load.js';
import { auditedAccount, isSelective, Tokens, tokenDomains } from '../../src/verdicts/account-under-audit.js';
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

const SELECTIVELY = (possible: 'no' | 'unknown'): Logon => ({ possible, because: 'selective-authentication' });

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

describe('a logon that the controllers of the target decide', () => {
  const TRUSTED: Sid = 'S-1-5-21-7-7-7';
  const SELECTIVE = 0x8 | 0x10;
  /** Allowed-To-Authenticate (MS-ADTS 5.1.3.2.1). */
  const MAY_LOG_ON = '68b1d179-0d15-4d4f-ab71-46152e79a7bc';
  const allows = (trustee: string) => parseSddl(`O:SYD:(OA;;CR;${MAY_LOG_ON};;${trustee})`);

  /** The account's domain is the first one, the second one trusts it. */
  const across = (attributes: number, direction: number | null = 2) =>
    loadDirectory(
      recordSource([
        {
          type: 'trust',
          dn: 'CN=a,CN=System,DC=b',
          partner: 'a',
          sid: DOMAIN_SID,
          attributes,
          direction: direction ?? undefined,
        },
        { type: 'domain', dn: 'DC=a', dnsName: 'a', sid: DOMAIN_SID },
        { type: 'domain', dn: 'DC=b', dnsName: 'b', sid: TRUSTED },
      ]),
    );
  const ACTOR = auditedUser(1000, 'actor', { groups: [] });

  test.each<[string, readonly (SecurityDescriptor | null)[] | undefined, Logon]>([
    ['all let it in', [allows(sid(1000)), allows('WD')], { possible: 'yes' }],
    ['one does not', [allows(sid(1000)), allows('SY')], SELECTIVELY('unknown')],
    ['none does', [allows('SY')], SELECTIVELY('no')],
    ['one was not read', [allows(sid(1000)), null], SELECTIVELY('unknown')],
    ['none is known', [], SELECTIVELY('unknown')],
    ['nobody says which they are', undefined, SELECTIVELY('unknown')],
  ])('%s', async (_, controllers, expected) => {
    const asked: (DomainId | null)[] = [];
    const controllersOf =
      controllers &&
      ((domain: DomainId) => {
        asked.push(domain);
        return controllers;
      });
    const tokens = new Tokens(await across(SELECTIVE), ACTOR, controllersOf);
    expect(tokens.on(domainId(1)).logon).toEqual(expected);
    expect(tokens.on(domainId(0)).logon).toEqual({ possible: 'yes' });
    expect(tokens.on(null).logon).toEqual({ possible: 'unknown', because: 'trust-direction' });
    expect(tokens.on(domainId(1)).carries(sid(1000))).toBe('yes');
    // Only where it matters.
    expect(asked).toEqual(controllers === undefined ? [] : [1]);
  });

  test.each<[string, number, number | null, boolean]>([
    ['selective', SELECTIVE, 2, true],
    ['not selective', 0x8, 2, false],
    ['selective, the other way', SELECTIVE, 1, false],
    ['selective, of a way that was not read', SELECTIVE, null, false],
  ])('is one that the trust makes so: %s', async (_, attributes, direction, expected) => {
    const directory = await across(attributes, direction);
    expect(isSelective(directory, ACTOR, domainId(1))).toBe(expected);
    expect(isSelective(directory, ACTOR, domainId(0))).toBe(false);
    const controllers = jest.fn(() => []);
    new Tokens(directory, ACTOR, controllers).on(domainId(1));
    expect(controllers).toHaveBeenCalledTimes(expected ? 1 : 0);
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
