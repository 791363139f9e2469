/** A least-privilege delegation and the clean-up of what is too much: planned, tried on the directory in memory, and promised. */
import { isCanonical } from '../access/order.js';
import { openSession, type Session } from '../audit/session.js';
import { changeDocument } from '../changes/files/document.js';
import { type BaseSource, type Change, changedSource } from '../changes/index.js';
import { formatSddl } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { RecordSource } from '../directory/record-source.js';
import { AdreachError } from '../errors/index.js';
import { changesOf, makePlan, type Planned } from '../plan/make.js';
import { appeared, checkPromises, type PromiseCheck, type Promised, promisesOf } from '../plan/promises.js';
import { ownHash } from '../report/delegation-plan/own-hash.js';
import type { Finding, Summary } from '../result/audit.js';
import { PLAN_SCHEMA, type Plan, type Promises } from '../result/plan.js';
import type { LoadedRules } from '../rules/index.js';
import { populationsOf } from '../rules/index.js';
import { entryInWords } from '../words/entry.js';
import { streamAudit } from './audit.js';
import { type RuleSet, rulesOf, toolBlock, withActions } from './rule-set.js';
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
export interface PlanOutcome {
  readonly plan: Plan;
  readonly planned: Planned;
  readonly session: Session;
}

/** Findings about the account itself, its password and who could take it over: no delegation mends them. */
const OF_THE_ACCOUNT = /^ADR-(?:GMSA|KDS|ACCOUNT|ACTION-ACCOUNT|TAKEOVER-OF)-/;

function gapsOf(findings: ReadonlyMap<string, Finding>): Plan['accountGaps'] {
  return [...findings.values()]
    .filter(({ rule, status }) => status === 'open' && OF_THE_ACCOUNT.test(rule))
    .map(({ rule, severity, message, remediation }) => ({ rule, severity, message, remediation }))
    .slice(0, MOST_NEW);
}

/** What Microsoft documents for action accounts. */
const DOCUMENTED = ['disable', 'enable', 'force-password-change'];
/** Findings that appear, of which none should. */
const MOST_NEW = 50;
/** Changes that would reach those who stay out. */
const MOST_OUT = 20;

/**
 * Plans, and tries the plan on the evidence in memory: nothing is written anywhere.
 *
 * ```ts
 * const { plan } = await planDelegation({ sources: ['example.snapshot'], account: 'mdiAction$' });
 * ```
 * @throws AdreachError for an account, a group, a container or an action that is not there, or a source that cannot be used
 */
