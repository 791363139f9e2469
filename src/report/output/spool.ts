/** Holds records that are known before their turn comes: in memory up to a bound, then in a nameless temporary file. */
import { type FileHandle, open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { removeTemporary, temporaryFolder } from '../../snapshot/temporary.js';
import { fileError } from './file.js';

const MEMORY_BOUND = 4 << 20;
const CHUNK = 1 << 20;

/** Text put in, the same text read out once. */
export class Spool {
  private parts: string[] = [];
  private held = 0;
  private file: FileHandle | null = null;
  private written = 0;
  /** How many records were added. */
  count = 0;

  /** @param bound UTF-16 code units kept in memory before a file is used */
  constructor(private readonly bound = MEMORY_BOUND) {}

  /** Adds one record. @throws AdreachError `file` where the temporary file cannot be written */
  async add(text: string): Promise<void> {
    this.parts.push(text);
    this.held += text.length;
    this.count += 1;
    if (this.held > this.bound) await this.spill();
  }

  /** Everything added, in order, in pieces of bounded size. */
  async *read(): AsyncGenerator<string | Uint8Array> {
    if (this.file !== null) {
      const buffer = Buffer.allocUnsafe(CHUNK);
      for (let position = 0; position < this.written; ) {
        const { bytesRead } = await this.file.read(buffer, 0, Math.min(CHUNK, this.written - position), position);
        if (bytesRead === 0) throw fileError('the temporary file', new Error('it was cut short while in use'));
        position += bytesRead;
        yield buffer.subarray(0, bytesRead);
      }
    }
    yield* this.parts;
  }

  /** Gives memory and file back. */
  async close(): Promise<void> {
    this.parts = [];
    this.held = 0;
    const file = this.file;
    this.file = null;
    await file?.close().catch(() => undefined);
  }

  private async spill(): Promise<void> {
    try {
      this.file ??= await openNameless();
      const bytes = Buffer.from(this.parts.join(''), 'utf8');
      for (let done = 0; done < bytes.length; ) {
        const { bytesWritten } = await this.file.write(bytes, done, bytes.length - done, this.written);
        done += bytesWritten;
        this.written += bytesWritten;
      }
      this.parts = [];
      this.held = 0;
    } catch (error) {
      throw fileError(`a temporary file in ${tmpdir()}`, error);
    }
  }
}

/** A file that only this process can open (mode 0600) and that is gone with it, however it ends. */
async function openNameless(): Promise<FileHandle> {
  const folder = temporaryFolder();
  try {
    return await open(join(folder, 'spool'), 'wx+', 0o600);
  } finally {
    removeTemporary(folder);
  }
}
