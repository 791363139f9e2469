// npm run bench:formats: time, memory and size of an audit of a synthetic domain in each format. Prints figures; judges
// nothing; is no part of the tests. Arguments: accounts (200000), formats (all).
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { writeSynthetic } from './synthetic.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const accounts = Number(process.argv[2] ?? 200_000);
const formats = (process.argv[3] ?? 'ndjson,csv,md,xlsx,sarif,ocsf,parquet').split(',');
const folder = mkdtempSync(join(tmpdir(), 'adreach-bench-'));

/** Runs an audit; seconds by the clock and the largest resident memory seen, in MiB (from /proc, where there is one). */
function audit(file, format) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const to = ['--account', 'mdiAction$', '--format', format, '-o', join(folder, `${format}/`), '--fail-on', 'never'];
    const child = spawn(process.execPath, ['dist/cli/index.js', 'audit', file, ...to], { stdio: 'ignore', cwd: root });
    let peak = 0;
    const watch = setInterval(() => {
      const status = `/proc/${child.pid}/status`;
      if (!existsSync(status)) return;
      try {
        const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(status, 'utf8'));
        if (match) peak = Math.max(peak, Number(match[1]) / 1024);
      } catch {}
    }, 50);
    child.on('error', reject);
    child.on('exit', (code) => {
      clearInterval(watch);
      if (code !== 0) reject(new Error(`${format} ended with ${code}`));
      else resolve({ seconds: Number(process.hrtime.bigint() - start) / 1e9, peak });
    });
  });
}

try {
  const file = join(folder, 'synthetic.snapshot');
  await writeSynthetic(file, {
    accounts,
    groups: Math.max(200, Math.round(accounts / 20)),
    containers: Math.max(50, Math.round(accounts / 250)),
    descriptors: Math.max(50, Math.min(4000, Math.round(accounts / 250))),
  });
  for (const format of formats) {
    const { seconds, peak } = await audit(file, format);
    const made = readdirSync(join(folder, format));
    const size = made.reduce((sum, name) => sum + statSync(join(folder, format, name)).size, 0);
    process.stdout.write(
      `${accounts} accounts, ${format}: ${seconds.toFixed(1)} s, ${Math.round(peak)} MiB, ${(size / 1e6).toFixed(1)} MB\n`,
    );
    rmSync(join(folder, format), { recursive: true });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
