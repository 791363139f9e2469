/** Interrupted collections that are gone on with, against the stand-in server. */
import { appendFileSync, existsSync, mkdtempSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type LdapOptions, openLdapSource } from '../../../src/sources/ldap/index.js';
import { Journal } from '../../../src/sources/ldap/journal/journal.js';
import { DOMAIN, entry, ridPool, SD, sampleDirectory, user } from './stand-in/directory.js';
import { collectWithJournal, contentOf } from './stand-in/journaled.js';
import { optionsFor } from './stand-in/options.js';
import type { SearchRequest } from './stand-in/protocol.js';
import { type Behaviour, type StandIn, startStandIn } from './stand-in/server.js';

let server: StandIn;
let folder: string;
let path: string;
/** What the server does besides; changed by the tests. */
let onSearch: Behaviour['onSearch'];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-resume-'));
  path = join(folder, 'x.partial');
  onSearch = undefined;
});
afterEach(async () => {
  await server?.stop();
  rmSync(folder, { recursive: true });
});

/** A domain that is large by what its RID manager says: some hundred users, read in 30 parts. */
const directory = () => [
  ...sampleDirectory(300).map((there) =>
    there.dn.startsWith('CN=RID Manager$')
      ? entry(there.dn, { objectClass: ['top', 'rIDManager'], rIDAvailablePool: ridPool(300_000) })
      : there,
  ),
  entry(`CN=gmsa,${DOMAIN}`, {
    objectClass: ['top', 'user', 'msDS-GroupManagedServiceAccount'],
    nTSecurityDescriptor: SD,
    dNSHostName: 'gmsa.stand.in',
  }),
  user('below', `CN=Apart,${DOMAIN}`),
  entry(`CN=Apart,${DOMAIN}`, { objectClass: ['top', 'device'], nTSecurityDescriptor: SD }),
];

const serve = async (behaviour: Partial<Behaviour> = {}) => {
  server = await startStandIn({
    entries: directory(),
    maxValues: 100,
    onSearch: (search, context) => onSearch?.(search, context),
    ...behaviour,
  });
  return server.url;
};

const create = () => Journal.create(path);
const resume = () => Journal.open(path);
const users = (search: SearchRequest) => search.attributes.includes('userAccountControl');
const firstPages = () =>
  server.requests.flatMap(({ request }) => (request.kind === 'search' && !request.cookie ? [request] : []));

describe('a collection that was interrupted', () => {
  test('twice comes to what one without interruption does, and reads nothing again that was finished', async () => {
    const url = await serve();
    const options = optionsFor(url, { connections: 2 });
    const whole = await collectWithJournal(optionsFor(url, { connections: 2 }), () =>
      Journal.create(join(folder, 'whole')),
    );
    expect(whole.gaps).toEqual([]);
    const asked = firstPages().length;

    // Whatever is asked after the twelfth and later the twenty-fifth search fails, four times: the server is gone.
    let left = 12;
    onSearch = () => (left-- > 0 ? undefined : { kind: 'drop', after: 3 });
    const first = await collectWithJournal(options, create);
    expect(first.error).toMatchObject({ code: 'network' });
    left = 25;
    const second = await collectWithJournal(options, resume);
    expect(second.error).toMatchObject({ code: 'network' });
    onSearch = undefined;
    const before = firstPages().length;
    const third = await collectWithJournal(options, resume);

    expect(third.error).toBeUndefined();
    expect(third.gaps).toEqual([]);
    expect(contentOf(third.entries)).toEqual(contentOf(whole.entries));
    expect(third.info.runs).toHaveLength(3);
    // What the last run sent and what stood in the journal is what is sent without interruption, and the start twice more.
    const finished = third.info.searches.length - (firstPages().length - before);
    expect(finished).toBeGreaterThan(8);
    expect(firstPages().length - before).toBeLessThan(asked - 8);
    const accountParts = third.info.searches.filter(({ what }) => what.startsWith('the accounts'));
    expect(accountParts).toHaveLength(30);
    expect(new Set(accountParts.map(({ filter }) => filter)).size).toBe(30);
    expect(accountParts.reduce((sum, { entries }) => sum + entries, 0)).toBe(302);
  }, 60_000);

  test('is gone on with over another number of connections, in other parts', async () => {
    const url = await serve();
    const options = optionsFor(url, { connections: 1 });
    const whole = await collectWithJournal(options, () => Journal.create(join(folder, 'whole')));
    let left = 20;
    onSearch = () => (left-- > 0 ? undefined : { kind: 'drop', after: 0 });
    await collectWithJournal(options, create);
    onSearch = undefined;
    const rest = await collectWithJournal(optionsFor(url, { connections: 3, pageSize: 7, rate: 5000 }), resume);
    expect(contentOf(rest.entries)).toEqual(contentOf(whole.entries));
    expect(rest.gaps).toEqual([]);
  }, 60_000);

  test('after its journal was cut anywhere comes to the same', async () => {
    const url = await serve();
    const options = optionsFor(url, { connections: 2, pageSize: 100 });
    const whole = await collectWithJournal(options, create);
    const size = statSync(path).size;
    for (const length of [size - 1, Math.floor(size * 0.7), Math.floor(size * 0.3)]) {
      truncateSync(path, length);
      const rest = await collectWithJournal(options, resume);
      expect(contentOf(rest.entries)).toEqual(contentOf(whole.entries));
      expect(rest.gaps).toEqual([]);
    }
    appendFileSync(path, Buffer.from('E\x10\0\0\0 half a block'));
    const journal = Journal.open(path);
    expect(journal.torn).toBe(18);
    journal.close();
  }, 60_000);

  test('a search with a gap is not finished: it is asked again, and then complete', async () => {
    const url = await serve();
    const options = optionsFor(url, { connections: 1, pageSize: 100 });
    let refused = 0;
    onSearch = (search) => {
      if (search.attributes[0]?.startsWith('member;range')) return { kind: 'result', code: 50, after: 0 };
      return users(search) && refused++ < 2 ? { kind: 'result', code: 80, after: 1 } : undefined;
    };
    const first = await collectWithJournal(options, create);
    expect(first.error).toBeUndefined();
    expect(first.gaps.length).toBeGreaterThan(1);
    onSearch = undefined;
    const rest = await collectWithJournal(options, resume);
    expect(rest.gaps).toEqual([]);
    const whole = await collectWithJournal(options, () => Journal.create(join(folder, 'whole')));
    expect(contentOf(rest.entries)).toEqual(contentOf(whole.entries));
  }, 60_000);

  test('whoever takes the entries leaves early: nothing counts as finished that was not', async () => {
    const url = await serve();
    const options = optionsFor(url, { connections: 2, pageSize: 2 });
    let journal: Journal | undefined;
    const source = await openLdapSource(options, undefined, () => {
      journal = create();
      return journal;
    });
    let taken = 0;
    for await (const _ of source.items) if (++taken === 100) break;
    journal!.close();
    const rest = await collectWithJournal(options, resume);
    const whole = await collectWithJournal(options, () => Journal.create(join(folder, 'whole')));
    expect(contentOf(rest.entries)).toEqual(contentOf(whole.entries));
  }, 60_000);

  test('the time limit: what was not finished can be gone on with', async () => {
    const url = await serve();
    onSearch = (search) => (users(search) && search.cookie ? { kind: 'silence' } : undefined);
    const first = await collectWithJournal(
      optionsFor(url, { connections: 1, pageSize: 3, timeout: 60, timeLimit: 1 }),
      create,
    );
    expect(first.info.unfinished).toBe(true);
    expect(first.gaps.length).toBeGreaterThan(1);
    onSearch = undefined;
    const rest = await collectWithJournal(optionsFor(url, { connections: 1 }), resume);
    expect([rest.gaps, rest.info.unfinished]).toEqual([[], false]);
  }, 60_000);
});

