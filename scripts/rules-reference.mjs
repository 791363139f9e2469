// Writes the generated tables of docs/rules.md. Needs the compiled program (npm run build).
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiled = resolve(process.argv[2] ?? join(root, 'dist'));
const { loadRules } = await import(pathToFileURL(join(compiled, 'rules/load.js')));
const { withReference } = await import(pathToFileURL(join(compiled, 'rules/reference.js')));
const page = join(root, 'docs/rules.md');
const text = readFileSync(page, 'utf8');
const made = withReference(text, loadRules());
if (made === text) console.log('docs/rules.md is up to date');
else {
  writeFileSync(page, made);
  console.log('docs/rules.md was written');
}
