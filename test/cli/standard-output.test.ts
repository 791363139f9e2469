import { spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from '@jest/globals';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../..');
const COMMAND = ['--no-warnings', '--import', './test/fuzz/typescript.mjs', 'src/cli/index.ts'];
/** A device on which there is never any space. */
const FULL = '/dev/full';

interface Ended {
  readonly status: number | null;
  readonly stderr: string;
}

/** @param out where standard output goes: a file, or a reader that goes away at once */
function run(
  args: readonly string[],
  out: number | 'gone',
  env: Readonly<Record<string, string>> = {},
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [...COMMAND, ...args], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      stdio: ['ignore', out === 'gone' ? 'pipe' : out, 'pipe'],
    });
    child.stdout?.destroy();
    let stderr = '';
    child.stderr!.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (status) => resolve({ status, stderr }));
  });
}

const COMMANDS: readonly (readonly string[])[] = [
  ['--help'],
  ['--version'],
  ['audit', '--help'],
  ['schema', 'audit'],
  ['rules', 'list'],
  ['sddl', 'encode', 'D:(A;;GA;;;WD)'],
  ['inspect', 'fixtures/securelab/securelab.ldif.gz'],
];

(existsSync(FULL) ? describe : describe.skip)('on a full device', () => {
  test.each(COMMANDS)(
    '%s %s: one line, and status 2',
    async (...args) => {
      const out = openSync(FULL, 'w');
      try {
        expect(await run(args.filter(Boolean), out)).toEqual({
          status: 2,
          stderr: 'adreach: cannot write standard output: no space is left on the device\n',
        });
      } finally {
        closeSync(out);
      }
    },
    60_000,
  );
});

test.each(COMMANDS)(
  'to a reader that goes away: %s %s says nothing',
  async (...args) => {
    expect(await run(args.filter(Boolean), 'gone')).toEqual({ status: 0, stderr: '' });
  },
  60_000,
);

test('any command takes --no-color', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-colour-'));
  try {
    const written = async (name: string, args: readonly string[]) => {
      const out = openSync(join(folder, name), 'w');
      expect(await run(args, out, { FORCE_COLOR: '1' })).toEqual({ status: 0, stderr: '' });
      closeSync(out);
      return readFileSync(join(folder, name), 'utf8').includes('\x1b[');
    };
    const inspect = ['inspect', 'fixtures/securelab/securelab.ldif.gz'];
    expect([await written('a', inspect), await written('b', [...inspect, '--no-color'])]).toEqual([true, false]);
    expect(await written('c', ['rules', 'list', '--no-color'])).toBe(false);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
