import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ModelRecord } from '../../src/directory/records.js';
import { readOrCreateKey } from '../../src/pseudonymize/index.js';
import { collectionKept, heuristics, instant, tool } from '../../src/pseudonymize/kept-values.js';
import { pseudonymizeRecord } from '../../src/pseudonymize/records.js';
import { pseudonymsOf } from './pseudonyms.js';

describe('dSHeuristics', () => {
  test.each([
    ['0000002001000001', '0000002001000001'],
    ['000000000100000f', '000000000100000f'],
    ['', ''],
  ])('%j', (text, kept) => expect(heuristics(text)).toBe(kept));

  test('text becomes what it counts as; a long one is cut', () => {
    expect(heuristics('Call Jo 555!')).toBe('Ca0000005550');
    expect(heuristics(`${'0'.repeat(15)}z${'0'.repeat(12)}x`)).toBe(`${'0'.repeat(28)}1`);
    expect(heuristics('\u{1f600}1')).toBe('001');
    expect(heuristics('1'.repeat(5000))).toHaveLength(40);
  });
});

test('instants, numbers and versions are kept where they are some', () => {
  expect(['2026-01-31T10:00:00.000Z', '2026-01-31T10:00:00Z', 'ask Jo', '2026-01-31', null].map(instant)).toEqual([
    '2026-01-31T10:00:00.000Z',
    '2026-01-31T10:00:00Z',
    null,
    null,
    null,
  ]);
  expect(tool({ name: 'adreach', version: '0.1.0' })).toEqual({ name: 'adreach', version: '0.1.0' });
  const leftOut = { name: '(left out)', version: '(left out)' };
  expect(tool({ name: 'jo', version: '0.1.0' })).toEqual(leftOut);
  expect(tool({ name: 'adreach', version: '0.1.0-jo.doe' })).toEqual(leftOut);
  const kept = collectionKept({
    boundAs: 'jo',
    startedAt: 'by Jo',
    endedAt: 'Jo',
    serverTime: 'Jo',
    highestCommittedUSN: 'Jo 1',
    resumed: [{ startedAt: 'Jo', serverTime: 'Jo', highestCommittedUSN: '77' }],
    searches: [{ base: 'DC=jo', scope: 'sub', filter: '(cn=jo)', attributes: ['jo'], entries: 1 }],
  });
  expect(JSON.stringify(kept)).not.toMatch(/jo/i);
  expect(kept).toMatchObject({ moreSearches: 1, resumed: [{ highestCommittedUSN: '77' }] });
});

test.each([
  ['the settings of a forest', { type: 'forest', dSHeuristics: 'SECRET' }],
  [
    'the display name of a right of the product',
    {
      type: 'right',
      name: 'User-Force-Change-Password',
      displayName: 'SECRET',
      guid: '00299570-246d-11d0-a768-00aa006e0529',
      appliesTo: [],
    },
  ],
  ['a type of attribute in a DN that is one of its own', { type: 'kdsRootKey', dn: '1.3.6.1.4.1.4711=x,OWNTYPE=y' }],
  ['the message of a gap', { type: 'gap', code: 'sid-missing', message: 'SECRET' }],
] as readonly (readonly [string, ModelRecord])[])('%s', (_what, record) => {
  expect(JSON.stringify(pseudonymizeRecord(record, pseudonymsOf(1)))).not.toMatch(/SECRET|OWNTYPE|4711/);
});

describe('a key file', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'adreach-key-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));
  const at = (name: string) => join(folder, name);

  test('a link whose end is not there is followed', async () => {
    symlinkSync('new', at('link'));
    expect((await readOrCreateKey(at('link'))).created).toBe(true);
    expect(readdirSync(folder).sort()).toEqual(['link', 'new']);
    expect((await readOrCreateKey(at('link'))).created).toBe(false);
  });

  test('where nothing can be written there is none, not half of one', () => {
    const cli = new URL('../../dist/cli/index.js', import.meta.url).pathname;
    writeFileSync(at('d.ldif'), 'dn: DC=a\nobjectClass: domainDNS\n');
    const args = [process.execPath, cli, 'pseudonymize', at('d.ldif'), '-o', at('p'), '--key', at('key')];
    // Writing beyond the limit fails as it does on a full disk.
    const { status, stderr } = spawnSync('bash', ['-c', 'ulimit -f 0; exec "$@"', 'bash', ...args], {
      encoding: 'utf8',
    });
    expect([status, readdirSync(folder)]).toEqual([2, ['d.ldif']]);
    expect(stderr).toMatch(/^adreach: cannot write .*key: the file is larger than files may be here\n$/);
  });
});
