/** The examples of docs/simulate.md, on the sample domain. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { RecordSource } from '../../src/directory/record-source.js';
import { simulate } from '../../src/library/simulate.js';
import { openSources } from '../../src/library/sources.js';
import { CHANGE_NAMES } from '../../src/simulate/shape.js';
import { validJson } from '../valid-json.js';

const TEXT = readFileSync('docs/simulate.md', 'utf8');
const example = (language: string) => new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)^\`\`\``, 'm').exec(TEXT)![1]!;

const folder = mkdtempSync(join(tmpdir(), 'simulate-docs-'));
let sources: RecordSource;
beforeAll(async () => {
  sources = await openSources(['fixtures/securelab/securelab.ldif.gz'], { tempDir: folder });
});
afterAll(async () => {
  await sources.close();
  rmSync(folder, { recursive: true });
});

test.each([
  ['ldif', ['add-member', 'write-descriptor', 'move', 'create', 'delete']],
  [
    'yaml',
    [
      ...['grant', 'grant', 'grant', 'grant', 'grant', 'remove-entry', 'set-inheritance', 'add-member'],
      ...['remove-member', 'create', 'move', 'set-flags', 'set-attribute', 'delete', 'run-adminsdholder'],
    ],
  ],
])('the example in %s is read and made', async (language, done) => {
  const changes = join(folder, `changes.${language}`);
  writeFileSync(changes, example(language));
  const result = await simulate({ sources, accounts: ['mdiAction$'], changes, tempDir: folder });
  expect(result.changes.map((change) => change.do)).toEqual(done);
  expect(result.verdicts.length).toBeGreaterThan(0);
  validJson('simulate', JSON.stringify(result));
  // What a result says of its changes is a file of changes.
  writeFileSync(changes, JSON.stringify(result));
  const again = await simulate({ sources, accounts: ['mdiAction$'], changes, tempDir: folder });
  expect(again.verdicts).toEqual(result.verdicts);
});

test('every change stands in the table', () => {
  for (const name of CHANGE_NAMES) expect(TEXT).toMatch(new RegExp(`^\\| [^|]*\`${name}\`[^|]* \\|`, 'm'));
});
