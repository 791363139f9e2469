import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from '@jest/globals';
import { readChangeFile } from '../../../src/changes/files/index.js';

const folder = mkdtempSync(join(tmpdir(), 'changes-'));
afterAll(() => rmSync(folder, { recursive: true }));
const file = (bytes: string | Buffer) => {
  const path = join(folder, 'changes');
  writeFileSync(path, bytes);
  return path;
};

test.each([
  ['a version', 'version: 1\n', 'ldif'],
  ['a name', '\n# changes\n  more\nDN:: YQ==\n', 'ldif'],
  ['a mark', '\ufeffdn: DC=x\n', 'ldif'],
  ['UTF-16', Buffer.from('fffe6400', 'hex'), 'ldif'],
  ['YAML', '# changes\nchanges: []\n', 'yaml'],
  ['JSON', '{"changes": []}', 'yaml'],
  ['nothing', '', 'yaml'],
])('%s', (_name, text, kind) => {
  expect(readChangeFile(file(text)).kind).toBe(kind);
});

test.each([
  ['nothing of that name', () => join(folder, 'none'), 'there is no such file'],
  ['a folder', () => folder, 'a folder, not a regular file'],
  ['a device', () => '/dev/zero', 'a device, not a regular file'],
  [
    'a pipe',
    () => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      return join(folder, 'pipe');
    },
    'a named pipe, not a regular file',
  ],
  [
    'a file without end',
    () => {
      const path = file('');
      truncateSync(path, 2 ** 31);
      return path;
    },
    'too large',
  ],
])('%s is not read', (_name, path, message) => {
  expect(() => readChangeFile(path())).toThrow(message);
});
