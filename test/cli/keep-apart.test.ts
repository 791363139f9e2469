import { linkSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { auditCommand } from '../../src/cli/audit.js';
import { collectCommand } from '../../src/cli/collect.js';
import { explainCommand } from '../../src/cli/explain.js';
import { keepApart } from '../../src/cli/keep-apart.js';
import { pseudonymizeCommand } from '../../src/cli/pseudonymize.js';

let folder: string;
const at = (name: string) => join(folder, name);
const write = (name: string) => writeFileSync(at(name), `the content of ${name}`);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-apart-'));
  for (const name of ['in', 'key.pem', 'other']) write(name);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

const apart = (outputs: readonly string[], inputs: readonly string[]) =>
  keepApart(
    outputs.map((path, number) => ({ is: `output ${number}`, path })),
    inputs.map((path, number) => ({ is: `input ${number}`, path })),
  );

describe('what is one file, and what is not', () => {
  test('other files, no files, and the same input twice', async () => {
    await apart([at('new'), at('other')], [at('in'), at('in'), at('key.pem')]);
    await apart(['-', '-', '/dev/null', '/dev/null', ''], ['-', 'ldaps://dc1.example.com', '/dev/null']);
  });

  test('by whatever name an input goes', async () => {
    linkSync(at('in'), at('hard'));
    symlinkSync(at('in'), at('soft'));
    mkdirSync(at('sub'));
    symlinkSync(folder, at('sub/back'));
    for (const name of ['in', 'hard', 'soft', 'sub/../in', 'sub/back/in'])
      await expect(apart([at(name)], [at('in')])).rejects.toMatchObject({
        code: 'usage',
        message: expect.stringContaining('output 0 is also input 0'),
      });
  });

  test('two outputs, of which neither exists: in other letters too, and through links whose end does not exist', async () => {
    symlinkSync('new', at('dangling'));
    symlinkSync(at('dangling'), at('further'));
    mkdirSync(at('sub'));
    for (const name of ['new', 'NEW', 'sub/../new', 'dangling', 'further'])
      await expect(apart([at('new'), at(name)], [])).rejects.toMatchObject({ code: 'usage' });
    await apart([at('new'), at('sub/new')], []);
    symlinkSync(at('round'), at('turn'));
    symlinkSync(at('turn'), at('round'));
    await expect(apart([at('round')], [])).rejects.toMatchObject({ code: 'file' });
  });

  test('files that exist and differ in case are two, where the system has both', async () => {
    write('IN');
    if (readFileSync(at('in'), 'utf8') === 'the content of in') await apart([at('IN')], [at('in')]);
  });
});

describe('every command says so before it opens anything, and what is there stays', () => {
  const parse = (command: ReturnType<typeof auditCommand>, ...args: string[]) =>
    command.exitOverride().parseAsync(args, { from: 'user' });
  const audit = (...args: string[]) => parse(auditCommand(), at('in'), '--account', 'a', '--format', 'json', ...args);

  test.each<[string, () => Promise<unknown>]>([
    ['audit, the source', () => audit('-o', at('in'))],
    ['audit, the report over the source', () => audit('-o', at('new'), '--html', at('in'))],
    ['audit, the report over the result', () => audit('-o', at('new'), '--html', at('new'))],
    [
      'audit, the result over the key',
      () => audit('-o', at('key.pem'), '--manifest', at('m'), '--sign', at('key.pem')),
    ],
    [
      'audit, the manifest over the key',
      () => audit('-o', at('n'), '--manifest', at('key.pem'), '--sign', at('key.pem')),
    ],
    ['audit, the manifest over the result', () => audit('-o', at('n'), '--manifest', at('N'))],
    ['audit, the password file', () => audit('-o', at('other'), '--password-file', at('other'))],
    ['audit, a suppressions file', () => audit('-o', at('other'), '--suppress', at('other'))],
    ['audit, the baseline', () => audit('-o', at('n'), '--html', at('other'), '--baseline', at('other'))],
    ['audit, the config file', () => audit('-o', at('config.yaml'), '--config', at('config.yaml'))],
    ['audit, a rule file', () => audit('-o', at('rules/mine.yaml'), '--rules', at('rules'))],
    [
      'audit, one of several formats in a folder',
      () => audit('--format', 'csv', '-o', folder, '--html', at('adreach-report.csv')),
    ],
    [
      'audit, a table beside the result',
      () => audit('--format', 'csv', '-o', folder, '--html', at('adreach-report-findings.csv')),
    ],
    [
      'explain, the source',
      () => parse(explainCommand(), at('in'), '-a', 'a', '-t', 't', '--action', 'disable', '-o', at('in')),
    ],
    ['pseudonymize, the source', () => parse(pseudonymizeCommand(), at('in'), '-o', at('in'))],
    [
      'pseudonymize, the key over the source',
      () => parse(pseudonymizeCommand(), at('in'), '-o', at('n'), '--key', at('in')),
    ],
    [
      'pseudonymize, the key over the snapshot',
      () => parse(pseudonymizeCommand(), at('in'), '-o', at('n'), '--key', at('n')),
    ],
    [
      'collect, the password file',
      () =>
        parse(
          collectCommand(),
          'ldaps://127.0.0.1:1',
          '--user',
          'a',
          '--password-file',
          at('other'),
          '-o',
          at('other'),
        ),
    ],
    [
      'collect, the authority over the journal',
      () => parse(collectCommand(), 'ldaps://127.0.0.1:1', '--user', 'a', '--ca', at('x.partial'), '-o', at('x')),
    ],
  ])('%s', async (_, run) => {
    jest.spyOn(process.stderr, 'write').mockReturnValue(true);
    mkdirSync(at('rules'));
    writeFileSync(
      at('rules/mine.yaml'),
      'id: mine\ntitle: Mine\ndescription: x\nrequest: {right: write-dac}\ndocumented: [{right: write-dac}]\nreferences: [x]\n',
    );
    writeFileSync(at('config.yaml'), 'fail-on: low\n');
    write('x.partial');
    await expect(run()).rejects.toMatchObject({
      code: 'usage',
      message: expect.stringContaining('which would be lost'),
    });
    for (const name of ['in', 'key.pem', 'other', 'x.partial'])
      expect(readFileSync(at(name), 'utf8')).toBe(`the content of ${name}`);
  });
});
