/** Runs the dependency check of the project (.dependency-cruiser.cjs) on a tree of sources. */
import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const CONFIG = join(ROOT, '.dependency-cruiser.cjs');
const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');

export interface Cruised {
  /** `rule: from -> to`, sorted. */
  readonly violations: readonly string[];
  /** Modules that were looked at. */
  readonly modules: number;
}

/**
 * @param folder the folder that holds `src`
 * @returns what breaks a rule
 * @throws Error where the check itself does not run
 */
export async function cruise(folder: string): Promise<Cruised> {
  const { stdout, stderr } = await promisify(execFile)(
    process.execPath,
    [CRUISER, 'src', '--config', CONFIG, '--output-type', 'json'],
    { cwd: folder, maxBuffer: 64 * 1024 * 1024 },
  ).catch((error: { stdout?: string; stderr?: string }) => ({
    stdout: error.stdout ?? '',
    stderr: error.stderr ?? '',
  }));
  if (stderr !== '') throw new Error(stderr);
  const { summary } = JSON.parse(stdout) as {
    summary: { violations: { rule: { name: string }; from: string; to: string }[]; totalCruised: number };
  };
  return {
    violations: summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`).sort(),
    modules: summary.totalCruised,
  };
}
