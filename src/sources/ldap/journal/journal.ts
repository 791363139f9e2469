/**
 * The journal of a collection: what the server has sent, written down as it comes, so that an interrupted collection can
 * be gone on with. A search of the plan counts as read when it came to its end without a gap; of all others nothing
 * is taken over, and they are sent again.
 */
import { rmSync } from 'node:fs';
import { fileError } from '../../../errors/file-error.js';
import { AdreachError } from '../../../errors/index.js';
import type { CollectionRun } from '../../../result/sources.js';
import type { RawEntry } from '../../entry.js';
import type { AttributeUse } from '../attributes.js';
import type { GuidRange } from '../partition.js';
import type { PlannedSearch } from '../plan.js';
import type { SearchRecord } from '../reader.js';
import { BlockFile, type BlockKind, type BlockPlace } from './blocks.js';
import { decodeEntries, encodeEntries, unitOf } from './entry-page.js';
import { type CollectionIdentity, checkSame } from './identity.js';
import { type Done, DoneNote, IdentityNote, ReferralNote, RunNote } from './notes.js';

/** Bytes of entries after which another block is begun. */
const BLOCK = 16 * 1024 * 1024;

/** What stands in the journal of an earlier run. */
interface Contents {
  readonly identity: CollectionIdentity;
  readonly runs: readonly CollectionRun[];
  readonly done: ReadonlyMap<number, Done>;
  /** Pages of entries with their unit, in the order in which they were written. */
  readonly pages: ReadonlyArray<{ readonly unit: number; readonly place: BlockPlace }>;
  readonly referrals: readonly string[];
  readonly units: number;
  /** Bytes at the end that were no whole block. */
  readonly torn: number;
}

/** Notes what one search brings. */
export interface UnitWriter {
  entries(entries: readonly RawEntry[]): void;
  /** The search came to its end, and nothing of it is missing. */
  done(record: SearchRecord): void;
}

/** What was read already, of one search. */
interface Replayed {
  readonly use: AttributeUse;
  readonly entries: readonly RawEntry[];
}

export class Journal {
  #nextUnit: number;
  #finished = 0;
  #objects = 0;
  #closed = false;

  private constructor(
    private readonly file: BlockFile,
    private readonly before: Contents | null,
  ) {
    this.#nextUnit = before?.units ?? 0;
  }

  /** @throws AdreachError file, also where a file of that name exists */
  static create(path: string): Journal {
    return new Journal(BlockFile.create(path), null);
  }

  /**
   * Reads what an interrupted collection left.
   * @throws AdreachError file or format
   */
  static open(path: string): Journal {
    const file = BlockFile.open(path);
    try {
      return new Journal(file, readContents(file));
    } catch (error) {
      file.close();
      throw error;
    }
  }

  get path(): string {
    return this.file.path;
  }

  /** The runs before this one. */
  get runs(): readonly CollectionRun[] {
    return this.before?.runs ?? [];
  }

  /** The searches that earlier runs finished. */
  get records(): readonly SearchRecord[] {
    return [...(this.before?.done.values() ?? [])].map(({ record }) => record);
  }

  get referrals(): readonly string[] {
    return this.before?.referrals ?? [];
  }

  /** Bytes at the end of the file that were no longer whole; what they held is read again. */
  get torn(): number {
    return this.before?.torn ?? 0;
  }

