/** `adreach schema`: the JSON Schemas of what the commands write, and of the files that people write. */
import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { streamOutput } from '../report/output/stream.js';

/** @param out where it is written */
export function schemaCommand(out: Writable = process.stdout): Command {
  return new Command('schema')
    .description('print the JSON Schema of what a command writes, or of a file that you write')
    .argument('[name]', 'its name; without it: the names of all')
    .addHelpText(
      'after',
      `
The schemas are also files: schemas/NAME.json of the package. Those of what a command writes allow members that they do not
name, as a later version may add some.

Examples:
  adreach schema
  adreach schema audit > audit.schema.json`,
    )
    .action(async (name: string | undefined) => {
      // Loaded when asked for: building the schemas takes longer than all other help texts.
      const { schemaList, schemaText } = await import('./schemas.js');
      await streamOutput(out).write(Buffer.from(name === undefined ? schemaList() : schemaText(name)));
    });
}
