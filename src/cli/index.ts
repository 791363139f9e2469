#!/usr/bin/env node
/** Wires the commands; everything they do is in their own files. */
import { Command, CommanderError } from 'commander';
import { auditCommand } from './audit.js';
import { collectCommand } from './collect.js';
import { explainCommand } from './explain.js';
import { reportError, USAGE_STATUS } from './failure.js';
import { rulesCommand } from './rules.js';
import { sddlCommand } from './sddl.js';
import { version } from './version.js';

const program = new Command('adreach')
  .description(
    'Tells, for every account of an Active Directory domain, whether a delegated action account can disable, enable or\n' +
      'force a password change on it, whether that lasts, and which access control entry decides. Reads only.',
  )
  .version(version())
  .addCommand(collectCommand())
  .addCommand(auditCommand())
  .addCommand(explainCommand())
  .addCommand(rulesCommand())
  .addCommand(sddlCommand())
  .addHelpText(
    'after',
    `
Examples:
  adreach collect ldaps://dc1.example.com --user auditor@example.com -o example.snapshot
  adreach audit example.snapshot --account 'mdiAction$'
  adreach audit domain.ldif.gz --account 'EXAMPLE\\helpdesk' --format json -o result.json

Exit status: 0 done; 1 findings at or above --fail-on; 2 could not do it; 3 incomplete evidence with --require-complete.`,
  );

/** Usage errors end with 2, as every failure to do the work; help and version with 0. */
function prepare(command: Command): void {
  command.exitOverride().showHelpAfterError('(run with --help for the options and examples)');
  for (const child of command.commands) prepare(child);
}
prepare(program);

try {
  await program.parseAsync(process.argv);
} catch (error) {
  if (error instanceof CommanderError) process.exitCode = error.exitCode === 0 ? 0 : USAGE_STATUS;
  else process.exitCode = reportError(error, process.stderr);
}
