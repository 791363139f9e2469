/** Two results of audits compared. The directories are not there any more: causes are what the results have recorded. */

import { AdreachError } from '../errors/index.js';
import type { AuditedAccount, EvidenceBlock, Finding, Outcome, Summary, ToolBlock, Verdict } from '../result/audit.js';
import type { DiffAnswer, DiffCounts, DiffSide, DiffSink, DiffVerdict } from '../result/diff.js';
import { listed } from '../words/lists.js';
import { accountDifferences } from './accounts.js';
import { CauseBook } from './cause-book.js';
import { sameAnswer } from './find-causes.js';
import { FindingComparison, HeldTexts } from './former-findings.js';
import { sidesNotes } from './notes.js';
import { recordedCauses } from './recorded-causes.js';
import { TargetIndex, type TargetName } from './target-index.js';

export interface ResultSide {
  readonly name: string;
  readonly tool: ToolBlock;
  readonly accounts: readonly AuditedAccount[];
  readonly findings: readonly Finding[];
  readonly summary: Summary;
  readonly evidence: EvidenceBlock;
  /** From the beginning at each call. */
  verdicts(): AsyncIterable<readonly Verdict[]>;
}

export interface ResultOptions {
  readonly before: ResultSide;
  readonly after: ResultSide;
  /** Whether an account under audit is compared. */
  readonly wanted: (account: AuditedAccount) => boolean;
  /** Ids of actions; none: all. */
  readonly actions: readonly string[];
  readonly sink: DiffSink;
}

/** The verdicts on one target, which stand together in a result. */
interface Group {
  readonly target: string;
  readonly dn: string;
  readonly name: string;
  readonly verdicts: readonly Verdict[];
}

const BATCH = 1000;

export async function compareResults(options: ResultOptions): Promise<DiffCounts> {
  return new ResultComparison(options).run();
}

class ResultComparison {
  readonly #index = new TargetIndex();
  readonly #book = new CauseBook();
  /** Lists of answers that are the same are one; a directory has few. */
  readonly #shapes: (readonly Verdict[])[] = [];
  readonly #known = new Map<string, number>();
  readonly #counts = { created: 0, deleted: 0, moved: 0, renamed: 0 };
  readonly #sids: ReadonlySet<string>;
  /** Of which both results are. */
  readonly #actions: ReadonlySet<string>;
  #batch: DiffVerdict[] = [];
  #number = 0;

  constructor(readonly options: ResultOptions) {
    const { before, after, wanted } = options;
    this.#sids = new Set([...before.accounts, ...after.accounts].filter(wanted).map(({ sid }) => sid));
    this.#actions = new Set(commonActions(before, after, options.actions));
  }

  async run(): Promise<DiffCounts> {
    const { before, after } = this.options;
    for await (const group of this.#groups(before)) this.#index.add(nameOf(group), this.#shape(group.verdicts));
    for await (const group of this.#groups(after)) {
      await this.#taken(group);
    }
    let id = 0;
    for await (const group of this.#groups(before)) {
      if (this.#index.isTaken(id++)) continue;
      this.#counts.deleted++;
      for (const verdict of group.verdicts) this.#changed(group, verdict, null, null);
      this.#number++;
      await this.#flush(BATCH);
    }
    await this.#flush(1);
    return this.#finish();
  }

  async #taken(group: Group): Promise<void> {
    const id = this.#index.take(nameOf(group));
    if (id < 0) this.#counts.created++;
    const former = id < 0 ? [] : this.#shapes[this.#index.shape(id)]!;
    const moved = id >= 0 && former[0] !== undefined && parentOf(former[0].targetDn) !== parentOf(group.dn);
    if (moved) this.#counts.moved++;
    if (id >= 0 && !this.#index.isCalled(id, nameOf(group).called)) this.#counts.renamed++;
    const from = moved ? { from: parentOf(former[0]!.targetDn), to: parentOf(group.dn) } : null;
    const key = ({ account, action }: Verdict) => `${account}|${action}`;
    const old = new Map(former.map((verdict) => [key(verdict), verdict]));
    for (const verdict of group.verdicts) {
      const was = old.get(key(verdict));
      old.delete(key(verdict));
      if (was !== undefined && sameAnswer(was, verdict)) {
        if (was.reason !== verdict.reason) this.#book.otherReason();
      } else this.#changed(group, was ?? null, verdict, from);
    }
    for (const was of old.values()) this.#changed(group, was, null, from);
    this.#number++;
    await this.#flush(BATCH);
  }

  #changed(
    group: Group,
    before: Verdict | null,
    after: Verdict | null,
    moved: { readonly from: string; readonly to: string } | null,
  ): void {
    const { account, action } = (after ?? before)!;
    const causes = recordedCauses(this.options, account, before, after, moved).map((cause) => this.#book.enter(cause));
    const counted = { account, action, before: before?.verdict ?? null, after: after?.verdict ?? null };
    this.#book.count(causes, counted, group, this.#number);
    this.#batch.push({
      account,
      target: group.target,
      targetDn: group.dn,
      targetName: group.name,
      action,
      before: answerOf(before),
      after: answerOf(after),
      causes: this.#book.refs(causes),
    });
  }

  async #flush(from: number): Promise<void> {
    if (this.#batch.length < from) return;
    const batch = this.#batch;
    this.#batch = [];
    await this.options.sink.verdicts(batch);
  }

