/** `adreach audit`: evidence in, verdicts and findings out. */
import { Command, Option } from 'commander';
import { AdreachError } from '../errors/index.js';
import { streamAudit } from '../library/audit.js';
import { toolBlock, withActions } from '../library/rule-set.js';
import { terminal } from '../report/encode/terminal.js';
import { createSinks, planSinks, possibleFilesOf, type ReportSinks, type SinkPlan } from '../report/index.js';
import type { Summary } from '../result/audit.js';
import { SEVERITIES, type Severity } from '../result/codes.js';
import type { AuditSink } from '../result/sink.js';
import { loadRules } from '../rules/index.js';
import { type AimFlags, addAimOptions, aimFiles, aimInputs, aimsOf } from './aim-options.js';
import {
  addConfigOptions,
  applyConfig,
  type ConfigFile,
  type ConfigFlags,
  configFiles,
  configInputs,
} from './config.js';
import { addConnectionOptions, type ConnectionFlags, connectionFiles, connectionOf } from './connection-options.js';
import { tell } from './diagnostics.js';
import { addEvidenceOptions, type EvidenceFlags, evidenceOptionsOf } from './evidence-options.js';
import { INCOMPLETE_STATUS } from './failure.js';
import { addFindingOptions, type FindingFlags, findingFiles, knownFindingsOf, knownInputs } from './finding-options.js';
import { keepApart, type NamedFile, ruleFiles, sourceFiles } from './keep-apart.js';
import { addManifestOptions, instant, type ManifestFlags, openManifest, type PendingManifest } from './manifest.js';
import { createProgress, NO_PROGRESS } from './progress.js';

interface AuditFlags extends ConnectionFlags, EvidenceFlags, ManifestFlags, FindingFlags, AimFlags, ConfigFlags {
  readonly account: readonly string[];
  readonly action: readonly string[];
  readonly format: readonly string[];
  readonly output?: string;
  readonly html?: string;
  readonly csvBom?: boolean;
  readonly browser?: string;
  readonly rules: readonly string[];
  readonly failOn: Severity | 'never';
  readonly requireComplete?: boolean;
  readonly verbose?: boolean;
  readonly quiet?: boolean;
  /** False with `--no-color`. */
  readonly color: boolean;
}

const collect = (value: string, previous: readonly string[]): readonly string[] => [...previous, value];

export function auditCommand(): Command {
  const command = new Command('audit')
    .description('evaluate the accounts under audit against every target and report verdicts and findings')
    .argument('<source...>', 'snapshot, LDIF file (.gz too), AD Explorer .dat or ldap(s):// URL; several are joined')
    .option(
      '-a, --account <name>',
      'account under audit: sAMAccountName, DOMAIN\\name, DN, SID, UPN, or local-system (repeatable)',
      collect,
      [],
    )
    .option('--action <id>', 'only this action (repeatable; default: all)', collect, [])
    .option(
      '-f, --format <format>',
      'table, json, ndjson, csv, html, md, pdf, xlsx, sarif, ocsf or parquet (repeatable; default: what the name of -o ends with, else table)',
      collect,
      [],
    )
    .option('-o, --output <file|dir|->', 'where to write; standard output without it')
    .option('--html <file>', 'also write the HTML report to this file')
    .option('--csv-bom', 'begin CSV with a byte order mark, for spreadsheets that need it')
    .option('--browser <path>', 'the Chromium or Chrome that prints for --format pdf (or ADREACH_CHROMIUM)')
    .option('--rules <dir>', 'folder with further rules and actions (repeatable)', collect, [])
    .addOption(
      new Option('--fail-on <severity>', 'exit status 1 when an open finding is at or above this')
        .choices([...SEVERITIES, 'never'])
        .default('high'),
    )
    .option('--require-complete', 'exit status 3 when the evidence is incomplete')
    .option('--verbose', 'the table with every detail, not the answer alone (in a file it always has them)')
    .option('--quiet', 'no progress and no messages but errors')
    .option('--no-color', 'no colours (as NO_COLOR; FORCE_COLOR puts them where there is no terminal)');
  addAimOptions(command);
  addFindingOptions(command);
  addConfigOptions(command);
  addManifestOptions(command);
  addEvidenceOptions(command);
  addConnectionOptions(command);
  return command
    .addHelpText(
      'after',
      `
Examples:
  adreach audit example.snapshot --account 'mdiAction$' --html report.html
  adreach audit ldaps://dc1.example.com --user auditor@example.com --account 'mdiAction$' --format json -o -
  adreach audit domain.ldif.gz --account 'EXAMPLE\\helpdesk' --account local-system --format ndjson -o verdicts.ndjson`,
    )
    .action(async (sources: readonly string[]) => {
      const config = await applyConfig(command);
      await run(sources, command.opts<AuditFlags>(), config);
    });
}

