import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { explainCommand } from '../../src/cli/explain.js';
import { FIXTURES } from '../truth/predict.js';
import { validJson } from '../valid-json.js';

const SOURCE = join(FIXTURES, 'securelab.ldif.gz');
const ASKED = ['--account', 'mdiAction$', '--target', 'flag-normal', '--action', 'disable'];

async function run(...args: string[]): Promise<string> {
  const out = new PassThrough();
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await explainCommand(out)
    .exitOverride()
    .parseAsync([SOURCE, ...args], { from: 'user' });
  return Buffer.concat(chunks).toString('utf8');
}

describe('adreach explain', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'adreach-explain-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  test('text on standard output; no colours, since that is no terminal', async () => {
    const text = await run(...ASKED);
    expect(text).toMatch(
      /^Disable account \(disable\): may SECURELAB\\mdiAction\$ do it to\nSECURELAB\\flag-normal\?\n/,
    );
    expect(text).not.toContain('\u001b');
    expect(text.trimEnd().split('\n\n').at(-1)).toMatch(/^What to change: Nothing: it works\./);
  });

  test('colours and the width of a terminal', async () => {
    const out = Object.assign(new PassThrough(), { isTTY: true, columns: 120 });
    const chunks: Buffer[] = [];
    out.on('data', (chunk: Buffer) => chunks.push(chunk));
    const before = process.env.NO_COLOR;
    const term = process.env.TERM;
    delete process.env.NO_COLOR;
    process.env.TERM = 'xterm';
    try {
      await explainCommand(out).parseAsync([SOURCE, ...ASKED], { from: 'user' });
    } finally {
      if (before !== undefined) process.env.NO_COLOR = before;
      if (term === undefined) delete process.env.TERM;
      else process.env.TERM = term;
    }
    const text = Buffer.concat(chunks).toString('utf8');
    expect(text).toContain('\u001b[32m');
    const widths = text.split('\n').map((line) => line.replace(/\u001b\[[0-9;]*m/g, '').length);
    expect(Math.max(...widths)).toBeGreaterThan(80);
    expect(Math.max(...widths)).toBeLessThanOrEqual(120);
  });

  test('JSON into a file, nothing on standard output', async () => {
    const path = join(folder, 'explanation.json');
    expect(await run(...ASKED, '--format', 'json', '-o', path)).toBe('');
    const explanation = validJson('explain', await readFile(path, 'utf8'));
    expect(explanation).toMatchObject({
      schema: 'adreach/explain/v1',
      verdict: { action: 'disable', access: 'granted', verdict: 'can', reason: 'allowed-by-entry' },
      target: { className: 'user', inheritance: 'on', protected: 'no' },
      change: { goal: 'none' },
    });
    const { index } = explanation.verdict.ace;
    expect(explanation.dacl.entries[index]).toMatchObject({
      role: 'decides',
      node: { kind: 'attribute', name: 'userAccountControl' },
      written: { dn: 'OU=Managed,DC=securelab,DC=local' },
    });
    expect(explanation.dacl.entries[index].text.did).toMatch(/^Matches, and decides/);
  });

  test('Markdown for a ticket, in which a name is never markup', async () => {
    const target = 'CN=\\<script\\>alert(1)\\</script\\>,OU=Staff,OU=Managed,DC=securelab,DC=local';
    const text = await run(...ASKED.slice(0, 2), '--target', target, '--action', 'disable', '--format', 'md');
    expect(text.startsWith('## Disable account')).toBe(true);
    expect(text).not.toMatch(/(?<!\\)</);
    expect(text.trimEnd().split('\n').at(-1)).toMatch(/^\*\*What to change:\*\* /);
  });

  test('--all folds nothing', async () => {
    const text = await run(...ASKED, '--all');
    expect(text).not.toContain('entries without a say');
    expect(text.match(/^ {2}\[\d+\]/gm)).toHaveLength(60);
  });

  test.each([
    [['--target', 'flag-norml'], /no account "flag-norml"/, /Did you mean flag-normal/],
    [['--target', 'Domain Admins'], /is a group .*targets are accounts/, /Name a user/],
    [['--action', 'disabel'], /no action "disabel"/, /Did you mean disable\?/],
    [['--account', 'mdiActoin$'], /no account "mdiActoin\$"/, /mdiAction\$/],
  ])('says what is wrong with %j', async (change, message, hint) => {
    await expect(run(...ASKED, ...change)).rejects.toMatchObject({
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    });
  });

  test.each(['--account', '--target', '--action'])('needs %s', async (option) => {
    const at = ASKED.indexOf(option);
    const rest = [...ASKED.slice(0, at), ...ASKED.slice(at + 2)];
    await expect(run(...rest)).rejects.toMatchObject({ code: 'usage', message: `${option} is missing` });
  });

  test('a target is found by each of its names', async () => {
    const names = [
      'SECURELAB\\flag-normal',
      'securelab.local\\FLAG-NORMAL',
      'CN=flag-normal,OU=Staff,OU=Managed,DC=securelab,DC=local',
      'flag-normal@securelab.local',
    ];
    for (const name of names) {
      const text = await run(...ASKED, '--target', name, '--format', 'json');
      expect(validJson('explain', text).target.name).toBe('SECURELAB\\flag-normal');
    }
  });
});
