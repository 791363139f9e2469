// npm start: the main job on the embedded sample domain: a table on the screen, an HTML report in a file.
import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const args = [
  'dist/cli/index.js',
  'audit',
  'fixtures/securelab/securelab.ldif.gz',
  '--account',
  'mdiAction$',
  '--html',
  'adreach-report.html',
  '--fail-on',
  'never',
];
console.log(
  `$ npx --no-install adreach ${args
    .slice(1)
    .map((arg) => (arg.includes('$') ? `'${arg}'` : arg))
    .join(' ')}\n`,
);
try {
  execFileSync(process.execPath, args, { cwd: root, stdio: 'inherit' });
} catch (error) {
  process.exitCode = error.status ?? 2;
}
