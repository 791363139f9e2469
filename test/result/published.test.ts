/** The published schemas hold what the commands really write, all of it and nothing else. */
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { inputNames, inputSchemaText } from '../../src/cli/input-schemas.js';
import {
  jsonSchemaOf,
  jsonSchemaText,
  PUBLISHED,
  type PublishedName,
  publishedNames,
} from '../../src/result/published.js';
import { fileSchemaNames, fileSchemaText } from '../../src/rules/file-schemas.js';
import { evtxFile } from '../verify/evtx-file.js';
import { everyKind } from '../verify/samples.js';

/** Built by `npm test`; another build can be named. */
const CLI = process.env.ADREACH_CLI ?? join(process.cwd(), 'dist', 'cli', 'index.js');
const built = existsSync(CLI) ? describe : describe.skip;
const LATER = 'fixtures/securelab-later/securelab-later.snapshot';
const SAMPLE = 'fixtures/securelab/securelab.ldif.gz';

const validatorOf = (name: PublishedName) =>
  new Ajv2020({ strict: true, strictRequired: false, allErrors: true }).compile(jsonSchemaOf(name));

test('schemas/ is what scripts/schemas.mjs writes', () => {
  const files = Object.fromEntries(
    readdirSync('schemas').map((file) => [file, readFileSync(join('schemas', file), 'utf8')]),
  );
  expect(files).toEqual({
    ...Object.fromEntries(publishedNames.map((name) => [`${name}.json`, jsonSchemaText(name)])),
    ...Object.fromEntries(fileSchemaNames.map((name) => [`${name}.json`, fileSchemaText(name)])),
    ...Object.fromEntries(inputNames.map((name) => [`${name}.json`, inputSchemaText(name)])),
  });
});

test('a schema allows members that it does not name, and no other value for those that it names', () => {
  const valid = validatorOf('rules-test');
  const document = {
    schema: 'adreach/rules-test/v1',
    rules: [{ rule: 'ADR-X', file: null, cases: [], faults: [], mutations: null, later: 1 }],
  };
  expect(valid(document)).toBe(true);
  expect(valid({ ...document, schema: 'adreach/rules-test/v2' })).toBe(false);
  expect(valid({ ...document, rules: [{ rule: 'ADR-X', cases: [] }] })).toBe(false);
});

