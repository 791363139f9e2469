/** Two directories compared, target by target: what changed, and why. */
import { runAudit } from '../audit/run.js';
import type { Session } from '../audit/session.js';
import type { Store } from '../directory/record-source.js';
import type { TargetRecord } from '../directory/targets.js';
import type { AuditedAccount, EvidenceBlock, Outcome, Summary, ToolBlock } from '../result/audit.js';
import type { DiffAnswer, DiffCounts, DiffSide, DiffSink, DiffVerdict } from '../result/diff.js';
import type { AuditSink, TargetOutcomes } from '../result/sink.js';
import { Pieces } from '../simulate/pieces.js';
import { type AccountSide, accountDifferences } from './accounts.js';
import { Candidates } from './candidates.js';
import { CauseBook } from './cause-book.js';
import { Common } from './common.js';
import { FindingComparison } from './former-findings.js';
import { targetNameOf, targetsOf } from './former-targets.js';
import { countModel } from './model-counts.js';
import { schemaNote, sidesNotes } from './notes.js';
import { type ChangedAnswer, PairResults } from './pair-results.js';
import { Shapes } from './shapes.js';
import { openSides, type SideRun, type Sides } from './sides.js';
import { TargetIndex, type TargetName } from './target-index.js';

export interface CompareOptions {
  readonly before: SideRun;
  readonly after: SideRun;
  /** Accounts under audit, as written by the user. */
  readonly accounts: readonly string[];
  readonly sink: DiffSink;
}

/** @throws AdreachError for an account that neither side has, and evidence that cannot be read */
export async function compareSources({ before, after, accounts, sink }: CompareOptions): Promise<DiffCounts> {
  const sides = await openSides(before, after, accounts);
  const comparison = new Comparison(sides, sink, () => after.evidence.store());
  const old = await comparison.audited(before, sides.before, comparison.old);
  const now = await comparison.audited(after, sides.after, comparison.now);
  await comparison.deleted();
  return comparison.finish(sideOf(before, old.evidence), sideOf(after, now.evidence), old, now, before.audit.tool);
}

function sideOf({ names, audit }: SideRun, evidence: EvidenceBlock): DiffSide {
  return { kind: 'sources', names, tool: audit.tool, evidence };
}

interface Audited {
  readonly accounts: readonly AccountSide[];
  readonly targets: number;
  readonly evidence: EvidenceBlock;
}

type Take = (record: TargetRecord, named: TargetOutcomes['target'], outcomes: readonly (readonly Outcome[])[]) => void;

/** Changed verdicts that are handed on at once. */
const BATCH = 1000;

class Comparison {
  readonly #common: Common;
  readonly #candidates: Candidates;
  readonly #shapes: { readonly before: Shapes; readonly after: Shapes };
  readonly #index = new TargetIndex();
  readonly #results: PairResults;
  readonly #book = new CauseBook();
  readonly #findings: FindingComparison;
  readonly #counts = { created: 0, deleted: 0, moved: 0, renamed: 0 };
  #batch: DiffVerdict[] = [];
  #number = 0;

  constructor(
    readonly sides: Sides,
    readonly sink: DiffSink,
    open: () => Store,
  ) {
    const { before, after } = sides;
    this.#findings = new FindingComparison(new Pieces(open));
    this.#common = new Common(before.directory, after.directory);
    const names = {
      schema: before.directory.schema,
      nameOf: (sid: Parameters<Session['shared']['nameOf']>[0]) =>
        after.shared.nameOf(sid) ?? before.shared.nameOf(sid),
    };
    this.#candidates = new Candidates(this.#common, before, after, names);
    const bears = this.#candidates;
    this.#shapes = {
      before: new Shapes(before, (group) => bears.bears(group)),
      after: new Shapes(after, (group) => bears.bears(this.#common.group(group))),
    };
    this.#results = new PairResults(this.#common, sides, this.#candidates, this.#shapes, this.#book);
  }

  readonly old: Take = (record, named, outcomes) => {
    this.#index.add(nameIn(record, named), this.#shapes.before.of(record, outcomes));
  };

  readonly now: Take = (record, named, outcomes) => {
    const number = this.#number++;
    const name = nameIn(record, named);
    const shape = this.#shapes.after.of(record, outcomes);
    // Where the old side has none of the accounts, it was not asked for its targets.
    const compared = this.sides.before.accounts.length > 0;
    const id = compared ? this.#index.take(name) : -1;
    const unread = id < 0 && compared ? this.#results.unreadBefore(shape, named.dn) : null;
    if (id < 0 && compared) this.#counts.created += unread === null ? 1 : 0;
    else if (id >= 0 && !this.#index.isCalled(id, name.called)) this.#counts.renamed++;
    const old = id < 0 ? null : this.#index.shape(id);
    if (old !== null && this.#results.isMoved(old, shape)) this.#counts.moved++;
    this.#emit(this.#results.of(old, shape, unread), named, number);
  };

  #emit(changed: readonly ChangedAnswer[], named: TargetOutcomes['target'], number: number): void {
    for (const { account, action, before, after, causes } of changed) {
      if (causes === null) {
        this.#book.otherReason();
        continue;
      }
      const counted = { account, action, before: before?.verdict ?? null, after: after?.verdict ?? null };
      this.#book.count(causes, counted, named, number);
      this.#batch.push({
        account,
        target: named.sid,
        targetDn: named.dn,
        targetName: named.name,
        action,
        before: answerOf(before),
        after: answerOf(after),
        causes: this.#book.refs(causes),
      });
    }
  }

