/** `adreach diff`: what changed between two states of a directory, and why. */
import type { Writable } from 'node:stream';
import { Command, Option } from 'commander';
import { AdreachError } from '../errors/index.js';
import { type DiffOutcome, streamDiff, streamResultDiff } from '../library/diff.js';
import { withActions } from '../library/rule-set.js';
import { isAuditResult, isJson } from '../report/baseline/recognise.js';
import { DIFF_FORMATS, type DiffFormat, diffSink } from '../report/diff/index.js';
import { terminal } from '../report/encode/terminal.js';
import { openFileOutput } from '../report/output/file.js';
import { streamOutput } from '../report/output/stream.js';
import { terminalTraits } from '../report/terminal-traits.js';
import type { Profile } from '../result/codes.js';
import { loadRules } from '../rules/index.js';
import { listed } from '../words/lists.js';
import { type AimFlags, addAimOptions, aimFiles, aimsOf } from './aim-options.js';
import { addConfigOptions, applyConfig, type ConfigFile, configFiles } from './config.js';
import { addConnectionOptions, type ConnectionFlags, connectionFiles, connectionOf } from './connection-options.js';
import { tell } from './diagnostics.js';
import { addEvidenceOptions, type EvidenceFlags, evidenceOptionsOf } from './evidence-options.js';
import { INCOMPLETE_STATUS } from './failure.js';
import { knownFindingsOf, profileOption } from './finding-options.js';
import { keepApart, ruleFiles, sourceFiles } from './keep-apart.js';
import { createProgress, NO_PROGRESS } from './progress.js';

type StandardOutput = Writable & { readonly isTTY?: boolean; readonly columns?: number };

interface DiffFlags extends ConnectionFlags, EvidenceFlags, AimFlags {
  readonly account: readonly string[];
  readonly action: readonly string[];
  readonly alsoOld: readonly string[];
  readonly alsoNew: readonly string[];
  readonly format?: DiffFormat;
  readonly output?: string;
  readonly all?: boolean;
  readonly rules: readonly string[];
  readonly suppress: readonly string[];
  readonly profile: Profile;
  readonly requireComplete?: boolean;
  readonly quiet?: boolean;
  readonly color: boolean;
  /** Options given on the command line that results of audits have no use for. */
  readonly ofSources: readonly string[];
}

/** Options that say how sources are audited. */
const OF_SOURCES = ['suppress', 'profile', 'scope', 'expectCoverage', 'mode', 'answers', 'reader', 'exported'];

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** @param out where the comparison goes without -o */
export function diffCommand(out: StandardOutput = process.stdout): Command {
  const command = new Command('diff')
    .description('compare two states of a directory, or two results of audits: what changed, and why')
    .argument(
      '<old>',
      'snapshot, LDIF file (.gz too), AD Explorer .dat, ldap(s):// URL, or a result of audit --format json',
    )
    .argument('<new>', 'the same of later; sources of different kinds can be compared, a result with a result only')
    .option(
      '-a, --account <name>',
      'account under audit, named as for audit (repeatable; of two results: only these, by name or SID)',
      collect,
      [],
    )
    .option('--also-old <source>', 'a further source of the old side, joined with it (repeatable)', collect, [])
    .option('--also-new <source>', 'the same of the new side (repeatable)', collect, [])
    .option('--action <id>', 'only this action (repeatable; default: all)', collect, [])
    .addOption(
      new Option(
        '-f, --format <format>',
        'table, json, md or html (default: what the name of -o ends with, else table)',
      ).choices([...DIFF_FORMATS]),
    )
    .option('-o, --output <file|->', 'where to write; standard output without it')
    .option('--all', 'everything, nothing folded (JSON always holds all)')
    .option('--rules <dir>', 'folder with further rules and actions (repeatable)', collect, [])
    .option('--suppress <file>', 'findings that are accepted (repeatable; docs/suppressions.md)', collect, [])
    .addOption(profileOption().default('mdi-action-account'))
    .option('--require-complete', 'exit status 3 when the evidence of either side is incomplete')
    .option('--quiet', 'no progress and no messages but errors')
    .option('--no-color', 'no colours (as NO_COLOR; FORCE_COLOR puts them where there is no terminal)');
  addAimOptions(command);
  addConfigOptions(command);
  addEvidenceOptions(command);
  addConnectionOptions(command);
  return command
    .addHelpText(
      'after',
      `
Examples:
  adreach diff may.snapshot june.snapshot --account 'mdiAction$'
  adreach diff domain.ldif.gz ldaps://dc1.example.com --user auditor@example.com --account 'mdiAction$' --format json -o diff.json
  adreach diff may.snapshot june.snapshot --account 'mdiAction$' -o june.html
  adreach diff may.json june.json

Exit status: 0 nothing changed; 1 something did; 2 could not do it; 3 incomplete evidence with --require-complete.`,
    )
    .action(async (old: string, now: string) => {
      const of = async () => (await import('./audit.js')).auditCommand();
      // Where an audit's result goes, no comparison goes.
      const config = await applyConfig(command, { of, own: ['output', 'format'] });
      const given = OF_SOURCES.filter((name) => command.getOptionValueSource(name) === 'cli');
      const ofSources = given.map((name) => `--${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`);
      await run(old, now, { ...command.opts<Omit<DiffFlags, 'ofSources'>>(), ofSources }, out, config);
    });
}

