/** `adreach pseudonymize`: a source under other names, as a snapshot that can be shown to others. */
import { randomBytes } from 'node:crypto';
import { Command } from 'commander';
import { openSources } from '../assemble/open.js';
import { isSid, normalizeSid } from '../descriptor/index.js';
import { builtinSchema } from '../directory/builtin-schema.js';
import { isDn } from '../names/dn.js';
import { Pseudonyms, pseudonymize, readOrCreateKey } from '../pseudonymize/index.js';
import { tell } from './diagnostics.js';
import { keepApart, sourceFiles } from './keep-apart.js';
import { checkOutput } from './output-file.js';
import { createProgress } from './progress.js';
import { version } from './version.js';

interface PseudonymizeFlags {
  readonly output: string;
  readonly key?: string;
  readonly show: readonly string[];
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

export function pseudonymizeCommand(): Command {
  return new Command('pseudonymize')
    .description('write a source as a snapshot under other names, with the same structure, rights and verdicts')
    .argument('<source...>', 'snapshot or LDIF file (.gz too); several are joined')
    .requiredOption('-o, --output <file>', 'snapshot file to write')
    .option('--key <file>', 'key of the pseudonyms, made if it does not exist; without it one that is thrown away')
    .option('--show <name>', 'say the pseudonym of this name, DN, UPN or SID (repeatable)', collect, [])
    .addHelpText(
      'after',
      `
The same key gives the same pseudonyms. Whoever has it can tell who stands behind them: keep it to yourself.
docs/pseudonymize.md lists what is replaced and what is kept.

Examples:
  adreach pseudonymize example.snapshot -o shown.snapshot
  adreach pseudonymize domain.ldif.gz --key pseudonyms.key --show 'mdiAction$' -o shown.snapshot`,
    )
    .action(async (sources: readonly string[], flags: PseudonymizeFlags) => run(sources, flags));
}

async function run(sources: readonly string[], flags: PseudonymizeFlags): Promise<void> {
  await checkOutput(flags.output);
  const key = flags.key === undefined ? [] : [{ is: 'the key (--key)', path: flags.key }];
  await keepApart([{ is: '-o', path: flags.output }, ...key], sourceFiles(sources));
  const pseudonyms = new Pseudonyms(await keyOf(flags.key), schemaNames());
  const progress = createProgress(process.stderr);
  try {
    const evidence = await openSources(sources, { progress });
    try {
      const { counts, gaps } = await pseudonymize(evidence, pseudonyms, {
        path: flags.output,
        tool: { name: 'adreach', version: version() },
        progress: ({ objects }) => progress.update(`${objects.toLocaleString('en')} objects pseudonymized`),
      });
      progress.done();
      const { model, accounts } = counts;
      tell(
        `${flags.output}: ${accounts.account.toLocaleString('en')} accounts, ${model.group.toLocaleString('en')} groups, ` +
          `${(model.sd + accounts.sd).toLocaleString('en')} distinct descriptors` +
          `${gaps === 0 ? '' : `; ${gaps.toLocaleString('en')} could not be read, as in the source`}`,
      );
    } finally {
      await evidence.close();
    }
  } finally {
    progress.done();
  }
  for (const text of flags.show) tell(`${text} is ${pseudonymOf(text, pseudonyms)}`);
}

async function keyOf(path: string | undefined): Promise<Buffer> {
  if (path === undefined) {
    tell('No --key: the pseudonyms cannot be made again, nor told from another run.');
    return randomBytes(32);
  }
  const { key, created } = await readOrCreateKey(path);
  if (created) tell(`${path}: a new key was made; whoever has it can tell who is who.`);
  return key;
}

/** Names that are the base product's, so that they say nothing of a directory. */
function schemaNames(): string[] {
  const { classes, attributes, rights } = builtinSchema();
  return [...classes, ...attributes, ...rights].map(({ name }) => name);
}

function pseudonymOf(text: string, pseudonyms: Pseudonyms): string {
  if (isSid(text)) return pseudonyms.sid(normalizeSid(text));
  const slash = text.indexOf('\\');
  if (slash > 0 && !text.includes('=')) {
    return `${pseudonyms.name(text.slice(0, slash))}\\${pseudonyms.name(text.slice(slash + 1))}`;
  }
  if (isDn(text)) return pseudonyms.dn(text);
  return text.includes('@') ? pseudonyms.userPrincipalName(text) : pseudonyms.name(text);
}
