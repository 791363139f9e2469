/** What signals leave behind, in a process of its own: the whole program is tried in test/attack/kinds/ends.ts. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-interruption-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const DIST = new URL('../../dist/snapshot/', import.meta.url).href;

/** Runs a module, sends it signals once it has said that it is ready, and tells how it ended. */
async function run(script: string, ...signals: NodeJS.Signals[]) {
  const source = `
    const { temporaryFolder, temporaryFileFor, removeTemporary } = await import('${DIST}temporary.js');
    const { beforeInterruption } = await import('${DIST}interruption.js');
    const folder = ${JSON.stringify(folder)};
    const wait = () => { setInterval(() => {}, 1000); console.log('ready'); };
    ${script}`;
  const child = spawn(process.execPath, ['--input-type=module', '-e', source], { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  child.stdout.on('data', (text) => {
    said += text;
    if (String(text).includes('ready')) for (const signal of signals) child.kill(signal);
  });
  child.stderr.on('data', (text) => {
    said += text;
  });
  const [status, signal] = await new Promise<[number | null, NodeJS.Signals | null]>((resolve) =>
    child.on('close', (...end) => resolve(end)),
  );
  return { status, signal, said };
}

const HOLD = 'temporaryFolder(folder); temporaryFileFor(folder + "/out"); ';

test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)(
  '%s: nothing is left, and it is what ended the process',
  async (name) => {
    expect(await run(`${HOLD} wait()`, name)).toMatchObject({ signal: name });
    expect(readdirSync(folder)).toEqual([]);
  },
);

test('two signals at once, and tasks of others, one of which fails', async () => {
  const { signal, said } = await run(
    `beforeInterruption(() => console.log('first')); beforeInterruption(() => { throw new Error('x'); });
     ${HOLD} beforeInterruption(() => console.log('last')); wait()`,
    'SIGINT',
    'SIGTERM',
  );
  expect(['SIGINT', 'SIGTERM']).toContain(signal);
  expect(said).toBe('ready\nfirst\nlast\n');
  expect(readdirSync(folder)).toEqual([]);
});

test('an error that nobody caught, and an exit in the middle', async () => {
  expect(await run(`${HOLD} throw new Error('nobody')`)).toMatchObject({ status: 1 });
  expect(await run(`${HOLD} process.exit(7)`)).toMatchObject({ status: 7 });
  expect(readdirSync(folder)).toEqual([]);
});

test('what was taken back is not done, and what is gone is not listened for', async () => {
  const script = `const back = beforeInterruption(() => console.log('done')); back(); back();
    const file = temporaryFileFor(folder + '/out'); removeTemporary(file);
    console.log(['SIGINT', 'SIGTERM', 'SIGHUP'].map((name) => process.listenerCount(name)).join());`;
  expect((await run(script)).said).toBe('0,0,0\n');
  expect(existsSync(join(folder, 'out'))).toBe(false);
});

test('a program that listens itself decides', async () => {
  const script = `${HOLD} process.on('SIGTERM', () => { console.log('mine'); process.exit(5); }); wait()`;
  expect(await run(script, 'SIGTERM')).toEqual({ status: 5, signal: null, said: 'ready\nmine\n' });
  expect(readdirSync(folder)).toEqual([]);
});
