/** The audit before and after changes that are made in memory alone. */
import { assembleSnapshot } from '../assemble/index.js';
import type { BaseSource } from '../changes/base-source.js';
import { changedSource, type PlacedChange } from '../changes/index.js';
import { AccountStream } from '../directory/account-stream.js';
import { loadDirectory } from '../directory/load.js';
import type { RecordSource } from '../directory/record-source.js';
import { AdreachError } from '../errors/index.js';
import type { AuditedAccount, AuditHeader, EvidenceBlock, Finding, Summary } from '../result/audit.js';
import type { ChangeDocument } from '../result/changes.js';
import {
  type ChangedVerdict,
  SIMULATE_SCHEMA,
  type SimulationHeader,
  type SimulationResult,
} from '../result/simulate.js';
import type { SimulationEnd, SimulationSink } from '../result/simulate-sink.js';
import type { AuditSink } from '../result/sink.js';
import type { SourceInfo } from '../result/sources.js';
import { mayRename, namesOnBothSides } from '../simulate/accounts.js';
import { creatorNamed } from '../simulate/creator.js';
import { FindingComparison } from '../simulate/findings.js';
import { readChanges } from '../simulate/read.js';
import { VerdictComparison } from '../simulate/verdicts.js';
import { changeViews } from '../simulate/view.js';
import { tool } from '../snapshot/tool.js';
import { snapshotItems } from '../sources/snapshot-items.js';
import { type AuditOptions, streamAudit } from './audit.js';
import { rulesOf, toolBlock, withActions, withProfile } from './rule-set.js';
import { withSources } from './sources.js';

export interface SimulateOptions extends AuditOptions {
  /** A file of changes: LDIF change records, or YAML (docs/simulate.md). */
  readonly changes: string;
  /** Who makes new objects, named as accounts are, and so owns them; an administrator of the domain by default. */
  readonly as?: string;
  /** Also writes the directory as it is after the changes: a snapshot, which says that it is simulated. */
  readonly write?: string;
}

/**
 * Audits sources before and after changes: what `adreach simulate --format json` writes, as an object. Nothing is written
 * but what `write` names. It holds every verdict that changes; where these are more than some 100,000 use
 * `streamSimulation`.
 *
 * ```ts
 * const { verdicts } = await simulate({
 *   sources: ['example.snapshot'], accounts: ['mdiAction$'], changes: 'changes.ldif',
 * });
 * const lost = verdicts.filter(({ before, after }) => before?.verdict === 'can' && after?.verdict !== 'can');
 * ```
 * @throws AdreachError `change` for a change that cannot be made, with its line; otherwise as `audit`
 */
export async function simulate(options: SimulateOptions): Promise<SimulationResult> {
  let header: SimulationHeader | null = null;
  let end: SimulationEnd | null = null;
  const verdicts: ChangedVerdict[] = [];
  const findings = { appeared: [] as Finding[], gone: [] as Finding[] };
  await streamSimulation(options, {
    begin(given) {
      header = given;
    },
    verdicts(batch) {
      for (const verdict of batch) verdicts.push(verdict);
    },
    findings(side, batch) {
      for (const finding of batch) findings[side].push(finding);
    },
    end(given) {
      end = given;
    },
  });
  return { ...header!, ...end!, verdicts, findings };
}

/**
 * The same, handed on as it is computed, in bounded memory.
 * @throws AdreachError as `simulate`
 */
