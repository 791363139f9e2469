/** The schemas that editors use say what the loader says. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { FILE_SCHEMAS, type FileSchemaName } from '../../src/rules/file-schemas.js';

const validatorOf = (name: FileSchemaName) =>
  new Ajv2020({ strict: true, strictTypes: false, allErrors: true }).compile(FILE_SCHEMAS[name].make());

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const schemaFor = (path: string): FileSchemaName =>
  path.endsWith('populations.yaml')
    ? 'populations-file'
    : path.endsWith('questions.yaml')
      ? 'questions-file'
      : path.endsWith('cases.yaml')
        ? 'cases-file'
        : path.includes('actions')
          ? 'action-file'
          : 'rule-file';

test('every built-in file is valid', () => {
  const files = filesBelow('rules').filter((path) => path.endsWith('.yaml'));
  expect(files.length).toBeGreaterThan(40);
  for (const path of files) {
    const valid = validatorOf(schemaFor(path));
    valid(parse(readFileSync(path, 'utf8')));
    expect([path, valid.errors ?? null]).toEqual([path, null]);
  }
});

describe('what is wrong is marked', () => {
  const rule = parse(readFileSync('rules/checks/ADR-EXCESS-RIGHTS/rule.yaml', 'utf8'));
  const action = parse(readFileSync('rules/actions/disable.yaml', 'utf8'));
  const cases = (given: object) => ({ cases: [{ name: 'one', given, expect: 'none' }] });

  test.each<[string, FileSchemaName, unknown]>([
    ['a key that is none', 'rule-file', { ...rule, severty: 'low' }],
    ['a scope that is none', 'rule-file', { ...rule, scope: 'targt' }],
    ['an id of the wrong form', 'rule-file', { ...rule, id: 'excess' }],
    ['a rule without a condition', 'rule-file', { ...rule, when: undefined }],
    ['a right that is none', 'action-file', { ...action, request: { right: 'write' } }],
    ['targets that are no list', 'action-file', { ...action, targets: 'group' }],
    ['no targets', 'action-file', { ...action, targets: [] }],
    ['a variable that is none', 'cases-file', cases({ targt: {} })],
    ['a field that is none', 'cases-file', cases({ target: { enabeld: 'yes' } })],
    ['a value that never occurs', 'cases-file', cases({ target: { enabled: 'on' } })],
    ['a value of the wrong type', 'cases-file', cases({ target: { adminCount: '1' } })],
  ])('%s', (_name, name, document) => {
    expect(validatorOf(name)(JSON.parse(JSON.stringify(document)))).toBe(false);
  });

  test('and what is right is not', () => {
    expect(validatorOf('rule-file')(rule)).toBe(true);
    expect(validatorOf('action-file')({ ...action, targets: ['group'] })).toBe(true);
    expect(validatorOf('cases-file')(cases({ target: { enabled: 'no', adminCount: 1 } }))).toBe(true);
  });
});

test('scopes and fields are described where an editor asks', () => {
  const { properties } = FILE_SCHEMAS['rule-file'].make() as { properties: Record<string, { description?: string }> };
  expect(properties['scope']?.description).toContain('reach: once for each account under audit and target.');
  const cases = JSON.stringify(FILE_SCHEMAS['cases-file'].make());
  expect(cases).toContain('"description":"Most specific class, as lDAPDisplayName."');
});
