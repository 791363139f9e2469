/** `adreach explain`: one verdict, step by step. */
import type { Writable } from 'node:stream';
import { Command, Option } from 'commander';
import { AdreachError } from '../errors/index.js';
import { explain } from '../library/explain.js';
import { withActions } from '../library/rule-set.js';
import { terminal } from '../report/encode/terminal.js';
import { EXPLANATION_FORMATS, type ExplanationFormat, formatExplanation } from '../report/explain/index.js';
import { openFileOutput } from '../report/output/file.js';
import { streamOutput } from '../report/output/stream.js';
import { terminalTraits } from '../report/terminal-traits.js';
import { loadRules } from '../rules/index.js';
import { addConfigOptions, applyConfig, type ConfigFile, configFiles } from './config.js';
import { addConnectionOptions, type ConnectionFlags, connectionFiles, connectionOf } from './connection-options.js';
import { addEvidenceOptions, type EvidenceFlags, evidenceOptionsOf } from './evidence-options.js';
import { keepApart, ruleFiles, sourceFiles } from './keep-apart.js';
import { createProgress } from './progress.js';

interface ExplainFlags extends ConnectionFlags, EvidenceFlags {
  readonly account?: string;
  readonly target?: string;
  readonly action?: string;
  readonly format: ExplanationFormat;
  readonly output?: string;
  readonly rules: readonly string[];
  readonly all?: boolean;
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** @param out where the explanation goes without -o */
export function explainCommand(out: Writable = process.stdout): Command {
  const command = new Command('explain')
    .description('explain one verdict step by step: token, target, every entry of the list, and what to change')
    .argument('<source...>', 'snapshot, LDIF file (.gz too) or ldap(s):// URL; several are joined')
    .option('-a, --account <name>', 'account under audit: sAMAccountName, DOMAIN\\name, DN, SID, UPN, or local-system')
    .option('-t, --target <name>', 'the account that it would act on, named in the same ways')
    .option('--action <id>', 'what it would do: disable, enable, force-password-change, reset-password...')
    .addOption(
      new Option('-f, --format <format>', 'text, json or md (for a ticket)')
        .choices([...EXPLANATION_FORMATS])
        .default('text'),
    )
    .option('-o, --output <file|->', 'where to write; standard output without it')
    .option('--all', 'show every entry and every SID, none folded')
    .option('--rules <dir>', 'folder with further actions (repeatable)', collect, []);
  addConfigOptions(command);
  addEvidenceOptions(command);
  addConnectionOptions(command);
  return command
    .addHelpText(
      'after',
      `
Examples:
  adreach explain example.snapshot --account 'mdiAction$' --target jdoe --action disable
  adreach explain domain.ldif.gz --account helpdesk --target 'CN=Jo Doe,OU=Staff,DC=example,DC=com' \\
    --action force-password-change --format md -o ticket.md`,
    )
    .action(async (sources: readonly string[]) => {
      const of = async () => (await import('./audit.js')).auditCommand();
      // Where an audit's result goes, no explanation goes.
      const config = await applyConfig(command, { of, own: ['output'] });
      await run(sources, command.opts<ExplainFlags>(), out, config);
    });
}

async function run(
  sources: readonly string[],
  flags: ExplainFlags,
  out: Writable,
  config: ConfigFile | null,
): Promise<void> {
  const account = required(flags.account, 'account', "the account under audit, for example --account 'mdiAction$'");
  const target = required(flags.target, 'target', 'the account that it would act on, for example --target jdoe');
  const action = required(flags.action, 'action', 'what it would do, for example --action disable');
  const stated = evidenceOptionsOf(flags);
  const rules = withActions(loadRules(flags.rules), [action]);
  if (flags.output !== undefined)
    await keepApart(
      [{ is: '-o', path: flags.output }],
      [...sourceFiles(sources), ...ruleFiles(flags.rules), ...connectionFiles(flags), ...configFiles(config)],
    );
  const path = flags.output === undefined || flags.output === '-' ? null : flags.output;
  const output = path === null ? streamOutput(out) : await openFileOutput(path);
  const progress = createProgress(process.stderr);
  try {
    const explanation = await explain({
      ...stated,
      sources,
      account,
      target,
      action,
      rules,
      connection: () => connectionOf(flags),
      progress: (text) => progress.update(terminal(text)),
    });
    progress.done();
    const traits =
      path === null ? terminalTraits(out as Partial<NodeJS.WriteStream>, process.env) : terminalTraits({}, {});
    await output.write(Buffer.from(formatExplanation(explanation, flags.format, traits, flags.all ?? false)));
    await output.commit();
  } catch (error) {
    await output.abort();
    throw error;
  } finally {
    progress.done();
  }
}

function required(value: string | undefined, option: string, what: string): string {
  if (value !== undefined && value !== '') return value;
  throw new AdreachError('usage', `--${option} is missing`, `Name ${what}.`);
}