export async function streamSimulation(options: SimulateOptions, sink: SimulationSink): Promise<SimulationEnd> {
  return withSources(options.sources, options, async (evidence) => {
    const base = asBase(evidence);
    const { changes, views } = await changesOf(base, options);
    const loaded = withProfile(
      withActions(rulesOf(options.rules), options.actions),
      options.profile ?? 'mdi-action-account',
    );
    await sink.begin({ schema: SIMULATE_SCHEMA, tool: toolBlock(loaded), changes: views });
    const as = options.as === undefined ? null : await creatorNamed(base, options.as);
    // Whoever opened the sources closes them; what is made upon them goes here.
    const changed = await changedSource({ ...handedOn(base), close: async () => {} }, changes, {
      ...(as !== null && { as }),
      ...(options.tempDir !== undefined && { tempDir: options.tempDir }),
    });
    try {
      const after = marked(changed, changes.length);
      const names = mayRename(changes)
        ? await namesOnBothSides(options.accounts, base, after)
        : { before: options.accounts, after: options.accounts };
      const end = await new Run(options, sink, base, changes).audits(names, after);
      // Where an audit fails nothing is left behind.
      if (options.write !== undefined) await writeSnapshot(after, options.write, options);
      return end;
    } finally {
      await changed.close();
    }
  });
}

/** Both audits, one after the other, over sources that are open. */
class Run {
  readonly #verdicts: VerdictComparison;
  readonly #findings: FindingComparison;

  constructor(
    readonly options: SimulateOptions,
    readonly sink: SimulationSink,
    readonly base: BaseSource,
    changes: readonly PlacedChange[],
  ) {
    const open = () => base.store();
    this.#verdicts = new VerdictComparison(
      open,
      changes.some(({ change }) => !STAYS.has(change.kind)),
    );
    this.#findings = new FindingComparison(open);
  }

  async audits(
    names: { readonly before: readonly string[]; readonly after: readonly string[] },
    changed: RecordSource,
  ): Promise<SimulationEnd> {
    const before = new Before(this.#verdicts, this.#findings);
    await this.#audit(this.base, names.before, before, 'before');
    const after = new After(this.#verdicts, this.#findings, this.sink);
    await this.#audit(changed, names.after, after, 'after');
    await after.rest();
    const told = new Set(after.accounts.map(({ sid }) => sid));
    const end: SimulationEnd = {
      accounts: [...after.accounts, ...before.accounts.filter(({ sid }) => !told.has(sid))],
      before: before.summary,
      after: after.summary,
      evidence: (after.evidence ?? before.evidence)!,
    };
    await this.sink.end(end);
    return end;
  }

  /** Where none of the accounts is there, there is nothing to audit. */
  async #audit(sources: RecordSource, accounts: readonly string[], sink: AuditSink, side: string): Promise<void> {
    if (accounts.length === 0) return;
    const { progress } = this.options;
    await streamAudit(
      { ...this.options, sources, accounts, ...(progress && { progress: (text) => progress(`${side}: ${text}`) }) },
      sink,
    );
  }
}

/** Changes after which every object is where it was. */
const STAYS: ReadonlySet<PlacedChange['change']['kind']> = new Set([
  'add-entry',
  'remove-entry',
  'set-inheritance',
  'write-descriptor',
  'add-member',
  'remove-member',
  'set-flags',
  'run-adminsdholder',
] as const);

/** One side's audit. */
abstract class Side implements AuditSink {
  accounts: readonly AuditedAccount[] = [];
  summary: Summary | null = null;
  evidence: EvidenceBlock | null = null;

  constructor(
    readonly verdicts: VerdictComparison,
    readonly compared: FindingComparison,
  ) {}

  begin(_header: AuditHeader, accounts: readonly AuditedAccount[]): void | Promise<void> {
    this.accounts = accounts;
  }

  abstract targets(batch: Parameters<AuditSink['targets']>[0]): void | Promise<void>;
  abstract findings(batch: readonly Finding[]): void | Promise<void>;

  end(summary: Summary, evidence: EvidenceBlock): void | Promise<void> {
    this.summary = summary;
    this.evidence = evidence;
  }
}

class Before extends Side {
  override targets(batch: Parameters<AuditSink['targets']>[0]): void {
    for (const item of batch) this.verdicts.before(this.accounts[item.account]!.sid, item);
  }

