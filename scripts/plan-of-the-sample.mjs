// Writes docs/plan-of-the-sample from the sample domain: `npm run build && node scripts/plan-of-the-sample.mjs`.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const work = mkdtempSync(join(tmpdir(), 'adreach-sample-plan-'));
const made = join(work, 'plan');
try {
  const command = [
    'plan',
    'fixtures/securelab/securelab.ldif.gz',
    '--account',
    'mdiAction$',
    '--clean-up',
    '--no-config',
  ];
  execFileSync(process.execPath, [join(root, 'dist/cli/index.js'), ...command, '-o', made], {
    cwd: root,
    stdio: 'ignore',
  });
  for (const name of ['plan.md', 'apply.ps1'])
    writeFileSync(join(root, 'docs/plan-of-the-sample', name), readFileSync(join(made, name)));
} finally {
  rmSync(work, { recursive: true, force: true });
}
