/** Servers that are busy or cut searches short, and limits that the user sets. */
import { afterEach, describe, expect, test } from '@jest/globals';
import { FilterParser } from 'ldapts';
import { AdreachError } from '../../../src/errors/index.js';
import { EVERY_GUID, halves, within } from '../../../src/sources/ldap/partition.js';
import { DOMAIN, guidOf, sampleDirectory, user } from './stand-in/directory.js';
import { collect, optionsFor } from './stand-in/options.js';
import type { SearchRequest } from './stand-in/protocol.js';
import { type Behaviour, type StandIn, startStandIn } from './stand-in/server.js';

let server: StandIn | undefined;
afterEach(async () => {
  await server?.stop();
  server = undefined;
});

async function serve(behaviour: Partial<Behaviour> = {}): Promise<string> {
  server = await startStandIn({ entries: sampleDirectory(60), ...behaviour });
  return server.url;
}

const users = (search: SearchRequest) => search.attributes.includes('userAccountControl');
const accounts = (entries: readonly { dn: string }[]) =>
  entries.map(({ dn }) => dn).filter((dn) => /^CN=user\d/.test(dn));
const searchesSent = () => server!.requests.filter(({ request }) => request.kind === 'search').length;

function expectEveryUserOnce(entries: readonly { dn: string }[], count: number): void {
  expect(accounts(entries)).toHaveLength(count);
  expect(new Set(accounts(entries)).size).toBe(count);
}

describe('a busy server', () => {
  test('is asked again, at the page where it was busy, and for ranges too', async () => {
    let answers = 0;
    const url = await serve({
      maxValues: 25,
      onSearch: (search) => {
        const patience = (users(search) && search.cookie) || search.attributes[0]?.startsWith('member;range');
        return patience && answers++ % 2 === 0
          ? { kind: 'result', code: 51 + (answers % 4 === 1 ? 0 : 1), after: 3 }
          : undefined;
      },
    });
    const { entries, gaps, info } = await collect(optionsFor(url, { connections: 1, pageSize: 30 }));
    expectEveryUserOnce(entries, 60);
    expect(gaps).toEqual([]);
    expect(info.busy.answers).toBe(answers / 2);
    expect(info.busy.seconds).toBeCloseTo((answers / 2) * 0.25);
    expect(info.searches.find(({ what }) => what === 'the accounts')).toMatchObject({ attempts: 1, parts: 1 });
  }, 20_000);

  test('that stays busy is a gap after the time it is given, no hang', async () => {
    const url = await serve({
      onSearch: (search) => (users(search) ? { kind: 'result', code: 52, after: 0 } : undefined),
    });
    const started = performance.now();
    const { gaps, info } = await collect(optionsFor(url, { connections: 1, timeout: 1 }));
    expect(performance.now() - started).toBeLessThan(30_000);
    expect(gaps.map(({ message }) => message)).toEqual(
      expect.arrayContaining([expect.stringMatching(/the accounts could not be read in full: unavailable/)]),
    );
    expect(info.busy.answers).toBeGreaterThan(3);
  }, 20_000);

  test('that is too busy to log on is asked again', async () => {
    let binds = 0;
    const url = await serve({ bind: () => (binds++ === 0 ? [51, 'busy'] : [0, '']) });
    const { entries } = await collect(optionsFor(url, { connections: 1 }));
    expectEveryUserOnce(entries, 60);
  });
});

