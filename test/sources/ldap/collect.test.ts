import { afterEach, describe, expect, test } from '@jest/globals';
import { AdreachError } from '../../../src/errors/index.js';
import { WANTED_ATTRIBUTES } from '../../../src/sources/ldap/attributes.js';
import { openLdapSource } from '../../../src/sources/ldap/index.js';
import { DOMAIN, entry, SCHEMA, SD, type StandInEntry, sampleDirectory, user } from './stand-in/directory.js';
import { collect, optionsFor } from './stand-in/options.js';
import type { SearchRequest } from './stand-in/protocol.js';
import { type Behaviour, type StandIn, startStandIn } from './stand-in/server.js';

let server: StandIn | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function serve(behaviour: Partial<Behaviour> & { entries: readonly StandInEntry[] }): Promise<StandIn> {
  server = await startStandIn(behaviour);
  return server;
}

const users = (search: SearchRequest) => search.attributes.includes('userAccountControl');
const accountDns = (entries: readonly { dn: string }[]) =>
  entries.map(({ dn }) => dn).filter((dn) => /^CN=user\d/.test(dn));

function expectEveryUserOnce(entries: readonly { dn: string }[], count: number): void {
  const dns = accountDns(entries);
  expect(new Set(dns).size).toBe(count);
  expect(dns.length).toBe(count);
}

