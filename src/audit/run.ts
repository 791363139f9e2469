/** An audit from evidence to sinks, streaming the accounts. */

import { wellKnownName } from '../descriptor/index.js';
import { SdControl, type Sid } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';
import type { EvidenceSource } from '../directory/evidence.js';
import { displayName, loadDirectory } from '../directory/load.js';
import { type ProtectedSet, protectedSet } from '../directory/protected-set.js';
import type { Tristate } from '../directory/tristate.js';
import { accountFacts } from './account-facts.js';
import { AccountStream } from './account-stream.js';
import type { ActionDefinition } from './action.js';
import { delegationsTo } from './delegations.js';
import { Evaluator, Shared } from './evaluator.js';
import { evidenceBlock } from './evidence-block.js';
import { findAccounts } from './find-accounts.js';
import type { FindingSource } from './finding-source.js';
import { KindCache } from './kinds.js';
import type { AppliedRule, AuditSink, EvidenceBlock, Finding, Summary, TargetOutcomes, ToolBlock } from './result.js';
import { Retrievers } from './retrievers.js';
import { auditedAccount, type Subject, Tokens } from './subject.js';
import { Tally } from './tally.js';

export interface AuditOptions {
  readonly evidence: EvidenceSource;
  /** As written by the user. */
  readonly accounts: readonly string[];
  readonly actions: readonly ActionDefinition[];
  readonly rules: FindingSource;
  readonly tool: ToolBlock;
  /** What the result says of the rules that were applied. */
  readonly appliedRules: readonly AppliedRule[];
  readonly sink: AuditSink;
  /** Called now and then with the number of targets done. */
  readonly progress?: (targets: number) => void;
  /** True once nobody reads the result any more: the audit then ends early. */
  readonly abandoned?: () => boolean;
}

export interface AuditOutcome {
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
}

/**
 * Runs an audit: two passes over the accounts, the first to find the accounts under audit, the second for the verdicts.
 * @throws AdreachError where an account is not found, or the evidence cannot be read
 */
