import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { pseudonymizeCommand } from '../../src/cli/pseudonymize.js';
import { FIXTURES } from '../truth/predict.js';

let folder: string;
let said: string;
const at = (name: string): string => join(folder, name);
const run = (...args: string[]): Promise<unknown> => {
  said = '';
  return pseudonymizeCommand().exitOverride().parseAsync(args, { from: 'user' });
};

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'adreach-pseudonymize-'));
  await copyFile(join(FIXTURES, 'securelab.ldif.gz'), at('domain.ldif.gz'));
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  jest.restoreAllMocks();
  await rm(folder, { recursive: true, force: true });
});

describe('adreach pseudonymize', () => {
  test('makes a key and says so; with it the same bytes come out again', async () => {
    await run(
      at('domain.ldif.gz'),
      '-o',
      at('a'),
      '--key',
      at('key'),
      '--show',
      'mdiAction$',
      '--show',
      'SECURELAB\\mdiAction$',
    );
    expect(said).toContain(`${at('key')}: a new key was made`);
    expect(said).toContain('271 accounts');
    expect(said).toMatch(/\nmdiAction\$ is (n[a-z2-7]{13}\$)\nSECURELAB\\mdiAction\$ is n[a-z2-7]{13}\\\1\n$/);
    for (const name of ['a', 'key']) expect((await stat(at(name))).mode & 0o777).toBe(0o600);
    await run(at('domain.ldif.gz'), '-o', at('b'), '--key', at('key'));
    expect(said).not.toContain('new key');
    expect((await readFile(at('b'))).equals(await readFile(at('a')))).toBe(true);
  });

  test('pseudonyms of pseudonyms: a snapshot is a source too', async () => {
    await run(at('domain.ldif.gz'), '-o', at('a'));
    expect(said).toContain('No --key');
    await run(at('a'), '-o', at('b'), '--key', at('key'));
    expect(said).toContain('271 accounts');
  });

  test('never writes over its source or its key', async () => {
    const before = await readFile(at('domain.ldif.gz'));
    await expect(run(at('domain.ldif.gz'), '-o', at('domain.ldif.gz'))).rejects.toThrow('is also a source');
    expect((await readFile(at('domain.ldif.gz'))).equals(before)).toBe(true);
    await expect(run(at('domain.ldif.gz'), '-o', at('x'), '--key', at('x'))).rejects.toThrow('is also -o');
    await expect(run(at('domain.ldif.gz'), '-o', at('x'), '--key', at('domain.ldif.gz'))).rejects.toThrow(
      'also a source',
    );
    await writeFile(at('nokey'), 'x');
    await expect(run(at('domain.ldif.gz'), '-o', at('x'), '--key', at('nokey'))).rejects.toThrow('holds no key');
    await expect(run('ldaps://dc1.example.com', '-o', at('x'))).rejects.toThrow('cannot be read here');
    await expect(stat(at('x'))).rejects.toThrow('ENOENT');
  });
});