describe('collecting from a server', () => {
  test('reads the domain, its schema and its configuration, every object once', async () => {
    const { url } = await serve({ entries: sampleDirectory(57) });
    const { entries, gaps, info } = await collect(optionsFor(url, { connections: 3 }));
    expectEveryUserOnce(entries, 57);
    expect(new Set(entries.map(({ dn }) => dn)).size).toBe(entries.length);
    expect(gaps).toEqual([]);
    expect(entries.map(({ dn }) => dn)).toEqual(
      expect.arrayContaining([
        DOMAIN,
        `OU=Unit 0,${DOMAIN}`,
        `CN=System,${DOMAIN}`,
        `CN=All,OU=Unit 0,${DOMAIN}`,
        `CN=user,${SCHEMA}`,
      ]),
    );
    expect(info.server).toMatchObject({
      defaultNamingContext: DOMAIN,
      dnsHostName: 'dc.stand.in',
      highestCommittedUSN: '4711',
      currentTime: '2024-01-31T12:00:00Z',
      domainFunctionality: 7,
      forestFunctionality: null,
    });
    expect(info.boundAs).toBe('reader@stand.in');
    expect(info.endedAt).not.toBeNull();
    expect(info.searches.every(({ incomplete }) => incomplete === null)).toBe(true);
  });

  test('asks only for what the table explains, with SD flags 7 wherever descriptors are read, and only when bound', async () => {
    const { url, requests } = await serve({ entries: sampleDirectory(3) });
    const { entries } = await collect(optionsFor(url));
    const known = new Set(WANTED_ATTRIBUTES.map(({ name }) => name));
    const searches = requests.flatMap(({ request, bound }) => (request.kind === 'search' ? [{ request, bound }] : []));
    expect(searches.length).toBeGreaterThan(8);
    for (const { request, bound } of searches) {
      expect(bound).toBe(true);
      expect(request.attributes.length).toBeGreaterThan(0);
      for (const name of request.attributes) expect(known).toContain(name);
      const descriptors = request.attributes.includes('nTSecurityDescriptor');
      expect([request.sdFlags, request.sdCritical]).toEqual(descriptors ? [7, true] : [undefined, undefined]);
    }
    expect(requests.map(({ request }) => request.kind).filter((kind) => kind === 'other')).toEqual([]);
    for (const { attributes } of entries) expect([...attributes.keys()]).not.toContain('unicodepwd');
  });

  test('keeps bytes as they are, with a byte order mark and without valid UTF-8, and empty attributes apart from absent ones', async () => {
    const odd = Buffer.from([0xef, 0xbb, 0xbf, 0x41, 0xff]);
    const marked = Buffer.from('\ufeffmarked');
    const { url } = await serve({
      entries: [
        ...sampleDirectory(0),
        user('user1', DOMAIN, { objectSid: odd, userPrincipalName: marked, sIDHistory: [] }),
      ],
    });
    const { byDn } = await collect(optionsFor(url));
    const { attributes } = byDn.get(`CN=user1,${DOMAIN}`)!;
    expect(attributes.get('objectsid')).toEqual([odd]);
    expect(attributes.get('userprincipalname')).toEqual([marked]);
    expect(attributes.get('ntsecuritydescriptor')).toEqual([SD]);
    expect(attributes.get('sidhistory')).toEqual([]);
    expect(attributes.has('useraccountcontrol')).toBe(false);
  });

  test.each(['false', 'undefined'] as const)(
    'no account falls between the parts, objectGUID readable or not (absent is %s)',
    async (absentLogic) => {
      const hidden = Array.from({ length: 20 }, (_, i) => user(`user9${i}`, DOMAIN, {}, ['objectguid']));
      const { url } = await serve({ entries: [...sampleDirectory(41), ...hidden], absentLogic });
      for (const connections of [1, 2, 3, 5]) {
        const { entries } = await collect(optionsFor(url, { connections }));
        expectEveryUserOnce(entries, 61);
      }
    },
  );

  test('an empty page with a cookie is no end, and a smaller page than asked for neither', async () => {
    const { url } = await serve({ entries: sampleDirectory(33), emptyPages: true, maxPageSize: 4 });
    const { entries, gaps } = await collect(optionsFor(url));
    expectEveryUserOnce(entries, 33);
    expect(gaps).toEqual([]);
  });

  test.each([1, 7, 10, 40, 41])('reads all members in ranges of %i', async (maxValues) => {
    const { url } = await serve({ entries: sampleDirectory(40), maxValues });
    const { byDn, gaps } = await collect(optionsFor(url));
    const members = byDn.get(`CN=All,OU=Unit 0,${DOMAIN}`)!.attributes.get('member')!;
    expect(new Set(members.map(String)).size).toBe(40);
    expect(members.length).toBe(40);
    expect(gaps).toEqual([]);
  });

  test('a range that is refused is a gap, and what was read of the group is kept', async () => {
    const { url } = await serve({
      entries: sampleDirectory(40),
      maxValues: 15,
      onSearch: ({ attributes }) =>
        attributes[0]?.startsWith('member;range=30') ? { kind: 'result', code: 50, text: 'INSUFF_ACCESS' } : undefined,
    });
    const { byDn, gaps } = await collect(optionsFor(url));
    expect(byDn.get(`CN=All,OU=Unit 0,${DOMAIN}`)!.attributes.get('member')!.length).toBe(30);
    expect(byDn.get(`CN=All,OU=Unit 0,${DOMAIN}`)!.cut).toEqual(['member']);
    expect(gaps).toMatchObject([{ code: 'members-incomplete', dn: `CN=All,OU=Unit 0,${DOMAIN}` }]);
    expect(gaps[0]!.message).toContain('INSUFF_ACCESS');
  });

  test('parents of any class are read, and one that cannot be seen is on record', async () => {
    const odd = `CN=Odd,${DOMAIN}`;
    const computer = user('computer1', DOMAIN);
    const below = [user('user1', odd), user('user2', computer.dn), user('user3', `CN=Deep,CN=Hidden,${DOMAIN}`)];
    const entries = [
      ...sampleDirectory(0),
      computer,
      entry(odd, { objectClass: ['top', 'oddity'], nTSecurityDescriptor: SD }),
      ...below,
    ];
    const { url } = await serve({ entries });
    const collected = await collect(optionsFor(url));
    const dns = collected.entries.map(({ dn }) => dn);
    expect(dns).toContain(odd);
    expect(dns.filter((dn) => dn === computer.dn)).toHaveLength(1);
    expect(new Set(dns).size).toBe(dns.length);
    const hidden = collected.info.searches.find(({ base }) => base === `CN=Deep,CN=Hidden,${DOMAIN}`)!;
    expect(hidden.incomplete).toContain('no such object');
  });

  test('managed service accounts come once, with their own attributes, which no other account is asked for', async () => {
    const classes = ['top', 'user', 'computer', 'msDS-GroupManagedServiceAccount'];
    const gmsa = user('gmsa', DOMAIN, {
      objectClass: classes,
      'msDS-GroupMSAMembership': SD,
      'msDS-ManagedPasswordInterval': '30',
    });
    const { url } = await serve({
      entries: [...sampleDirectory(5), gmsa, user('host', DOMAIN, { 'msDS-ManagedPasswordInterval': '31' })],
    });
    const { entries, byDn } = await collect(optionsFor(url));
    expect(entries.filter(({ dn }) => dn === gmsa.dn)).toHaveLength(1);
    expect(byDn.get(gmsa.dn)!.attributes.get('msds-groupmsamembership')).toEqual([SD]);
    expect(byDn.get(`CN=host,${DOMAIN}`)!.attributes.has('msds-managedpasswordinterval')).toBe(false);
  });

  test('referrals are listed and never followed', async () => {
    const referrals = ['ldaps://child.stand.in/DC=child,DC=stand,DC=in'];
    const { url } = await serve({ entries: sampleDirectory(3), referrals });
    const { info, gaps } = await collect(optionsFor(url));
    expect(info.referrals).toEqual(referrals);
    expect(gaps).toEqual([]);
  });
});

