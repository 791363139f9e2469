import { describe, expect, test } from '@jest/globals';
import { formatAce } from '../../src/descriptor/index.js';
import { holderDifferences } from '../../src/directory/adminsdholder.js';
import { ADMINSDHOLDER_DEFAULTS } from '../../src/directory/adminsdholder-defaults.js';
import { loadDirectory } from '../../src/directory/load.js';
import { domainId } from './ids.js';
import { DOMAIN_SID, memorySource } from './memory-source.js';

const EVE = `${DOMAIN_SID}-1666`;
const NEWEST = ADMINSDHOLDER_DEFAULTS.at(-1)!;

async function differences(entries: readonly string[], { owner = 'DA', control = 'PAI' } = {}) {
  const holder = `O:${owner}G:DAD:${control}${entries.join('')}`;
  const directory = await loadDirectory(memorySource({ descriptors: ['D:', holder], adminSDHolder: 1 }));
  const found = holderDifferences(directory, domainId(0))!;
  return {
    ...found,
    added: found.added.map((ace) => formatAce(ace)),
    removed: found.removed.map((ace) => formatAce(ace)),
    changed: found.changed.map(({ from, to }) => [formatAce(from), formatAce(to)]),
    dangerous: found.dangerous.map((ace) => formatAce(ace)),
  };
}

const NONE = { added: [], removed: [], changed: [], dangerous: [], ownerByDefault: 'yes', inherits: false };

describe('AdminSDHolder against the versions of Windows', () => {
  test.each(ADMINSDHOLDER_DEFAULTS)('as $versions.0 makes it', async ({ versions, entries }) => {
    expect(await differences(entries)).toMatchObject({ ...NONE, nearest: versions });
    expect(await differences([...entries].reverse())).toMatchObject({ ...NONE, nearest: versions });
  });

  test('the versions are those of the source, each once', () => {
    const names = ADMINSDHOLDER_DEFAULTS.flatMap(({ versions }) => versions);
    expect(names).toHaveLength(20);
    expect(new Set(names).size).toBe(20);
    expect(names).toEqual(
      expect.arrayContaining(['2000 RTM', '2003', '2008 R2', '2012', '2016 RTM', '2019', '2022', '2025']),
    );
  });

  test('an entry for somebody is added and dangerous; one that lets read is added only; a second time it counts once', async () => {
    const full = `(A;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;${EVE})`;
    const read = `(A;;LCRPLORC;;;${EVE})`;
    const deny = `(D;;CCDCLCSWRPWPDTLOCRSDRCWDWO;;;${EVE})`;
    expect(await differences([...NEWEST.entries, full, full, read, deny])).toMatchObject({
      ...NONE,
      nearest: NEWEST.versions,
      added: [full, read, deny],
      dangerous: [full],
    });
  });

  test('an entry that another version makes is none that was added', async () => {
    const old = ADMINSDHOLDER_DEFAULTS[0]!;
    const sparse = [...NEWEST.entries, ...old.entries.filter((entry) => !NEWEST.entries.includes(entry))];
    expect(await differences(sparse)).toMatchObject({
      added: [],
      changed: [],
      dangerous: [],
      nearest: NEWEST.versions,
    });
  });

  test('what is missing is removed; other rights of the same trustee are a change, dangerous where there are more', async () => {
    const everyone = '(OA;;CR;ab721a53-1e2f-11d0-9819-00aa0040529b;;WD)';
    const readers = '(A;;LCRPLORC;;;AU)';
    expect(NEWEST.entries).toEqual(expect.arrayContaining([everyone, readers]));
    const without = NEWEST.entries.filter((entry) => entry !== everyone && entry !== readers);
    const more = '(A;;LCRPWPLORC;;;AU)';
    expect(await differences([...without, more])).toMatchObject({
      added: [],
      removed: [everyone],
      changed: [[readers, more]],
      dangerous: [more],
    });
    const less = '(A;;LCRPLO;;;AU)';
    expect(await differences([...without, everyone, less])).toMatchObject({
      changed: [[readers, less]],
      dangerous: [],
    });
  });

  test('inherited by more is another entry', async () => {
    const readers = '(A;CI;CCDCLCSWRPWPLOCRSDRCWDWO;;;BA)';
    expect((await differences([...NEWEST.entries, readers])).added).toEqual([readers]);
  });

  test('the owner, and whether it inherits', async () => {
    expect(await differences(NEWEST.entries, { owner: EVE })).toMatchObject({
      ...NONE,
      ownerByDefault: 'no',
      owner: EVE,
    });
    expect(await differences(NEWEST.entries, { control: 'AI' })).toMatchObject({ ...NONE, inherits: true });
  });

  test('what was not read is compared with nothing', async () => {
    expect(holderDifferences(await loadDirectory(memorySource({ descriptors: ['D:'] })), domainId(0))).toBeNull();
    const nullList = await loadDirectory(memorySource({ descriptors: ['D:', 'O:DAG:DA'], adminSDHolder: 1 }));
    expect(holderDifferences(nullList, domainId(0))).toBeNull();
  });
});
