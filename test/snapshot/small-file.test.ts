import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { readSmallFile } from '../../src/snapshot/small-file.js';
import { testFolder } from './file.js';

const folder = testFolder();
afterAll(() => folder.dispose());

const MOST = 100_000;
const read = (path: string) => readSmallFile(path, 'key', MOST);

test.each([0, 1, 64 * 1024, 64 * 1024 + 1, MOST - 1, MOST])('a file of %p bytes is read whole', (length) => {
  const path = folder.path(`${length}`);
  const bytes = Buffer.alloc(length, 7);
  writeFileSync(path, bytes);
  expect(read(path).equals(bytes)).toBe(true);
  symlinkSync(path, folder.path(`link to ${length}`));
  expect(read(folder.path(`link to ${length}`)).length).toBe(length);
});

test.each([MOST + 1, 5 * MOST])('one of %p bytes is refused', (length) => {
  const path = folder.path(`${length}`);
  writeFileSync(path, Buffer.alloc(length));
  expect(() => read(path)).toThrow(`the key ${path} is too large to be one (more than 100000 bytes)`);
});

test('what tells no size is read all the same', () => {
  if (existsSync('/proc/self/status')) expect(read('/proc/self/status').toString()).toMatch(/^Name:/);
});

test('a folder, a device, a pipe that nobody writes to: said at once', () => {
  mkdirSync(folder.path('sub'));
  const pipe = folder.path('pipe');
  expect(() => read(folder.path('sub'))).toThrow('is a folder, not a regular file');
  if (existsSync('/dev/zero')) expect(() => read('/dev/zero')).toThrow('is a device, not a regular file');
  if (spawnSync('mkfifo', [pipe]).status === 0) expect(() => read(pipe)).toThrow('is a named pipe, not a regular file');
});

test('what is not there', () => {
  expect(() => read(folder.path('missing'))).toThrow('ENOENT');
});