describe('what a server refuses or breaks', () => {
  test('a search that ends with an error of the server is a gap; what came before it counts', async () => {
    const { url } = await serve({
      entries: sampleDirectory(30),
      onSearch: (search) => (users(search) && search.cookie ? { kind: 'result', code: 1, after: 4 } : undefined),
    });
    const { entries, gaps, info } = await collect(optionsFor(url, { connections: 1 }));
    expect(accountDns(entries)).toHaveLength(14);
    expect(gaps).toMatchObject([{ code: 'search-incomplete', dn: DOMAIN }]);
    expect(gaps[0]!.message).toContain('operations error');
    expect(info.searches.find(({ what }) => what === 'the accounts')!.incomplete).toContain('operations error');
  });

  test('a referral as the result of a search is a gap', async () => {
    const { url } = await serve({
      entries: sampleDirectory(3),
      onSearch: ({ base }) => (base === SCHEMA ? { kind: 'result', code: 10, after: 0 } : undefined),
    });
    const { gaps } = await collect(optionsFor(url));
    expect(gaps).toMatchObject([{ code: 'search-incomplete', dn: SCHEMA }]);
  });

  test('one object that the server does not show is on record, even if it says success', async () => {
    const { url } = await serve({
      entries: sampleDirectory(3),
      onSearch: ({ base }) =>
        base.startsWith('CN=Directory Service') ? { kind: 'result', code: 0, after: 0 } : undefined,
    });
    const { info } = await collect(optionsFor(url));
    expect(info.searches.find(({ what }) => what === 'the forest-wide settings')!.incomplete).toContain('not show');
  });

  test('busy is tried again', async () => {
    let busy = 0;
    const { url } = await serve({
      entries: sampleDirectory(12),
      onSearch: (search) =>
        users(search) && busy++ < 2 ? { kind: 'result', code: 51, text: 'busy', after: 0 } : undefined,
    });
    const { entries, gaps } = await collect(optionsFor(url, { connections: 1 }));
    expectEveryUserOnce(entries, 12);
    expect(gaps).toEqual([]);
  });

  test.each([0, 3, 10])(
    'a connection dropped after %i entries of a page: bound anew, nothing lost, nothing twice',
    async (after) => {
      const dropped = new Set<number>();
      const { url, requests } = await serve({
        entries: sampleDirectory(47),
        maxValues: 20,
        onSearch: (search, { connection }) => {
          if (!users(search) || !search.cookie || dropped.size >= 2 || dropped.has(connection)) return undefined;
          dropped.add(connection);
          return { kind: 'drop', after };
        },
      });
      const { entries, gaps } = await collect(optionsFor(url));
      expect(dropped.size).toBe(2);
      expectEveryUserOnce(entries, 47);
      expect(gaps).toEqual([]);
      for (const { request, bound } of requests) if (request.kind === 'search') expect(bound).toBe(true);
    },
  );

  test('a connection that is lost over the rest of a long list: what came with it on the page is not forgotten', async () => {
    let drops = 0;
    const { url } = await serve({
      entries: sampleDirectory(40),
      maxValues: 15,
      onSearch: ({ attributes }) =>
        attributes[0]?.startsWith('member;range') && drops++ < 2 ? { kind: 'drop', after: 0 } : undefined,
    });
    const { byDn, gaps } = await collect(optionsFor(url, { connections: 1, pageSize: 100 }));
    expect(drops).toBeGreaterThan(2);
    expect(gaps).toEqual([]);
    expect([...byDn.keys()]).toEqual(expect.arrayContaining([DOMAIN, `CN=System,${DOMAIN}`, `OU=Unit 0,${DOMAIN}`]));
    expect(byDn.get(`CN=All,OU=Unit 0,${DOMAIN}`)!.attributes.get('member')).toHaveLength(40);
  }, 20_000);

  test('a server that always drops ends with one clear error, and soon', async () => {
    const { url } = await serve({
      entries: sampleDirectory(47),
      onSearch: (search) => (users(search) && search.cookie ? { kind: 'drop', after: 2 } : undefined),
    });
    const failure = await collect(optionsFor(url)).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AdreachError);
    expect(failure).toMatchObject({ code: 'network' });
    expect((failure as Error).message).toMatch(/the accounts.*tried 4 times.*127\.0\.0\.1.*closed the connection/);
  }, 20_000);

  test('a silent server is given up after the timeout', async () => {
    const { url } = await serve({
      entries: sampleDirectory(4),
      onSearch: ({ base }) => (base === '' ? { kind: 'silence' } : undefined),
    });
    const before = Date.now();
    const failure = await openLdapSource(optionsFor(url, { timeout: 1 })).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'network' });
    expect((failure as Error).message).toContain('no answer within 1 s');
    expect(Date.now() - before).toBeLessThan(4000);
  });

  test('a slow answer within the timeout is waited for', async () => {
    const { url } = await serve({
      entries: sampleDirectory(4),
      onSearch: (search) => (users(search) ? { kind: 'delay', milliseconds: 600 } : undefined),
    });
    const { entries } = await collect(optionsFor(url, { timeout: 1 }));
    expectEveryUserOnce(entries, 4);
  });

  test.each([
    ['text', Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n')],
    ['a message without end', Buffer.from([0x30, 0x84, 0x7f, 0xff, 0xff, 0xff, 2, 1, 2])],
    ['an indefinite length', Buffer.from([0x30, 0x80, 2, 1, 2, 0, 0])],
    ['lengths that disagree', Buffer.from([0x30, 0x05, 2, 1, 3, 0x64, 0x7f])],
  ])('%s instead of an answer is an error, not a hang', async (_, bytes) => {
    const { url } = await serve({
      entries: sampleDirectory(4),
      onSearch: ({ base }) => (base === '' ? { kind: 'raw', bytes } : undefined),
    });
    const failure = await openLdapSource(optionsFor(url, { timeout: 2 })).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: 'network' });
    expect((failure as Error).message).toContain('cannot be read');
  });

  test('a server that grants one connection only is read over that one', async () => {
    let binds = 0;
    const { url } = await serve({
      entries: sampleDirectory(20),
      bind: () => (++binds === 1 ? [0, ''] : [51, 'too many connections']),
    });
    const { entries, gaps } = await collect(optionsFor(url, { connections: 4 }));
    expectEveryUserOnce(entries, 20);
    expect(gaps).toEqual([]);
  });

  test('a consumer that leaves early leaves no connection behind', async () => {
    const standIn = await serve({ entries: sampleDirectory(200) });
    const source = await openLdapSource(optionsFor(standIn.url));
    for await (const item of source.items) if ('entry' in item) break;
    // The goodbye has to arrive; a connection that stays ends the test by its time.
    while (standIn.open() > 0) await new Promise((resolve) => setTimeout(resolve, 20));
  }, 20_000);
});
