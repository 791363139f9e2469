/** What `audit` shows on the terminal: the answer, the details, or nothing but errors. */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const COMMAND = ['--no-warnings', '--import', './test/fuzz/typescript.mjs', 'src/cli/index.ts', 'audit'];
const SAMPLE = ['fixtures/securelab/securelab.ldif.gz', '--account', 'mdiAction$'];
const COLOUR = /\u001b\[/;

const folder = mkdtempSync(join(tmpdir(), 'adreach-screen-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const at = (name: string) => join(folder, name);

function run(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return new Promise<{ readonly stdout: string; readonly stderr: string; readonly status: number | null }>(
    (resolve, reject) => {
      const { NO_COLOR: _, FORCE_COLOR: __, ...usual } = process.env;
      const child = spawn(process.execPath, [...COMMAND, ...SAMPLE, ...args], { cwd: ROOT, env: { ...usual, ...env } });
      const said = { stdout: '', stderr: '' };
      for (const name of ['stdout', 'stderr'] as const)
        child[name].setEncoding('utf8').on('data', (text: string) => {
          said[name] += text;
        });
      child.on('error', reject);
      child.on('close', (status) => resolve({ ...said, status }));
    },
  );
}

describe('the terminal', () => {
  test('the answer alone, and where the report is', async () => {
    const { stdout, stderr, status } = await run(['--no-config', '--html', at('r.html')]);
    expect(status).toBe(1);
    expect(stdout.split('\n').length).toBeLessThanOrEqual(25);
    expect(stdout).toContain('Will it work?');
    expect(stdout.replaceAll(/\n {11}/g, '')).toContain(`  Report   ${at('r.html')}\n`);
    expect(stdout).not.toContain('Coverage by container');
    // Standard output may have gone elsewhere.
    expect(stderr).toBe(`Report: ${at('r.html')}\n`);
  });

  test('with every detail behind it', async () => {
    const { stdout } = await run(['--no-config', '--verbose']);
    expect(stdout).toContain('Will it work?');
    expect(stdout.indexOf('Coverage by container')).toBeGreaterThan(stdout.indexOf('Will it work?'));
    expect(stdout).not.toContain('--verbose');
  });

  test('in a file always', async () => {
    await run(['--no-config', '-o', at('r.txt')]);
    const text = readFileSync(at('r.txt'), 'utf8');
    expect(text).toContain('Will it work?');
    expect(text).toContain('Coverage by container');
    expect(text).toMatch(/^adreach \d+\.\d+\.\d+: securelab\.local$/m);
  });

  test('colours where they are asked for, and nowhere else', async () => {
    expect((await run(['--no-config'])).stdout).not.toMatch(COLOUR);
    expect((await run(['--no-config'], { FORCE_COLOR: '1' })).stdout).toMatch(COLOUR);
    expect((await run(['--no-config', '--no-color'], { FORCE_COLOR: '1' })).stdout).not.toMatch(COLOUR);
  });
});

describe('--quiet', () => {
  writeFileSync(at('config.yaml'), 'fail-on: never\nquiet: true\n');

  test('says nothing but errors', async () => {
    const written = ['-o', at('q.json'), '--format', 'json', '--manifest', at('q.manifest')];
    expect(await run(['--config', at('config.yaml'), '--quiet', ...written])).toEqual({
      stdout: '',
      stderr: '',
      status: 0,
    });
    const failed = await run(['--quiet', '--no-config', '--account', 'nobody']);
    expect(failed.status).toBe(2);
    expect(failed.stderr).toMatch(/^adreach: no account "nobody" in the sources/);
  });

  test('no config file keeps silent about itself', async () => {
    const { stderr } = await run(['--config', at('config.yaml'), '-o', at('c.json'), '--format', 'json']);
    expect(stderr).toBe(`Config file: ${at('config.yaml')} (fail-on, quiet)\n`);
  });
});
