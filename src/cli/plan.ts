/** `adreach plan`: a delegation and clean-up, planned and written as scripts for a person; `plan check`: what became of it. */
import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { AdreachError } from '../errors/index.js';
import { planDelegation } from '../library/plan.js';
import { PLAN_FILES, PLAN_FORMATS, type PlanFormat } from '../report/delegation-plan/formats.js';
import { planFiles, writePlanFiles } from '../report/delegation-plan/index.js';
import { terminal } from '../report/encode/terminal.js';
import { counted } from '../report/numbers.js';
import { fileError } from '../report/output/file.js';
import type { Plan } from '../result/plan.js';
import { loadRules } from '../rules/index.js';
import { nothingToChange, othersInGroup, undecidedOf } from '../words/plan.js';
import { addConfigOptions, applyConfig, type ConfigFile, configFiles } from './config.js';
import { addConnectionOptions, type ConnectionFlags, connectionFiles, connectionOf } from './connection-options.js';
import { sentence, tell } from './diagnostics.js';
import { addEvidenceOptions, type EvidenceFlags, evidenceOptionsOf } from './evidence-options.js';
import { keepApart, ruleFiles, sourceFiles } from './keep-apart.js';
import { planCheckCommand } from './plan-check.js';
import { createProgress } from './progress.js';

interface PlanFlags extends ConnectionFlags, EvidenceFlags {
  readonly account?: string;
  readonly on: readonly string[];
  readonly group?: string;
  readonly action: readonly string[];
  readonly cleanUp?: boolean;
  readonly output?: string;
  readonly format: readonly string[];
  readonly rules: readonly string[];
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];
const collectNames = (value: string, previous: readonly string[]): readonly string[] => [
  ...previous,
  ...value.split(',').map((name) => name.trim()),
];

/** @param out where the summary goes */
export function planCommand(out: Writable = process.stdout): Command {
  const command = new Command('plan')
    .description(
      'plan a least-privilege delegation, and the clean-up of what is too much: scripts for a person to review, with the way back',
    )
    .argument('<source...>', 'snapshot, LDIF file (.gz too) or ldap(s):// URL; several are joined')
    .option('-a, --account <name>', 'account that is to act: sAMAccountName, DOMAIN\\name, DN, SID or UPN')
    .option(
      '--on <dn>',
      'container to delegate on (repeatable; default: the fewest that reach whom it should)',
      collect,
      [],
    )
    .option(
      '--group <name>',
      'group to delegate to, by name or DN (default: the one that has rights already, or a new one)',
    )
    .option(
      '--action <id>',
      'what it is to do (repeatable; default: disable, enable, force-password-change)',
      collect,
      [],
    )
    .option('--clean-up', 'also plan the removal of what findings call too much')
    .option('-o, --output <dir>', 'folder for the plan; what is there already is never replaced')
    .option(
      '-f, --format <format>',
      `${PLAN_FORMATS.join(', ')} (repeatable, or with commas; default: all)`,
      collectNames,
      [],
    )
    .option('--rules <dir>', 'folder with further rules and actions (repeatable)', collect, []);
  addConfigOptions(command);
  addEvidenceOptions(command);
  addConnectionOptions(command);
  return command
    .addHelpText(
      'after',
      `
adreach runs none of the scripts. plan.md says what they do, why, what comes of it, and the way back (docs/plan.md).

Examples:
  adreach plan example.snapshot --account 'mdiAction$' -o plan
  adreach plan example.snapshot --account 'mdiAction$' --on 'OU=Staff,DC=example,DC=com' --group 'MDI Delegation' -o plan
  adreach plan example.snapshot --account 'mdiAction$' --clean-up --format md,powershell,json -o plan
  adreach plan check plan/plan.json after.snapshot

Exit status: 0 done; 2 could not do it; of "plan check" 1 where a promise is broken.`,
    )
    .addCommand(planCheckCommand(out))
    .action(async (sources: readonly string[]) => {
      const of = async () => (await import('./audit.js')).auditCommand();
      const config = await applyConfig(command, { of, own: ['output', 'format', 'action'] });
      await run(sources, command.opts<PlanFlags>(), out, config);
    });
}

