import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assembleSnapshot } from '../../src/assemble/index.js';
import { type LiveSource, openSources } from '../../src/assemble/open.js';
import { encodeSid } from '../../src/descriptor/index.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import type { Collection } from '../../src/result/sources.js';
import type { HeaderSource } from '../../src/snapshot/format.js';
import type { SnapshotSource } from '../../src/snapshot/reader.js';
import type { RawEntry, RawItem } from '../../src/sources/entry.js';
import { inputKind } from '../../src/sources/kind.js';
import { readAll, testFolder } from '../snapshot/file.js';
import { buildDat } from '../sources/adexplorer/build.js';
import { DOMAIN, DOMAIN_SID, domainItems, settings, stream } from './synthetic.js';

const folder = testFolder();
afterAll(() => folder.dispose());
const tempDir = folder.path('temporary');
beforeEach(() => {
  mkdirSync(tempDir, { recursive: true });
});

const ITEMS: RawItem[] = [...settings(), ...domainItems({ containers: 4, groups: 6, accounts: 80, descriptors: 5 })];

function ldif(items: readonly RawItem[]): string {
  const line = (name: string, value: Buffer): string => `${name}:: ${value.toString('base64')}\n`;
  return items
    .filter((item): item is { entry: RawEntry } => 'entry' in item)
    .map(({ entry }) => {
      const values = [...entry.attributes].flatMap(([name, list]) => list.map((value) => line(name, value)));
      return `${line('dn', Buffer.from(entry.dn))}${values.join('')}\n`;
    })
    .join('');
}

const write = (name: string, content: string | Buffer): string => {
  const path = folder.path(name);
  writeFileSync(path, content);
  return path;
};

async function open(...inputs: string[]): Promise<RecordSource> {
  return openSources(inputs, { tempDir });
}

/** Everything, and nothing left behind. */
async function contents(evidence: RecordSource) {
  const all = await readAll(evidence);
  await evidence.close();
  expect(readdirSync(tempDir)).toEqual([]);
  return all;
}

const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');

