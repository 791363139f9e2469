import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { findBrowser } from '../../../src/report/pdf/browser.js';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-test-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function program(...path: string[]): Promise<string> {
  const file = join(folder, ...path);
  await mkdir(join(file, '..'), { recursive: true });
  await writeFile(file, '#!/bin/sh\n');
  await chmod(file, 0o755);
  return file;
}

test('on the search path, in the order of the names; what is no program is passed over', async () => {
  const PATH = [join(folder, 'a'), join(folder, 'b')].join(delimiter);
  await mkdir(join(folder, 'a', 'chromium'), { recursive: true });
  await writeFile(join(folder, 'a', 'google-chrome'), '');
  const chrome = await program('b', 'google-chrome');
  expect(await findBrowser(undefined, { PATH }, 'linux')).toBe(chrome);
  const chromium = await program('b', 'chromium-browser');
  expect(await findBrowser(undefined, { PATH }, 'linux')).toBe(chromium);
});

test('nothing that lies in the working folder is run', async () => {
  const chromium = await program('chromium');
  const before = process.cwd();
  process.chdir(folder);
  try {
    await expect(findBrowser(undefined, { PATH: ['', '.'].join(delimiter) }, 'linux')).rejects.toThrow('no browser');
    // Named as a path it is meant.
    expect(await findBrowser('./chromium', {}, 'linux')).toBe('./chromium');
  } finally {
    process.chdir(before);
  }
  expect(chromium).toContain(folder);
});

test('one that is named comes first, and no other in its place', async () => {
  const PATH = join(folder, 'bin');
  await program('bin', 'chromium');
  const own = await program('own', 'browser');
  const variable = { PATH, ADREACH_CHROMIUM: own };
  expect(await findBrowser(undefined, variable, 'linux')).toBe(own);
  expect(await findBrowser('chromium', variable, 'linux')).toBe(join(PATH, 'chromium'));
  await expect(findBrowser(join(folder, 'none'), variable, 'linux')).rejects.toMatchObject({
    code: 'not-found',
    message: `there is no program ${join(folder, 'none')} (--browser)`,
  });
  await expect(findBrowser(undefined, { PATH, ADREACH_CHROMIUM: 'chromiun' }, 'linux')).rejects.toMatchObject({
    message: 'there is no program chromiun (ADREACH_CHROMIUM)',
  });
});

test('where there is none, what was looked for and what to do', async () => {
  await expect(findBrowser(undefined, { PATH: folder }, 'linux')).rejects.toMatchObject({
    code: 'not-found',
    message: expect.stringMatching(/^no browser was found .*looked for chromium, .*google-chrome.*msedge on the PATH$/),
    hint: expect.stringMatching(/--browser PATH or ADREACH_CHROMIUM/),
  });
});

test('the usual places of Windows and macOS', async () => {
  const chrome = await program('x86', 'Google', 'Chrome', 'Application', 'chrome.exe');
  const windows = { Path: '', ProgramFiles: join(folder, 'none'), 'ProgramFiles(x86)': join(folder, 'x86') };
  expect(await findBrowser(undefined, windows, 'win32')).toBe(chrome);
  const edge = await program('bin', 'msedge.exe');
  expect(await findBrowser(undefined, { Path: join(folder, 'bin') }, 'win32')).toBe(edge);
  expect(await findBrowser('msedge', { Path: join(folder, 'bin') }, 'win32')).toBe(edge);
  const mac = await program('Applications', 'Chromium.app', 'Contents', 'MacOS', 'Chromium');
  expect(await findBrowser(undefined, { PATH: '', HOME: folder }, 'darwin')).toBe(mac);
});
