/** Line and column of a fault, in every way in which YAML writes a text. */
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import { loadRules, testRules } from '../../src/rules/index.js';
import { folderWith, removeFolders, ruleYaml } from './folder.js';

afterAll(removeFolders);

function failureOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

/** `LINE:COLUMN` of the first of these words in a text. */
function placeIn(text: string, word: string): string {
  const offset = text.indexOf(word);
  const before = text.slice(0, offset).split('\n');
  return `${before.length}:${before.at(-1)!.length + 1}`;
}

const CASES = 'cases:\n  - {name: one, expect: none}\n';

describe('where a fault in an expression stands', () => {
  test.each([
    ['plain', 'target.adminCount > 0 && target.enabeld == "yes"'],
    ['plain, over lines', 'target.adminCount > 0\n    && target.enabeld == "yes"'],
    ['folded', '>-\n  target.adminCount > 0 &&\n  (target.adminCount < 9 ||\n     target.enabeld == "yes")'],
    ['folded, with an empty line', '>\n\n  target.adminCount > 0 &&\n\n  target.enabeld == "yes"\n\n'],
    ['folded, indented by number', '>2-\n    target.adminCount > 0 && target.enabeld == "yes"'],
    ['literal', '|\n  target.adminCount > 0 &&\n    target.enabeld == "yes"\n'],
    ['single-quoted', `'target.name != "it''s ''it''" && target.enabeld == "yes"'`],
    ['double-quoted', '"target.name != \\"a\\\\tb\\u0041\\x20\\ \\t\\" && target.enabeld == \\"yes\\""'],
    ['double-quoted, over lines', '"target.adminCount > 0 \\\n    && \\n  target.enabeld == \\"yes\\""'],
    ['after a comment', '# why\n  target.adminCount > 0 && target.enabeld == "yes"'],
    ['tagged', '!!str target.adminCount > 0 && target.enabeld == "yes"'],
  ])('%s', (_name, when) => {
    const text = ruleYaml({ when });
    const folder = folderWith({ 'rule.yaml': text });
    expect(failureOf(() => loadRules([folder]))).toBe(
      `${join(folder, 'rule.yaml')}:${placeIn(text, 'enabeld')}: when: "target" has no field "enabeld", did you mean "enabled"?`,
    );
  });

  test.each([
    ['a variable', { when: 'target.adminCount > 0 && targt.sid == ""' }, 'targt', /no variable "targt"/],
    ['a function', { when: 'target.adminCount > 0 && siez("a") > 0' }, 'siez', /unknown function "siez"/],
    ['a value', { when: 'target.adminCount > 0 && target.enabled == "yse"' }, '"yse"', /never the value here/],
    ['types', { when: 'target.adminCount > 0 && target.sid == 7' }, 'target.sid == 7', /no such overload/],
    ['a bound name', { when: `'["a"].exists(target, true)'` }, 'target, true', /cannot be bound/],
    ['a message', { message: 'Hello ${target.name}, ${target.nom}.' }, 'nom}', /no field "nom"/],
    ['a message, folded', { message: '>-\n  Hello\n  you, ${target.nom}.' }, 'nom}', /no field "nom"/],
    ['evidence', { evidence: '{a: target.sid, b: target.nom}' }, 'nom}', /no field "nom"/],
    ['a key', { frameworks: '{anssi: [], atack: []}' }, 'atack', /unknown name "atack"/],
    ['a list element', { frameworks: '{attack: [T1098, TX]}' }, 'TX', /technique id/],
    [
      'an alias that is taken',
      { aliases: '[ORG-OLD, ADR-EXCESS-RIGHTS]' },
      'ADR-EXCESS-RIGHTS',
      /already names a rule/,
    ],
  ] as const)('%s', (_name, changes, word, message) => {
    const text = ruleYaml(changes);
    const folder = folderWith({ 'rule.yaml': text });
    const said = failureOf(() => loadRules([folder]));
    expect(said).toMatch(message);
    expect(said.startsWith(`${join(folder, 'rule.yaml')}:${placeIn(text, word)}: `)).toBe(true);
  });

  test('where something is missing at the end, behind the last character', () => {
    const text = ruleYaml({ when: '>-\n  target.adminCount > 0 &&\n\n' });
    const folder = folderWith({ 'rule.yaml': text });
    expect(failureOf(() => loadRules([folder]))).toContain(`rule.yaml:7:27: when: unexpected token: EOF`);
  });
});

test.each([
  [
    'a variable',
    'base: {targt: {name: x}}\n',
    'targt',
    'scope "target" has no variable "targt", did you mean "target"?',
  ],
  ['a field', 'base: {target: {nme: x}}\n', 'nme', '"target" has no field "nme", did you mean "name"?'],
  ['a value', 'base: {target: {enabled: "on"}}\n', '"on"', 'target.enabled is never "on", did you mean "no"?'],
  ['a type', 'base: {target: {adminCount: x}}\n', 'x}', 'target.adminCount is of type int, not "x"'],
  ['a name', 'bsae: {}\n', 'bsae', 'unknown name "bsae", did you mean "base"?'],
])('where a fault in a cases file stands: %s', (_name, part, word, message) => {
  const text = `# cases\n${part}${CASES}`;
  const folder = folderWith({ 'rule.yaml': ruleYaml(), 'cases.yaml': text });
  expect(failureOf(() => testRules(folder))).toBe(`${join(folder, 'cases.yaml')}:${placeIn(text, word)}: ${message}`);
});

test('where YAML itself is broken', () => {
  const folder = folderWith({ 'rule.yaml': 'id: ORG-TEST\ntitle: "a" b\n' });
  expect(failureOf(() => loadRules([folder]))).toContain('rule.yaml:2:12: Unexpected scalar at node end');
});