describe('one directory, however it comes', () => {
  const whole = write('whole.ldif', ldif(ITEMS));
  const MODIFIED = '2026-03-02T08:15:30.000Z';

  test('LDIF, gzip, shuffled parts, a snapshot, a server: the same records', async () => {
    const expected = await contents(await open(whole));
    expect(expected.accounts.filter((r) => r.type === 'account')).toHaveLength(80);
    expect(expected.model.filter((r) => r.type === 'gap')).toEqual([]);

    expect(await contents(await open(write('whole.bin', gzipSync(ldif(ITEMS)))))).toEqual(expected);

    const third = (n: number): RawItem[] => ITEMS.filter((_, i) => i % 3 === n).reverse();
    const parts = [0, 1, 2].map((n) => write(`part${n}`, n === 1 ? gzipSync(ldif(third(n))) : ldif(third(n))));
    expect(await contents(await open(parts[2]!, parts[0]!, parts[1]!))).toEqual(expected);

    const snapshot = folder.path('a.snapshot');
    await assembleSnapshot(stream(ITEMS), {
      path: snapshot,
      tool: { name: 'adreach', version: '0' },
      sources: () => [],
      tempDir,
    });
    expect(await contents(await open(snapshot))).toEqual(expected);
    expect(await contents(await open(snapshot, snapshot))).toEqual(expected);
    expect(await contents(await open(parts[0]!, snapshot))).toEqual(expected);

    const live = await openSources(['ldaps://dc1.lab.local'], { tempDir, ldap: async () => server(ITEMS) });
    expect(await contents(live)).toEqual(expected);
  });

  test('each source is named, with its hash', async () => {
    const snapshot = folder.path('b.snapshot');
    await assembleSnapshot(stream(ITEMS), {
      path: snapshot,
      tool: { name: 'adreach', version: '0' },
      sources: () => [
        { name: 'ldaps://dc', kind: 'ldap', sha256: null, collectedAt: '2026-01-01T00:00:00Z', server: 'dc' },
      ],
      tempDir,
    });
    const ofSnapshot = {
      name: snapshot,
      kind: 'snapshot',
      sha256: sha256(snapshot),
      collectedAt: '2026-01-01T00:00:00Z',
      server: 'dc',
      tool: { name: 'adreach', version: '0' },
    };
    const ofLdif = {
      name: whole,
      kind: 'ldif',
      sha256: sha256(whole),
      collectedAt: null,
      server: null,
      modifiedAt: MODIFIED,
    };
    utimesSync(whole, new Date(0), new Date(MODIFIED));
    const single = await open(snapshot);
    expect(single.sources).toEqual([ofSnapshot]);
    await single.close();
    const both = await open(snapshot, whole);
    expect(both.sources).toEqual([ofSnapshot, ofLdif]);
    await both.close();
  });

  test("the file's own date, where nothing says when it was collected; no snapshot hands it on", async () => {
    const undated = folder.path('undated.snapshot');
    await assembleSnapshot(stream(ITEMS), {
      path: undated,
      tool: { name: 'adreach', version: '0' },
      sources: () => [{ name: 'x.ldif', kind: 'ldif', sha256: null, collectedAt: null, server: null }],
      tempDir,
    });
    utimesSync(undated, new Date(0), new Date(MODIFIED));
    const single = await open(undated);
    expect(single.sources.map(({ modifiedAt }) => modifiedAt)).toEqual([MODIFIED]);
    await single.close();
    const both = await open(undated, write('other.ldif', ldif(ITEMS)));
    expect(both.sources.map(({ name, modifiedAt }) => [name === undated, modifiedAt === MODIFIED])).toEqual([
      [true, true],
      [false, false],
    ]);
    expect((both as SnapshotSource).header.sources.map((source) => 'modifiedAt' in source)).toEqual([false, false]);
    await both.close();
  });

  test('a snapshot of several sources keeps what each says, however often it is joined', async () => {
    const collection = (boundAs: string): Collection => ({
      boundAs,
      startedAt: '2026-01-01T00:00:00Z',
      endedAt: '2026-01-01T00:01:00Z',
      serverTime: '2026-01-01T00:00:01Z',
      highestCommittedUSN: '4711',
      searches: [
        { base: 'DC=x', scope: 'sub', filter: '(a=b)', attributes: ['a'], entries: 3, incomplete: 'size limit' },
      ],
      moreSearches: 2,
    });
    const origin = (name: string, server: string): HeaderSource => ({
      name: `ldaps://${server}`,
      kind: 'ldap',
      sha256: null,
      collectedAt: '2026-01-01T00:01:00Z',
      server,
      collection: collection(name),
    });
    const made = async (name: string, sources: readonly HeaderSource[]): Promise<string> => {
      const path = folder.path(name);
      const tool = { name: 'adreach', version: '7' };
      await assembleSnapshot(stream(ITEMS), { path, tool, sources: () => sources, tempDir });
      return path;
    };
    const a = origin('ann', 'dc1');
    const b = origin('bob', 'dc2');
    const several = await made('several.snapshot', [a, b]);
    const single = await made('single.snapshot', [a]);
    const ofSeveral = {
      name: several,
      kind: 'snapshot',
      sha256: sha256(several),
      collectedAt: '2026-01-01T00:01:00Z',
      server: null,
      tool: { name: 'adreach', version: '7' },
      madeFrom: [a, b],
    };
    const ofSingle = { ...ofSeveral, name: single, sha256: sha256(single), server: 'dc1', madeFrom: undefined };
    const expectSources = async (paths: readonly string[], expected: readonly object[]): Promise<void> => {
      const evidence = await open(...paths);
      expect(evidence.sources).toEqual(expected);
      await evidence.close();
    };
    await expectSources([several], [ofSeveral]);
    await expectSources([single], [{ ...ofSingle, collection: a.collection }]);
    await expectSources([several, single], [ofSeveral, { ...ofSingle, collection: a.collection }]);
    const again = await made('again.snapshot', [ofSeveral as HeaderSource, b]);
    await expectSources([again], [{ ...ofSeveral, name: again, sha256: sha256(again), madeFrom: [ofSeveral, b] }]);
  });

  test('what is assembled here says which program it was', async () => {
    const evidence = await openSources([whole], { tempDir });
    const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string };
    expect(evidence.header.tool).toEqual({ name: 'adreach', version });
    await evidence.close();
  });

  test('a server: what it collected is hashed, kept to itself, and removed', async () => {
    const closed: string[] = [];
    const modes = new Map<number, Set<number>>();
    const live = server(ITEMS, closed);
    const noteModes = () => {
      for (const entry of readdirSync(tempDir, { recursive: true, withFileTypes: true })) {
        const { mode } = statSync(join(entry.parentPath, entry.name));
        modes.set(mode & ~0o777, (modes.get(mode & ~0o777) ?? new Set()).add(mode & 0o777));
      }
      return live.info();
    };
    const evidence = await openSources(['LDAPS://dc1.lab.local'], {
      tempDir,
      ldap: async () => ({ ...live, info: noteModes }),
    });
    expect([...modes.values()].flatMap((of) => [...of]).sort()).toEqual([0o600, 0o700]);
    // An open file needs no name: a process that is killed leaves nothing from here on.
    if (process.platform !== 'win32') expect(readdirSync(tempDir)).toEqual([]);
    expect(evidence.sources).toEqual([
      {
        name: 'ldaps://dc1.lab.local:636',
        kind: 'ldap',
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
        collectedAt: '2026-02-02T00:00:00Z',
        server: 'dc1',
      },
    ]);
    expect(closed).toEqual(['closed']);
    await evidence.close();
    expect(readdirSync(tempDir)).toEqual([]);
  });

  function server(items: readonly RawItem[], closed: string[] = []): LiveSource {
    return {
      items: stream(items),
      info: () => ({ name: 'ldaps://dc1.lab.local:636', server: 'dc1', collectedAt: '2026-02-02T00:00:00Z' }),
      close: () => void closed.push('closed'),
    };
  }
});

