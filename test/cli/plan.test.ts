import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { planCommand } from '../../src/cli/plan.js';
import { simulate } from '../../src/index.js';
import type { Plan } from '../../src/result/plan.js';
import { validJson } from '../valid-json.js';

const SOURCE = 'fixtures/securelab/securelab.ldif.gz';
const PLANNED = [SOURCE, '--account', 'mdiAction$', '--clean-up', '--no-config'];
const ALL = ['apply.cmd', 'apply.ldif', 'apply.ps1', 'check.ps1', 'plan.json', 'plan.md', 'revert.ldif', 'revert.ps1'];

async function run(...args: string[]): Promise<string> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await planCommand(out).exitOverride().parseAsync(args, { from: 'user' });
  return Buffer.concat(chunks).toString('utf8');
}

describe('adreach plan', () => {
  let folder: string;
  let summary: string;
  const planned = () => join(folder, 'plan');
  const fileOf = (name: string) => readFile(join(planned(), name), 'utf8');
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adreach-plan-cli-'));
    summary = await run(...PLANNED, '-o', planned());
  }, 120_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));
  afterEach(() => {
    process.exitCode = undefined;
  });

  test('all files, and the plan in a few lines', async () => {
    expect((await readdir(planned())).sort()).toEqual(ALL);
    expect(summary).toMatch(/^Delegates to SECURELAB\\MDI Response Delegation on \d+ containers: \d+ entries added; /);
    expect(summary).toContain('enabled people: disable 130 -> ');
  });

  test('plan.json is as its schema says', async () => {
    const plan = validJson<Plan>('plan', await fileOf('plan.json'));
    expect(plan).toMatchObject({ schema: 'adreach/plan/v1', asked: { account: 'mdiAction$', cleanUp: true } });
    expect(plan.steps.flatMap(({ changes }) => changes)).toEqual(plan.changes.map((_, i) => i));
  });

  test.each(['plan.json', 'apply.ldif'])(
    '%s is a file of changes, of which simulate makes what is promised',
    async (name) => {
      const { promises } = validJson<Plan>('plan', await fileOf('plan.json'));
      const { after } = await simulate({ sources: [SOURCE], accounts: ['mdiAction$'], changes: join(planned(), name) });
      const [own] = after!.accounts;
      const [promised] = promises.accounts;
      expect({ actions: own!.actions, populations: own!.populations }).toEqual({
        actions: promised!.actions,
        populations: promised!.populations,
      });
      expect([after!.findings, after!.findingsByRule]).toEqual([promises.findings, promises.findingsByRule]);
    },
  );

  test('what docs/plan-of-the-sample shows is what it writes (npm run docs)', async () => {
    // Which rules there are changes more often than plans do.
    const plain = (text: string) => text.replace(/, rules [0-9a-f]{12}\./, '');
    for (const name of ['plan.md', 'apply.ps1'])
      expect(plain(await readFile(join('docs/plan-of-the-sample', name), 'utf8'))).toBe(plain(await fileOf(name)));
  });

  test('never replaces a file, and says what may be in it', async () => {
    await expect(run(...PLANNED, '-o', planned())).rejects.toMatchObject({
      code: 'file',
      message: `${join(planned(), 'plan.md')} is there already`,
      hint: expect.stringContaining('the way back'),
    });
  });

  test('some formats only', async () => {
    const other = join(folder, 'other');
    await run(...PLANNED, '--format', 'md,json', '--format', 'ldif', '-o', other);
    expect((await readdir(other)).sort()).toEqual(['apply.ldif', 'plan.json', 'plan.md', 'revert.ldif']);
  });

  test.each([
    [['-o', 'x'], '--account names one account'],
    [['--account', 'mdiAction$'], '-o is missing'],
    [['--account', 'mdiAction$', '-o', 'package.json'], '-o: package.json is no folder'],
    [['--account', 'mdiAction$', '-o', 'x', '--format', 'pdf'], 'there is no format "pdf" of a plan'],
    [['--account', 'mdiAction$', '-o', 'x', '--action', 'disabel'], 'there is no action "disabel"'],
    [['--account', 'nobody-of-that-name', '-o', 'x'], 'no account "nobody-of-that-name" in the sources'],
    [['--account', 'local-system', '-o', 'x'], 'nothing can be delegated to'],
  ])('%j: %s', async (args, message) => {
    await expect(run(SOURCE, ...args, '--no-config')).rejects.toThrow(message);
  });

  test('what is made is told: a mistyped name may be taken for that of a new account', async () => {
    const text = await run(
      SOURCE,
      '--account',
      'mdiActoin$',
      '--no-config',
      '--format',
      'md',
      '-o',
      join(folder, 'typo'),
    );
    expect(text).toMatch(/ {2}Makes CN=mdiActoin,.*, which the sources do not have\.\n/);
  });

  test('plan check: as things are, promises are broken, and it ends with 1', async () => {
    const text = await run('check', join(planned(), 'plan.json'), SOURCE);
    expect(process.exitCode).toBe(1);
    expect(text).toContain(
      'BROKEN: SECURELAB\\mdiAction$, disable, verdict can, population people: promised 196, found 130\n',
    );
    expect(text).toMatch(/\n\d+ promises are broken, \d+ kept/);
  });

  test('plan check: a plan that promises what there is, and it ends with 0', async () => {
    const plan = validJson<Plan>('plan', await fileOf('plan.json'));
    const path = join(folder, 'kept.json');
    await writeFile(path, JSON.stringify({ ...plan, promises: plan.before, promisesAfterRun: null }));
    expect(await run('check', path, SOURCE)).toMatch(/^ok: \d+ promises are kept\n$/);
    expect(process.exitCode).toBe(0);
  });

  test('plan check: what is no plan is refused', async () => {
    const path = join(folder, 'other.json');
    await writeFile(path, '{"schema": "adreach/plan/v2"}');
    await expect(run('check', path, SOURCE)).rejects.toMatchObject({ code: 'format' });
    await expect(run('check', join(folder, 'nowhere.json'), SOURCE)).rejects.toMatchObject({ code: 'file' });
  });
});
