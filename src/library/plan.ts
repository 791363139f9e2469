/** A least-privilege delegation and the clean-up of what is too much: planned, tried on the directory in memory, and promised. */
import { type BaseSource, type Change, changedSource } from '../changes/index.js';
import type { Sid } from '../descriptor/types.js';
import type { RecordSource } from '../directory/record-source.js';
import { changesOf } from '../plan/make.js';
import { appeared, checkPromises, type PromiseCheck, type Promised, promisesOf } from '../plan/promises.js';
import type { Finding, Summary } from '../result/audit.js';
import { SEVERITIES, type Severity } from '../result/codes.js';
import type { Plan, Promises } from '../result/plan.js';
import { type LoadedRules, populationsOf } from '../rules/index.js';
import { streamAudit } from './audit.js';
import { planDocument, wantedActions } from './plan-document.js';
import { type Ground, groundOf } from './plan-ground.js';
import { type RuleSet, rulesOf } from './rule-set.js';
import { type SourceOptions, type Sources, withSources } from './sources.js';

export interface PlanOptions extends SourceOptions {
  readonly sources: Sources;
  /** The account that is to be able to act: named as for an audit. */
  readonly account: string;
  /** DNs of the containers to delegate on; found by default. */
  readonly on?: readonly string[];
  /** The group to delegate to, by name or DN; one that has the rights already, or a new one, by default. */
  readonly group?: string;
  /** Ids of actions; those of the documented set by default. */
  readonly actions?: readonly string[];
  /** Plans the removal of what findings call too much as well. */
  readonly cleanUp?: boolean;
  readonly rules?: RuleSet;
}

/** A plan with what scripts are made from. */
export interface PlanOutcome extends Omit<Ground, 'close' | 'evidence'> {
  readonly plan: Plan;
}

/** Findings about the account itself, its password and who could take it over: no delegation mends them. */
const OF_THE_ACCOUNT = /^ADR-(?:GMSA|KDS|ACCOUNT|ACTION-ACCOUNT|TAKEOVER-OF)-/;

/** What is not small stays with the account, whatever it is about. */
const GRAVE: ReadonlySet<Severity> = new Set<Severity>(['critical', 'high']);

/** Those that are about the account or grave, the worst first; new ones are told apart. */
function gapsOf(before: ReadonlyMap<string, Finding>, after: ReadonlyMap<string, Finding>): Plan['accountGaps'] {
  return [...after]
    .filter(
      ([fingerprint, { rule, severity, status }]) =>
        status === 'open' && (OF_THE_ACCOUNT.test(rule) || (GRAVE.has(severity) && before.has(fingerprint))),
    )
    .map(([, finding]) => finding)
    .sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity))
    .map(({ rule, severity, message, remediation }) => ({ rule, severity, message, remediation }))
    .slice(0, MOST_NEW);
}

/** Findings that appear, of which none should. */
const MOST_NEW = 50;
/** Changes that would reach those who stay out. */
const MOST_OUT = 20;

/**
 * A least-privilege delegation and, where asked for, the clean-up of what is too much: tried on the evidence in memory; nothing is
 * written anywhere.
 *
 * ```ts
 * const { changes, promises } = await plan({ sources: ['example.snapshot'], account: 'mdiAction$' });
 * ```
 * @throws AdreachError for an account, a group, a container or an action that is not there, or a source that cannot be used
 */
export async function plan(options: PlanOptions): Promise<Plan> {
  return (await planDelegation(options)).plan;
}

/** The same with what scripts are made from. */
export async function planDelegation(options: PlanOptions): Promise<PlanOutcome> {
  const rules = rulesOf(options.rules);
  const actions = wantedActions(rules, options.actions);
  return withSources(options.sources, options, async (source) => {
    const ground = await groundOf(
      keptOpen(source),
      {
        account: options.account,
        actions: rules.actions,
        ...(options.reader !== undefined && { reader: options.reader }),
        ...(options.tempDir !== undefined && { tempDir: options.tempDir }),
      },
      {
        actions,
        populations: populationsOf(rules.populations),
        on: options.on ?? [],
        group: options.group,
        cleanUp: options.cleanUp ?? false,
      },
    );
    try {
      return { ...ground, plan: await promisedBy(ground, options, rules) };
    } finally {
      await ground.close();
    }
  });
}

