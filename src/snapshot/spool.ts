/** A temporary file to which pieces are appended, and from which they are read again in any order. */
import { closeSync, openSync, readSync, writeSync } from 'node:fs';
import { fileError } from '../errors/file-error.js';

const BUFFER_SIZE = 1 << 20;

export class Spool {
  private readonly fd: number;
  private readonly buffer = Buffer.allocUnsafe(BUFFER_SIZE);
  private used = 0;
  private flushed = 0;

  /** @throws AdreachError `file`, as the other functions do */
  constructor(private readonly path: string) {
    try {
      this.fd = openSync(path, 'wx+', 0o600);
    } catch (error) {
      throw fileError('write', path, error);
    }
  }

  /** Bytes appended so far: where the next piece will begin. */
  get size(): number {
    return this.flushed + this.used;
  }

  append(bytes: Uint8Array): void {
    if (this.used + bytes.length > BUFFER_SIZE) this.flush();
    if (bytes.length > BUFFER_SIZE) {
      this.write(bytes);
      return;
    }
    this.buffer.set(bytes, this.used);
    this.used += bytes.length;
  }

  read(offset: number, length: number): Buffer {
    this.flush();
    const bytes = Buffer.allocUnsafe(length);
    try {
      for (let done = 0; done < length; ) {
        const read = readSync(this.fd, bytes, done, length - done, offset + done);
        if (read === 0) throw new Error('the temporary file is shorter than what was written to it');
        done += read;
      }
    } catch (error) {
      throw fileError('read', this.path, error);
    }
    return bytes;
  }

  close(): void {
    closeSync(this.fd);
  }

  private flush(): void {
    if (this.used === 0) return;
    const { used } = this;
    this.used = 0;
    this.write(this.buffer.subarray(0, used));
  }

  private write(bytes: Uint8Array): void {
    try {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.fd, bytes, done, bytes.length - done);
    } catch (error) {
      throw fileError('write', this.path, error);
    }
    this.flushed += bytes.length;
  }
}