describe('what is not gone on with', () => {
  const interrupted = async (behaviour: Partial<Behaviour> = {}) => {
    const options = optionsFor(await serve(behaviour), { connections: 1 });
    let left = 12;
    onSearch = () => (left-- > 0 ? undefined : { kind: 'drop', after: 0 });
    await collectWithJournal(options, create);
    onSearch = undefined;
    await server.stop();
  };
  const refusal = async (behaviour: Partial<Behaviour>, more: Partial<LdapOptions> = {}) => {
    const size = statSync(path).size;
    const failure = await collectWithJournal(
      optionsFor(await serve(behaviour), { connections: 1, ...more }),
      resume,
    ).catch((error: unknown) => error);
    expect(statSync(path).size).toBe(size);
    expect(server.open()).toBeLessThanOrEqual(1);
    return failure;
  };

  test('another server, another user, a server that was restored, another domain of the same name', async () => {
    await interrupted();
    expect(
      await refusal({ rootDse: { dsServiceName: 'CN=NTDS Settings,CN=DC2', dnsHostName: 'dc2.stand.in' } }),
    ).toMatchObject({
      code: 'usage',
      message: expect.stringContaining('begun with dc.stand.in, not dc2.stand.in'),
      hint: expect.stringContaining('name dc.stand.in'),
    });
    await server.stop();
    const credentials = { kind: 'simple', user: 'other@stand.in', password: 'x' } as const;
    expect(await refusal({ bind: () => [0, ''] }, { credentials })).toMatchObject({
      message: expect.stringContaining('begun as reader@stand.in, not other@stand.in'),
    });
    await server.stop();
    expect(await refusal({ rootDse: { highestCommittedUSN: '4710' } })).toMatchObject({
      message: expect.stringContaining('from highestCommittedUSN 4711 to 4710'),
    });
    await server.stop();
    const again = directory().map((there) =>
      there.dn.startsWith('CN=RID Manager$')
        ? { ...there, attributes: { ...there.attributes, objectGUID: [Buffer.alloc(16, 1)] } }
        : there,
    );
    expect(await refusal({ entries: again })).toMatchObject({
      message: expect.stringContaining(`another domain of the name ${DOMAIN}`),
    });
    await server.stop();
    expect(await collectWithJournal(optionsFor(await serve(), { connections: 1 }), resume)).toMatchObject({ gaps: [] });
  }, 60_000);

  test('a file of that name that is something else is left alone', async () => {
    const url = await serve();
    const other = join(folder, 'other');
    appendFileSync(other, 'something else');
    await expect(collectWithJournal(optionsFor(url), () => Journal.open(other))).rejects.toMatchObject({
      code: 'format',
    });
    await expect(collectWithJournal(optionsFor(url), () => Journal.create(other))).rejects.toMatchObject({
      code: 'file',
    });
    expect(statSync(other).size).toBe(14);
    expect(existsSync(path)).toBe(false);
  });
});