/** The plan with what audits before and after it show. */
async function promisedBy(ground: Ground, options: PlanOptions, rules: LoadedRules): Promise<Plan> {
  const { session, planned, evidence, newSids } = ground;
  const changes = changesOf(planned);
  const account = session.accounts[0]!;
  const promised: Promised = {
    sid: newSids.has(account.sid) ? '' : account.sid,
    dn: account.dn,
    name: account.name,
  };
  const kept = keptOpen(evidence);
  options.progress?.('auditing as things are');
  const before = await audited(kept, account.sid, rules, options);
  options.progress?.('auditing as they would be');
  const after = await auditedAfter(kept, changes, account.sid, rules, options);
  const { dn: domain } = session.directory.domains[planned.domain]!;
  options.progress?.("auditing as they would be after AdminSDHolder's next run");
  const run: Change = { kind: 'run-adminsdholder', domain };
  const holder = session.shared.descriptor(session.shared.adminSDHolder(planned.domain));
  const settled = holder === null ? null : await auditedAfter(kept, [...changes, run], account.sid, rules, options);
  return planDocument(options, rules, ground, {
    before: promisesOf(before.summary, promised),
    promises: promisesOf(after.summary, promised),
    promisesAfterRun: settled === null ? null : promisesOf(settled.summary, promised),
    stillOut: (settled ?? after).summary.accounts[0]?.holes.slice(0, MOST_OUT) ?? [],
    newFindings: appeared(before.findings, (settled ?? after).findings).slice(0, MOST_NEW),
    accountGaps: gapsOf(before.findings, (settled ?? after).findings),
  });
}

/** Which promises an audit of some sources keeps. */
export interface PlanCheckOptions extends SourceOptions {
  readonly sources: Sources;
  readonly plan: Plan;
  readonly rules?: RuleSet;
}

export interface PlanCheckOutcome {
  /** Held against the promises for after AdminSDHolder's next run, where those are kept better. */
  readonly afterRun: boolean;
  readonly checks: readonly PromiseCheck[];
  /** The rules are those that the plan was made by: else numbers of findings say little. */
  readonly sameRules: boolean;
}

/** @throws AdreachError for an account that is not found, or a source that cannot be used */
export async function checkPlan(options: PlanCheckOptions): Promise<PlanCheckOutcome> {
  const { plan: promising } = options;
  const rules = rulesOf(options.rules);
  return withSources(options.sources, options, async (evidence) => {
    const { sid, dn, name } = promising.account;
    const { summary } = await audited(evidence, sid ?? dn, rules, options);
    const found: Promises = promisesOf(summary, { sid: sid ?? '', dn, name });
    const checks = checkPromises(promising.promises, found);
    const later = promising.promisesAfterRun === null ? checks : checkPromises(promising.promisesAfterRun, found);
    const afterRun = brokenOf(later) < brokenOf(checks);
    return { checks: afterRun ? later : checks, afterRun, sameRules: rules.sha256 === promising.tool.rules };
  });
}

const brokenOf = (checks: readonly PromiseCheck[]) => checks.filter(({ kept }) => !kept).length;

interface Audited {
  readonly summary: Summary;
  readonly findings: ReadonlyMap<string, Finding>;
}

async function audited(
  evidence: RecordSource,
  account: string,
  rules: LoadedRules,
  { reader, tempDir }: SourceOptions,
): Promise<Audited> {
  const findings = new Map<string, Finding>();
  const { summary } = await streamAudit(
    {
      sources: evidence,
      accounts: [account],
      rules,
      ...(reader !== undefined && { reader }),
      ...(tempDir !== undefined && { tempDir }),
    },
    {
      begin() {},
      targets() {},
      findings(batch) {
        for (const finding of batch) findings.set(finding.fingerprint, finding);
      },
      end() {},
    },
  );
  return { summary, findings };
}

async function auditedAfter(
  evidence: BaseSource,
  changes: readonly Change[],
  account: Sid,
  rules: LoadedRules,
  options: PlanOptions,
): Promise<Audited> {
  const { tempDir } = options;
  const changed = await changedSource(
    evidence,
    changes.map((change) => ({ change })),
    tempDir === undefined ? {} : { tempDir },
  );
  try {
    return await audited(changed, account, rules, options);
  } finally {
    await changed.close();
  }
}

/** The same evidence, that whoever uses it does not close. */
function keptOpen(source: RecordSource): BaseSource {
  if (!('header' in source)) throw new Error('evidence without a header');
  const base = source as BaseSource;
  return {
    header: base.header,
    sources: base.sources,
    deleted: base.deleted,
    model: () => base.model(),
    accounts: (mentions) => base.accounts(mentions),
    store: () => base.store(),
    close: async () => undefined,
  };
}
