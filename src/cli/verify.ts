/** `adreach verify`: what really happened, held against what the sources predict. */
import type { Writable } from 'node:stream';
import { Command, InvalidArgumentError, Option } from 'commander';
import { AdreachError } from '../errors/index.js';
import { queryAccounts, verify } from '../library/verify.js';
import { terminal } from '../report/encode/terminal.js';
import { openFileOutput } from '../report/output/file.js';
import { streamOutput } from '../report/output/stream.js';
import { terminalTraits } from '../report/terminal-traits.js';
import { formatVerify, VERIFY_FORMATS, type VerifyFormat } from '../report/verify/index.js';
import { loadRules } from '../rules/index.js';
import { QUERY_TARGETS, type QueryTarget, queryText } from '../verify/queries/index.js';
import { addConfigOptions, applyConfig, type ConfigFile, configFiles } from './config.js';
import { addConnectionOptions, type ConnectionFlags, connectionFiles, connectionOf } from './connection-options.js';
import { addEvidenceOptions, type EvidenceFlags, evidenceOptionsOf } from './evidence-options.js';
import { keepApart, ruleFiles, sourceFiles } from './keep-apart.js';
import { createProgress } from './progress.js';

interface VerifyFlags extends ConnectionFlags, EvidenceFlags {
  readonly account: readonly string[];
  readonly events: readonly string[];
  readonly mapping?: string;
  readonly window: number;
  readonly format: VerifyFormat;
  readonly output?: string;
  readonly rules: readonly string[];
  readonly requireComplete?: boolean;
  /** True: of all targets. */
  readonly queries?: QueryTarget | true;
}

/** Disagreements were found. */
const DISAGREED = 1;
const INCOMPLETE = 3;

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** @param out where the result goes without -o */
export function verifyCommand(out: Writable = process.stdout): Command {
  const command = new Command('verify')
    .description(
      'hold the verdicts against what event logs and lists of actions say really happened; no event is no evidence',
    )
    .argument('[source...]', 'snapshot, LDIF file (.gz too) or ldap(s):// URL; several are joined')
    .option(
      '-a, --account <name>',
      'account under audit that acted (repeatable); local-system for the sensors',
      collect,
      [],
    )
    .option(
      '-e, --events <file...>',
      'event log (.evtx), event XML, CSV or JSON of SecurityEvent, WindowsEvent, IdentityDirectoryEvents or the action center, sensor log (repeatable)',
      collect,
      [],
    )
    .option('--mapping <file>', 'how the columns of a list of actions are called, YAML (docs/verify.md)')
    .option('--window <minutes>', 'between an entry of a list of actions and the event that proves it', minutesOf, 5)
    .addOption(new Option('-f, --format <format>', 'how to write it').choices([...VERIFY_FORMATS]).default('table'))
    .option('-o, --output <file|->', 'where to write; standard output without it')
    .option('--require-complete', 'exit status 3 where the sources have gaps or event files are damaged')
    .addOption(
      new Option(
        '--queries [where]',
        'print hunting queries for the accounts instead; of all kinds without one',
      ).choices([...QUERY_TARGETS]),
    )
    .option('--rules <dir>', 'folder with further actions (repeatable)', collect, []);
  addConfigOptions(command);
  addEvidenceOptions(command);
  addConnectionOptions(command);
  return command
    .addHelpText(
      'after',
      `
Examples:
  adreach verify example.snapshot --account 'mdiAction$' --queries wevtutil
  adreach verify example.snapshot --account 'mdiAction$' --events Security.evtx --events actions.csv
  adreach verify example.snapshot --account 'mdiAction$' --account local-system --events dc1.xml --format json -o verify.json

Exit status: 0 done; 1 what happened disagrees with what is predicted; 2 could not do it; 3 incomplete, with --require-complete.`,
    )
    .action(async (sources: readonly string[]) => {
      const of = async () => (await import('./audit.js')).auditCommand();
      // Where an audit's result goes, no comparison goes; nor is it in an audit's formats.
      const config = await applyConfig(command, { of, own: ['output', 'format'] });
      const flags = command.opts<VerifyFlags>();
      if (flags.queries === undefined) await run(sources, flags, out, config);
      else await printQueries(sources, flags, out, config);
    });
}

