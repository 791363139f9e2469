/** The files of templates: read, joined, and faults told with their place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadRules } from '../../src/rules/index.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-templates-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function declared(text: string) {
  writeFileSync(join(folder, 'templates.yaml'), text);
  return loadRules([folder]).templates;
}

const one = (id: string, rights: string, more = '') =>
  `  - id: ${id}\n    title: some\n    description: Some.\n    rights:\n      - ${rights}\n${more}`;
const BUILT_IN = [
  'mdi-documented',
  'mdi-disable',
  'mdi-group-members',
  'help-desk-reset',
  'help-desk-reset-unlock',
  'help-desk-unlock',
];
const UNLOCK = '{right: write-property, attribute: lockoutTime}';

test('the built-in ones name the documented sets', () => {
  const { templates } = loadRules([]);
  expect(templates.map(({ id }) => id)).toEqual(BUILT_IN);
  expect(templates[0]).toMatchObject({
    classes: ['user'],
    rights: [
      { right: 'read-property', attribute: 'userAccountControl' },
      { right: 'write-property', attribute: 'userAccountControl' },
      { right: 'read-property', attribute: 'pwdLastSet' },
      { right: 'write-property', attribute: 'pwdLastSet' },
      { right: 'control-access', controlAccessRight: 'User-Force-Change-Password' },
    ],
  });
});

test('those of a folder come behind them, and take the place of those with the same id', () => {
  const templates = declared(
    `templates:\n${one('ours', UNLOCK)}${one('mdi-disable', UNLOCK, '    classes: [computer]\n')}`,
  );
  expect(templates.map(({ id }) => id)).toEqual([...BUILT_IN, 'ours']);
  expect(templates[1]).toEqual({
    id: 'mdi-disable',
    title: 'some',
    description: 'Some.',
    classes: ['computer'],
    rights: [{ right: 'write-property', attribute: 'lockoutTime' }],
  });
  expect(templates.at(-1)!.classes).toEqual(['user']);
});

describe('faults', () => {
  test.each<[string, string, string]>([
    [
      'a GUID',
      `templates:\n${one('a', '{right: write-property, attribute: bf967a68-0de6-11d0-a285-00aa003049e2}')}`,
      'never a GUID',
    ],
    ['a right without its name', `templates:\n${one('a', '{right: write-property}')}`, 'templates.yaml:6:9'],
    ['an unknown right', `templates:\n${one('a', '{right: write-everything}')}`, 'templates.0.rights.0.right'],
    ['the same id twice', `templates:\n${one('a', UNLOCK)}${one('a', UNLOCK)}`, 'template "a" is declared twice'],
    ['a misspelt name', `templates:\n${one('a', UNLOCK, '    clases: [user]\n')}`, 'did you mean "classes"'],
    ['none', 'templates: []\n', 'templates'],
  ])('%s', (_, text, message) => {
    expect(() => declared(text)).toThrow(message);
  });
});
