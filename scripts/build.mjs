// Compiles src into dist, and the report's page (app/) into dist/app. Runs on `npm ci` (prepare), so it must work with nothing but the locked packages.
import { execFileSync } from 'node:child_process';
import { chmodSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
rmSync(join(root, 'dist'), { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', join(root, 'tsconfig.json')], {
  stdio: 'inherit',
});
chmodSync(join(root, 'dist/cli/index.js'), 0o755);
await import('../app/build.mjs');
