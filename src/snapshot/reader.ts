/** Reads a snapshot as evidence: the model in one go, the accounts as often as wanted. */
import { closeSync, fstatSync } from 'node:fs';
import { join } from 'node:path';
import type { RecordSource } from '../directory/record-source.js';
import type { AccountStreamRecord, ModelRecord } from '../directory/records.js';
import type { SourceInfo } from '../result/sources.js';
import { DistinctAccounts, DistinctModel, type Known } from './distinct.js';
import { ACCOUNT_TYPES, MODEL_TYPES, type SnapshotEnd, type SnapshotHeader } from './format.js';
import { asSource, readHeader } from './header.js';
import { accountRecord, type Line, modelRecord } from './line.js';
import { parseLines, textOf } from './lines.js';
import { mentionFilter } from './mentions.js';
import { saveMemory } from './save-memory.js';
import { Spool } from './spool.js';
import { nameless, removeTemporary, temporaryFolder } from './temporary.js';
import { accountFault, type Bounds, modelFault } from './validate.js';
import { damaged, openVerified, type VerifiedSnapshot } from './verify.js';

/** A snapshot that was verified and stays open until `close`. */
export class SnapshotSource implements RecordSource {
  private closed = false;
  private readonly stores: { readonly spool: Spool; readonly folder: string }[] = [];
  /** What the model says that the accounts are held against; null before it was read. */
  private known: Known | null = null;
  /** Numbers of the lists of classes in the first part that accounts have; null until it was read. */
  private ofAccounts: ReadonlySet<number> | null = null;
  /** The accounts have been held against it, and against each other. */
  private distinct = false;

  private constructor(
    private readonly file: VerifiedSnapshot,
    readonly header: SnapshotHeader,
    readonly sources: readonly SourceInfo[],
    private readonly onClose: () => void,
    private readonly tempDir: string | undefined,
  ) {}

  /**
   * Verifies a snapshot and reads its header.
   * @param name the file as results shall name it
   * @param sources what results shall say of its sources; by default, that it is this snapshot
   * @param tempDir folder for temporary files; the system's by default
   * @throws AdreachError `file`, `integrity`
   */
  static async open(
    path: string,
    options: {
      name?: string;
      sources?: (sha256: string) => readonly SourceInfo[];
      tempDir?: string | undefined;
      onClose?: () => void;
    } = {},
  ): Promise<SnapshotSource> {
    const file = await openVerified(path);
    try {
      const header = await readHeader(file);
      const own = asSource(options.name ?? path, file.sha256, header);
      const sources = options.sources?.(file.sha256) ?? [dated(own, file.fd)];
      return new SnapshotSource(file, header, sources, options.onClose ?? (() => {}), options.tempDir);
    } catch (error) {
      closeSync(file.fd);
      throw error;
    }
  }

  get deleted(): number | undefined {
    return this.header.assembled.deleted;
  }

  /** The closing record: counts and sizes of the parts. */
  get end(): SnapshotEnd {
    return this.file.end;
  }

  async *model(): AsyncGenerator<readonly ModelRecord[]> {
    const { path, fd, end } = this.file;
    const ofAccounts = new Set<number>();
    const bounds: Bounds = { classes: 0, sd: 0, container: 0, group: end.counts.model.group, ofAccounts };
    const seen = new Map<string, number>(MODEL_TYPES.map((t) => [t, 0]));
    const distinct = new DistinctModel();
    let header = true;
    for await (const text of textOf(path, fd, 0, end.parts[0].bytes)) {
      const records = parseLines(path, text);
      if (header) records.shift();
      header = false;
      yield records.map((value): ModelRecord => {
        const line = value as Line;
        const fault = modelFault(value, bounds) ?? distinct.fault(line);
        if (fault !== null) throw damaged(path, fault);
        seen.set(line.t, seen.get(line.t)! + 1);
        return modelRecord(line);
      });
    }
    this.compare(seen, end.counts.model);
    const fault = distinct.end();
    if (fault !== null) throw damaged(path, fault);
    this.known = distinct.known;
    this.ofAccounts = ofAccounts;
    if (distinct.gaps.length > 0) yield distinct.gaps;
  }

