/** The rules of the dependency check, each broken by a small tree: a rule whose pattern matches nothing would never be noticed. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, test } from '@jest/globals';
import { CONFIG, cruise } from './cruise.js';

/** Files by path, with what each imports. */
type Tree = Readonly<Record<string, readonly string[]>>;

const RULES = (createRequire(import.meta.url)(CONFIG) as { forbidden: { name: string }[] }).forbidden.map(
  ({ name }) => name,
);
const ORDER = '-imports-what-stands-above-it';
const FLOORS = RULES.filter((name) => name.endsWith(ORDER)).map((name) => name.slice(0, -ORDER.length));

let folder = '';
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/**
 * Writes a tree, with an `ldapts` that can be found, and checks it.
 * @param texts of files that are more than imports
 */
async function violationsOf(tree: Tree, texts: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  folder = realpathSync(mkdtempSync(join(tmpdir(), 'adreach-imports-')));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  };
  write('package.json', '{"type": "module", "dependencies": {"ldapts": "1.0.0"}}');
  write('node_modules/ldapts/package.json', '{"name": "ldapts", "version": "1.0.0", "main": "index.js"}');
  write('node_modules/ldapts/index.js', 'module.exports = {};\n');
  for (const [path, imports] of Object.entries(tree)) {
    write(path, `${imports.map((from) => `import '${from}';\n`).join('')}export const here = '${path}';\n`);
  }
  for (const [path, text] of Object.entries(texts)) write(path, `${text}\n`);
  return (await cruise(folder)).violations;
}

const fileOf = (floor: string) => (floor === 'index' ? 'src/index.ts' : `src/${floor}/a.ts`);
const fromSrc = (floor: string, path: string) => `${floor === 'index' ? './' : '../'}${path.slice(4, -3)}.js`;

/** Every kind of rule but the order of the folders: the rule, and a tree that breaks it alone. */
const BROKEN: readonly (readonly [rule: string, expected: readonly string[], tree: Tree])[] = [
  [
    'no-circles',
    // A circle is told once.
    ['src/names/a.ts -> src/names/b.ts'],
    { 'src/names/a.ts': ['./b.js'], 'src/names/b.ts': ['./a.js'] },
  ],
  [
    'every-folder-has-its-floor',
    ['src/cellar/a.ts -> src/names/a.ts'],
    { 'src/cellar/a.ts': ['../names/a.js'], 'src/names/a.ts': [] },
  ],
  ['files-are-opened-at-the-edges', ['src/rules/load.ts -> fs'], { 'src/rules/load.ts': ['node:fs'] }],
  ['files-are-opened-at-the-edges', ['src/rules/load.ts -> fs'], { 'src/rules/load.ts': ['fs'] }],
  [
    'files-are-opened-at-the-edges',
    ['src/assemble/a.ts -> fs/promises'],
    { 'src/assemble/a.ts': ['node:fs/promises'] },
  ],
  ['files-are-opened-at-the-edges', ['src/index.ts -> fs/promises'], { 'src/index.ts': ['fs/promises'] }],
  ['pure-core', ['src/verdicts/a.ts -> crypto'], { 'src/verdicts/a.ts': ['node:crypto'] }],
  ['pure-core', ['src/directory/a.ts -> timers/promises'], { 'src/directory/a.ts': ['node:timers/promises'] }],
  [
    'one-walk-through-memberships',
    ['src/verdicts/a.ts -> src/directory/links.ts'],
    { 'src/verdicts/a.ts': ['../directory/links.js'], 'src/directory/links.ts': [] },
  ],
  [
    'one-inheritance',
    ['src/access/check.ts -> src/descriptor/inheritance-flags.ts'],
    { 'src/access/check.ts': ['../descriptor/inheritance-flags.js'], 'src/descriptor/inheritance-flags.ts': [] },
  ],
  [
    'only-the-ldap-source-talks-ldap',
    ['src/sources/ldif/a.ts -> node_modules/ldapts/index.js'],
    { 'src/sources/ldif/a.ts': ['ldapts'] },
  ],
];

describe('a tree that breaks one rule breaks exactly that one', () => {
  test.each(BROKEN)('%s: %s', async (rule, expected, tree) => {
    expect(await violationsOf(tree)).toEqual(expected.map((edge) => `${rule}: ${edge}`));
  });

  test('every folder that imports the next one', async () => {
    const tree: Record<string, string[]> = {};
    const expected: string[] = [];
    FLOORS.forEach((floor, number) => {
      const next = FLOORS[number + 1];
      tree[fileOf(floor)] = next === undefined ? [] : [fromSrc(floor, fileOf(next))];
      if (next !== undefined) expected.push(`${floor}${ORDER}: ${fileOf(floor)} -> ${fileOf(next)}`);
    });
    expect(await violationsOf(tree)).toEqual(expected.sort());
  });

  test.each([
    ['of a type', "import type { here } from '../verdicts/a.js';"],
    ['that is passed on', "export { here } from '../verdicts/a.js';"],
    ['when it is needed', "export const later = () => import('../verdicts/a.js');"],
  ])('an import %s is one too', async (_name, text) => {
    const violations = await violationsOf(
      { 'src/access/a.ts': [], 'src/verdicts/a.ts': [] },
      { 'src/access/a.ts': text },
    );
    expect(violations).toEqual(['access-imports-what-stands-above-it: src/access/a.ts -> src/verdicts/a.ts']);
  });

  test('the order of the folders that matter most, by name', async () => {
    const pairs = [
      ['descriptor', 'directory'],
      ['access', 'verdicts'],
      ['words', 'report'],
      ['directory', 'sources'],
      ['verdicts', 'audit'],
      ['explain', 'cli'],
    ] as const;
    const tree: Record<string, string[]> = {};
    for (const [from, to] of pairs) tree[fileOf(from)] = [fromSrc(from, fileOf(to))];
    for (const [, to] of pairs) tree[fileOf(to)] ??= [];
    expect(await violationsOf(tree)).toEqual(
      pairs.map(([from, to]) => `${from}${ORDER}: ${fileOf(from)} -> ${fileOf(to)}`).sort(),
    );
  });
});

test('what the rules allow breaks none', async () => {
  const tree: Record<string, string[]> = {
    'src/rules/files.ts': ['node:fs'],
    'src/sources/ldap/a.ts': ['ldapts', 'node:fs'],
    'src/snapshot/b.ts': ['node:fs/promises'],
    'src/report/b.ts': ['node:fs'],
    'src/cli/b.ts': ['node:fs'],
    'src/directory/links.ts': [],
    'src/directory/membership.ts': ['./links.js'],
    'src/directory/load.ts': ['./links.js'],
    'src/descriptor/inheritance-flags.ts': [],
    'src/access/inherit.ts': ['../descriptor/inheritance-flags.js'],
    'src/words/entry.ts': ['../descriptor/inheritance-flags.js'],
  };
  FLOORS.forEach((floor, number) => {
    tree[fileOf(floor)] = FLOORS.slice(0, number).map((earlier) => fromSrc(floor, fileOf(earlier)));
  });
  expect(await violationsOf(tree)).toEqual([]);
});

test('every rule is broken by a tree above', () => {
  expect(RULES.filter((name) => !name.endsWith(ORDER)).sort()).toEqual(
    [...new Set(BROKEN.map(([rule]) => rule))].sort(),
  );
});
