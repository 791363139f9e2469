/** `adreach simulate`: what changes would do, before anybody makes them. */
import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { AdreachError } from '../errors/index.js';
import { withActions } from '../library/rule-set.js';
import { streamSimulation } from '../library/simulate.js';
import { terminal } from '../report/encode/terminal.js';
import { openSimulation, planSimulation, type SimulationOutputs } from '../report/simulate/index.js';
import { loadRules } from '../rules/index.js';
import { type AimFlags, addAimOptions, aimFiles, aimsOf } from './aim-options.js';
import { addConfigOptions, applyConfig, type ConfigFile, type ConfigFlags, configFiles } from './config.js';
import { addConnectionOptions, type ConnectionFlags, connectionFiles, connectionOf } from './connection-options.js';
import { tell } from './diagnostics.js';
import { addEvidenceOptions, type EvidenceFlags, evidenceOptionsOf } from './evidence-options.js';
import { addFindingOptions, type FindingFlags, findingFiles, knownFindingsOf } from './finding-options.js';
import { keepApart, type NamedFile, ruleFiles, sourceFiles } from './keep-apart.js';
import { checkOutput } from './output-file.js';
import { createProgress, NO_PROGRESS } from './progress.js';

interface SimulateFlags extends ConnectionFlags, EvidenceFlags, AimFlags, FindingFlags, ConfigFlags {
  readonly account: readonly string[];
  readonly changes?: string;
  readonly as?: string;
  readonly action: readonly string[];
  readonly format: readonly string[];
  readonly output?: string;
  readonly write?: string;
  readonly rules: readonly string[];
  readonly quiet?: boolean;
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** @param out where the result goes without -o */
export function simulateCommand(
  out: Writable & { readonly isTTY?: boolean; readonly columns?: number } = process.stdout,
): Command {
  const command = new Command('simulate')
    .description('audit sources before and after changes that are made in memory alone: what would they do?')
    .argument('<source...>', 'snapshot, LDIF file (.gz too), AD Explorer .dat or ldap(s):// URL; several are joined')
    .option(
      '--changes <file>',
      'the changes: LDIF change records, as ldapmodify takes them, or YAML (docs/simulate.md)',
    )
    .option(
      '-a, --account <name>',
      'account under audit: sAMAccountName, DOMAIN\\name, DN, SID, UPN, or local-system (repeatable)',
      collect,
      [],
    )
    .option('--as <name>', 'who makes new objects, and so owns them (default: a Domain Admin)')
    .option('--action <id>', 'only this action (repeatable; default: all)', collect, [])
    .option('-f, --format <format>', 'table, html or json (repeatable; default: table)', collect, [])
    .option('-o, --output <file|dir|->', 'where to write; standard output without it')
    .option('--write <file>', 'also write the directory after the changes: a snapshot, which says that it is simulated')
    .option('--rules <dir>', 'folder with further rules and actions (repeatable)', collect, [])
    .option('--quiet', 'no progress and no messages but errors');
  addAimOptions(command);
  addFindingOptions(command);
  addConfigOptions(command);
  addEvidenceOptions(command);
  addConnectionOptions(command);
  return command
    .addHelpText(
      'after',
      `
Nothing is written to any directory. The exit status is 0 whatever changes.

Examples:
  adreach simulate example.snapshot --changes changes.ldif --account 'mdiAction$'
  adreach simulate example.snapshot --changes delegation.yaml --account 'mdiAction$' --format json -o simulation.json
  adreach simulate example.snapshot --changes delegation.yaml --account 'mdiAction$' --format html -o simulation.html
  adreach simulate example.snapshot --changes move.ldif --account helpdesk --write after.snapshot`,
    )
    .action(async (sources: readonly string[]) => {
      const of = async () => (await import('./audit.js')).auditCommand();
      // Where an audit's result goes, and as what, is its own affair.
      const config = await applyConfig(command, { of, own: ['output', 'format'] });
      await run(sources, command.opts<SimulateFlags>(), config, out);
    });
}

async function run(
  sources: readonly string[],
  flags: SimulateFlags,
  config: ConfigFile | null,
  stdout: Writable,
): Promise<void> {
  const changes = required(flags.changes);
  if (flags.account.length === 0)
    throw new AdreachError(
      'usage',
      'no account under audit was named',
      "Name one with --account, for example --account 'mdiAction$' or --account local-system.",
    );
  const stated = evidenceOptionsOf(flags);
  const loaded = loadRules(flags.rules);
  // A change may name any action; only some may be audited.
  withActions(loaded, flags.action);
  const aims = aimsOf(flags);
  const planned = await planSimulation(flags.format, flags.output);
  if (flags.write !== undefined) await checkOutput(flags.write);
  await keepApart(
    [
      ...planned.flatMap(({ path }) => (path === null ? [] : [{ is: '-o', path }])),
      ...(flags.write === undefined ? [] : [{ is: '--write', path: flags.write }]),
    ],
    [...sourceFiles(sources), ...ruleFiles(flags.rules), ...inputsOf(flags, changes), ...configFiles(config)],
  );
  const known = await knownFindingsOf(flags, loaded);
  const progress = flags.quiet === true ? NO_PROGRESS : createProgress(process.stderr);
  let outputs: SimulationOutputs | null = null;
  try {
    const opened = await openSimulation(planned, {
      stdout,
      ...(flags.framework !== undefined && { framework: flags.framework }),
      beforeWriting: () => progress.done(),
    });
    outputs = opened;
    await streamSimulation(
      {
        sources,
        accounts: flags.account,
        actions: flags.action,
        changes,
        rules: loaded,
        profile: flags.profile,
        known,
        ...aims,
        ...(flags.as !== undefined && { as: flags.as }),
        ...(flags.write !== undefined && { write: flags.write }),
        connection: () => connectionOf(flags),
        ...stated,
        abandoned: () => opened.closed,
        progress: (text) => progress.update(terminal(text)),
      },
      opened.sink,
    );
    await opened.commit();
    progress.done();
    if (flags.quiet === true) return;
    for (const { path } of planned) if (path !== null) tell(`Result: ${path}`);
    if (flags.write !== undefined) tell(`Snapshot after the changes (simulated): ${flags.write}`);
  } catch (error) {
    await outputs?.abort();
    throw error;
  } finally {
    progress.done();
  }
}

function required(changes: string | undefined): string {
  if (changes !== undefined && changes !== '') return changes;
  throw new AdreachError(
    'usage',
    '--changes is missing',
    'Name the file of changes, for example --changes changes.ldif.',
  );
}

function inputsOf(flags: SimulateFlags, changes: string): readonly NamedFile[] {
  return [
    { is: 'the file of changes (--changes)', path: changes },
    ...connectionFiles(flags),
    ...findingFiles(flags),
    ...aimFiles(flags),
  ];
}
