/** Bounds of what is taken from a server: where each is met, what is said, and that all else is read. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { Bounds, DEFAULT_OBJECT_LIMIT } from '../../../src/sources/ldap/bounds.js';
import { ReadingOver } from '../../../src/sources/ldap/failures.js';
import { InFlight } from '../../../src/sources/ldap/in-flight.js';
import { DOMAIN, entry, guidOf, SD, sampleDirectory, user } from './stand-in/directory.js';
import { collect, optionsFor } from './stand-in/options.js';
import { encodeEntry, encodeReference, encodeResult, type SearchRequest } from './stand-in/protocol.js';
import { type Behaviour, type SearchFault, type StandIn, startStandIn } from './stand-in/server.js';

let server: StandIn | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function serve(onSearch: Behaviour['onSearch'], more: Partial<Behaviour> = {}): Promise<string> {
  server = await startStandIn({ entries: sampleDirectory(40), ...(onSearch && { onSearch }), ...more });
  return server.url;
}

const users = (search: SearchRequest) =>
  search.attributes.includes('userAccountControl') && !search.attributes.includes('dNSHostName');
const raw = (...messages: readonly Buffer[]): SearchFault => ({ kind: 'raw', bytes: Buffer.concat(messages) });
const done = (id: number, cookie = '', text = '', code = 0) => encodeResult(id, 0x65, code, text, cookie);
const account = (id: number, name: string) => {
  const { dn, attributes } = user(name, DOMAIN);
  return encodeEntry(id, dn, Object.entries(attributes));
};
const names = (entries: readonly { dn: string }[]) => entries.map(({ dn }) => dn.slice(3, dn.indexOf(',')));
const gapOf = async (url: string, more: Parameters<typeof optionsFor>[1] = {}) => {
  const { gaps, entries, info } = await collect(optionsFor(url, { connections: 1, ...more }));
  return { gaps: gaps.map(({ code, message }) => `${code}: ${message}`), entries, info };
};

describe('pages that bring nothing new', () => {
  test.each(['same', 'new'])('empty ones under a cookie that is the %s: two are enough', async (cookie) => {
    let asked = 0;
    const url = await serve((search) => {
      if (!users(search)) return undefined;
      asked++;
      return raw(done(search.id, cookie === 'same' ? 'c' : `c${asked}`));
    });
    const { gaps, info } = await gapOf(url);
    expect(gaps).toEqual([
      'search-incomplete: the accounts could not be read in full: the server sent 2 pages in succession that brought nothing new, and said that there are more',
    ]);
    expect(asked).toBe(2);
    expect(info.searches.find(({ what }) => what === 'the accounts')?.incomplete).toContain('nothing new');
  });

  test('one in two is no harm, and a page of what is known neither', async () => {
    let asked = 0;
    const url = await serve((search) => {
      if (!users(search)) return undefined;
      asked++;
      if (asked > 20) return raw(done(search.id));
      return asked % 2 === 0 ? raw(done(search.id, 'c')) : raw(account(search.id, `new${asked}`), done(search.id, 'c'));
    });
    const { gaps, entries } = await gapOf(url);
    expect(gaps).toEqual([]);
    expect(names(entries).filter((name) => name.startsWith('new'))).toHaveLength(10);
  });

  test('what comes again after the connection broke is progress, once', async () => {
    let asked = 0;
    const page = (search: SearchRequest, from: number) =>
      raw(account(search.id, `a${from}`), account(search.id, `b${from}`), done(search.id, String(from + 1)));
    const url = await serve((search) => {
      if (!users(search)) return undefined;
      asked++;
      if (asked === 5) return { kind: 'drop', after: 0 };
      const from = Number(search.cookie || 0);
      if (from === 6) return raw(done(search.id));
      return page(search, from);
    });
    const { gaps, entries } = await gapOf(url);
    expect(gaps).toEqual([]);
    expect(names(entries).filter((name) => /^[ab]\d$/.test(name))).toHaveLength(12);
  });

  test('the same page without end, after the connection broke, is none', async () => {
    let asked = 0;
    const url = await serve((search) => {
      if (!users(search)) return undefined;
      if (++asked === 2) return { kind: 'drop', after: 0 };
      return raw(account(search.id, 'a'), account(search.id, 'b'), done(search.id, `c${asked}`));
    });
    const { gaps, entries } = await gapOf(url);
    expect(gaps).toEqual([expect.stringContaining('2 pages in succession')]);
    expect(names(entries).filter((name) => name === 'a')).toHaveLength(1);
    expect(asked).toBe(5);
  });

  test('a cookie that is too long is not sent back', async () => {
    const url = await serve((search) =>
      users(search) ? raw(account(search.id, 'kept'), done(search.id, 'c'.repeat(70_000))) : undefined,
    );
    const { gaps, entries } = await gapOf(url);
    expect(gaps).toEqual([expect.stringContaining('the server sent a cookie of 70,000 bytes')]);
    expect(names(entries)).toContain('kept');
  });
});

describe('texts', () => {
  test('the end of a long error text, and of a long refusal, is left out', async () => {
    const long = 'error '.repeat(100_000);
    const refusing = await serve((search) => (users(search) ? raw(done(search.id, '', long, 80)) : undefined));
    const { gaps } = await gapOf(refusing);
    expect(gaps[0]).toMatch(/LDAP result 80: error .*\.\.\.$/);
    expect(gaps[0]!.length).toBeLessThan(500);
    await server!.stop();
    const url = await serve(undefined, { bind: () => [49, long] });
    const failure = await collect(optionsFor(url)).catch((error: Error) => error);
    expect((failure as Error).message.length).toBeLessThan(500);
  });

  test('referrals: some are kept, too many end the search', async () => {
    let [count, long] = [30_000, 3000];
    const url = await serve((search) => {
      if (!users(search)) return undefined;
      const one = encodeReference(search.id, [`ldap://other/${'r'.repeat(long)}`]);
      return raw(...Array<Buffer>(count).fill(one), done(search.id));
    });
    const { gaps, info } = await gapOf(url);
    expect(gaps).toEqual([]);
    expect(info.referrals).toHaveLength(1);
    expect(info.referrals[0]!.length).toBeLessThan(1100);
    [count, long] = [60_000, 10];
    expect((await gapOf(url)).gaps).toEqual([expect.stringContaining('more than 50,000 references')]);
  }, 60_000);

  test('a naming context that is no DN of this world is none', async () => {
    const url = await serve(undefined, { rootDse: { defaultNamingContext: `DC=${'a'.repeat(5000)}` } });
    await expect(collect(optionsFor(url))).rejects.toMatchObject({ code: 'directory' });
  });
});

describe('entries', () => {
  test('those that nobody asked for, with long names or endless attributes, are left out; the others are read', async () => {
    const many = Array.from({ length: 1001 }, (_, i) => [`a${i}`, []] as const);
    const url = await serve((search) =>
      users(search)
        ? raw(
            encodeEntry(search.id, `CN=many,${DOMAIN}`, many),
            encodeEntry(search.id, `CN=long,${DOMAIN}`, [['a'.repeat(600), []]]),
            encodeEntry(search.id, `CN=${'n'.repeat(5000)},${DOMAIN}`, []),
            account(search.id, 'kept'),
            done(search.id),
          )
        : undefined,
    );
    const { gaps, entries } = await gapOf(url);
    expect(gaps).toEqual([
      'entry-damaged: it has more than 1000 attributes, as no object has: it is left out',
      'entry-damaged: the name of an attribute has more than 512 characters, as no object has: it is left out',
      expect.stringMatching(/^entry-damaged: its name has 5,018 bytes/),
    ]);
    expect(names(entries)).toContain('kept');
  });

  test('a parent that is answered with another object is left out', async () => {
    const url = await serve((search) => {
      if (users(search)) {
        const { attributes } = user('below', DOMAIN);
        return raw(encodeEntry(search.id, `CN=below,CN=Apart,${DOMAIN}`, Object.entries(attributes)), done(search.id));
      }
      if (!search.base.startsWith('CN=Apart')) return undefined;
      return raw(encodeEntry(search.id, `CN=deeper,${search.base}`, []), encodeResult(search.id, 0x65, 0));
    });
    const { gaps } = await gapOf(url);
    expect(gaps).toEqual([expect.stringContaining('answered with it where another object was asked for')]);
  });

  test('where they are large, pages become smaller until they fit; every one is read once', async () => {
    const asked: number[] = [];
    const large = (number: number) =>
      entry(`CN=large${number},${DOMAIN}`, {
        objectClass: ['top', 'user'],
        nTSecurityDescriptor: SD,
        description: Buffer.alloc(11_000_000, 'd'),
      });
    const entries = Array.from({ length: 12 }, (_, number) => large(number));
    const url = await serve(
      (search) => {
        if (users(search) && !search.cookie) asked.push(search.pageSize!);
        if (!users(search)) return undefined;
        const from = Number(search.cookie || 0);
        const page = entries.slice(from, from + search.pageSize!);
        const next = from + page.length;
        return raw(
          ...page.map(({ dn, attributes }) => encodeEntry(search.id, dn, Object.entries(attributes))),
          done(search.id, next < entries.length ? String(next) : ''),
        );
      },
      { entries: sampleDirectory(0) },
    );
    const { gaps, entries: found } = await gapOf(url, { pageSize: 50, timeout: 60 });
    expect(gaps).toEqual([]);
    expect(names(found).filter((name) => name.startsWith('large'))).toHaveLength(12);
    expect(asked[0]).toBe(50);
    expect(asked[1]).toBeLessThan(6);
  }, 60_000);
});

describe('the whole collection', () => {
  test('ends at --object-limit, says so of each search that is left, and can be gone on with', async () => {
    const url = await serve(undefined);
    const { gaps, info, entries } = await gapOf(url, { objectLimit: 20 });
    expect(entries.length).toBeLessThan(40);
    expect(gaps.length).toBeGreaterThan(3);
    for (const gap of gaps) {
      expect(gap).toMatch(/the server has 20 objects or more: allow more with --object-limit \(20 now\)/);
    }
    expect(info.unfinished).toBe(true);
  });

  test('bounds: objects, groups, names, places, bytes, splits and retries', () => {
    const reached = (use: (bounds: Bounds) => void) => {
      const bounds = new Bounds();
      use(bounds);
      return bounds.reached;
    };
    const objects = (count: number, dn = 'CN=a,DC=b') =>
      Array.from({ length: count }, () => ({ dn, attributes: new Map() }));
    const tenth = objects(DEFAULT_OBJECT_LIMIT / 10);
    const times = (count: number, what: () => void) => Array.from({ length: count }).forEach(what);
    expect(reached((bounds) => times(9, () => bounds.read(tenth, 'accounts')))).toBeUndefined();
    expect(reached((bounds) => times(10, () => bounds.read(tenth, 'accounts')))).toMatch(
      /^the server has 1,040,000 objects/,
    );
    expect(reached((bounds) => times(2, () => bounds.read(tenth, 'structure')))).toBeUndefined();
    expect(reached((bounds) => times(3, () => bounds.read(tenth, 'structure')))).toMatch(/managed accounts or more/);
    expect(reached((bounds) => bounds.read(objects(50_000, 'n'.repeat(4000)), 'accounts'))).toMatch(
      /^the names of 50,000/,
    );
    expect(reached((bounds) => bounds.read(objects(50_000), 'schema'))).toMatch(/^schema and configuration/);
    expect(reached((bounds) => bounds.read(objects(1), 'rights', 2 ** 27))).toMatch(/more than 128 MiB$/);
    expect(reached((bounds) => bounds.read(objects(49_999), 'schema', 2 ** 27 - 1))).toBeUndefined();
    expect(reached((bounds) => bounds.places({ count: 259_999, bytes: 1 }))).toBeUndefined();
    expect(reached((bounds) => bounds.places({ count: 260_000, bytes: 1 }))).toMatch(/lie in 260,000 places/);
    expect(reached((bounds) => bounds.places({ count: 9, bytes: 2 ** 26 }))).toMatch(/with names of 64 MiB/);
    expect(() => reached((bounds) => bounds.received(2 ** 28))).not.toThrow();
    expect(() => reached((bounds) => bounds.received(2 ** 28 + 1))).toThrow(ReadingOver);
    const bounds = new Bounds();
    bounds.read(objects(10), 'accounts');
    bounds.received(2 ** 28 + 10 * 32 * 1024);
    expect(() => bounds.received(1)).toThrow(/256 MiB and 32 KiB for each of 10 objects/);
    const allowed = (may: () => boolean) => Array.from({ length: 30_000 }, may).lastIndexOf(true) + 1;
    expect(allowed(() => bounds.maySplit())).toBe(20_000);
    expect(allowed(() => bounds.mayRetry())).toBe(256);
  });

  test('different names in member and memberOf: as many as there can be, however often', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => Buffer.from(`CN=${i},DC=b`));
    const read = (times: number, name: string, of: (round: number) => readonly Buffer[]) => {
      const bounds = new Bounds();
      for (let round = 0; round < times && !bounds.reached; round++) {
        bounds.read([{ dn: 'CN=a', attributes: new Map([[name, of(round)]]) }], 'structure');
      }
      return bounds.reached;
    };
    const others = (round: number) => values.map((value) => Buffer.concat([Buffer.from(`CN=${round},`), value]));
    for (const name of ['member', 'memberof']) expect(read(60, name, () => values)).toBeUndefined();
    expect(read(2, 'memberof', others)).toBeUndefined();
    expect(read(8, 'member', others)).toBeUndefined();
    expect(read(20, 'memberof', others)).toMatch(/^memberOf names more groups than there can be/);
    expect(read(60, 'member', others)).toMatch(/^member names more objects than there can be/);
  }, 60_000);

  test('memory of answers: one may always go on, and the others when there is room again', () => {
    const inFlight = new InFlight();
    const went: string[] = [];
    const [a, b, c] = [{}, {}, {}];
    const waits = (of: object, name: string) => inFlight.mustWait(of, () => went.push(name));
    inFlight.take(a, 50_000_000);
    inFlight.take(b, 20_000_000);
    expect([waits(a, 'a'), waits(b, 'b'), waits(c, 'c')]).toEqual([false, true, true]);
    inFlight.take(a, 1);
    // Those that hold nothing any more are let go as well.
    inFlight.give(b, 20_000_000);
    expect(went).toEqual(['b', 'c']);
    inFlight.take(b, 40_000_000);
    inFlight.take(c, 1);
    expect([waits(b, 'b'), waits(c, 'c')]).toEqual([true, true]);
    // It stays too much; it is the turn of the next.
    inFlight.give(a, 10_000_000);
    expect([went.slice(2), waits(a, 'a')]).toEqual([['b'], true]);
    inFlight.give(b, 40_000_000);
    expect(went.slice(3)).toEqual(['c', 'a']);
  });

  test('splitting and breaking are bounded by what they bring', async () => {
    let number = 0;
    const url = await serve((search) =>
      users(search) ? raw(account(search.id, `s${++number}`), done(search.id, '', '', 4)) : undefined,
    );
    expect((await gapOf(url)).gaps).toEqual([expect.stringMatching(/size limit exceeded.*of 40001 searches/)]);
  }, 120_000);

  test('GUIDs are told apart by all their bytes', async () => {
    const { Seen } = await import('../../../src/sources/ldap/seen.js');
    const seen = new Seen();
    const guids = Array.from({ length: 5000 }, (_, i) => guidOf(`${i}`));
    for (const guid of guids.slice(0, 2500)) seen.add(guid);
    for (const guid of guids.slice(0, 100)) seen.add(guid);
    seen.add('CN=a');
    expect(seen.size).toBe(2501);
    expect(guids.map((guid) => seen.has(guid))).toEqual(guids.map((_, i) => i < 2500));
    expect([seen.has('CN=a'), seen.has('CN=b')]).toEqual([true, false]);
    const last = Buffer.from(guids[0]!);
    last[15]! ^= 1;
    expect(seen.has(last)).toBe(false);
  });
});
