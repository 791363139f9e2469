/** A real file (shared/data/README.md): present beside the project only where tests of the whole are run. */

import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { openSources } from '../../../src/assemble/open.js';
import type { AccountRecord, GapRecord } from '../../../src/directory/records.js';
import { openAdExplorer } from '../../../src/sources/adexplorer/index.js';
import type { RawEntry } from '../../../src/sources/entry.js';
import { readAll, testFolder } from '../../snapshot/file.js';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const SAMPLE = join(ROOT, '../shared/data/detectionlab.dat');
const present = existsSync(SAMPLE);
if (!present) console.warn('skipped: ../shared/data/detectionlab.dat is not there');

const folder = testFolder();
afterAll(() => folder.dispose());

(present ? describe : describe.skip)('detectionlab.dat', () => {
  test('every object of the file, every attribute', async () => {
    const source = openAdExplorer(SAMPLE);
    expect(source.header).toMatchObject({
      collectedAt: '2021-11-30T21:48:42.633Z',
      description: 'Myoptionaldescription',
      server: 'dc.windomain.local',
      objects: 3848,
    });
    expect({ ...source.tables, properties: source.tables.properties.length }).toEqual({
      properties: 1498,
      classes: 269,
      rights: 81,
    });
    const entries = new Map<string, RawEntry>();
    for await (const item of source.items) {
      expect('gap' in item).toBe(false);
      if ('entry' in item) entries.set(item.entry.dn, item.entry);
    }
    expect(entries.size).toBe(3848);
    const admins = entries.get('CN=Domain Admins,CN=Users,DC=windomain,DC=local')!.attributes;
    expect(admins.get('member')!.map(String)).toContain('CN=Administrator,CN=Users,DC=windomain,DC=local');
    expect(admins.get('grouptype')!.map(String)).toEqual(['-2147483646']);
    const vagrant = entries.get('CN=vagrant,CN=Users,DC=windomain,DC=local')!.attributes;
    expect(vagrant.get('objectclass')!.map(String)).toEqual(['top', 'person', 'organizationalPerson', 'user']);
    expect(vagrant.get('whencreated')![0]!.toString()).toMatch(/^2021\d{10}\.0Z$/);
    expect(vagrant.get('accountexpires')!.map(String)).toEqual(['0']);
    expect(source.sha256()).toBe(createHash('sha256').update(readFileSync(SAMPLE)).digest('hex'));
  });

  test('as evidence: nothing is missing but what the account that took it could not read', async () => {
    const evidence = await openSources([SAMPLE], { tempDir: folder.path('.') });
    expect(evidence.sources).toEqual([
      {
        name: SAMPLE,
        kind: 'adexplorer',
        server: 'dc.windomain.local',
        collectedAt: '2021-11-30T21:48:42.633Z',
        sha256: createHash('sha256').update(readFileSync(SAMPLE)).digest('hex'),
      },
    ]);
    const { model, accounts } = await readAll(evidence);
    await evidence.close();
    const count = (t: string): number => model.filter((record) => record.type === t).length;
    expect(accounts.filter((r): r is AccountRecord => r.type === 'account')).toHaveLength(9);
    expect(['class', 'attribute', 'right', 'partition', 'forest', 'domain', 'group', 'foreign'].map(count)).toEqual([
      269, 1498, 81, 5, 1, 1, 49, 39,
    ]);
    // 15 objects of which the file has the name only, and three accounts without userAccountControl.
    const gaps = model.filter((record): record is GapRecord => record.type === 'gap');
    const dns = (code: string): string[] =>
      gaps.filter((gap) => gap.code === code).map((gap) => gap.dn!.split(',')[0]!);
    expect(new Set(gaps.map((gap) => gap.code))).toEqual(new Set(['attribute-unreadable', 'descriptor-unreadable']));
    expect(dns('descriptor-unreadable')).toHaveLength(15);
    expect(dns('attribute-unreadable').sort()).toEqual(
      [...dns('descriptor-unreadable'), 'CN=DefaultAccount', 'CN=Guest', 'CN=blaatschaap'].sort(),
    );
  });
});