describe('inputs that cannot be used', () => {
  test.each<[string, string | Buffer, RegExp]>([
    ['dat', Buffer.concat([Buffer.from('win-ad-ob\0'), Buffer.alloc(1000)]), /AD Explorer snapshot/],
    ['csv', 'DN,objectClass,ou\n"OU=x",y\n', /csvde/],
    ['utf16.csv', Buffer.from('\ufeffDN,objectClass\r\n', 'utf16le'), /csvde/],
    ['csv.gz', gzipSync('DN,objectClass\n"OU=x",y\n'), /csvde/],
    ['dat.gz', gzipSync(Buffer.concat([Buffer.from('win-ad-ob\0'), Buffer.alloc(1000)])), /packed with gzip/],
    ['empty', '', /the file is empty/],
    ['binary', Buffer.from([0, 1, 2, 3]), /line 1/],
    ['broken.ldif', 'dn: CN=a\nx:: ?\n\n', /broken.ldif line 2: the base64 value of x is damaged/],
    ['cut.gz', gzipSync(ldif(ITEMS)).subarray(0, 500), /cut off/],
  ])('%s', async (name, content, message) => {
    await expect(open(write(name, content))).rejects.toThrow(message);
    expect(readdirSync(tempDir)).toEqual([]);
  });

  test('nothing, no file, a folder, standard input twice, a server without a client', async () => {
    await expect(open()).rejects.toMatchObject({ code: 'usage' });
    await expect(open(folder.path('none'))).rejects.toMatchObject({ code: 'file' });
    await expect(open(folder.path(''))).rejects.toMatchObject({ code: 'file' });
    await expect(open('-', '-')).rejects.toMatchObject({ code: 'usage' });
    await expect(open('ldap://x')).rejects.toMatchObject({ code: 'usage' });
  });

  test('a damaged snapshot is refused, alone and among others', async () => {
    const path = folder.path('c.snapshot');
    await assembleSnapshot(stream(ITEMS), { path, tool: { name: 'a', version: '0' }, sources: () => [], tempDir });
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1]! ^= 1;
    const damaged = write('damaged', bytes);
    await expect(open(damaged)).rejects.toMatchObject({ code: 'integrity' });
    await expect(open(write('fine.ldif', ldif(ITEMS)), damaged)).rejects.toMatchObject({ code: 'integrity' });
    expect(readdirSync(tempDir)).toEqual([]);
  });

  test('a server that goes away closes, and leaves nothing', async () => {
    const closed: string[] = [];
    async function* items(): AsyncGenerator<RawItem> {
      yield ITEMS[0]!;
      throw new Error('gone');
    }
    const source: LiveSource = {
      items: items(),
      info: () => ({ name: '', server: null, collectedAt: null }),
      close: () => void closed.push('x'),
    };
    await expect(openSources(['ldap://x'], { tempDir, ldap: async () => source })).rejects.toThrow('gone');
    expect(closed).toEqual(['x']);
    expect(readdirSync(tempDir)).toEqual([]);
  });
});

