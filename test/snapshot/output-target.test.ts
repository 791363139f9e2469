import { mkdirSync, realpathSync, symlinkSync, writeFileSync } from 'node:fs';
import { afterAll, expect, test } from '@jest/globals';
import { outputTarget } from '../../src/snapshot/output-target.js';
import { testFolder } from './file.js';

const folder = testFolder();
afterAll(() => folder.dispose());
const at = (name: string) => folder.path(name);
const real = (name: string) => `${realpathSync(folder.path('.'))}/${name}`;

test('where an output goes: through links, be their end there or not', async () => {
  mkdirSync(at('deep/er'), { recursive: true });
  writeFileSync(at('there'), '');
  symlinkSync('there', at('link'));
  symlinkSync('none', at('dangling'));
  symlinkSync(at('dangling'), at('far'));
  symlinkSync('deep/er', at('folder'));
  symlinkSync('../new', at('deep/er/up'));
  expect(await outputTarget(at('there'))).toBe(real('there'));
  expect(await outputTarget(at('link'))).toBe(real('there'));
  expect(await outputTarget(at('dangling'))).toBe(real('none'));
  expect(await outputTarget(at('far'))).toBe(real('none'));
  // From where the link stands, and not from where the path of it seems to lead.
  expect(await outputTarget(at('folder/up'))).toBe(real('deep/new'));
  expect(await outputTarget('/dev/null')).toBe('/dev/null');
});

test('links in a circle, and into folders that are not there', async () => {
  symlinkSync(at('b'), at('a'));
  symlinkSync(at('a'), at('b'));
  symlinkSync(at('no/file'), at('lost'));
  await expect(outputTarget(at('a'))).rejects.toMatchObject({
    code: 'file',
    message: expect.stringMatching(/too many links/),
  });
  await expect(outputTarget(at('lost'))).rejects.toMatchObject({ code: 'ENOENT' });
});
