/** The file of populations: read, and faults told with their place. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { EVERYONE } from '../../src/facts/populations.js';
import { loadRules, populationsOf } from '../../src/rules/index.js';
import { target } from './facts.js';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'adreach-populations-'));
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function declared(text: string) {
  writeFileSync(join(folder, 'populations.yaml'), text);
  return loadRules([folder]).populations;
}

const one = (id: string, when: string, more = '') =>
  `  - id: ${id}\n    title: some\n    description: Some.\n    when: ${when}\n${more}`;

test("a file of the user's takes the place of the built-in one; the first that fits counts", () => {
  const populations = populationsOf(
    declared(
      `populations:\n${one('vips', 'target.container.endsWith("OU=VIP,DC=x")', '    tierZero: true\n')}${one('staff', 'target.className == "user"', '    expected: true\n')}`,
    ),
  );
  expect(populations.all.map(({ id, tierZero, expected }) => [id, tierZero, expected])).toEqual([
    ['vips', true, false],
    ['staff', false, true],
    ['undecided', false, false],
  ]);
  const of = (changes: Parameters<typeof target>[0]) => populations.all[populations.of(target(changes))]!.id;
  expect(of({ container: 'OU=VIP,DC=x' })).toBe('vips');
  expect(of({ container: 'OU=VIP,DC=y' })).toBe('staff');
  expect(of({ className: 'computer' })).toBe('undecided');
});

test('without any, all accounts are one, and nobody is expected', () => {
  expect(populationsOf([])).toBe(EVERYONE);
  expect(EVERYONE.all.map(({ expected }) => expected)).toEqual([false]);
  expect(EVERYONE.of(target())).toBe(0);
});

describe('faults', () => {
  test.each<[string, string, string]>([
    ['an unknown field', `populations:\n${one('a', 'target.enabeld == "yes"')}`, 'populations.yaml:5:18'],
    [
      'a value that it never has',
      `populations:\n${one('a', 'target.enabled == "on"')}`,
      '"on" is never the value here',
    ],
    ['what tells accounts of a kind apart', `populations:\n${one('a', 'target.name == "x"')}`, 'target.container can'],
    ['no condition', `populations:\n${one('a', 'target.className')}`, 'populations.0.when'],
    [
      'the same twice',
      `populations:\n${one('a', '"true"')}${one('a', '"false"')}`,
      ':6:9: population "a" is declared twice',
    ],
    [
      'one that means the others',
      `populations:\n${one('undecided', '"true"')}`,
      'means those that are in no other one',
    ],
    ['a misspelt name', `populations:\n${one('a', '"true"', '    tierzero: true\n')}`, 'did you mean "tierZero"'],
    ['none', 'populations: []\n', 'populations'],
    [
      'too many',
      `populations:\n${Array.from({ length: 31 }, (_, i) => one(`p${i}`, '"true"')).join('')}`,
      'more than 30',
    ],
  ])('%s', (_, text, problem) => {
    expect(() => declared(text)).toThrow(problem);
  });
});
