import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { openFileOutput } from '../../../src/report/output/file.js';

let folder: string;
const at = (name: string) => join(folder, name);
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-file-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function write(path: string, text: string): Promise<void> {
  const output = await openFileOutput(path);
  await output.write(Buffer.from(text));
  await output.commit();
}

test.each([
  ['there', true],
  ['none', false],
])('a link is followed, and stays: its end is %s', async (end, exists) => {
  if (exists) writeFileSync(at(end), 'old');
  symlinkSync(end, at('link'));
  await write(at('link'), 'new');
  expect([readlinkSync(at('link')), readFileSync(at(end), 'utf8')]).toEqual([end, 'new']);
  expect(readdirSync(folder).sort()).toEqual(['link', end].sort());
});

test('what is given up leaves nothing, and what stood there stays', async () => {
  writeFileSync(at('r'), 'old');
  const output = await openFileOutput(at('r'));
  await output.write(Buffer.from('new'));
  await output.abort();
  expect([readdirSync(folder), readFileSync(at('r'), 'utf8')]).toEqual([['r'], 'old']);
});

test('a name as long as a name can be', async () => {
  const name = 'n'.repeat(255);
  await write(at(name), 'new');
  expect(readdirSync(folder)).toEqual([name]);
});

test('a device is written directly, and a full one says so', async () => {
  const output = await openFileOutput('/dev/full');
  await expect(output.write(Buffer.from('new'))).rejects.toThrow('cannot write /dev/full: no space left on the device');
  await output.abort();
});