  override findings(batch: readonly Finding[]): void {
    for (const finding of batch) this.compared.before(finding);
  }
}

class After extends Side {
  constructor(
    verdicts: VerdictComparison,
    compared: FindingComparison,
    readonly sink: SimulationSink,
  ) {
    super(verdicts, compared);
  }

  override async begin(...given: Parameters<AuditSink['begin']>): Promise<void> {
    super.begin(given[0], given[1]);
    await this.sink.audit?.begin(...given);
  }

  override async targets(batch: Parameters<AuditSink['targets']>[0]): Promise<void> {
    const changed: ChangedVerdict[] = [];
    for (const item of batch)
      for (const verdict of this.verdicts.after(this.accounts[item.account]!.sid, item)) changed.push(verdict);
    if (changed.length > 0) await this.sink.verdicts(changed);
    await this.sink.audit?.targets(batch);
  }

  override async findings(batch: readonly Finding[]): Promise<void> {
    const appeared = batch.filter((finding) => this.compared.isNew(finding));
    if (appeared.length > 0) await this.sink.findings('appeared', appeared);
    await this.sink.audit?.findings(batch);
  }

  override async end(summary: Summary, evidence: EvidenceBlock): Promise<void> {
    super.end(summary, evidence);
    await this.sink.audit?.end(summary, evidence);
  }

  /** What is not there any more. */
  async rest(): Promise<void> {
    for (const batch of batches(this.verdicts.gone())) await this.sink.verdicts(batch);
    for (const batch of batches(this.compared.gone())) await this.sink.findings('gone', batch);
  }
}

const BATCH = 1000;

function* batches<Item>(items: Iterable<Item>): Generator<readonly Item[]> {
  let batch: Item[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < BATCH) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function changesOf(
  base: BaseSource,
  { changes: path, rules, tempDir }: SimulateOptions,
): Promise<{ readonly changes: readonly PlacedChange[]; readonly views: readonly ChangeDocument[] }> {
  const directory = await loadDirectory(base);
  const stream = new AccountStream(directory, base);
  const { changes, names } = await readChanges(path, {
    stream,
    actions: rulesOf(rules).actions,
    async after(first, use) {
      const open = { ...handedOn(base), close: async () => {} };
      const changed = await changedSource(open, first, tempDir === undefined ? {} : { tempDir });
      try {
        return await use(new AccountStream(await loadDirectory(changed), changed));
      } finally {
        await changed.close();
      }
    },
  });
  return { changes, views: changeViews(directory, changes, names) };
}

function asBase(evidence: RecordSource): BaseSource {
  if ('header' in evidence) return evidence as BaseSource;
  throw new AdreachError('usage', 'these sources cannot be changed', 'open them with openSources, or name them');
}

/** The same source, which says of itself that it is simulated. */
function marked(source: BaseSource, changes: number): BaseSource {
  const sources = source.sources.map((info): SourceInfo => ({ ...info, simulated: { changes: total(info, changes) } }));
  return { ...handedOn(source), sources };
}

/** The same source as an object of its own. */
function handedOn(source: BaseSource): BaseSource {
  return {
    header: source.header,
    sources: source.sources,
    deleted: source.deleted,
    model: () => source.model(),
    accounts: (mentions) => source.accounts(mentions),
    store: () => source.store(),
    close: () => source.close(),
  };
}

/** Of a directory that was simulated already, all changes. */
const total = ({ simulated }: SourceInfo, changes: number): number => (simulated?.changes ?? 0) + changes;

async function writeSnapshot(source: BaseSource, path: string, { tempDir, progress }: SimulateOptions): Promise<void> {
  await assembleSnapshot(snapshotItems(source), {
    path,
    tool: tool(),
    sources: () => source.sources.map(({ modifiedAt: _, ...info }) => info),
    ...(tempDir !== undefined && { tempDir }),
    progress: ({ objects }) => progress?.(`${objects.toLocaleString('en')} objects written`),
  });
}
