/** Who collected, when and with which searches: from the server into the snapshot, and from there into the results. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { auditCommand } from '../../src/cli/audit.js';
import { collectCommand } from '../../src/cli/collect.js';
import { collectionOf, MOST_SEARCHES } from '../../src/library/collection.js';
import type { EvidenceBlock } from '../../src/result/audit.js';
import { openSnapshot } from '../../src/snapshot/reader.js';
import type { LdapInfo } from '../../src/sources/ldap/index.js';
import { pageOf } from '../report/page.js';
import { certificates } from '../sources/ldap/stand-in/certificates.js';
import { sampleDirectory } from '../sources/ldap/stand-in/directory.js';
import { PASSWORD, type StandIn, startStandIn, USER } from '../sources/ldap/stand-in/server.js';
import { validJson } from '../valid-json.js';

let folder: string;
let server: StandIn;
const at = (name: string): string => join(folder, name);

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-collection-'));
  await writeFile(at('ca.pem'), certificates().ca);
  await writeFile(at('password'), PASSWORD);
  server = await startStandIn({ entries: sampleDirectory(5) });
  jest.spyOn(process.stderr, 'write').mockReturnValue(true);
});
afterEach(async () => {
  jest.restoreAllMocks();
  await server.stop();
  await rm(folder, { recursive: true, force: true });
});

test('a snapshot and the results made from it say who collected, when, and with which searches', async () => {
  const before = process.exitCode;
  const logon = ['--ca', at('ca.pem'), '--user', USER, '--password-file', at('password')];
  await collectCommand()
    .exitOverride()
    .parseAsync([server.url, ...logon, '-o', at('domain.snapshot')], { from: 'user' });
  const snapshot = await openSnapshot(at('domain.snapshot'));
  const collection = snapshot.sources[0]!.collection!;
  await snapshot.close();
  expect(collection).toMatchObject({ boundAs: USER, serverTime: '2024-01-31T12:00:00Z', highestCommittedUSN: '4711' });
  expect(Date.parse(collection.endedAt!)).toBeGreaterThanOrEqual(Date.parse(collection.startedAt));
  expect(collection.searches).toContainEqual({
    base: expect.stringMatching(/^DC=/),
    scope: 'sub',
    filter: expect.stringContaining('objectClass=user'),
    attributes: expect.arrayContaining(['sAMAccountName', 'nTSecurityDescriptor']),
    entries: expect.any(Number),
  });
  expect(JSON.stringify(collection)).not.toContain(PASSWORD);

  const html = at('report.html');
  await auditCommand()
    .exitOverride()
    .parseAsync(
      [
        at('domain.snapshot'),
        '--account',
        'local-system',
        '--format',
        'json',
        '-o',
        at('result.json'),
        '--html',
        html,
        '--fail-on',
        'never',
      ],
      { from: 'user' },
    );
  process.exitCode = before;
  const { evidence } = validJson<{ readonly evidence: EvidenceBlock }>(
    'audit',
    await readFile(at('result.json'), 'utf8'),
  );
  expect(evidence.sources[0]!.collection).toEqual(collection);
  expect(pageOf(await readFile(html, 'utf8')).evidence.sources[0]!.collection).toEqual(collection);
});

test('many searches are counted, not listed', () => {
  const search = {
    what: 'x',
    base: 'DC=a',
    scope: 'base',
    filter: '(a=*)',
    attributes: [],
    entries: 1,
    attempts: 1,
    incomplete: null,
  };
  const info = {
    boundAs: 'a',
    runs: [{ startedAt: 'b', serverTime: null, highestCommittedUSN: null }],
    endedAt: null,
    server: { tokenGroups: [] },
    searches: Array.from({ length: MOST_SEARCHES + 3 }, (_, at) => ({
      ...search,
      incomplete: at === 0 ? 'cut' : null,
    })),
  } as unknown as LdapInfo;
  const { searches, moreSearches } = collectionOf(info);
  expect([searches.length, moreSearches, searches[0]!.incomplete, 'incomplete' in searches[1]!]).toEqual([
    MOST_SEARCHES,
    3,
    'cut',
    false,
  ]);
});
