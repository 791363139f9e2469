/** JSON that the product writes is held against its published schema wherever a test reads it. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

/** Files of tests that parse JSON by themselves, and whose it is. */
const OF_OTHERS: Readonly<Record<string, string>> = {
  'report/page.ts': 'the data in the page: typed, and published nowhere',
  'architecture/cruise.ts': 'of a tool',
  'assemble/open.test.ts': 'package.json',
  'package/package.test.ts': 'package.json, and of npm',
  'package/supply-chain.test.ts': 'the lock file, and the bill of materials',
  'advice/trial.test.ts': 'fixtures',
  'explain/sample-domain.test.ts': 'fixtures',
  'pseudonymize/sample-domain.test.ts': 'fixtures, and values within records',
  'truth/compare.ts': 'fixtures',
  'truth/recorded.test.ts': 'fixtures',
  'truth/tokens.test.ts': 'fixtures',
  'truth/verify.test.ts': 'of the directory server',
  'lab/recording.test.ts': 'fixtures',
  'e2e/expected.ts': 'fixtures',
  'fuzz/evidence.ts': 'of the command line of a campaign',
  'fuzz/supervise.ts': 'messages of a process of tests',
  'fuzz/token-trial.ts': 'of the directory server',
  'fuzz/world.ts': 'of the directory server',
  'fuzz/targets/manifest.ts': 'damaged on purpose',
  'fuzz/targets/snapshot.ts': 'lines of snapshots, damaged on purpose',
  'attack/kinds/files.ts': 'made to be deep',
  'snapshot/distinct.test.ts': 'made to be deep',
  'snapshot/snapshot.test.ts': 'lines of snapshots (docs/snapshot-format.md)',
  'report/baseline/read.test.ts': 'what a reader of pieces gave',
  'report/simulate/json.test.ts': 'lines of a simulation, made of every kind of text',
  'report/encode/encode.test.ts': 'single values',
  'report/formats-agree.test.ts': 'SARIF and OCSF, whose schemas are held in interchange.test.ts',
  'report/interchange.test.ts': 'SARIF and OCSF, held against their own schemas',
  'report/manifest/strict-json.test.ts': 'texts made up',
  'result/published.test.ts': 'held against the schemas by itself',
  'rules/file-schemas.test.ts': 'documents made up',
  'cli/rules.test.ts': 'a schema that a command wrote',
  'cli/manifest.test.ts': 'one that is then changed in every way',
  'verify/events/evtx.test.ts': 'what another reader of event logs gave',
  'verify/recorded.test.ts': 'fixtures',
  'verify/queries.test.ts': 'what the language service gave',
  'valid-json.ts': 'what holds it against the schemas',
};

test('no test reads JSON of the product without holding it against schemas/', () => {
  const parsing = readdirSync('test', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && path !== join('architecture', 'valid-json.test.ts'))
    .filter((path) => /JSON\.parse\(|\.json\(\)/.test(readFileSync(join('test', path), 'utf8')))
    .map((path) => path.replaceAll('\\', '/'))
    .sort();
  expect(parsing).toEqual(Object.keys(OF_OTHERS).sort());
});
