import { existsSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PassThrough } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { assembleSnapshot } from '../../src/assemble/index.js';
import { inspectCommand } from '../../src/cli/inspect.js';
import type { Inspection } from '../../src/result/inspect.js';
import { openLdif } from '../../src/sources/ldif/index.js';
import { testFolder } from '../snapshot/file.js';
import { buildDat } from '../sources/adexplorer/build.js';
import { FIXTURES } from '../truth/predict.js';
import { validJson } from '../valid-json.js';

const LDIF = join(FIXTURES, 'securelab.ldif.gz');
const SAMPLE = join(dirname(fileURLToPath(import.meta.url)), '../../../shared/data/detectionlab.dat');

const folder = testFolder();
afterAll(() => folder.dispose());

async function text(...args: string[]): Promise<string> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await inspectCommand(out).exitOverride().parseAsync(args, { from: 'user' });
  return Buffer.concat(chunks).toString('utf8');
}

const json = async (...args: string[]): Promise<Inspection> =>
  validJson<Inspection>('inspect', await text(...args, '--format', 'json'));

const sum = (list: Inspection['accountsByClass']): number => list!.reduce((total, { count }) => total + count, 0);

describe('adreach inspect', () => {
  test('LDIF: kind, domain, counts that agree with each other, gaps', async () => {
    const found = await json(LDIF);
    expect(found.sources).toEqual([
      expect.objectContaining({ name: LDIF, kind: 'ldif', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }),
    ]);
    expect(found.domains).toEqual([
      expect.objectContaining({ dn: 'DC=securelab,DC=local', dnsName: 'securelab.local', netbiosName: 'SECURELAB' }),
    ]);
    expect(found.counts.accounts).toBeGreaterThan(200);
    expect(sum(found.accountsByClass)).toBe(found.counts.accounts);
    expect(found.complete).toBe(found.gaps!.length === 0);
    expect(found.full).toBe(true);
  });

  test('the snapshot of it says the same, and what it was made from', async () => {
    const path = folder.path('a.snapshot');
    const ldif = openLdif(LDIF);
    await assembleSnapshot(ldif.items, {
      path,
      tool: { name: 'adreach', version: '0' },
      sources: () => [
        { name: 'lab.ldif', kind: 'ldif', sha256: null, collectedAt: null, server: 'dc1.securelab.local' },
      ],
      tempDir: folder.path('.'),
    });
    const { sources, madeFrom, ...found } = await json(path);
    const { sources: _, madeFrom: none, ...expected } = await json(LDIF);
    expect(found).toEqual(expected);
    expect(none).toEqual([]);
    expect(sources[0]).toMatchObject({ kind: 'snapshot', server: 'dc1.securelab.local' });
    expect(madeFrom).toEqual([expect.objectContaining({ name: 'lab.ldif', kind: 'ldif' })]);
    const lines = await text(path);
    expect(lines).toContain('adreach snapshot');
    expect(lines).toContain('Domain securelab.local (SECURELAB), S-1-5-21-');
    expect(lines).toMatch(/Accounts by class: user \d+/);
  });

  test('what is missing from an export, and what that means', async () => {
    const path = folder.path('part.ldif');
    writeFileSync(path, 'dn: DC=lab\nobjectClass: domainDNS\n\ndn: CN=a,DC=lab\nobjectClass: user\n\n');
    const found = await json(path);
    expect(found.complete).toBe(false);
    expect(found.gaps!.map(({ code }) => code)).toEqual(
      expect.arrayContaining(['schema-missing', 'configuration-missing', 'descriptor-unreadable', 'domain-missing']),
    );
    expect(found.gaps!.find(({ code }) => code === 'descriptor-unreadable')).toEqual({
      code: 'descriptor-unreadable',
      count: 2,
      example: expect.stringMatching(/^none of the 2 objects came with nTSecurityDescriptor: .*SD flags control/),
    });
    const lines = (await text(path)).replace(/\s+/g, ' ');
    expect(lines).toContain('No domain');
    expect(lines).toContain(
      'schema-missing, 1 time: Verdicts rest on the classes, attributes and property sets of the base product',
    );
  });

  test('a large AD Explorer snapshot: header and tables only, unless everything is asked for', async () => {
    const path = folder.path('large.dat');
    writeFileSync(
      path,
      buildDat({
        objects: [
          { distinguishedName: ['DC=lab'], objectClass: ['top', 'domainDNS'] },
          { distinguishedName: ['CN=a,DC=lab'], objectClass: ['top', 'user'], objectGUID: [Buffer.alloc(9 << 20)] },
        ],
        description: 'a \u001b[31mtrap',
      }),
    );
    const quick = await json(path);
    expect(quick).toMatchObject({
      description: 'a \u001b[31mtrap',
      counts: { objects: 2, accounts: null, classes: 1, attributes: 3, rights: 1 },
      complete: null,
      full: false,
    });
    const lines = await text(path);
    expect(lines).not.toContain('\u001b');
    expect(lines).toContain('--full');
    expect(await json(path, '--full')).toMatchObject({
      counts: { objects: 2, accounts: 1 },
      complete: false,
      full: true,
    });
  });

  test('a server is not inspected; a file that is none of these is refused', async () => {
    await expect(text('ldaps://dc1.lab')).rejects.toMatchObject({ code: 'usage' });
    await expect(text(folder.path('none'))).rejects.toMatchObject({ code: 'file' });
    const csv = folder.path('a.csv');
    writeFileSync(csv, 'DN,objectClass\n"CN=a","user"\n');
    await expect(text(csv)).rejects.toThrow(/csvde/);
  });

  (existsSync(SAMPLE) ? test : test.skip)('the sample of a real domain', async () => {
    const found = await json(SAMPLE);
    expect(found).toMatchObject({
      sources: [{ kind: 'adexplorer', server: 'dc.windomain.local', collectedAt: '2021-11-30T21:48:42.633Z' }],
      domains: [{ dnsName: 'windomain.local', netbiosName: 'WINDOMAIN' }],
      counts: { objects: 3848, accounts: 9, groups: 49, classes: 269, attributes: 1498, rights: 81 },
      accountsByClass: [
        { class: 'user', count: 6 },
        { class: 'computer', count: 3 },
      ],
    });
  });
});