describe('a server that cuts searches short', () => {
  test.each([
    [3, 1],
    [4, 1],
    [11, 3],
  ])('result %i: the search is split until it fits (%i connections)', async (code, connections) => {
    const hidden = Array.from({ length: 3 }, (_, i) => user(`user9${i}`, DOMAIN, {}, ['objectguid']));
    const url = await serve({
      entries: [...sampleDirectory(60), ...hidden],
      // Seven entries a search, whatever the page: no page after the first.
      onSearch: (search) => (search.cookie ? { kind: 'result', code, after: 0 } : undefined),
      maxPageSize: 7,
    });
    const { entries, gaps, info } = await collect(optionsFor(url, { connections }));
    expectEveryUserOnce(entries, 63);
    expect(gaps).toEqual([]);
    const split = info.searches.filter(({ what }) => what.startsWith('the accounts'));
    expect(split.every(({ parts, incomplete }) => parts > 1 && incomplete === null)).toBe(true);
  });

  test('whatever is asked: a gap that says so, and an end', async () => {
    const url = await serve({
      onSearch: (search) => (users(search) ? { kind: 'result', code: 4, after: 0 } : undefined),
    });
    const { gaps, info } = await collect(optionsFor(url, { connections: 1 }));
    expect(gaps[0]).toMatchObject({ code: 'search-incomplete', dn: DOMAIN });
    expect(gaps.map(({ message }) => message).join()).toMatch(
      /the accounts could not be read in full: size limit exceeded \(LDAP result 4\) \(2 of 3 searches/,
    );
    expect(info.searches.find(({ what }) => what === 'the accounts')).toMatchObject({ entries: 0, parts: 3 });
  });

  test.each([1, 2, 5])('%i entries a search: complete, or a gap; bounded by what there is', async (after) => {
    const url = await serve({
      entries: sampleDirectory(40),
      onSearch: (search) => (users(search) ? { kind: 'result', code: 4, after } : undefined),
    });
    const { entries, gaps } = await collect(optionsFor(url, { connections: 1 }));
    const found = accounts(entries);
    expect(new Set(found).size).toBe(found.length);
    expect(found.length).toBeGreaterThan(after);
    // This server says that it cut short even what it did not: it cannot be taken for complete.
    expect(gaps.filter(({ message }) => message.startsWith('the accounts'))).toHaveLength(1);
    expect(searchesSent()).toBeLessThan(40 * 2 * 20);
  });

  test('halves are disjoint, whole, and end', () => {
    const guids = Array.from({ length: 200 }, (_, i) => guidOf(`object ${i}`).readUInt32BE());
    let ranges = [EVERY_GUID];
    for (let depth = 0; depth < 20; depth++) {
      ranges = (depth < 6 ? ranges : ranges.slice(0, 1)).flatMap((range) => [...halves(range)!]);
      if (depth < 6)
        for (const guid of guids) expect(ranges.filter(({ from, to }) => from <= guid && guid < to)).toHaveLength(1);
    }
    expect(halves(ranges[0]!)).toBeUndefined();
    const filter = FilterParser.parseString('(objectClass=user)');
    expect(within(filter, EVERY_GUID)).toBe(filter);
  });
});

describe('limits of the user', () => {
  test('--rate: no faster, over all connections, in pages that fit', async () => {
    const url = await serve();
    const started = performance.now();
    const { entries, gaps } = await collect(optionsFor(url, { connections: 3, pageSize: 1000, rate: 40 }));
    const seconds = (performance.now() - started) / 1000;
    expectEveryUserOnce(entries, 60);
    expect(gaps).toEqual([]);
    expect(entries.length / seconds).toBeLessThan(40 + 40 / seconds);
    for (const { request } of server!.requests) {
      if (request.kind === 'search' && request.pageSize !== undefined) expect(request.pageSize).toBe(40);
    }
  }, 30_000);

  test('--time-limit: ends in order, and says of each search that was not finished', async () => {
    const url = await serve({
      onSearch: (search) => (users(search) && search.cookie ? { kind: 'silence' } : undefined),
    });
    const started = performance.now();
    const { entries, gaps, info } = await collect(optionsFor(url, { connections: 1, timeout: 60, timeLimit: 1 }));
    expect(performance.now() - started).toBeLessThan(30_000);
    // The first page of the accounts came, on one connection; nothing that stood behind it.
    expect(accounts(entries).length).toBe(10);
    expect(gaps.length).toBeGreaterThan(5);
    for (const { code, message } of gaps) {
      expect(code).toBe('search-incomplete');
      expect(message).toContain('--time-limit 1');
    }
    expect(gaps.filter(({ count }) => count !== undefined)).toHaveLength(1);
    expect(info.endedAt).not.toBeNull();
  }, 20_000);

  test('--time-limit: over before anything was read is an error', async () => {
    const url = await serve({ onSearch: () => ({ kind: 'silence' }) });
    const failure = await collect(optionsFor(url, { timeout: 60, timeLimit: 1 })).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AdreachError);
    expect(failure).toMatchObject({ code: 'network', message: expect.stringContaining('--time-limit 1') });
  });
});