  async audited({ evidence, audit }: SideRun, session: Session, take: Take): Promise<Audited> {
    const sink = new SideSink(session.accounts.length, take, async () => {
      if (this.#batch.length >= BATCH) await this.#flush();
    });
    const findings = take === this.old ? 'before' : 'after';
    const also = take === this.now && session.accounts.length > 0 ? this.sink.audit : undefined;
    const own: AuditSink = Object.assign(sink, {
      findings: (batch: Parameters<AuditSink['findings']>[0]) => this.#findings[findings](batch),
    });
    await runAudit({
      ...audit,
      evidence,
      accounts: [],
      session,
      sink: also === undefined ? own : bothSinks(own, also),
    });
    const { accounts, summary } = sink;
    return {
      accounts: accounts.map((account, i) => ({ account, summary: summary!.accounts[i]! })),
      targets: summary!.targets,
      evidence: sink.evidence!,
    };
  }

  /** Targets, and accounts under audit, that are no more. */
  async deleted(): Promise<void> {
    const { before, after, onlyBefore } = this.sides;
    const compared = after.accounts.length > 0;
    if (before.accounts.length === 0) return;
    let id = 0;
    for await (const record of targetsOf(before)) {
      const gone = compared && !this.#index.isTaken(id);
      const shape = this.#index.shape(id++);
      if (!gone && onlyBefore.length === 0) continue;
      const named = targetNameOf(before, record);
      const unread = gone ? this.#results.unreadAfter(shape, named.dn) : null;
      if (gone && unread === null) this.#counts.deleted++;
      const number = this.#number++;
      this.#emit(this.#results.deleted(shape, gone, unread), named, number);
      if (this.#batch.length >= BATCH) await this.#flush();
    }
  }

  async #flush(): Promise<void> {
    const batch = this.#batch;
    this.#batch = [];
    if (batch.length > 0) await this.sink.verdicts(batch);
  }

  async finish(before: DiffSide, after: DiffSide, old: Audited, now: Audited, tool: ToolBlock): Promise<DiffCounts> {
    await this.#flush();
    const { accounts, delegations } = accountDifferences(old.accounts, now.accounts);
    const summary: DiffCounts = {
      targets: { before: old.targets, after: now.targets, ...this.#counts },
      verdicts: this.#book.counts,
      byChange: this.#book.byChange,
      findings: this.#findings.counts,
      delegations: {
        added: delegations.added.length,
        removed: delegations.removed.length,
        changed: delegations.changed.length,
      },
      directory: countModel(this.#candidates.modelDifferences),
    };
    await this.sink.end({
      causes: this.#book.causes(),
      findings: this.#findings.result(),
      delegations,
      accounts,
      summary,
      notes: [
        ...NOTES,
        ...(this.#counts.created + this.#counts.deleted > 0 ? [NOT_IN_BOTH] : []),
        ...sidesNotes(before.evidence, after.evidence),
        ...listOf(schemaNote(this.sides.before.directory.schema, this.sides.after.directory.schema)),
      ],
      before: { ...before, tool },
      after,
    });
    return summary;
  }
}

const NOTES: readonly string[] = [
  'A cause is proven: its changes, made alone to the old directory in memory, give the new verdict, and no proper part of them does. Where a verdict has several causes, each of them alone is enough.',
  'Targets are matched by objectGUID, then SID, then DN. A verdict that is the same for another reason counts as unchanged.',
];

const listOf = (note: string | null): readonly string[] => (note === null ? [] : [note]);

const NOT_IN_BOTH =
  'An account of a domain that both sides have counts as made or deleted where only one of them has it: whether the other was read as a whole its sources do not prove.';

function nameIn(record: TargetRecord, { dn }: TargetOutcomes['target']): TargetName {
  return { guid: record.guid, sid: record.sid, dn, called: `${record.rdn}\n${record.samAccountName ?? ''}` };
}

function answerOf(outcome: Outcome | null): DiffAnswer | null {
  if (outcome === null) return null;
  const { access, verdict, reason, documentedSet, ace } = outcome;
  return { access, verdict, reason, documentedSet, ace };
}

function bothSinks(one: AuditSink, other: AuditSink): AuditSink {
  return {
    async begin(...given) {
      await one.begin(...given);
      await other.begin(...given);
    },
    async targets(batch) {
      await one.targets(batch);
      await other.targets(batch);
    },
    async findings(batch) {
      await one.findings(batch);
      await other.findings(batch);
    },
    async end(...given) {
      await one.end(...given);
      await other.end(...given);
    },
  };
}

/** Puts the outcomes of one target together, which come one account under audit after the other. */
class SideSink implements AuditSink {
  accounts: readonly AuditedAccount[] = [];
  summary: Summary | null = null;
  evidence: EvidenceBlock | null = null;

  constructor(
    readonly count: number,
    readonly take: Take,
    readonly done: () => Promise<void>,
  ) {}

  begin(_: unknown, accounts: readonly AuditedAccount[]): void {
    this.accounts = accounts;
  }

  async targets(batch: readonly TargetOutcomes[]): Promise<void> {
    for (let at = 0; at < batch.length; ) {
      const { origin, target } = batch[at]!;
      const outcomes: (readonly Outcome[])[] = Array.from({ length: this.count }, () => []);
      for (; at < batch.length && batch[at]!.origin === origin; at++)
        outcomes[batch[at]!.account] = batch[at]!.outcomes;
      this.take(origin as TargetRecord, target, outcomes);
    }
    await this.done();
  }

  findings(): void {}

  end(summary: Summary, evidence: EvidenceBlock): void {
    this.summary = summary;
    this.evidence = evidence;
  }
}
