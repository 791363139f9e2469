/** What the page is made of: the app imports types and words, nothing that belongs to a program on a computer. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative } from 'node:path';
import { expect, test } from '@jest/globals';

const ROOT = process.cwd();
const APP = join(ROOT, 'app/src');
/** Folders that it may import, and the files of `report` that only make words. */
const ALLOWED = /^src\/(?:errors|names|result|words|report\/(?:answer\/words|[a-z-]+)\.ts$)/;
const PACKAGES = /^(?:preact|preact\/hooks|d3-hierarchy|@tanstack\/virtual-core)$/;

/** Imports of a file that are there when it runs: not those of types alone. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(file, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*?from\s+)?'([^']+)'/gm)].map(([, from]) => from!);
}

function resolved(file: string, from: string): string {
  const path = normalize(join(dirname(file), from));
  return [path.replace(/\.js$/, '.ts'), path.replace(/\.js$/, '.tsx'), path].find((each) => existsSync(each)) ?? path;
}

test('only types and words of src, and few packages, are in the page', () => {
  const todo = readdirSync(APP, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.tsx?$/.test(path))
    .map((path) => join(APP, path));
  const seen = new Set(todo);
  const wrong: string[] = [];
  for (const file of seen) {
    for (const from of importsOf(file)) {
      if (from.endsWith('.css')) continue;
      const here = relative(ROOT, file);
      if (!from.startsWith('.')) {
        if (!here.startsWith('app/') || !PACKAGES.test(from)) wrong.push(`${here}: ${from}`);
        continue;
      }
      const target = resolved(file, from);
      const name = relative(ROOT, target).replaceAll('\\', '/');
      if (!name.startsWith('app/src/') && !ALLOWED.test(name)) wrong.push(`${here}: ${name}`);
      seen.add(target);
    }
  }
  expect(wrong).toEqual([]);
  // It follows what is imported: some files of src are among them.
  expect([...seen].filter((file) => file.startsWith(join(ROOT, 'src'))).length).toBeGreaterThan(5);
});