async function run(
  sources: readonly string[],
  flags: PlanFlags,
  out: Writable,
  config: ConfigFile | null,
): Promise<void> {
  const { account: given, output: folder, on, group, action: actions, cleanUp = false } = flags;
  // A config file may name several, as an audit takes them.
  const [account, ...more] = [given ?? []].flat();
  if (account === undefined || account === '' || more.length > 0)
    throw new AdreachError('usage', '--account names one account', "Name it, for example --account 'mdiAction$'.");
  if (folder === undefined || folder === '')
    throw new AdreachError('usage', '-o is missing', 'Name a folder for the plan, for example -o plan.');
  const formats = formatsOf(flags.format);
  const stated = evidenceOptionsOf(flags);
  const rules = loadRules(flags.rules);
  const paths = formats.flatMap((format) => PLAN_FILES[format]).map((name) => join(folder, name));
  await keepApart(
    paths.map((path) => ({ is: '-o', path })),
    [...sourceFiles(sources), ...ruleFiles(flags.rules), ...connectionFiles(flags), ...configFiles(config)],
  );
  await checkFolder(folder, paths);
  const progress = createProgress(process.stderr);
  try {
    const made = await planDelegation({
      ...stated,
      sources,
      account,
      on,
      cleanUp,
      rules,
      ...(group !== undefined && { group }),
      ...(actions.length > 0 && { actions }),
      connection: () => connectionOf(flags),
      progress: (text) => progress.update(terminal(text)),
    });
    const files = planFiles(made, formats);
    await mkdir(folder, { recursive: true, mode: 0o700 }).catch((error) => {
      throw fileError(folder, error);
    });
    await writePlanFiles(folder, files);
    progress.done();
    for (const line of summaryOf(made.plan)) out.write(`${sentence(line)}\n`);
    tell(`Plan: ${files.map(({ name }) => join(folder, name)).join(', ')}`);
  } finally {
    progress.done();
  }
}

/** A plan that was carried out holds the way back: it is never replaced. */
async function checkFolder(folder: string, paths: readonly string[]): Promise<void> {
  const there = await stat(folder).catch(() => null);
  if (there !== null && !there.isDirectory())
    throw new AdreachError('usage', `-o: ${folder} is no folder`, 'name a folder');
  for (const path of paths) {
    if ((await stat(path).catch(() => null)) === null) continue;
    throw new AdreachError(
      'file',
      `${path} is there already`,
      'Name another folder with -o: the way back of a plan that was carried out may be in this one.',
    );
  }
}

function formatsOf(names: readonly string[]): readonly PlanFormat[] {
  if (names.length === 0) return PLAN_FORMATS;
  const wanted = names.map((name) => name.toLowerCase());
  const unknown = wanted.find((name) => !PLAN_FORMATS.some((format) => format === name));
  if (unknown !== undefined)
    throw new AdreachError(
      'usage',
      `there is no format "${unknown}" of a plan`,
      `Formats: ${PLAN_FORMATS.join(', ')}.`,
    );
  return PLAN_FORMATS.filter((format) => wanted.includes(format));
}

/** The plan in a few lines. */
function summaryOf(plan: Plan): readonly string[] {
  const { places, removals, group, before, promises, populations, actions, lost, avoided } = plan;
  const [nothing, undecided] = [nothingToChange(plan), undecidedOf(plan)];
  const added = places.reduce((sum, { entries }) => sum + entries, 0);
  const inGroup = othersInGroup(plan);
  const [action] = actions;
  const reach = populations.flatMap(({ id, title, expected, tierZero }) => {
    const [from, to] = [before, promises].map((each) => each.accounts[0]?.populations[id]);
    if (action === undefined || (!expected && !tierZero) || !from || !to || to.targets === 0) return [];
    return [
      `  ${title}: ${action.id} ${from.actions[action.id]?.can ?? 0} -> ${to.actions[action.id]?.can ?? 0} of ${to.targets}`,
    ];
  });
  return [
    nothing !== null
      ? `Nothing to change: ${nothing}.`
      : `Delegates to ${group.name} on ${counted(places.length, 'container')}: ${counted(added, 'entry', 'entries')} added; ${counted(removals.length, 'entry or membership', 'entries and memberships')} removed.`,
    // A name that was mistyped is planned as that of a new account.
    ...plan.makes.map(({ dn }) => `  Makes ${dn}, which the sources do not have.`),
    ...(inGroup === null ? [] : [`  ${inGroup}: name a group of its own with --group where that is not meant.`]),
    ...reach,
    ...(lost.count > 0
      ? [`  ${counted(lost.count, 'account')} out of reach of something afterwards: plan.md names them.`]
      : []),
    ...(undecided > 0 ? [`  ${counted(undecided, 'account')} of no known kind: nothing is delegated for them.`] : []),
    ...(avoided.length > 0
      ? [
          `  ${counted(avoided.length, 'container')} left alone for the accounts of Tier-0 below: plan.md, "To be decided".`,
        ]
      : []),
  ];
}
