/** The package as somebody has it who installed it: packed, unpacked elsewhere, type-checked and run. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';

const SAMPLE = resolve('fixtures/securelab/securelab.ldif.gz');
const built = existsSync('dist/index.js') ? describe : describe.skip;

built('the packed package', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-package-'));
  const installed = join(folder, 'node_modules', 'adreach');
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function node(...args: string[]): string {
    return execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', stdio: 'pipe' });
  }

  beforeAll(() => {
    // What `prepare` builds is there already, and other tests use it at this moment.
    const packed = execFileSync('npm', ['pack', '--ignore-scripts', '--json', '--pack-destination', folder], {
      encoding: 'utf8',
      shell: process.platform === 'win32',
    });
    const [{ filename }] = JSON.parse(packed) as [{ filename: string }];
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', join(folder, filename), '-C', installed, '--strip-components=1']);
    // Without network: the dependencies that npm would fetch are those of this checkout.
    const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8')) as {
      dependencies: Record<string, string>;
    };
    for (const name of [...Object.keys(dependencies), '@types/node', 'undici-types']) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(resolve('node_modules', name), link, 'junction');
    }
    writeFileSync(join(folder, 'package.json'), '{"type": "module"}\n');
  });

  test('the program of docs/library.md compiles under the strictest settings and runs', () => {
    const [, program] = /```ts\n(import .*?)```/s.exec(readFileSync('docs/library.md', 'utf8'))!;
    writeFileSync(join(folder, 'program.ts'), program!);
    const compilerOptions = {
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      module: 'nodenext',
      target: 'es2023',
      types: ['node'],
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['program.ts'] }));
    expect(node(resolve('node_modules/typescript/bin/tsc'), '-p', '.')).toBe('');
    expect(node('program.js', SAMPLE).trimEnd().split('\n')).toEqual([
      'disable: 136 of 271',
      'not for long: SECURELAB\\da-inheritance-on',
      'not for long: SECURELAB\\da-pending',
      'not for long: SECURELAB\\da-pending-nested',
      'not for long: SECURELAB\\da-tampered',
    ]);
  });

  test('exports the functions of the page, and no internals', () => {
    const script = `
      const names = Object.keys(await import('adreach'));
      const inside = await import('adreach/dist/audit/run.js').catch(({ code }) => code);
      const schema = (await import('adreach/schemas/audit.json', { with: { type: 'json' } })).default.title;
      console.log(JSON.stringify({ names, inside, schema }));`;
    expect(JSON.parse(node('--no-warnings', '--input-type=module', '-e', script))).toEqual({
      names: [
        'ACCOUNT_KINDS',
        'AdreachError',
        'CAVEAT_CODES',
        'FINDING_STATUSES',
        'GAP_CODES',
        'Journal',
        'PROFILES',
        'REASON_CODES',
        'SEVERITIES',
        'VERDICT_CODES',
        'audit',
        'checkPlan',
        'collect',
        'createSinks',
        'diff',
        'explain',
        'explanationDocument',
        'huntingQueries',
        'loadRules',
        'openSources',
        'plan',
        'readAnswers',
        'readKnownFindings',
        'simulate',
        'streamAudit',
        'streamDiff',
        'streamResultDiff',
        'streamSimulation',
        'verify',
        'withActions',
      ],
      inside: 'ERR_PACKAGE_PATH_NOT_EXPORTED',
      schema: 'What "adreach audit --format json" writes',
    });
  });

  test('the command runs from there, with its rules, schemas and sample', () => {
    const cli = join(installed, 'dist/cli/index.js');
    expect(node(cli, 'rules', 'show', 'disable')).toContain('Disable');
    expect(node(cli, 'schema', 'audit')).toBe(readFileSync(join(installed, 'schemas/audit.json'), 'utf8'));
    expect(existsSync(join(installed, 'fixtures/securelab/securelab.ldif.gz'))).toBe(true);
    expect(existsSync(join(installed, 'src'))).toBe(false);
  });
});
