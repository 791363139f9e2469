/** An audit from evidence to sinks, streaming the accounts. */

import type { Directory } from '../directory/directory.js';
import type { EvidenceSource } from '../directory/evidence.js';
import { displayName } from '../directory/load.js';
import { accountFacts } from '../facts/account.js';
import { delegationsTo } from '../facts/delegation.js';
import type { FindingSource } from '../facts/finding-source.js';
import { Retrievers } from '../facts/retriever.js';
import type {
  AppliedRule,
  AuditSink,
  EvidenceBlock,
  Finding,
  Summary,
  TargetOutcomes,
  ToolBlock,
} from '../result/audit.js';
import type { ActionDefinition } from '../verdicts/action.js';
import { Evaluator } from '../verdicts/evaluator.js';
import type { Shared } from '../verdicts/shared.js';
import { auditedAccount, type Subject } from '../verdicts/subject.js';
import { VERDICT_CODES } from '../words/reasons.js';
import { AccountCounter } from './evidence-counts.js';
import { KindCache } from './kinds.js';
import { isOwn, openSession, protectionOf } from './session.js';
import { Tally } from './tally.js';
import { Touched } from './touched.js';

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
  const session = await openSession(evidence, options.accounts, actions);
  const { directory, stream, subjects, tokens, shared, sets, block } = session;
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
  const retrievers = subjects.map((subject) => retrieversOf(subject, directory, shared));
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
  const counter = new AccountCounter();
  const touched = new Touched(directory, block.gaps, subjects, sets);
  const ownSids = subjects.map((subject) => subject.token);
  const places: Place[] = [];
  for await (const batch of stream.pass()) {
    const outcomes: TargetOutcomes[] = [];
    const findings: Finding[] = [];
    for (const record of batch) {
      const place = placeOf(directory, record.p, places);
      const dn = record.r + place.suffix;
      const name = record.n === undefined ? dn : place.prefix + record.n;
      const target = { sid: record.s ?? '', dn, name, container: place.dn };
      const isProtected = protectionOf(session, record);
      tally.targets++;
      counter.add(record.c);
      for (let position = 0; position < caches.length; position++) {
        const cache = caches[position]!;
        const isSelf = isOwn(ownSids[position]!, record.s);
        const kind = cache.of(record, isProtected, isSelf);
        kind.bucket.count++;
        touched.target(position, kind, record, dn);
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

  const summary = tally.summary(
    subjects.map((subject) => subject.sid),
    actions.map((action) => action.id),
  );
  const final: EvidenceBlock = {
    ...block,
    counts: counter.counts(directory),
    ...touched.finish(subjects.map(({ sid }) => knownVerdicts(summary, sid))),
    notes: [...block.notes, ...failureNotes(rules)],
  };
  await sink.end(summary, final);
  return { summary, evidence: final };
}

/** What the names of a container's accounts have in common. */
interface Place {
  readonly dn: string;
  /** What follows the RDN in a DN. */
  readonly suffix: string;
  /** What stands before the sAMAccountName in a display name. */
  readonly prefix: string;
}

function placeOf(directory: Directory, container: number, known: Place[]): Place {
  let place = known[container];
  if (!place) {
    const dn = directory.containers[container]?.dn;
    const domain = directory.domains[directory.containers[container]?.domain ?? -1];
    place = {
      dn: dn ?? '',
      suffix: dn === undefined ? '' : `,${dn}`,
      prefix: displayName('', '', domain),
    };
    known[container] = place;
  }
  return place;
}

function knownVerdicts({ actions }: Summary, account: string): number {
  let known = 0;
  for (const { account: of, verdicts } of actions) {
    if (of === account)
      known += VERDICT_CODES.reduce((sum, code) => (code === 'unknown' ? sum : sum + verdicts[code]), 0);
  }
  return known;
}

function failureNotes(rules: FindingSource): readonly string[] {
  return rules
    .failures()
    .map(
      ({ rule, count, message }) =>
        `Rule ${rule} could not be evaluated on ${count} object(s), so findings may be missing: ${message}`,
    );
}

function retrieversOf(subject: Subject, directory: Directory, shared: Shared): Retrievers | null {
  const number = subject.record?.managed?.retrievers;
  if (number === undefined) return null;
  const descriptor = shared.descriptor(number);
  return descriptor === null ? null : new Retrievers(directory, descriptor, shared.nameOf, subject.domain);
}