async function run(
  old: string,
  now: string,
  flags: DiffFlags,
  out: StandardOutput,
  config: ConfigFile | null,
): Promise<void> {
  const results = [await isAuditResult(old), await isAuditResult(now)];
  for (const [i, name] of [old, now].entries())
    if (!results[i] && (await isJson(name)))
      throw new AdreachError(
        'format',
        `${name} is JSON, and no result that adreach audit --format json wrote`,
        'Compare such a result with another one, or the sources themselves.',
      );
  if (results[0] && flags.ofSources.length > 0)
    throw new AdreachError(
      'usage',
      `${listed(flags.ofSources)} cannot be used with results of audits: what they say is in them, or is not`,
      'Compare the sources themselves.',
    );
  if (results[0] !== results[1])
    throw new AdreachError(
      'usage',
      `${results[0] ? old : now} is the result of an audit, and ${results[0] ? now : old} is a source`,
      'Compare two sources, or two results.',
    );
  if (!results[0] && flags.account.length === 0)
    throw new AdreachError(
      'usage',
      'no account under audit was named',
      "Name one with --account, for example --account 'mdiAction$' or --account local-system.",
    );
  const further = [...flags.alsoOld, ...flags.alsoNew];
  if (results[0] && further.length > 0)
    throw new AdreachError('usage', 'results of audits are not joined', 'Compare one with one.');
  if ([old, now, ...further].includes('-'))
    throw new AdreachError('usage', 'neither side of a comparison can be standard input', 'Name files or URLs.');
  const path = flags.output === undefined || flags.output === '-' ? null : flags.output;
  const format = flags.format ?? formatOf(path);
  if (format === 'html') checkPage(results[0] === true, path, out);
  const stated = evidenceOptionsOf(flags);
  const rules = withActions(loadRules(flags.rules), flags.action);
  const aims = aimsOf(flags);
  if (flags.output !== undefined)
    await keepApart(
      [{ is: '-o', path: flags.output }],
      [
        ...sourceFiles([old, now, ...further]),
        ...ruleFiles(flags.rules),
        ...connectionFiles(flags),
        ...aimFiles(flags),
        ...flags.suppress.map((path) => ({ is: 'a suppressions file (--suppress)', path })),
        ...configFiles(config),
      ],
    );
  const output = path === null ? streamOutput(out) : await openFileOutput(path);
  const progress = flags.quiet === true ? NO_PROGRESS : createProgress(process.stderr);
  try {
    const env = flags.color ? process.env : { ...process.env, FORCE_COLOR: '0' };
    const traits = path === null ? terminalTraits(out, env) : terminalTraits({}, {});
    const sink = diffSink(format, output, { traits, all: flags.all ?? false });
    const outcome = results[0]
      ? await streamResultDiff({ before: old, after: now, accounts: flags.account, actions: flags.action }, sink)
      : await streamDiff(
          {
            before: [old, ...flags.alsoOld],
            after: [now, ...flags.alsoNew],
            accounts: flags.account,
            rules,
            profile: flags.profile,
            known: await knownFindingsOf({ suppress: flags.suppress, profile: flags.profile }, rules),
            ...aims,
            ...stated,
            connection: () => connectionOf(flags),
            progress: (text) => progress.update(terminal(text)),
          },
          sink,
        );
    progress.done();
    await output.commit();
    if (path !== null && flags.quiet !== true) tell(`Result: ${path}`);
    process.exitCode = exitStatus(outcome, flags);
  } catch (error) {
    await output.abort();
    throw error;
  } finally {
    progress.done();
  }
}

const BY_ENDING: ReadonlyMap<string, DiffFormat> = new Map([
  ['json', 'json'],
  ['md', 'md'],
  ['html', 'html'],
  ['htm', 'html'],
]);

function formatOf(path: string | null): DiffFormat {
  const ending = /\.([a-z]+)$/i.exec(path ?? '')?.[1]?.toLowerCase();
  return BY_ENDING.get(ending ?? '') ?? 'table';
}

/** @throws AdreachError `usage` where there is no page, or no place for one */
function checkPage(areResults: boolean, path: string | null, out: StandardOutput): void {
  if (areResults)
    throw new AdreachError(
      'usage',
      'two results of audits have no page: it shows every account of the newer directory and why, which results do not hold',
      'compare the sources, or use --format md',
    );
  if (path === null && out.isTTY === true)
    throw new AdreachError('usage', 'the format html is nothing for a terminal', 'name a file with -o FILE');
}

function exitStatus({ different, complete }: DiffOutcome, { requireComplete }: DiffFlags): number {
  if (requireComplete && !complete) return INCOMPLETE_STATUS;
  return different ? 1 : 0;
}
