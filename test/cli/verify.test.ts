/** `adreach verify` as a command: its formats, its exit status, its refusals. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { verifyCommand } from '../../src/cli/verify.js';
import type { VerifyResult } from '../../src/result/verify.js';
import { validJson } from '../valid-json.js';
import { SAMPLE } from '../verify/domain.js';
import { evtxFile } from '../verify/evtx-file.js';
import { actionCenterRows, csvOf } from '../verify/forms.js';
import { DOMAIN_SID, HOSTILE, START, switched } from '../verify/samples.js';

let folder: string;
const at = (name: string): string => join(folder, name);
/** user020: may be disabled; ao-normal: may not. */
const MAY = { sid: `${DOMAIN_SID}-1177`, name: 'user020' };
const MAY_NOT = { sid: `${DOMAIN_SID}-1358`, name: 'ao-normal' };

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-cli-verify-'));
  await writeFile(at('good.evtx'), evtxFile([switched(4725, {}, MAY)]));
  await writeFile(
    at('bad.evtx'),
    evtxFile([switched(4725, {}, MAY), switched(4725, { time: START + 60_000 }, MAY_NOT)]),
  );
  const rows = [HOSTILE, `| a | \u001b[31m${'x'.repeat(500)}`].map((asset) => ({
    time: new Date(START).toISOString(),
    action: 'Disable user',
    status: 'Completed',
    asset,
  }));
  await writeFile(at('hostile.csv'), csvOf(actionCenterRows(rows)));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let before: typeof process.exitCode;
beforeEach(() => {
  before = process.exitCode;
  process.exitCode = undefined;
});
afterEach(() => {
  process.exitCode = before;
});

async function run(args: readonly string[], width?: number): Promise<{ text: string; status: unknown }> {
  const out = Object.assign(new PassThrough(), width === undefined ? {} : { isTTY: true, columns: width });
  const chunks: Buffer[] = [];
  out.on('data', (chunk: Buffer) => chunks.push(chunk));
  await verifyCommand(out)
    .exitOverride()
    .parseAsync(['--no-config', ...args], { from: 'user' });
  const status = process.exitCode;
  process.exitCode = undefined;
  return { text: Buffer.concat(chunks).toString('utf8'), status };
}

const ASKED = [SAMPLE, '--account', 'mdiAction$', '--events'];
const bare = (text: string) => text.replace(/\u001b\[[0-9;]*m/g, '');

describe('adreach verify', () => {
  test('status 0 where nothing disagrees, 1 where something does, 3 for what is incomplete', async () => {
    expect((await run([...ASKED, at('good.evtx')])).status).toBeUndefined();
    expect((await run([...ASKED, at('good.evtx'), at('bad.evtx')])).status).toBe(1);
    // The sample's export has gaps of its own.
    expect((await run([...ASKED, at('good.evtx'), '--require-complete'])).status).toBe(3);
    // As audit and diff: what is missing may hide more than was found.
    expect((await run([...ASKED, at('bad.evtx'), '--require-complete'])).status).toBe(3);
  });

  test('JSON is as its schema says, to standard output and to a file', async () => {
    const { text } = await run([...ASKED, at('bad.evtx'), '--format', 'json']);
    const result = validJson<VerifyResult>('verify', text);
    expect(result.summary).toMatchObject({ disagreed: 1, agreed: 1 });
    const file = at('verify.json');
    expect((await run([...ASKED, at('bad.evtx'), '--format', 'json', '-o', file])).text).toBe('');
    expect(validJson<VerifyResult>('verify', await readFile(file, 'utf8')).attempts).toEqual(result.attempts);
  });

  test.each([80, 140])('the table fits %i columns, whatever names hold', async (width) => {
    const { text } = await run([...ASKED, at('bad.evtx'), at('hostile.csv')], width);
    const lines = bare(text).split('\n');
    // File names of the tests' own may be longer than a line, and are broken.
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(bare(text)).toContain('disagreed');
    expect(bare(text)).toMatch(/^ {2}1 disagreed, 2 not predicted, 1 agreed$/m);
    expect(bare(text)).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
    expect(text).toContain('\\u{202e}');
    expect(bare(text)).toMatch(/No event is no evidence/);
  });

  test('Markdown: names are text, never markup', async () => {
    const { text } = await run([...ASKED, at('bad.evtx'), at('hostile.csv'), '--format', 'md']);
    expect(text).toMatch(/^# What happened/);
    expect(text).toContain('| disagreed |');
    expect(text).not.toContain('<b>');
    const rows = text.split('\n').filter((line) => line.startsWith('| '));
    for (const row of rows) expect(row.replace(/\\\|/g, '').split('|')).toHaveLength(10);
  });

  test('queries are printed, with a source or without one', async () => {
    const all = (await run([SAMPLE, '--account', 'mdiAction$', '--queries'])).text;
    for (const part of ['// Sentinel', '// Defender', 'rem wevtutil', '``` Splunk']) expect(all).toContain(part);
    const one = (await run(['--account', `${DOMAIN_SID}-1105`, '--queries', 'splunk'])).text;
    expect(one).toMatch(/^``` Splunk/);
    expect(one).not.toContain('Sentinel');
  });

  test('what is missing is named; an event file is no output', async () => {
    await expect(run(['--account', 'x', '--events', at('good.evtx')])).rejects.toThrow('no source was named');
    await expect(run([SAMPLE, '--events', at('good.evtx')])).rejects.toThrow('--account is missing');
    await expect(run([SAMPLE, '--account', 'mdiAction$'])).rejects.toThrow('--events is missing');
    await expect(run([...ASKED, at('good.evtx'), '-o', at('good.evtx')])).rejects.toThrow('is also an event file');
    await expect(run([...ASKED, at('none.evtx')])).rejects.toThrow('there is no such file');
    await expect(run([...ASKED, at('good.evtx'), '--mapping', SAMPLE])).rejects.toThrow();
  });
});