  async *accounts(mentions?: readonly string[]): AsyncGenerator<readonly AccountStreamRecord[]> {
    const { path, fd, end } = this.file;
    const { model } = end.counts;
    const { classes, sd, container, group } = model;
    const ofAccounts = this.ofAccounts === null ? null : new Set(this.ofAccounts);
    const bounds: Bounds = { classes, sd, container, group, ofAccounts };
    const keep = mentions === undefined ? null : mentionFilter(mentions);
    // Once, in the first pass over all: it stands in the way of every account.
    const distinct =
      keep === null && !this.distinct && this.known !== null
        ? new DistinctAccounts(this.known, end.counts.accounts.account)
        : null;
    const seen = { account: 0, sd: 0, classes: 0 };
    for await (const text of textOf(path, fd, end.parts[0].bytes, end.parts[1].bytes)) {
      const wanted = keep === null ? text : keep(text);
      if (wanted === '') continue;
      const records = parseLines(path, wanted);
      yield records.map((value): AccountStreamRecord => {
        const fault = accountFault(value, bounds) ?? faultOf(distinct, value as Line);
        if (fault !== null) throw damaged(path, fault);
        seen[(value as { readonly t: keyof typeof seen }).t]++;
        return accountRecord(value as Line);
      });
    }
    if (keep !== null) return;
    this.compare(new Map(ACCOUNT_TYPES.map((t) => [t, seen[t]])), end.counts.accounts);
    if (distinct?.late) await this.checkAgain();
    this.distinct ||= distinct !== null;
  }

  store(): Spool {
    // What has to be kept on disk is far more than directories have: what is in use beside it is little.
    saveMemory();
    const folder = temporaryFolder(this.tempDir);
    const spool = new Spool(join(folder, 'store'));
    this.stores.push({ spool, folder });
    nameless(folder);
    return spool;
  }

  async close(): Promise<void> {
    if (this.closed) return;
    this.closed = true;
    closeSync(this.file.fd);
    for (const { spool, folder } of this.stores) {
      spool.close();
      removeTemporary(folder);
    }
    this.onClose();
  }

  /** What another program wrote, partly in order, is read once more. */
  private async checkAgain(): Promise<void> {
    const { path, fd, end } = this.file;
    const distinct = new DistinctAccounts(this.known!, end.counts.accounts.account, true);
    for await (const text of textOf(path, fd, end.parts[0].bytes, end.parts[1].bytes)) {
      for (const value of parseLines(path, text)) {
        const fault = faultOf(distinct, value as Line);
        if (fault !== null) throw damaged(path, fault);
      }
    }
  }

  private compare(seen: ReadonlyMap<string, number>, stated: Readonly<Record<string, number>>): void {
    for (const [type, count] of seen) {
      if (count === stated[type]) continue;
      throw damaged(
        this.file.path,
        `the snapshot holds ${count} records of type "${type}", its end states ${stated[type]}`,
      );
    }
  }
}

function faultOf(distinct: DistinctAccounts | null, line: Line): string | null {
  return distinct === null || line.t !== 'account' ? null : distinct.fault(line);
}

/**
 * Opens a snapshot file as evidence, after every byte of it has been checked.
 * @param tempDir folder for temporary files; the system's by default
 * @throws AdreachError `file` where it cannot be read; `integrity`, with the reason, where it is no snapshot, of a newer
 *   version, truncated or altered
 */
export function openSnapshot(path: string, tempDir?: string): Promise<SnapshotSource> {
  return SnapshotSource.open(path, { tempDir });
}

/** Where a snapshot does not say when it was collected, the file's own date says something. */
function dated(source: SourceInfo, fd: number): SourceInfo {
  return source.collectedAt === null ? { ...source, modifiedAt: fstatSync(fd).mtime.toISOString() } : source;
}
