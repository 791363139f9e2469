/**
 * Makes the later state of the sample domain from the first one and the changes in fixtures/securelab-later/changes.yaml:
 * node scripts/later-state.mjs
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

// The snapshot says by which name its source was given: that is the same on every machine.
const cwd = fileURLToPath(new URL('..', import.meta.url));

execFileSync(
  process.execPath,
  [
    'dist/cli/index.js',
    'simulate',
    'fixtures/securelab/securelab.ldif.gz',
    ...['--changes', 'fixtures/securelab-later/changes.yaml'],
    ...['--account', 'mdiAction$'],
    ...['--write', 'fixtures/securelab-later/securelab-later.snapshot'],
    ...['--no-config', '--quiet', '-o', '-'],
  ],
  { cwd, stdio: ['ignore', 'ignore', 'inherit'] },
);
