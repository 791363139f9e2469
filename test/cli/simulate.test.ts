import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { inspectSources } from '../../src/assemble/inspect.js';
import { inspectionText } from '../../src/cli/inspect-text.js';
import { simulateCommand } from '../../src/cli/simulate.js';
import { openSnapshot } from '../../src/snapshot/reader.js';
import { FIXTURES } from '../truth/predict.js';
import { validJson } from '../valid-json.js';

const SOURCE = join(FIXTURES, 'securelab.ldif.gz');
const CHANGE = `changes:
  - do: grant
    on: CN=user035,CN=Users,DC=securelab,DC=local
    to: mdiAction$
    action: disable
    appliesTo: this-object
`;

describe('adreach simulate', () => {
  let folder: string;
  let changes: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'adreach-simulate-'));
    changes = join(folder, 'changes.yaml');
    writeFileSync(changes, CHANGE);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  async function run(...args: string[]): Promise<string> {
    const out = new PassThrough();
    const chunks: Buffer[] = [];
    out.on('data', (chunk: Buffer) => chunks.push(chunk));
    await simulateCommand(out)
      .exitOverride()
      .parseAsync([SOURCE, '--quiet', ...args], { from: 'user' });
    return Buffer.concat(chunks).toString('utf8');
  }
  const ASKED = ['--account', 'mdiAction$', '--action', 'disable'];

  test('a table on standard output; the exit status stays what it was', async () => {
    const before = process.exitCode;
    const text = await run('--changes', changes, ...ASKED);
    expect(text.split('\n').slice(0, 3)).toEqual([
      'Simulated: nothing was written to any directory.',
      '',
      'Changes (1)',
    ]);
    expect(text).toContain('  + 1 disable: cannot (no entry allows it) -> can (an entry allows it)');
    expect(process.exitCode).toBe(before);
  });

  test('JSON and a table into a folder, and the snapshot after', async () => {
    const write = join(folder, 'after.snapshot');
    await run('--changes', changes, ...ASKED, '--format', 'json,table', '-o', `${folder}/out`, '--write', write);
    const result = validJson('simulate', readFileSync(join(folder, 'out', 'adreach-simulation.json'), 'utf8'));
    expect(result.verdicts.map(({ action }: { action: string }) => action)).toEqual(['disable']);
    expect(readFileSync(join(folder, 'out', 'adreach-simulation.txt'), 'utf8')).toContain('1 verdict changes');
    const snapshot = await openSnapshot(write);
    expect(snapshot.header.sources.map(({ simulated }) => simulated)).toEqual([{ changes: 1 }]);
    await snapshot.close();
    const inspection = await inspectSources([write]);
    expect(inspectionText(inspection, { width: 80, colour: false })).toContain(
      '  SIMULATED: 1 change made in memory; no evidence of what is there',
    );
  });

  test.each<[string, () => string[], string]>([
    ['no changes', () => ASKED, '--changes is missing'],
    ['no account', () => ['--changes', changes], 'no account under audit was named'],
    ['another format', () => ['--changes', changes, ...ASKED, '--format', 'csv'], 'a simulation has no format "csv"'],
    [
      'two formats in one place',
      () => ['--changes', changes, ...ASKED, '-f', 'json,table'],
      'cannot share standard output',
    ],
    [
      'an action that there is not',
      () => ['--changes', changes, '--account', 'x', '--action', 'disabel'],
      'there is no action',
    ],
    ['the changes as output', () => ['--changes', changes, ...ASKED, '-o', changes], '-o is also the file of changes'],
    ['the source written over', () => ['--changes', changes, ...ASKED, '--write', SOURCE], '--write is also a source'],
    [
      'one file for both',
      () => ['--changes', changes, ...ASKED, '-o', join(folder, 'x'), '--write', join(folder, 'x')],
      '--write is also -o',
    ],
    ['a folder to write into', () => ['--changes', changes, ...ASKED, '--write', folder], 'is a folder'],
  ])('%s is refused before anything is done', async (_name, args, message) => {
    await expect(run(...args())).rejects.toThrow(message);
    expect(readFileSync(changes, 'utf8')).toBe(CHANGE);
  });

  test('a change that cannot be made leaves no output', async () => {
    writeFileSync(changes, 'changes:\n  - {do: delete, dn: "CN=nobody,DC=securelab,DC=local"}\n');
    const out = join(folder, 'out.json');
    await expect(run('--changes', changes, ...ASKED, '--format', 'json', '-o', out)).rejects.toThrow(
      `${changes} line 2: `,
    );
    expect(existsSync(out)).toBe(false);
  });
});
