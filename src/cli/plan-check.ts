/** `adreach plan check`: which promises of a plan an audit of a directory keeps. */
import type { Writable } from 'node:stream';
import { Command } from 'commander';
import { checkPlan } from '../library/plan.js';
import type { PromiseCheck } from '../plan/promises.js';
import { readPlan } from '../report/delegation-plan/read.js';
import { terminal } from '../report/encode/terminal.js';
import { count, counted } from '../report/numbers.js';
import { loadRules } from '../rules/index.js';
import { addConnectionOptions, type ConnectionFlags, connectionOf } from './connection-options.js';
import { sentence } from './diagnostics.js';
import { addEvidenceOptions, type EvidenceFlags, evidenceOptionsOf } from './evidence-options.js';
import { createProgress } from './progress.js';

interface PlanCheckFlags extends ConnectionFlags, EvidenceFlags {
  readonly all?: boolean;
  readonly rules: readonly string[];
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

/** @param out where the answer goes */
export function planCheckCommand(out: Writable = process.stdout): Command {
  const command = new Command('check')
    .description('audit a directory, and tell which of the numbers that a plan promises it shows')
    .argument('<plan>', 'the plan.json of a plan')
    .argument('<source...>', 'what was collected since: snapshot, LDIF file or ldap(s):// URL')
    .option('--all', 'list the promises that are kept as well')
    .option('--rules <dir>', 'folder with further rules and actions (repeatable)', collect, []);
  addEvidenceOptions(command);
  addConnectionOptions(command);
  return command
    .addHelpText(
      'after',
      `
Numbers differ as well where accounts were made, moved or deleted since the plan was made: then make a new one and see whether
there is anything left to do.

Examples:
  adreach plan check plan/plan.json after.snapshot
  adreach plan check plan/plan.json ldaps://dc1.example.com --user auditor@example.com

Exit status: 0 every promise is kept; 1 one is broken; 2 could not do it.`,
    )
    .action(async (plan: string, sources: readonly string[]) => {
      process.exitCode = await check(plan, sources, command.opts<PlanCheckFlags>(), (line) =>
        out.write(`${sentence(line)}\n`),
      );
    });
}

async function check(
  path: string,
  sources: readonly string[],
  flags: PlanCheckFlags,
  say: (line: string) => void,
): Promise<number> {
  const plan = readPlan(path);
  const progress = createProgress(process.stderr);
  try {
    const { checks, sameRules, afterRun } = await checkPlan({
      ...evidenceOptionsOf(flags),
      sources,
      plan,
      rules: loadRules(flags.rules),
      connection: () => connectionOf(flags),
      progress: (text) => progress.update(terminal(text)),
    });
    progress.done();
    const broken = checks.filter(({ kept }) => !kept);
    for (const each of flags.all === true ? checks : broken) say(lineOf(each));
    if (!sameRules)
      say('note: the rules are not those that the plan was made by, so that findings may differ for that');
    const when = afterRun ? " for after AdminSDHolder's run" : '';
    say(
      broken.length === 0
        ? `ok: ${counted(checks.length, 'promise is', 'promises are')} kept${when}`
        : `${counted(broken.length, 'promise is', 'promises are')} broken, ${count(checks.length - broken.length)} kept${when}`,
    );
    return broken.length === 0 ? 0 : 1;
  } finally {
    progress.done();
  }
}

function lineOf({ about, promised, found, kept }: PromiseCheck): string {
  return `${kept ? 'kept' : 'BROKEN'}: ${subjectOf(about)}: promised ${count(promised)}, found ${count(found)}`;
}

function subjectOf(about: PromiseCheck['about']): string {
  switch (about.kind) {
    case 'action':
      return `${about.account}, ${about.action}, verdict ${about.verdict}, all targets`;
    case 'population':
      return `${about.account}, ${about.action}, verdict ${about.verdict}, population ${about.population}`;
    case 'population-size':
      return `${about.account}, accounts in population ${about.population}`;
    case 'findings':
      return `open findings, ${about.severity}`;
    case 'rule':
      return `open findings of ${about.rule}`;
  }
}
