import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectionOf } from '../../src/cli/connection-options.js';
import { loadDirectory } from '../../src/directory/load.js';
import type { RecordSource } from '../../src/directory/record-source.js';
import { openSources } from '../../src/index.js';
import { makeAttempts } from '../lab/attempts.mjs';
import { exportLdif } from '../lab/export.mjs';
import { type Lab, startLab } from '../lab/lab.mjs';
import { labAddress, labOrReason } from '../lab-available.js';
import { compare, loadDifferences } from './compare.js';
import { type Predictions, predict } from './predict.js';
import { expectAgreement, tell } from './tell.js';

const reason = await labOrReason('fresh attempts');

/** What two sources of the same directory must agree on. */
const verdictsOf = ({ byKey }: Predictions) =>
  [...byKey]
    .map(([key, { access, verdict, reason: why, ace }]) => `${key} ${access} ${verdict} ${why} ${JSON.stringify(ace)}`)
    .sort();

const gapsOf = async (evidence: RecordSource) =>
  (await loadDirectory(evidence)).gaps.map(({ code, dn }) => `${code} ${dn}`).sort();

(reason === null ? describe : describe.skip)('the directory server, asked afresh', () => {
  let lab: Lab;
  let folder: string;
  let audited: string[];

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adreach-truth-'));
    lab = await startLab({ address: await labAddress() });
    audited = lab.accounts.filter((account) => account.role === 'audited').map((account) => account.sid);
  }, 180_000);
  afterAll(async () => {
    await lab?.stop();
    if (folder) await rm(folder, { recursive: true, force: true });
  }, 60_000);

  test('every attempt has the outcome that was predicted, from an LDIF export and from a live collection alike', async () => {
    const file = join(folder, 'export.ldif');
    await writeFile(file, await exportLdif(lab));
    const passwordFile = join(folder, 'password');
    await writeFile(passwordFile, lab.adminPassword, { mode: 0o600 });
    const fromFile = await openSources([file], {});
    const fromServer = await openSources([lab.url], {
      connection: () =>
        connectionOf({ user: lab.adminUser, passwordFile, ca: lab.caFile, pageSize: 500, connections: 2, timeout: 60 }),
    });
    try {
      const predictions = await predict(fromFile, audited);
      expect(verdictsOf(await predict(fromServer, audited))).toEqual(verdictsOf(predictions));

      // What could not be read is the same too: an object whose class is hidden is missing from neither without a word.
      const gaps = await gapsOf(fromFile);
      expect(gaps.length).toBeGreaterThan(0);
      expect(await gapsOf(fromServer)).toEqual(gaps);

      const { attempts } = await makeAttempts(lab);
      const result = compare(predictions, attempts, loadDifferences());
      tell('real attempts', attempts.length, result);
      expectAgreement(result);
    } finally {
      await fromFile.close();
      await fromServer.close();
    }
  }, 600_000);
});