  /** What stands finished in it, that of this run included. */
  get finishedSoFar(): { readonly searches: number; readonly objects: number } {
    const { records } = this;
    const objects = records.reduce((sum, { entries }) => sum + entries, 0);
    return { searches: records.length + this.#finished, objects: objects + this.#objects };
  }

  /**
   * Begins a run: the first, or one that goes on.
   * @throws AdreachError usage where this is not the collection that was interrupted
   */
  begin(identity: CollectionIdentity, run: CollectionRun): void {
    if (this.before) checkSame(this.path, this.before.identity, this.before.runs.at(-1), identity, run);
    else this.#note('H', identity);
    this.#note('S', run);
  }

  /** The ranges of a search that earlier runs read to their end. */
  finished(search: PlannedSearch): readonly GuidRange[] {
    const key = keyOf(search);
    return [...(this.before?.done.values() ?? [])].filter((done) => done.key === key).map(({ range }) => range);
  }

  /**
   * The entries of the searches that earlier runs finished, in the order in which they came; those of managed accounts
   * first, as when they are read.
   * @throws AdreachError integrity or file
   */
  *replay(): Generator<Replayed> {
    yield* this.#pages((use) => use === 'managedAccounts');
    yield* this.#pages((use) => use !== 'managedAccounts');
  }

  *#pages(wanted: (use: AttributeUse) => boolean): Generator<Replayed> {
    const { pages = [], done } = this.before ?? {};
    for (const { unit, place } of pages) {
      const finished = done?.get(unit);
      if (finished && wanted(finished.use)) yield { use: finished.use, entries: this.#decode(place) };
    }
  }

  /** Begins to note what a search brings. */
  unit(search: PlannedSearch): UnitWriter {
    const unit = this.#nextUnit++;
    return {
      entries: (entries) => {
        if (this.#closed) return;
        for (const piece of encodeEntries(unit, entries, BLOCK)) this.file.append('E', piece);
      },
      done: (record) => {
        if (this.#closed) return;
        const { range, use } = search;
        const done: Done = { unit, key: keyOf(search), range, use, record };
        this.#note('D', done);
        this.#finished++;
        this.#objects += record.entries;
      },
    };
  }

  referral(urls: readonly string[]): void {
    if (!this.#closed) this.#note('R', urls);
  }

  /** Closes the file and leaves it. What is noted afterwards is dropped. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.file.close();
  }

  /** Closes and removes the file: everything in it is in the snapshot. */
  remove(): void {
    this.close();
    try {
      rmSync(this.path, { force: true });
    } catch (error) {
      throw fileError('write', this.path, error);
    }
  }

  #note(kind: BlockKind, content: unknown): void {
    this.file.append(kind, Buffer.from(JSON.stringify(content)));
  }

  #decode(place: BlockPlace): RawEntry[] {
    try {
      return decodeEntries(this.file.content(place));
    } catch (error) {
      throw asDamaged(this.path, place.at, error);
    }
  }
}

/** What makes two searches the same, but for the range: another version that asks for more reads again. */
function keyOf({ use, base, scope, whole, attributes, descriptors }: PlannedSearch): string {
  return JSON.stringify([use, base, scope, whole.toString(), attributes, descriptors]);
}

function readContents(file: BlockFile): Contents {
  let identity: CollectionIdentity | undefined;
  const runs: CollectionRun[] = [];
  const done = new Map<number, Done>();
  const pages: Array<{ unit: number; place: BlockPlace }> = [];
  const referrals: string[] = [];
  let units = 0;
  const take = (place: BlockPlace, content: Buffer): void => {
    if (place.kind === 'E') {
      const unit = unitOf(content);
      pages.push({ unit, place });
      units = Math.max(units, unit + 1);
      return;
    }
    const value: unknown = JSON.parse(content.toString('utf8'));
    if (place.kind === 'H') identity = IdentityNote.parse(value);
    else if (place.kind === 'S') runs.push(RunNote.parse(value));
    else if (place.kind === 'R') referrals.push(...ReferralNote.parse(value));
    else {
      const finished = DoneNote.parse(value);
      done.set(finished.unit, finished);
      units = Math.max(units, finished.unit + 1);
    }
  };
  const torn = file.scan((place, content) => {
    try {
      take(place, content);
    } catch (error) {
      throw asDamaged(file.path, place.at, error);
    }
  });
  if (identity === undefined) {
    throw new AdreachError(
      'integrity',
      `${file.path} ends before it says which collection it belongs to`,
      'delete it to start from the beginning',
    );
  }
  return { identity, runs, done, pages, referrals, units, torn };
}

/** The sum of the block holds, and yet its content makes no sense. */
function asDamaged(path: string, at: number, error: unknown): unknown {
  if (error instanceof AdreachError) return error;
  return new AdreachError(
    'integrity',
    `${path} is damaged at byte ${at}: ${(error as Error).message}`,
    'delete it to start from the beginning',
    { cause: error },
  );
}
