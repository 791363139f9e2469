/** Nobody is sent to a package of the registry that anyone could register under this program's name. */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';

const PLACES = [
  'README.md',
  'CONTRIBUTING.md',
  'CHANGELOG.md',
  'docs',
  'src',
  'scripts',
  'rules',
  'test/lab',
  '.ci',
  'package.json',
];
/** What runs or installs the package by its name: `npx adreach`, `npm exec adreach`, `npm install -g adreach`... */
const BY_NAME =
  /\b(?:npx|npm exec|npm x|npm i|npm install|yarn add|pnpm add)\b(?:[ \t]+-{1,2}[\w-]+(?:=\S+)?)*[ \t]+adreach(?![\w./-])/g;

function files(path: string): string[] {
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).flatMap((name) => files(join(path, name)));
}

/** The places in a text that would ask a registry. */
function asks(text: string): string[] {
  return (text.match(BY_NAME) ?? []).filter((found) => !/^npx\b.*[ \t]--no-install[ \t]/.test(found));
}

test('no text runs or installs adreach by its name', () => {
  const read = PLACES.flatMap(files);
  expect(read).toContain(join('src', 'cli', 'audit.ts'));
  const found = read.flatMap((file) => asks(readFileSync(file, 'utf8')).map((text) => `${file}: ${text}`));
  expect(found).toEqual([]);
});

test.each([
  ['npx adreach audit x', ['npx adreach']],
  ['npx -y adreach', ['npx -y adreach']],
  ['npm install -g adreach', ['npm install -g adreach']],
  ['npx --no-install adreach audit x', []],
  ['npm install -g ./adreach-0.1.0.tgz', []],
])('%s', (text, expected) => {
  expect(asks(text)).toEqual(expected);
});
