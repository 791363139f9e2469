/** Writes a snapshot: compressed as it comes, hashed, under a temporary name until it is whole. */
import { createHash, type Hash } from 'node:crypto';
import { type FileHandle, open, rename } from 'node:fs/promises';
import { dirname } from 'node:path';
import { crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import type { AccountStreamRecord, ModelRecord } from '../directory/records.js';
import { fileError } from '../errors/file-error.js';
import {
  ACCOUNT_TYPES,
  asciiJson,
  GZIP_HEADER,
  MODEL_TYPES,
  type SnapshotCounts,
  type SnapshotEnd,
  type SnapshotHeader,
  type SnapshotPart,
} from './format.js';
import { toLine } from './line.js';
import { outputTarget } from './output-target.js';
import { release, removeTemporary, temporaryFileFor } from './temporary.js';
import { encodeTrailer } from './trailer.js';

const LEVEL = 6;
/** Text is handed to the compressor in pieces of this many characters. */
const PIECE = 1 << 19;

interface WrittenSnapshot {
  /** SHA-256 of the whole file, hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly counts: SnapshotCounts;
}

/** One gzip member being written. */
class Member {
  private readonly deflate: DeflateRaw = createDeflateRaw({ level: LEVEL, chunkSize: 1 << 17 });
  private crc = 0;
  private size = 0;
  private readonly failed: Promise<never>;

  constructor(private readonly sink: (bytes: Buffer) => void) {
    sink(GZIP_HEADER);
    this.deflate.on('data', sink);
    this.failed = new Promise((_, reject) => this.deflate.once('error', reject));
    this.failed.catch(() => {});
  }

  async write(bytes: Buffer): Promise<void> {
    this.crc = crc32(bytes, this.crc);
    this.size += bytes.length;
    const written = new Promise<void>((resolve) => this.deflate.write(bytes, () => resolve()));
    await Promise.race([written, this.failed]);
  }

  async end(): Promise<void> {
    const ended = new Promise<void>((resolve) => this.deflate.once('end', resolve));
    this.deflate.end();
    await Promise.race([ended, this.failed]);
    const tail = Buffer.alloc(8);
    tail.writeUInt32LE(this.crc, 0);
    tail.writeUInt32LE(this.size % 2 ** 32, 4);
    this.sink(tail);
  }

  destroy(): void {
    this.deflate.destroy();
  }
}

/** A snapshot being written. Either `finish` or `abort` ends it. */
export class SnapshotWriter {
  private text = '';
  private readonly whole: Hash = createHash('sha256');
  private partHash: Hash = createHash('sha256');
  private partBytes = 0;
  private bytes = 0;
  private queue: Buffer[] = [];
  private working: Promise<void> = Promise.resolve();
  /** All pieces but the last one. */
  private before: Promise<void> = this.working;
  /** Pieces that are not compressed yet. */
  private behind = 0;
  private member: Member;
  private readonly parts: SnapshotPart[] = [];
  private readonly counts = { model: zeros(MODEL_TYPES), accounts: zeros(ACCOUNT_TYPES) };
  private section: 'model' | 'accounts' = 'model';

  private constructor(
    private readonly path: string,
    private readonly temporary: string,
    private readonly file: FileHandle,
    header: SnapshotHeader,
  ) {
    this.member = this.openMember();
    this.text = `${asciiJson(header)}\n`;
  }

  /**
   * Begins a snapshot; nothing stands at `path`, or where that links to, before `finish`.
   * @throws AdreachError `file`
   */
  static async create(path: string, header: SnapshotHeader): Promise<SnapshotWriter> {
    let temporary: string | undefined;
    try {
      const target = await outputTarget(path);
      temporary = temporaryFileFor(target);
      return new SnapshotWriter(target, temporary, await open(temporary, 'r+'), header);
    } catch (error) {
      if (temporary !== undefined) removeTemporary(temporary);
      throw fileError('write', path, error);
    }
  }

  /**
   * Adds a record. Sections must come in the order of records.ts.
   * @returns a promise to wait for where the compressor is behind; of several records in a row, with the last is enough
   */
  add(record: ModelRecord | AccountStreamRecord): Promise<void> | undefined {
    const line = toLine(record);
    (this.counts[this.section] as Record<string, number>)[line.t]!++;
    this.text += `${asciiJson(line)}\n`;
    if (this.text.length >= PIECE) this.flush();
    return this.behind > 1 ? this.before : undefined;
  }

  /** Ends the model and begins the accounts. */
  async beginAccounts(): Promise<void> {
    await this.endPart('model');
    this.section = 'accounts';
    this.member = this.openMember();
  }

  /**
   * Closes the file, brings it to the disk and gives it its name.
   * @throws AdreachError `file`
   */
  async finish(): Promise<WrittenSnapshot> {
    await this.endPart('accounts');
    const counts = this.counts as SnapshotCounts;
    const end: SnapshotEnd = {
      end: true,
      counts,
      parts: this.parts as unknown as SnapshotEnd['parts'],
      sha256: this.whole.copy().digest('hex'),
    };
    this.sink(encodeTrailer(end));
    try {
      await this.drain();
      await this.file.sync();
      await this.file.close();
      await rename(this.temporary, this.path);
      release(this.temporary);
      await syncFolder(dirname(this.path));
    } catch (error) {
      throw fileError('write', this.path, error);
    }
    return { sha256: this.whole.digest('hex'), bytes: this.bytes, counts };
  }

  /** Gives up: what was written is removed. */
  async abort(): Promise<void> {
    this.member.destroy();
    await this.file.close().catch(() => {});
    removeTemporary(this.temporary);
  }

  private openMember(): Member {
    return new Member((bytes) => this.sink(bytes));
  }

  private sink(bytes: Buffer): void {
    this.whole.update(bytes);
    this.partHash.update(bytes);
    this.partBytes += bytes.length;
    this.bytes += bytes.length;
    this.queue.push(bytes);
  }

  /** Hands the text over. Only the pieces before it are to be waited for, so that making and compressing text overlap. */
  private flush(): void {
    const piece = Buffer.from(this.text, 'latin1');
    this.text = '';
    const { member } = this;
    this.before = this.working;
    this.behind++;
    this.working = this.before.then(async () => {
      await member.write(piece);
      await this.drain();
      this.behind--;
    });
    this.working.catch(() => {});
  }

  private async drain(): Promise<void> {
    const { queue } = this;
    this.queue = [];
    try {
      for (const bytes of queue) await this.file.writeFile(bytes);
    } catch (error) {
      throw fileError('write', this.path, error);
    }
  }

  private async endPart(part: 'model' | 'accounts'): Promise<void> {
    this.flush();
    await this.working;
    await this.member.end();
    this.parts.push({ part, bytes: this.partBytes, sha256: this.partHash.digest('hex') });
    this.partHash = createHash('sha256');
    this.partBytes = 0;
    await this.drain();
  }
}

function zeros<T extends string>(types: readonly T[]): Record<T, number> {
  return Object.fromEntries(types.map((t) => [t, 0])) as Record<T, number>;
}

/** Makes the new name last through a power cut, where the system lets a folder be opened. */
async function syncFolder(path: string): Promise<void> {
  try {
    const folder = await open(path, 'r');
    await folder.sync().catch(() => {});
    await folder.close();
  } catch {
    // Windows opens no folders; the file itself is on the disk.
  }
}
