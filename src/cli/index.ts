#!/usr/bin/env node
/** Wires the commands; everything they do is in their own files. */
import { Command, CommanderError } from 'commander';
import { tell } from './diagnostics.js';
import { reportError, USAGE_STATUS, withoutSecrets } from './failure.js';
import { watchStandardOutput } from './standard-output.js';
import { version } from './version.js';

/** Loaded when asked for: most of a short command's time would go into loading the others. */
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  collect: async () => (await import('./collect.js')).collectCommand(),
  audit: async () => (await import('./audit.js')).auditCommand(),
  plan: async () => (await import('./plan.js')).planCommand(),
  explain: async () => (await import('./explain.js')).explainCommand(),
  simulate: async () => (await import('./simulate.js')).simulateCommand(),
  diff: async () => (await import('./diff.js')).diffCommand(),
  verify: async () => (await import('./verify.js')).verifyCommand(),
  inspect: async () => (await import('./inspect.js')).inspectCommand(),
  check: async () => (await import('./check.js')).checkCommand(),
  pseudonymize: async () => (await import('./pseudonymize.js')).pseudonymizeCommand(),
  rules: async () => (await import('./rules.js')).rulesCommand(),
  sddl: async () => (await import('./sddl.js')).sddlCommand(),
  schema: async () => (await import('./schema.js')).schemaCommand(),
};

watchStandardOutput();

const program = new Command('adreach')
  .description(
    'Tells, for every account of an Active Directory domain, whether a delegated action account can disable, enable or\n' +
      'force a password change on it, whether that lasts, and which access control entry decides. Reads only.',
  )
  .version(version())
  .addHelpText(
    'after',
    `
Examples:
  adreach collect ldaps://dc1.example.com --user auditor@example.com -o example.snapshot
  adreach audit example.snapshot --account 'mdiAction$'
  adreach audit domain.ldif.gz --account 'EXAMPLE\\helpdesk' --format json -o result.json

Exit status: 0 done; 1 findings at or above --fail-on; 2 could not do it; 3 incomplete evidence with --require-complete.`,
  );

const asked = process.argv[2];
const wanted = asked !== undefined && Object.hasOwn(COMMANDS, asked) ? [asked] : Object.keys(COMMANDS);
for (const name of wanted) program.addCommand(await COMMANDS[name]!());

/** Usage errors end with 2, as every failure to do the work; help and version with 0. */
function prepare(command: Command): void {
  command
    .exitOverride()
    .showHelpAfterError('(run with --help for the options and examples)')
    .configureOutput({
      outputError: (text) => {
        for (const line of withoutSecrets(text).trimEnd().split('\n')) tell(line);
      },
    });
  for (const child of command.commands) prepare(child);
  if (command.commands.length === 0) takeNoColor(command);
}

/** Every command takes `--no-color`, be it that it has no colours. */
function takeNoColor(command: Command): void {
  if (command.options.some(({ long }) => long === '--no-color')) return;
  command.option('--no-color', 'no colours (as NO_COLOR)').hook('preAction', () => {
    if (command.opts<{ readonly color: boolean }>().color === false) process.env['FORCE_COLOR'] = '0';
  });
}

prepare(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE_STATUS;
  else process.exitCode = reportError(error, process.stderr);
}
