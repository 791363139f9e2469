import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { simulate } from '../../src/library/simulate.js';
import { audit } from '../../src/library/audit.js';

const SAMPLE = 'fixtures/securelab/securelab.ldif.gz';
const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
afterAll(() => rmSync(folder, { recursive: true }));

test('try', async () => {
  const file = join(folder, 'c.yaml');
  writeFileSync(file, `changes:
  - do: add-member
    group: Account Operators
    member: mdiAction$
`);
  const result = await simulate({ sources: [SAMPLE], accounts: ['mdiAction$'], changes: file, write: join(folder, 'w.snapshot') });
  console.log(JSON.stringify(result.changes), result.verdicts.length, JSON.stringify(result.verdicts[0]), JSON.stringify(result.findings).slice(0,600), result.evidence.notes);
  const again = await audit({ sources: [join(folder, 'w.snapshot')], accounts: ['mdiAction$'] });
  expect(again.summary).toEqual(result.after);
  console.log(again.evidence.notes, JSON.stringify(again.evidence.sources));
}, 60000);
