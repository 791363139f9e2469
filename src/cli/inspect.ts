/** `adreach inspect`: what a source is and holds, at a look. */
import type { Writable } from 'node:stream';
import { Command, Option } from 'commander';
import { inspectSources } from '../assemble/inspect.js';
import { AdreachError } from '../errors/index.js';
import { jsonText } from '../report/encode/json.js';
import { streamOutput } from '../report/output/stream.js';
import { terminalTraits } from '../report/terminal-traits.js';
import type { InspectionDocument } from '../result/inspect.js';
import { inspectionText } from './inspect-text.js';
import { createProgress } from './progress.js';

interface InspectFlags {
  readonly format: 'text' | 'json';
  readonly full?: boolean;
}

/** @param out where it is written */
export function inspectCommand(out: Writable = process.stdout): Command {
  return new Command('inspect')
    .description('tell what a file is and holds: domain, counts, dates, what could not be read')
    .argument('<source...>', 'snapshot, LDIF file (.gz too), AD Explorer .dat, or "-"; several are taken together')
    .addOption(new Option('-f, --format <format>', 'text or json').choices(['text', 'json']).default('text'))
    .option('--full', 'count everything, however large the file is')
    .addHelpText(
      'after',
      `
Examples:
  adreach inspect example.snapshot
  adreach inspect domain.ldif.gz configuration.ldif schema.ldif
  adreach inspect snapshot.dat --format json`,
    )
    .action(async (sources: readonly string[], flags: InspectFlags) => inspect(sources, flags, out));
}

async function inspect(sources: readonly string[], flags: InspectFlags, out: Writable): Promise<void> {
  const url = sources.find((source) => /^ldaps?:\/\//i.test(source));
  if (url !== undefined) {
    throw new AdreachError('usage', `${url}: a server is not inspected`, 'collect it with "adreach collect" first');
  }
  const progress = createProgress(process.stderr);
  try {
    const inspection = await inspectSources(sources, { progress, full: flags.full ?? false });
    progress.done();
    const text =
      flags.format === 'json'
        ? jsonText({ schema: 'adreach-inspection/1', ...inspection } satisfies InspectionDocument)
        : inspectionText(inspection, terminalTraits(out as Partial<NodeJS.WriteStream>, process.env)).join('\n');
    const output = streamOutput(out);
    await output.write(Buffer.from(`${text}\n`));
    await output.commit();
  } finally {
    progress.done();
  }
}