  /** The container counts as well: it tells a move. */
  #shape(verdicts: readonly Verdict[]): number {
    const key = JSON.stringify([
      parentOf(verdicts[0]!.targetDn),
      verdicts.map(({ account, action, access, verdict, reason, documentedSet, ace }) => [
        ...[account, action, access, verdict, reason, documentedSet],
        ...(ace === null ? [] : [ace.sddl, ace.from]),
      ]),
    ]);
    let id = this.#known.get(key);
    if (id === undefined) {
      id = this.#shapes.length;
      this.#known.set(key, id);
      this.#shapes.push(verdicts);
    }
    return id;
  }

  async *#groups(side: ResultSide): AsyncGenerator<Group> {
    let count = 0;
    let verdicts: Verdict[] = [];
    const group = (): Group => {
      const { target, targetDn: dn, targetName: name } = verdicts[0]!;
      return { target, dn, name, verdicts };
    };
    for await (const batch of side.verdicts()) {
      for (const verdict of batch) {
        count++;
        if (!this.#sids.has(verdict.account) || !this.#actions.has(verdict.action)) continue;
        const first = verdicts[0];
        if (first !== undefined && (first.target !== verdict.target || first.targetDn !== verdict.targetDn)) {
          yield group();
          verdicts = [];
        }
        verdicts.push(verdict);
      }
    }
    if (verdicts.length > 0) yield group();
    const counted = side.summary.actions.flatMap((each) => Object.values(each.verdicts)).reduce((sum, n) => sum + n, 0);
    // What was taken out of it would look deleted.
    if (count !== counted)
      throw new AdreachError(
        'format',
        `${side.name} holds ${count} verdicts, and its summary counts ${counted}`,
        'Compare it as adreach audit wrote it.',
      );
  }

  async #finish(): Promise<DiffCounts> {
    const { before, after, sink } = this.options;
    const findings = new FindingComparison(new HeldTexts());
    const about = ({ account }: Finding) => account === null || this.#sids.has(account);
    findings.before(before.findings.filter(about));
    findings.after(after.findings.filter(about));
    const accountsOf = (side: ResultSide) =>
      side.accounts.flatMap((account) => {
        const summary = side.summary.accounts.find(({ sid }) => sid === account.sid);
        return summary === undefined || !this.#sids.has(account.sid) ? [] : [{ account, summary }];
      });
    const { accounts, delegations } = accountDifferences(accountsOf(before), accountsOf(after));
    const summary: DiffCounts = {
      targets: { before: before.summary.targets, after: after.summary.targets, ...this.#counts },
      verdicts: this.#book.counts,
      byChange: this.#book.byChange,
      findings: findings.counts,
      delegations: {
        added: delegations.added.length,
        removed: delegations.removed.length,
        changed: delegations.changed.length,
      },
      directory: {},
    };
    await sink.end({
      causes: this.#book.causes(),
      findings: findings.result(),
      delegations,
      accounts,
      summary,
      notes: [...notesOf(before, after), ...sidesNotes(before.evidence, after.evidence)],
      before: sideOf(before),
      after: sideOf(after),
    });
    return summary;
  }
}

const actionsOf = ({ summary }: ResultSide): readonly string[] => [
  ...new Set(summary.actions.map(({ action }) => action)),
];

/**
 * @param wanted ids of actions; none: all
 * @throws AdreachError for one that is not in both, and where none is
 */
function commonActions(before: ResultSide, after: ResultSide, wanted: readonly string[]): readonly string[] {
  const [old, now] = [actionsOf(before), actionsOf(after)];
  const missing = wanted.find((action) => !old.includes(action) || !now.includes(action));
  if (missing !== undefined) {
    const sides = [before, after].filter((side) => !actionsOf(side).includes(missing)).map(({ name }) => name);
    throw new AdreachError(
      'not-found',
      `${sides.join(' and ')} ${sides.length > 1 ? 'have' : 'has'} no action "${missing}"`,
      `Both have: ${old.filter((action) => now.includes(action)).join(', ') || 'none'}.`,
    );
  }
  const common = old.filter((action) => now.includes(action));
  if (common.length === 0 && old.length + now.length > 0)
    throw new AdreachError(
      'usage',
      `the two results are of different actions: ${old.join(', ') || 'none'}, and ${now.join(', ') || 'none'}`,
      'Audit both sides for the same actions.',
    );
  return wanted.length > 0 ? wanted : common;
}

function notesOf(before: ResultSide, after: ResultSide): readonly string[] {
  const notes = [
    'Two results are compared, not two directories: causes are as the results have recorded them, and none is proven. Compare the sources themselves to have them proven.',
    'Targets are matched by SID, then DN. A verdict that is the same for another reason counts as unchanged.',
  ];
  for (const [side, other] of [
    [before, after],
    [after, before],
  ] as const) {
    const alone = actionsOf(side).filter((action) => !actionsOf(other).includes(action));
    if (alone.length > 0)
      notes.push(
        `Only ${side.name} is about ${listed(alone)}: that is not compared, and findings may be in one of the results for that reason alone.`,
      );
  }
  if (before.tool.version !== after.tool.version)
    notes.push(
      `The results are of different versions of the program, ${before.tool.version} and ${after.tool.version}.`,
    );
  if (before.tool.rules !== after.tool.rules) notes.push('The results are of different rule files.');
  return notes;
}

function sideOf({ name, tool, evidence }: ResultSide): DiffSide {
  return { kind: 'result', names: [name], tool, evidence };
}

function nameOf({ target, dn, name }: Group): TargetName {
  return { guid: undefined, sid: target.startsWith('S-1-') ? target : undefined, dn, called: name };
}

/** What follows the RDN; an escaped comma belongs to a name. */
function parentOf(dn: string): string {
  return /^(?:[^,\\]|\\.)*,(.*)$/s.exec(dn)?.[1] ?? '';
}

function answerOf(outcome: Outcome | null): DiffAnswer | null {
  if (outcome === null) return null;
  const { access, verdict, reason, documentedSet, ace } = outcome;
  return { access, verdict, reason, documentedSet, ace };
}
