/** `adreach schema`: the JSON Schemas of what the commands write, and of the files that people write for them. */
import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { AdreachError } from '../errors/index.js';
import { streamOutput } from '../report/output/stream.js';
import { nearest } from '../rules/nearest.js';

/** @param out where it is written */
export function schemaCommand(out: Writable = process.stdout): Command {
  return new Command('schema')
    .description('print the JSON Schema of what a command writes, or reads')
    .argument('[name]', 'its name; without it: the names of all')
    .addHelpText(
      'after',
      `
The schemas are also files: schemas/NAME.json of the package. They allow members that they do not name, as a later
version may add some.

Examples:
  adreach schema
  adreach schema audit > audit.schema.json`,
    )
    .action(async (name: string | undefined) => {
      // Loaded when asked for: building the schemas takes longer than all other help texts.
      const [published, inputs] = await Promise.all([import('../result/published.js'), import('./input-schemas.js')]);
      const text = name === undefined ? listText(published, inputs) : schemaText(name, published, inputs);
      await streamOutput(out).write(Buffer.from(text));
    });
}

type Published = typeof import('../result/published.js');
type Inputs = typeof import('./input-schemas.js');

function listText({ PUBLISHED, publishedNames }: Published, { INPUTS, inputNames }: Inputs): string {
  const lines = [
    ...publishedNames.map((name) => [name, PUBLISHED[name].writtenBy] as const),
    ...inputNames.map((name) => [name, `${INPUTS[name].readBy} (what it reads)`] as const),
  ];
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, what]) => `${name.padEnd(width)}  ${what}\n`).join('');
}

function schemaText(name: string, published: Published, inputs: Inputs): string {
  const wanted = name.toLowerCase();
  const written = published.publishedNames.find((candidate) => candidate === wanted);
  if (written !== undefined) return published.jsonSchemaText(written);
  const read = inputs.inputNames.find((candidate) => candidate === wanted);
  if (read !== undefined) return inputs.inputSchemaText(read);
  const all = [...published.publishedNames, ...inputs.inputNames];
  const near = nearest(name, all);
  throw new AdreachError(
    'not-found',
    `there is no schema "${name}"`,
    `${near === null ? '' : `Did you mean ${near}? `}Schemas: ${all.join(', ')}.`,
  );
}