async function run(
  sources: readonly string[],
  flags: VerifyFlags,
  out: Writable,
  config: ConfigFile | null,
): Promise<void> {
  if (sources.length === 0)
    throw missing('no source was named', 'Name a snapshot, an LDIF file or a URL, before --events.');
  if (flags.account.length === 0)
    throw missing('--account is missing', "Name who acted, for example --account 'mdiAction$'.");
  if (flags.events.length === 0)
    throw missing('--events is missing', 'Name an event file, for example --events Security.evtx.');
  const stated = evidenceOptionsOf(flags);
  const rules = loadRules(flags.rules);
  await checkOutput(sources, flags, config);
  const progress = createProgress(process.stderr);
  await written(flags, out, async (traits) => {
    const result = await verify({
      ...stated,
      sources,
      accounts: flags.account,
      events: flags.events,
      window: flags.window,
      rules,
      ...(flags.mapping !== undefined && { mapping: flags.mapping }),
      connection: () => connectionOf(flags),
      progress: (text) => progress.update(terminal(text)),
    }).finally(() => progress.done());
    if (flags.requireComplete === true && !result.complete) process.exitCode = INCOMPLETE;
    else if (result.summary.disagreed > 0) process.exitCode = DISAGREED;
    return formatVerify(result, flags.format, traits);
  });
}

async function printQueries(
  sources: readonly string[],
  flags: VerifyFlags,
  out: Writable,
  config: ConfigFile | null,
): Promise<void> {
  if (flags.account.length === 0)
    throw missing('--account is missing', "Name who acts, for example --account 'mdiAction$'.");
  await checkOutput(sources, flags, config);
  await written(flags, out, async () => {
    const accounts = await queryAccounts({
      ...evidenceOptionsOf(flags),
      sources,
      accounts: flags.account,
      connection: () => connectionOf(flags),
    });
    const targets = flags.queries === true ? QUERY_TARGETS : [flags.queries!];
    return targets.map((target) => queryText(target, accounts)).join('\n');
  });
}

async function checkOutput(sources: readonly string[], flags: VerifyFlags, config: ConfigFile | null): Promise<void> {
  if (flags.output === undefined) return;
  await keepApart(
    [{ is: '-o', path: flags.output }],
    [
      ...sourceFiles(sources),
      ...flags.events.map((path) => ({ is: 'an event file (--events)', path })),
      ...(flags.mapping === undefined ? [] : [{ is: 'the mapping (--mapping)', path: flags.mapping }]),
      ...ruleFiles(flags.rules),
      ...connectionFiles(flags),
      ...configFiles(config),
    ],
  );
}

/** Opens the output before the work, and takes it away again where that fails. */
async function written(
  { output: name }: VerifyFlags,
  out: Writable,
  work: (traits: ReturnType<typeof terminalTraits>) => Promise<string>,
): Promise<void> {
  const path = name === undefined || name === '-' ? null : name;
  const output = path === null ? streamOutput(out) : await openFileOutput(path);
  try {
    const traits =
      path === null ? terminalTraits(out as Partial<NodeJS.WriteStream>, process.env) : terminalTraits({}, {});
    await output.write(Buffer.from(await work(traits)));
    await output.commit();
  } catch (error) {
    await output.abort();
    throw error;
  }
}

function missing(what: string, hint: string): AdreachError {
  return new AdreachError('usage', what, hint);
}

/** @throws InvalidArgumentError for what is no span of time */
function minutesOf(text: string): number {
  const minutes = Number(text);
  if (/^\d{1,5}(?:\.\d+)?$/.test(text) && minutes > 0) return minutes;
  throw new InvalidArgumentError('It must be a number of minutes, for example 5.');
}
