import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import type { Command } from 'commander';
import { auditCommand } from '../../src/cli/audit.js';
import { applyConfig, CONFIG_NAME, configOptions, namesFile } from '../../src/cli/config.js';
import { explainCommand } from '../../src/cli/explain.js';

let folder: string;
let told: string;
const here = process.cwd();
const at = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-config-'));
  told = '';
  jest.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => {
  process.chdir(here);
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});

/** A command whose line was read, and which was not run. */
async function read(command: Command, ...args: readonly string[]): Promise<Command> {
  await command
    .action(() => {})
    .exitOverride()
    .parseAsync(['domain.ldif', ...args], { from: 'user' });
  return command;
}

async function options(text: string, ...args: readonly string[]): Promise<Record<string, unknown>> {
  writeFileSync(at('config.yaml'), text);
  const command = await read(auditCommand(), '--config', at('config.yaml'), ...args);
  await applyConfig(command);
  return command.opts();
}

describe('a config file', () => {
  test('fills in what the command line does not give: texts, numbers, switches, lists', async () => {
    const text = [
      'account: [mdiAction$, "S-1-5-32-548"]',
      'fail-on: low',
      'require-complete: true',
      'timeout: 30',
      'user: auditor@example.com',
      'profile: delegated-account',
    ].join('\n');
    expect(await options(text, '--fail-on', 'critical')).toMatchObject({
      account: ['mdiAction$', 'S-1-5-32-548'],
      failOn: 'critical',
      requireComplete: true,
      timeout: 30,
      user: 'auditor@example.com',
      profile: 'delegated-account',
    });
    expect(told).toBe(`Config file: ${at('config.yaml')} (account, require-complete, profile, user, timeout)\n`);
  });

  test('a list of the command line stands for that of the file', async () => {
    expect(await options('account: [a, b]\n', '--account', 'c')).toMatchObject({ account: ['c'] });
    expect(told).toContain('of which nothing is used');
  });

  test('its paths are meant from where it lies', async () => {
    const text = 'suppress: [accepted.yaml, /abs/other.yaml]\noutput: "-"\nhtml: out/report.html\nrules: [ours]\n';
    expect(await options(text)).toMatchObject({
      suppress: [at('accepted.yaml'), '/abs/other.yaml'],
      output: '-',
      html: at('out/report.html'),
      rules: [at('ours')],
    });
  });

  // The place is a line, or a line and a column.
  test.each([
    ['fail-onn: low', /config\.yaml(?: line |:)1.*unknown name "fail-onn", did you mean "fail-on"\?/],
    ['format: [json]\nfail-on: hgh', /(?: line |:)2.*fail-on: unknown value "hgh", did you mean "high"\?/],
    ['timeout: 0', /(?: line |:)1.*timeout: Give a whole number from 1 to 86400/],
    ['timeout: [1]', /timeout: must be a text or a number \(found a list\)/],
    ['account: mdiAction$', /account: .*\(found "mdiAction\$"\)/],
    ['insecure: "yes"', /insecure: .*\(found "yes"\)/],
    ['password: secret', /unknown name "password"/],
    ['config: other.yaml', /unknown name "config"/],
    // What lies in the working folder does not choose a program to run.
    ['browser: ./chromium', /unknown name "browser"/],
    ['- account', /.+/],
    ['', /the file is empty/],
    ['fail-on: low\nfail-on: high', /(?: line |:)2.*unique/],
  ])('refuses %j', async (text, message) => {
    await expect(options(text)).rejects.toMatchObject({
      code: 'rule',
      message: expect.stringMatching(message),
      hint: expect.stringContaining('docs/configuration.md'),
    });
  });

  test('in the working folder is found, unless none is wanted', async () => {
    process.chdir(folder);
    const without = await read(auditCommand());
    expect(await applyConfig(without)).toBeNull();
    writeFileSync(CONFIG_NAME, 'suppress: [accepted.yaml]\n');
    const command = await read(auditCommand());
    expect(await applyConfig(command)).toEqual({
      path: CONFIG_NAME,
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(command.opts()['suppress']).toEqual(['accepted.yaml']);
    const none = await read(auditCommand(), '--no-config');
    expect(await applyConfig(none)).toBeNull();
    expect(none.opts()['suppress']).toEqual([]);
  });

  test('is there, and a regular file', async () => {
    mkdirSync(at('sub'));
    for (const path of ['missing.yaml', 'sub', '/dev/null']) {
      const command = await read(auditCommand(), '--config', path.startsWith('/') ? path : at(path));
      await expect(applyConfig(command)).rejects.toMatchObject({ code: 'file' });
    }
  });
});

test('explain takes what it shares with audit: not its outputs, and not what means something else there', async () => {
  const text = 'account: [a]\nformat: [json]\noutput: r.json\nhtml: r.html\nuser: u\nrules: [ours]\ntimeout: 5\n';
  writeFileSync(at('config.yaml'), text);
  const command = await read(explainCommand(), '--config', at('config.yaml'), '--account', 'b');
  await applyConfig(command, { of: async () => auditCommand(), own: ['output'] });
  const { account, format, output, user, rules, timeout } = command.opts();
  expect({ account, format, output, user, rules, timeout }).toEqual({
    account: 'b',
    format: 'text',
    output: undefined,
    user: 'u',
    rules: [at('ours')],
    timeout: 5,
  });
  expect(told).toContain('(rules, user, timeout)');
  // A name that is no option of audit is wrong for explain too.
  writeFileSync(at('config.yaml'), 'target: x\n');
  const other = await read(explainCommand(), '--config', at('config.yaml'));
  await expect(applyConfig(other, { of: async () => auditCommand() })).rejects.toThrow(/unknown name "target"/);
});

test('which options are paths is told from the help', () => {
  const paths = [...configOptions(auditCommand())].filter(([, option]) => namesFile(option)).map(([name]) => name);
  expect(paths.sort()).toEqual(
    [
      'answers',
      'baseline',
      'ca',
      'cert',
      'html',
      'key',
      'manifest',
      'output',
      'password-file',
      'rules',
      'sign',
      'suppress',
    ].sort(),
  );
});
