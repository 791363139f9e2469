// Writes schemas/NAME.json: the JSON Schemas of what the commands write, and of the files that people write. Needs the compiled program (npm run build).
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const compiled = resolve(process.argv[2] ?? join(root, 'dist'));
const { jsonSchemaText, publishedNames } = await import(pathToFileURL(join(compiled, 'result/published.js')).href);
const inputs = await import(pathToFileURL(join(compiled, 'cli/input-schemas.js')).href);
const { inputNames, inputSchemaText } = inputs;
const folder = join(root, 'schemas');
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
const { fileSchemaNames, fileSchemaText } = await import(pathToFileURL(join(compiled, 'rules/file-schemas.js')).href);
for (const name of fileSchemaNames) writeFileSync(join(folder, `${name}.json`), fileSchemaText(name));
for (const name of publishedNames) writeFileSync(join(folder, `${name}.json`), jsonSchemaText(name));
for (const name of inputNames) writeFileSync(join(folder, `${name}.json`), inputSchemaText(name));
console.log(`schemas/: ${publishedNames.length + fileSchemaNames.length + inputNames.length} files`);