async function run(sources: readonly string[], flags: AuditFlags, config: ConfigFile | null): Promise<void> {
  if (flags.account.length === 0) {
    throw new AdreachError(
      'usage',
      'no account under audit was named',
      "Name one with --account, for example --account 'mdiAction$' or --account local-system.",
    );
  }
  const stated = evidenceOptionsOf(flags);
  const loaded = withActions(loadRules(flags.rules), flags.action);
  const aims = aimsOf(flags);
  const now = new Date(instant(flags.clock, undefined));
  let sinks: ReportSinks | null = null;
  let manifest: PendingManifest | null = null;
  const progress = flags.quiet === true ? NO_PROGRESS : createProgress(process.stderr);
  try {
    const plan = await planSinks(flags.format, flags.output, flags.html);
    const manifestPath = manifestOf(flags, plan);
    await keepApart(outputsOf(plan, flags, manifestPath), [
      ...sourceFiles(sources),
      ...ruleFiles(flags.rules),
      ...inputsOf(flags),
      ...configFiles(config),
    ]);
    const known = await knownFindingsOf(flags, loaded);
    const reports = await createSinks(flags.format, flags.output, {
      ...(flags.framework !== undefined && { framework: flags.framework }),
      ...(flags.html !== undefined && { html: flags.html }),
      ...(flags.browser !== undefined && { browser: flags.browser }),
      csvBom: flags.csvBom ?? false,
      now: () => now,
      // On a terminal both stand in one place.
      beforeWriting: () => progress.done(),
      details: flags.verbose ?? false,
      reports: flags.html === undefined ? [] : [flags.html],
      colour: flags.color,
    });
    sinks = reports;
    manifest = await openManifest(flags, manifestPath, {
      command: 'audit',
      options: told(flags),
      sources,
      rules: flags.rules,
      outputs: () => reports.files,
      tool: toolBlock(loaded),
      inputs: [...configInputs(config), ...knownInputs(known, flags), ...aimInputs(aims)],
    });
    const { summary, evidence } = await streamAudit(
      {
        sources,
        accounts: flags.account,
        rules: loaded,
        profile: flags.profile,
        known,
        now: () => now,
        ...aims,
        connection: () => connectionOf(flags),
        ...stated,
        abandoned: () => reports.closed,
        progress: (text) => progress.update(terminal(text)),
      },
      manifest === null ? reports : together([reports, manifest.sink]),
    );
    progress.done();
    await manifest?.finish(evidence);
    if (flags.quiet !== true) {
      for (const { format, path } of reports.files) {
        // The screen says it already.
        if (path === flags.html && showsScreen(flags)) continue;
        tell(`${format === 'html' ? 'Report' : 'Result'}: ${path}`);
      }
      if (manifest !== null) tell(`Manifest: ${manifestPath}`);
    }
    process.exitCode = exitStatus(summary, evidence.complete, flags);
  } catch (error) {
    await sinks?.abort();
    await manifest?.abort();
    throw error;
  } finally {
    progress.done();
  }
}

/** Whether the answer stands on the screen. */
function showsScreen({ format, output, verbose }: AuditFlags): boolean {
  const isTable = format.length === 0 || format.every((name) => name.trim().toLowerCase() === 'table');
  return isTable && (output ?? '-') === '-' && verbose !== true && process.stdout.isTTY === true;
}

/** Where the manifest goes: where it is said, or into the folder of the reports. */
function manifestOf({ manifest }: AuditFlags, plan: SinkPlan): string | null {
  return manifest === false ? null : (manifest ?? plan.manifest);
}

/** The files that may be written. */
function outputsOf(plan: SinkPlan, { html }: AuditFlags, manifest: string | null): readonly NamedFile[] {
  const isOf = (path: string) => (path === html ? '--html' : '-o');
  return [
    ...possibleFilesOf(plan).map(({ path }) => ({ is: isOf(path), path })),
    ...(manifest === null ? [] : [{ is: '--manifest', path: manifest }]),
  ];
}

function inputsOf(flags: AuditFlags): readonly NamedFile[] {
  const signing = flags.sign === undefined ? [] : [{ is: 'the private key (--sign)', path: flags.sign }];
  return [...connectionFiles(flags), ...findingFiles(flags), ...aimFiles(flags), ...signing];
}

/** The options that say what was done and as whom, for the manifest; nothing that is secret or leads to a secret. */
function told(flags: AuditFlags): Readonly<Record<string, unknown>> {
  const { account, action, format, output, html, rules, scope, expectCoverage, failOn, requireComplete } = flags;
  const { reader, exported, user, startTls, insecure, suppress, baseline, profile, framework, config } = flags;
  const { mode, answers, csvBom } = flags;
  const options = {
    ...{ account, action, format, output, html, rules, scope, expectCoverage, mode, answers, failOn, requireComplete },
    ...{ reader, exported, user, startTls, insecure, suppress, baseline, profile, framework, csvBom },
    // Without one the command line says nothing of it.
    ...(typeof config === 'string' && { config }),
  };
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0)),
  );
}

function exitStatus(summary: Summary, complete: boolean, flags: AuditFlags): number {
  if (flags.requireComplete && !complete) return INCOMPLETE_STATUS;
  if (flags.failOn === 'never') return 0;
  const failing = SEVERITIES.slice(0, SEVERITIES.indexOf(flags.failOn) + 1);
  return failing.some((severity) => summary.findings[severity] > 0) ? 1 : 0;
}

/** Several sinks as one, in order. */
function together(sinks: readonly AuditSink[]): AuditSink {
  return {
    async begin(header, accounts, explain) {
      for (const sink of sinks) await sink.begin(header, accounts, explain);
    },
    async targets(batch) {
      for (const sink of sinks) await sink.targets(batch);
    },
    async findings(batch) {
      for (const sink of sinks) await sink.findings(batch);
    },
    async end(summary, evidence) {
      for (const sink of sinks) await sink.end(summary, evidence);
    },
  };
}
