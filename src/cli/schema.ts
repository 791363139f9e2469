/** `adreach schema`: the JSON Schemas of what the commands write. */
import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { AdreachError } from '../errors/index.js';
import { streamOutput } from '../report/output/stream.js';
import { nearest } from '../rules/nearest.js';

/** @param out where it is written */
export function schemaCommand(out: Writable = process.stdout): Command {
  return new Command('schema')
    .description('print the JSON Schema of what a command writes')
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
      const published = await import('../result/published.js');
      const text = name === undefined ? listText(published) : published.jsonSchemaText(known(name, published));
      await streamOutput(out).write(Buffer.from(text));
    });
}

type Published = typeof import('../result/published.js');

function listText({ PUBLISHED, publishedNames }: Published): string {
  const width = Math.max(...publishedNames.map((name) => name.length));
  return publishedNames.map((name) => `${name.padEnd(width)}  ${PUBLISHED[name].writtenBy}\n`).join('');
}

function known(name: string, { publishedNames }: Published): Published['publishedNames'][number] {
  const found = publishedNames.find((candidate) => candidate === name.toLowerCase());
  if (found !== undefined) return found;
  const near = nearest(name, publishedNames);
  throw new AdreachError(
    'not-found',
    `there is no schema "${name}"`,
    `${near === null ? '' : `Did you mean ${near}? `}Schemas: ${publishedNames.join(', ')}.`,
  );
}
