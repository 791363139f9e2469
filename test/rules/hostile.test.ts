/** Whatever a rule file holds, loading ends with rules or with one clear error. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { AdreachError } from '../../src/errors/index.js';
import { loadRules, testRules } from '../../src/rules/index.js';
import { folderWith, removeFolders, ruleYaml } from './folder.js';

afterEach(removeFolders);

function outcome(run: () => unknown): string {
  try {
    run();
    return 'loaded';
  } catch (error) {
    if (!(error instanceof AdreachError)) throw error;
    expect(error.message).not.toMatch(/\n/);
    return error.message;
  }
}

test('a changed rule file', () => {
  const folder = folderWith({ 'rule.yaml': '' });
  const texts = ['ADR-PROTECTED-ACCOUNT-REACHED', 'ADR-GMSA-ENCRYPTION-TYPES', 'ADR-DELEGATED-TO-EVERYONE'].map((id) =>
    readFileSync(`rules/checks/${id}/rule.yaml`, 'utf8').replace(id, 'ORG-TEST'),
  );
  const pieces = fc.constantFrom(
    '"',
    "'",
    '${',
    '}',
    '(',
    ')',
    '&&',
    '\n',
    ': ',
    '- ',
    '[',
    '{',
    '\\',
    '&a ',
    '*a',
    '|',
    '\u0000',
    '//',
    '\t',
    'é',
  );
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat({ max: 12 }), pieces, (text, at, cut, piece) => {
      const where = at % text.length;
      writeFileSync(join(folder, 'rule.yaml'), text.slice(0, where) + piece + text.slice(where + cut));
      outcome(() => loadRules([join(folder, 'rule.yaml')]));
    }),
    { numRuns: 120 },
  );
});

test.each([
  ['flow sequences nested without end', '['.repeat(100_000)],
  ['block mappings nested without end', Array.from({ length: 3000 }, (_, i) => `${' '.repeat(i)}a:`).join('\n')],
  ['parentheses nested without end', ruleYaml({ when: `${'('.repeat(100_000)}true` })],
  ['brackets nested without end', ruleYaml({ when: `>-\n  size(${'['.repeat(5000)}${']'.repeat(5000)}) > 0` })],
  [
    'a chain of operators without end',
    ruleYaml({ when: `>-\n  ${Array(2000).fill('target.adminCount > 1').join(' || ')}` }),
  ],
  ['negations without end', ruleYaml({ when: `>-\n  ${'!'.repeat(8000)}true` })],
])('%s', (_name, text) => {
  const folder = folderWith({ 'rule.yaml': text });
  expect(outcome(() => loadRules([folder]))).toMatch(/rule\.yaml/);
});

test('names of prototypes are no variables, fields, functions or flags', () => {
  for (const name of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    const variants: Record<string, string>[] = [
      { when: `target.${name} == "x"` },
      { when: `${name}.sid == "x"` },
      { when: `target.sid.${name}() == "x"` },
      { evidence: `{${name}: target.${name}}` },
      { [name]: 'x' },
      { severity: name },
    ];
    for (const changes of variants) {
      expect(outcome(() => loadRules([folderWith({ 'rule.yaml': ruleYaml(changes) })]))).not.toBe('loaded');
    }
    const cases = `cases: [{name: x, given: {target: {${name}: x}}, expect: none}]`;
    expect(outcome(() => testRules(folderWith({ 'rule.yaml': ruleYaml(), 'cases.yaml': cases })))).not.toBe('loaded');
    const other = `cases: [{name: x, given: {${name}: {sid: x}}, expect: none}]`;
    expect(outcome(() => testRules(folderWith({ 'rule.yaml': ruleYaml(), 'cases.yaml': other })))).not.toBe('loaded');
  }
});

test('a name as long as the file is not quoted whole', () => {
  const name = 'x'.repeat(10_000);
  const faults: Record<string, string>[] = [{ [name]: 'x' }, { when: `target.${name}` }, { severity: name }];
  for (const rule of faults) {
    const folder = folderWith({ 'rule.yaml': ruleYaml(rule) });
    const said = outcome(() => loadRules([folder]));
    expect(said).toMatch(/rule\.yaml/);
    expect(said.length).toBeLessThan(1000);
  }
});
