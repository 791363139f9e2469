import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { test } from '@jest/globals';
import { openSources } from '../../src/assemble/open.js';
import { type Attempt, compare, loadDifferences } from './compare.js';
import { FIXTURES, predict } from './predict.js';
import { expectAgreement, tell } from './tell.js';

const meta = JSON.parse(readFileSync(join(FIXTURES, 'meta.json'), 'utf8')) as {
  accounts: { role: string; sid: string }[];
  server: string;
};
const attempts = gunzipSync(readFileSync(join(FIXTURES, 'attempts.ndjson.gz')))
  .toString('utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Attempt);

test('predictions on the sample domain agree with the attempts recorded beside it', async () => {
  const evidence = await openSources([join(FIXTURES, 'securelab.ldif.gz')], {});
  try {
    const accounts = meta.accounts.filter((account) => account.role === 'audited').map((account) => account.sid);
    const result = compare(await predict(evidence, accounts), attempts, loadDifferences());
    tell('recorded attempts', attempts.length, result);
    expectAgreement(result);
  } finally {
    await evidence.close();
  }
}, 120_000);
