// What the benchmarks share: a folder of their own, and a command with its time and memory.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');

/** Gives `use` a new folder, which is gone afterwards. */
export async function inFolder(use) {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-bench-'));
  try {
    await use(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/**
 * Runs a command to its end; its output is thrown away.
 * @returns seconds by the clock, and the largest resident memory seen, in MiB (from /proc; 0 where there is none)
 * @throws Error where it ends with another status than 0, with the end of what it said
 */
export function measure(command, args, env = process.env) {
  return new Promise((resolve, reject) => {
    const start = process.hrtime.bigint();
    const child = spawn(command, args, { stdio: ['ignore', 'ignore', 'pipe'], cwd: ROOT, env });
    let said = '';
    child.stderr.on('data', (text) => {
      said = (said + text).slice(-4000);
    });
    let peak = 0;
    const watch = setInterval(() => {
      peak = Math.max(peak, residentPeak(child.pid));
    }, 50);
    child.on('error', (error) => {
      clearInterval(watch);
      reject(error);
    });
    child.on('close', (code) => {
      clearInterval(watch);
      if (code === 0) resolve({ seconds: Number(process.hrtime.bigint() - start) / 1e9, peak });
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code}: ${said}`));
    });
  });
}

/** MiB; 0 where the process has ended, or nothing tells. */
function residentPeak(pid) {
  try {
    return Number(/^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'latin1'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

/** Measures an audit of the action account of a synthetic domain. */
export function measureAudit(source, format, out) {
  const options = ['--account', 'mdiAction$', '--format', format, '-o', out, '--fail-on', 'never'];
  return measure(process.execPath, ['dist/cli/index.js', 'audit', source, ...options]);
}

export function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)];
}