export async function planDelegation(options: PlanOptions): Promise<PlanOutcome> {
  const rules = rulesOf(options.rules);
  const actions = withActions(rules, options.actions ?? DOCUMENTED).actions;
  return withSources(options.sources, options, async (source) => {
    const evidence = keptOpen(source);
    const session = await openSession(evidence, [options.account], rules.actions, options.reader);
    const planned = await makePlan({
      session,
      position: 0,
      actions,
      populations: populationsOf(rules.populations),
      on: options.on ?? [],
      group: options.group,
      cleanUp: options.cleanUp ?? false,
    });
    if ('needsGroup' in planned)
      throw new AdreachError('usage', `the group ${planned.needsGroup.dn} is not there`, 'Make it first.');
    const changes = changesOf(planned);
    const account = session.accounts[0]!;
    const promised: Promised = { sid: account.sid, dn: account.dn, name: account.name };
    options.progress?.('auditing as things are');
    const before = await audited(evidence, account.sid, rules, options);
    options.progress?.('auditing as they would be');
    const after = await auditedAfter(evidence, changes, account.sid, rules, options);
    const { dn: domain, adminSDHolder } = session.directory.domains[planned.domain]!;
    options.progress?.("auditing as they would be after AdminSDHolder's next run");
    const run: Change = { kind: 'run-adminsdholder', domain };
    const settled =
      session.shared.descriptor(session.shared.adminSDHolder(planned.domain)) === null || adminSDHolder === null
        ? null
        : await auditedAfter(evidence, [...changes, run], account.sid, rules, options);
    const plan = documentOf(options, rules, session, planned, changes, {
      before: promisesOf(before.summary, promised),
      promises: promisesOf(after.summary, promised),
      promisesAfterRun: settled === null ? null : promisesOf(settled.summary, promised),
      stillOut: (settled ?? after).summary.accounts[0]?.holes.slice(0, MOST_OUT) ?? [],
      newFindings: appeared(before.findings, (settled ?? after).findings).slice(0, MOST_NEW),
      accountGaps: gapsOf((settled ?? after).findings),
    });
    return { plan, planned, session };
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
  const { plan } = options;
  const rules = rulesOf(options.rules);
  return withSources(options.sources, options, async (evidence) => {
    const { sid, dn, name } = plan.account;
    const { summary } = await audited(evidence, sid ?? dn, rules, options);
    const found: Promises = promisesOf(summary, { sid: sid ?? '', dn, name });
    const checks = checkPromises(plan.promises, found);
    const later = plan.promisesAfterRun === null ? checks : checkPromises(plan.promisesAfterRun, found);
    const afterRun = brokenOf(later) < brokenOf(checks);
    return { checks: afterRun ? later : checks, afterRun, sameRules: rules.sha256 === plan.tool.rules };
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

function documentOf(
  options: PlanOptions,
  rules: LoadedRules,
  session: Session,
  planned: Planned,
  changes: readonly Change[],
  audits: Pick<Plan, 'before' | 'promises' | 'promisesAfterRun' | 'stillOut' | 'newFindings' | 'accountGaps'>,
): Plan {
  const { directory, shared, block } = session;
  const account = session.accounts[0]!;
  const group = directory.groups[planned.group]!;
  const names = { schema: directory.schema, nameOf: shared.nameOf };
  const wanted = withActions(rules, options.actions ?? DOCUMENTED).actions;
  const first = { delegate: planned.prepare.length, remove: planned.prepare.length + planned.grants.length };
  const positions = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);
  return {
    schema: PLAN_SCHEMA,
    tool: toolBlock(rules),
    evidence: {
      sources: block.sources.map(({ name, sha256, collectedAt, server }) => ({ name, sha256, collectedAt, server })),
      domain: directory.domains[planned.domain]!.dn,
      complete: block.complete,
      gaps: block.gaps.length,
    },
    asked: {
      account: options.account,
      on: options.on ?? [],
      group: options.group ?? null,
      actions: wanted.map(({ id }) => id),
      cleanUp: options.cleanUp ?? false,
    },
    actions: wanted.map(({ id, title }) => ({ id, title })),
    populations: populationsOf(rules.populations).all.map(({ id, title, description, tierZero, expected }) => ({
      id,
      title,
      description,
      tierZero,
      expected,
    })),
    account: { sid: account.sid, dn: account.dn, name: account.name, kind: account.kind, creates: false },
    group: {
      sid: group.sid,
      dn: group.dn,
      name: group.name,
      creates: false,
      adds: planned.prepare.some(({ kind }) => kind === 'add-member'),
      others: planned.members.count,
      othersNamed: planned.members.names,
      othersOpen: planned.members.open,
    },
    places: planned.places.map(({ dn, classes, entries, gains, others, tierZero, tierZeroForNow }) => ({
      dn,
      classes: classes.map(
        (guid) => directory.schema.meanings(guid).find(({ kind }) => kind === 'class')?.name ?? guid,
      ),
      entries,
      gains,
      others,
      tierZero,
      tierZeroForNow,
    })),
    avoided: planned.avoided,
    removals: planned.removals.map(({ removal: { change, cause, rule, trustee }, loses }, i) => ({
      change: first.remove + i,
      cause,
      rule,
      dn: change.kind === 'remove-entry' ? change.dn : change.group,
      trustee,
      trusteeName: trustee === null ? null : shared.nameOf(trustee),
      sddl: change.kind === 'remove-entry' ? formatEntry(change) : null,
      words:
        change.kind === 'remove-entry'
          ? entryInWords(change.entry, names)
          : `${account.name} is a member of ${directory.groups.find(({ dn }) => dn === change.group)?.name ?? change.group}`,
      loses,
    })),
    left: planned.left.map((left) => ({ ...left, trusteeName: shared.nameOf(left.trustee) })),
    lost: planned.lost,
    kdsRootKeys: directory.kdsRootKeys.length,
    objects: planned.objects.map(({ dn, guid, before, after }) => ({
      dn,
      guid,
      before: formatSddl({ ...before, owner: null, group: null, sacl: null }),
      after: formatSddl({ ...after, owner: null, group: null, sacl: null }),
      ownBefore: ownHash(before),
      canonical: isCanonical(before.dacl?.aces ?? []),
    })),
    inconsistent: planned.inconsistent,
    changes: changes.map(changeDocument),
    steps: [
      { id: 'prepare', changes: positions(0, first.delegate) },
      { id: 'delegate', changes: positions(first.delegate, first.remove) },
      { id: 'check', changes: [] },
      { id: 'remove', changes: positions(first.remove, changes.length) },
    ],
    ...audits,
  };
}

function formatEntry(change: Extract<Change, { readonly kind: 'remove-entry' }>): string {
  const [text] = [changeDocument(change)].map((document) => ('entry' in document ? document.entry : ''));
  return typeof text === 'string' ? text : JSON.stringify(text);
}
