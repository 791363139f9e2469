/**
 * npm run sbom: a software bill of materials of what runs (CycloneDX, JSON), on standard output. npm writes it from a lock of
 * these packages alone: of a checkout with its tools it leaves out whatever a tool uses as well (npm 11).
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runningLock } from './running-lock.mjs';

const outer = mkdtempSync(join(tmpdir(), 'adreach-sbom-'));
try {
  // npm calls what the bill is of by the name of its folder.
  const folder = join(outer, 'adreach');
  mkdirSync(folder);
  const { devDependencies: _, ...manifest } = JSON.parse(readFileSync('package.json', 'utf8'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(folder, 'package-lock.json'), JSON.stringify(runningLock()));
  const flags = ['--sbom-format', 'cyclonedx', '--package-lock-only'];
  const bill = execFileSync('npm', ['sbom', ...flags], { cwd: folder, shell: process.platform === 'win32' });
  process.stdout.write(bill);
} finally {
  rmSync(outer, { recursive: true, force: true });
}