built('what the commands write', () => {
  const folder = mkdtempSync(join(tmpdir(), 'adreach-schemas-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function adreach(...args: string[]): Promise<string> {
    return new Promise((resolve, reject) => {
      execFile(process.execPath, [CLI, ...args], { maxBuffer: 2 ** 28 }, (error, stdout, stderr) =>
        // Status 1: differences.
        error && (error.code !== 1 || args[0] !== 'diff') ? reject(new Error(stderr)) : resolve(stdout),
      );
    });
  }

  beforeAll(async () => {
    const accounts = ['mdiAction$', 'local-system', 'S-1-5-32-548'].flatMap((account) => ['--account', account]);
    const manifest = ['--manifest', join(folder, 'manifest.json'), '--fail-on', 'never'];
    await adreach('audit', SAMPLE, ...accounts, '--format', 'json,ndjson', '-o', `${folder}/`, ...manifest);
  });

  const explained = (target: string, action: string) => () =>
    adreach('explain', SAMPLE, '--account', 'mdiAction$', '--target', target, '--action', action, '--format', 'json');
  const read = (file: string) => async () => readFileSync(join(folder, file), 'utf8');
  const verified = () => {
    const events = join(folder, 'events.evtx');
    writeFileSync(events, evtxFile(everyKind()));
    return adreach('verify', SAMPLE, '--account', 'mdiAction$', '--events', events, '--format', 'json');
  };
  const sddl =
    'O:BAG:BAD:AI(OA;CIIO;RPWP;bf967a68-0de6-11d0-a285-00aa003049e2;;WD)(XA;;RP;;;AU;(Member_of {SID(BA)}))S:(AU;;WP;;;WD)';
  const decoded = async () => adreach('sddl', 'decode', '--to', 'json', (await adreach('sddl', 'encode', sddl)).trim());
  const simulated = () => {
    const changes = join(folder, 'changes.yaml');
    const ou = 'OU=North,OU=Managed,DC=securelab,DC=local';
    writeFileSync(
      changes,
      `changes:
  - {do: create, dn: 'CN=new,${ou}', class: user, attributes: {sAMAccountName: new}}
  - {do: move, dn: 'CN=user001,${ou}', to: 'CN=Users,DC=securelab,DC=local'}
  - {do: delete, dn: 'CN=user002,${ou}'}
  - {do: grant, on: 'OU=Other People,DC=securelab,DC=local', to: mdiAction$, action: disable}
  - {do: set-inheritance, on: '${ou}', inherits: false, keep: copies}
  - {do: write-descriptor, dn: '${ou}', descriptor: 'O:BAG:BAD:AI', parts: [owner, group, dacl]}
  - {do: add-member, group: Domain Admins, member: user003}
  - {do: set-flags, dn: 'CN=user004,${ou}', set: 2}
  - {do: set-attribute, dn: 'CN=user004,${ou}', attribute: description, values: {base64: /w==}}
  - {do: run-adminsdholder, domain: securelab.local}
`,
    );
    return adreach('simulate', SAMPLE, '--changes', changes, '--account', 'mdiAction$', '--format', 'json');
  };
  const planned = async () => {
    await adreach(
      'plan',
      SAMPLE,
      '--account',
      'mdiAction$',
      '--clean-up',
      '--format',
      'json',
      '-o',
      join(folder, 'plan'),
    );
    return readFileSync(join(folder, 'plan', 'plan.json'), 'utf8');
  };
  const dryRun = () =>
    adreach('collect', 'ldaps://dc1.example.com', '--dry-run', '--base', 'DC=example,DC=com', '--format', 'json');

  const written: readonly (readonly [PublishedName, string, () => Promise<string>])[] = [
    ['audit', 'the sample domain', read('adreach-report.json')],
    ['audit-line', 'the sample domain', read('adreach-report.ndjson')],
    ['simulate', 'made, moved, granted, written, deleted', simulated],
    [
      'diff',
      'the sample domain and its later state',
      () => adreach('diff', SAMPLE, LATER, '--account', 'mdiAction$', '--format', 'json'),
    ],
    ['manifest', 'of an audit', read('manifest.json')],
    ['explain', 'granted, with conditions', explained('conditional-deny', 'reset-password')],
    ['explain', 'no effect', explained('flag-dont-expire', 'force-password-change')],
    ['explain', 'for another class', explained('inet-one', 'disable')],
    ['explain', 'inheritance off', explained('ba-distribution', 'disable')],
    ['explain', 'something to find out', explained('orphan-no-flag', 'disable')],
    ['explain', 'not known', explained('trustee-foreign-unknown', 'disable')],
    ['verify', 'events of the sample domain', verified],
    ['plan', 'of the sample domain', planned],
    ['inspect', 'the sample domain', () => adreach('inspect', SAMPLE, '--format', 'json')],
    ['collect-dry-run', 'without connecting', dryRun],
    ['rules', 'the built-in ones', () => adreach('rules', 'list', '--format', 'json')],
    ['rule', 'a rule', () => adreach('rules', 'show', 'ADR-EXCESS-RIGHTS', '--format', 'json')],
    ['rule', 'an action', () => adreach('rules', 'show', 'disable', '--format', 'json')],
    ['rules-test', 'the built-in cases', () => adreach('rules', 'test', '--format', 'json')],
    ['descriptor', 'object, conditional and audit entries', decoded],
  ];

  test.each(written)('%s: %s', async (name, _what, write) => {
    const text = await write();
    const lines = name === 'audit-line' ? text.trimEnd().split('\n') : [text];
    const valid = validatorOf(name);
    for (const line of lines) {
      const document: unknown = JSON.parse(line);
      valid(document);
      expect(valid.errors).toBe(null);
      // Members that the schema does not name are dropped by `parse`.
      expect(PUBLISHED[name].schema.parse(document)).toEqual(document);
    }
  });

  test('every schema is held against something', () => {
    expect([...new Set(written.map(([name]) => name))].sort()).toEqual([...publishedNames].sort());
  });

  test('adreach schema lists the names and prints each', async () => {
    expect((await adreach('schema')).split('\n').map((line) => line.split(' ')[0])).toEqual([
      ...publishedNames,
      ...fileSchemaNames,
      ...inputNames,
      '',
    ]);
    expect(await adreach('schema', 'cases-file')).toBe(fileSchemaText('cases-file'));
    expect(await adreach('schema', 'manifest')).toBe(jsonSchemaText('manifest'));
    expect(await adreach('schema', 'Suppressions')).toBe(inputSchemaText('suppressions'));
    await expect(adreach('schema', 'manifst')).rejects.toThrow('Did you mean manifest?');
  });
});