export async function runAudit(options: AuditOptions): Promise<AuditOutcome> {
  const { evidence, actions, rules, sink } = options;
  const directory = await loadDirectory(evidence);
  const stream = new AccountStream(directory, evidence);
  const subjects = await findAccounts(directory, stream, options.accounts);

  const nameOf = trusteeNames(directory, subjects);
  const daclsMissing = lacksEveryDacl(directory);
  const shared = new Shared(directory, actions, nameOf, daclsMissing);
  const sets = new Map(
    directory.domains.map((_, number): [number, ProtectedSet] => [number, protectedSet(directory, number)]),
  );
  const tokens = subjects.map((subject) => new Tokens(directory, subject));
  const block = evidenceBlock(directory, evidence.sources, subjects, daclsMissing);
  const audited = tokens.map((token) => auditedAccount(token, directory.domains));
  const facts = tokens.map((token) => accountFacts(token, directory, sets));
  await sink.begin(
    {
      schema: 'adreach/audit/v1',
      tool: options.tool,
      evidence: block,
      actions: actions.map(({ id, title }) => ({ id, title })),
      rules: options.appliedRules,
    },
    audited,
  );

  const tally = new Tally();
  const emit = async (findings: readonly Finding[]) => {
    if (findings.length === 0) return;
    for (const finding of findings) tally.finding(finding);
    await sink.findings(findings);
  };

  // What is known before any target is looked at.
  const early: Finding[] = [];
  tokens.forEach((token, position) => {
    const account = facts[position]!;
    if (rules.uses('account')) early.push(...rules.evaluate('account', { account }));
    if (rules.uses('delegation')) {
      for (const delegation of delegationsTo(token, shared, actions)) {
        early.push(...rules.evaluate('delegation', { account, delegation }));
      }
    }
  });
  const retrievers = subjects.map((subject) => retrieversOf(subject, directory, shared, nameOf));
  if (rules.uses('retriever')) {
    retrievers.forEach((check, position) => {
      for (const retriever of check?.unexpanded() ?? []) {
        early.push(...rules.evaluate('retriever', { account: facts[position]!, retriever }));
      }
    });
  }
  await emit(early);

  const caches = tokens.map(
    (token, position) => new KindCache(new Evaluator(shared, token), facts[position]!, position, rules, tally),
  );
  const ownSids = subjects.map((subject) => subject.token);
  for await (const batch of stream.pass()) {
    const outcomes: TargetOutcomes[] = [];
    const findings: Finding[] = [];
    for (const record of batch) {
      const container = directory.containers[record.p];
      const domainNumber = container?.domain ?? -1;
      const domain = directory.domains[domainNumber];
      const dn = container ? `${record.r},${container.dn}` : record.r;
      const name = displayName(record.n, dn, domain);
      const target = { sid: record.s ?? '', dn, name, container: container?.dn ?? '' };
      const isProtected: Tristate = sets.get(domainNumber)?.account(record.s, record.pg, record.m) ?? 'unknown';
      tally.targets++;
      for (let position = 0; position < caches.length; position++) {
        const cache = caches[position]!;
        const isSelf = record.s !== undefined && isOwn(ownSids[position]!, record.s);
        const kind = cache.of(record, isProtected, isSelf);
        kind.bucket.count++;
        outcomes.push({ account: position, target, state: kind.state, outcomes: kind.outcomes });
        if (kind.interesting) cache.findings(kind, target, findings);
        const check = retrievers[position];
        if (check && rules.uses('retriever')) {
          const retriever = check.account(record, dn, name, kind.state.className);
          if (retriever) findings.push(...rules.evaluate('retriever', { account: facts[position]!, retriever }));
        }
      }
    }
    await sink.targets(outcomes);
    await emit(findings);
    options.progress?.(tally.targets);
    if (options.abandoned?.()) break;
  }

  const final: EvidenceBlock = { ...block, notes: [...block.notes, ...failureNotes(rules)] };
  const summary = tally.summary(
    subjects.map((subject) => subject.sid),
    actions.map((action) => action.id),
  );
  await sink.end(summary, final);
  return { summary, evidence: final };
}

/** Whether a SID is one of the account's own: SELF entries of that target mean the account under audit. */
function isOwn(subject: Subject['token'], sid: Sid): boolean {
  return subject.sid === sid || subject.sidHistory.includes(sid);
}

function failureNotes(rules: FindingSource): readonly string[] {
  return rules
    .failures()
    .map(
      ({ rule, count, message }) =>
        `Rule ${rule} could not be evaluated on ${count} object(s), so findings may be missing: ${message}`,
    );
}

function retrieversOf(
  subject: Subject,
  directory: Directory,
  shared: Shared,
  nameOf: (sid: Sid) => string | null,
): Retrievers | null {
  const number = subject.record?.managed?.retrievers;
  if (number === undefined) return null;
  const descriptor = shared.descriptor(number);
  return descriptor === null ? null : new Retrievers(directory, descriptor, nameOf, subject.domain);
}

/** True where the sources hold descriptors and none of them has a DACL: the export asked for other parts only. */
function lacksEveryDacl(directory: Directory): boolean {
  let parsed = 0;
  for (let number = 0; number < directory.descriptors.size; number++) {
    const stored = directory.descriptors.get(number);
    if (stored.state !== 'parsed') continue;
    parsed++;
    if ((stored.value.control & SdControl.DaclPresent) !== 0) return false;
  }
  return parsed > 1;
}

function trusteeNames(directory: Directory, subjects: readonly Subject[]): (sid: Sid) => string | null {
  const own = new Map(subjects.map((subject) => [subject.sid, subject.name]));
  return (sid) => {
    const group = directory.groupsBySid.get(sid)?.[0];
    if (group !== undefined) return directory.groups[group]!.name;
    return own.get(sid) ?? directory.principals.get(sid)?.name ?? wellKnownName(sid);
  };
}