test('damaged exports are refused or read with what they lack said; nothing is left behind', async () => {
  const text = Buffer.from(
    ldif([...settings(), ...domainItems({ containers: 2, groups: 3, accounts: 8, descriptors: 2 })]),
  );
  const sources = [text, gzipSync(text)] as const;
  const damage = fc.tuple(
    fc.constantFrom(0, 1),
    fc.constantFrom('cut', 'flip', 'splice'),
    fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
    fc.integer({ min: 1, max: 255 }),
  );
  const outcomes = { refused: 0, gaps: 0, whole: 0 };
  await fc.assert(
    fc.asyncProperty(damage, async ([packed, how, where, by]) => {
      const good = sources[packed]!;
      const at = Math.floor(where * good.length);
      let bytes = Buffer.from(good);
      if (how === 'cut') bytes = bytes.subarray(0, at);
      else if (how === 'flip') bytes[at]! ^= by;
      else bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(Math.min(bytes.length, at + by))]);
      try {
        const { model } = await contents(await open(write('damaged.ldif', bytes)));
        outcomes[model.some((r) => r.type === 'gap') ? 'gaps' : 'whole']++;
      } catch (error) {
        expect((error as Error).name).toBe('AdreachError');
        expect(readdirSync(tempDir)).toEqual([]);
        outcomes.refused++;
      }
    }),
    { numRuns: 200 },
  );
  expect(outcomes.refused).toBeGreaterThan(50);
}, 60_000);

test('kinds are found from the content', async () => {
  const named = write('x.snapshot', ldif(ITEMS));
  expect(await inputKind(named)).toBe('ldif');
  expect(await inputKind('LDAP://host')).toBe('ldap');
  expect(await inputKind('-')).toBe('ldif');
});

test('where an entry stands is told with its file, when there are several', async () => {
  const bad = ldif(ITEMS).replace(/^useraccountcontrol:: .*$/m, 'useraccountcontrol: x');
  const evidence = await open(
    write('one.ldif', bad),
    write('two.ldif', 'dn: OU=New,DC=lab,DC=local\nobjectClass: organizationalUnit\n\n'),
  );
  const { model } = await contents(evidence);
  const messages = model.flatMap((r) => (r.type === 'gap' && r.code === 'entry-damaged' ? [r.message] : []));
  expect(messages).toEqual([expect.stringMatching(/one\.ldif line \d+: useraccountcontrol is malformed/)]);
  expect(model.some((r) => r.type === 'container' && r.dn === `OU=New,${DOMAIN}`)).toBe(true);
});

test('an AD Explorer snapshot, alone and together with LDIF', async () => {
  const dat = write(
    'named.bin',
    buildDat({
      objects: [{ distinguishedName: ['CN=dat,DC=lab,DC=local'], objectClass: ['top', 'container'] }],
      server: 'dc7.lab.local',
    }),
  );
  expect(await inputKind(dat)).toBe('adexplorer');
  const evidence = await open(dat, write('beside.ldif', ldif(ITEMS)));
  expect(evidence.sources[0]).toEqual({
    name: dat,
    kind: 'adexplorer',
    sha256: sha256(dat),
    collectedAt: '2021-11-30T21:48:42.633Z',
    server: 'dc7.lab.local',
  });
  const { model, accounts } = await contents(evidence);
  expect(accounts.filter((r) => r.type === 'account')).toHaveLength(80);
  expect(model).toContainEqual(expect.objectContaining({ type: 'container', dn: 'CN=dat,DC=lab,DC=local' }));

  const snapshot = folder.path('of-dat.snapshot');
  await assembleSnapshot(stream(ITEMS), {
    path: snapshot,
    tool: { name: 'adreach', version: '0' },
    sources: () => evidence.sources,
    tempDir,
  });
  const again = await open(snapshot);
  expect(again.sources[0]).toMatchObject({ kind: 'snapshot' });
  await contents(again);
});

test('two directories of one name are refused, with the files that hold them; nothing is left behind', async () => {
  const other = ldif([ITEMS.find((item) => 'entry' in item && item.entry.dn === DOMAIN)!]).replace(
    /^objectsid:: .*$/m,
    `objectsid:: ${Buffer.from(encodeSid('S-1-5-21-1-2-3')).toString('base64')}`,
  );
  const [prod, lab] = [write('prod.ldif', ldif(ITEMS)), write('laboratory.ldif', other)];
  await expect(open(prod, lab)).rejects.toMatchObject({
    code: 'ambiguous',
    message: `${DOMAIN} is the name of two directories: ${DOMAIN_SID} in ${prod}, S-1-5-21-1-2-3 in ${lab}`,
  });
  expect(readdirSync(tempDir)).toEqual([]);
});
