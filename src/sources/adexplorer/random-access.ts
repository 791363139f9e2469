/** Reads numbers, bytes and text anywhere in a file of any size, through a bounded cache of pages. */
import { closeSync, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { fileError } from '../../errors/file-error.js';
import { AdreachError } from '../../errors/index.js';

const PAGE = 1 << 16;
/** Pages that are kept: 32 MiB. */
const PAGES = 512;
/** Bytes that are looked through at a time for the end of a text. */
const TEXT_STEP = 256;

const CUT_OFF = 'it was cut off or not copied whole: copy it again, or take the snapshot again';
const DAMAGED = 'the file was altered or damaged: copy it again, or take the snapshot again';

/** An open file. Offsets are bytes from its beginning, exact up to 2^53. */
export class RandomAccess {
  readonly size: number;
  private readonly fd: number;
  private readonly opened: Stats;
  private readonly pages = new Map<number, Buffer>();
  private lastNumber = -1;
  private lastPage: Buffer = Buffer.alloc(0);
  private closed = false;

  /**
   * @param name the file as messages shall name it
   * @throws AdreachError `file` where it cannot be opened, or is no regular file
   */
  constructor(
    path: string,
    readonly name: string,
  ) {
    try {
      this.fd = openSync(path, 'r');
    } catch (error) {
      throw fileError('read', name, error);
    }
    this.opened = fstatSync(this.fd);
    this.size = this.opened.size;
    if (this.opened.isFile()) return;
    this.close();
    throw new AdreachError('file', `cannot read ${name}: it is not a regular file`);
  }

  uint32(at: number): number {
    return this.bytes(at, 4).readUInt32LE();
  }

  int32(at: number): number {
    return this.bytes(at, 4).readInt32LE();
  }

  /** An unsigned 64-bit number that is an offset in this file. */
  offset64(at: number, what: string): number {
    const value = this.bytes(at, 8).readBigUInt64LE();
    if (value > BigInt(this.size)) throw this.truncated(at, `${what} should begin at byte ${value}`);
    return Number(value);
  }

  /**
   * The bytes from `at` on; they belong to the cache and are not to be changed.
   * @throws AdreachError `integrity` where the file ends before
   */
  bytes(at: number, length: number): Buffer {
    if (at < 0) throw this.bad(0, `a reference points before the beginning of the file (${at})`);
    if (at + length > this.size) throw this.truncated(at, `${length} bytes should stand at byte ${at}`);
    const number = Math.floor(at / PAGE);
    const from = at - number * PAGE;
    if (from + length <= PAGE) return this.page(number).subarray(from, from + length);
    const whole = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const position = at + done;
      const page = Math.floor(position / PAGE);
      done += this.page(page).copy(whole, done, position - page * PAGE);
    }
    return whole;
  }

  /**
   * UTF-16 (little endian) up to a NUL.
   * @param limit characters that it may have
   * @returns null where it is no well-formed UTF-16
   * @throws AdreachError `format` where it is longer, or has no end
   */
  text(at: number, limit: number): string | null {
    for (let step = TEXT_STEP; ; step *= 4) {
      const length = Math.min(step, 2 * (limit + 1), 2 * Math.floor((this.size - at) / 2));
      const bytes = this.bytes(at, Math.max(0, length));
      for (let end = 0; end < length; end += 2) {
        if (bytes[end] === 0 && bytes[end + 1] === 0) return wellFormed(bytes.toString('utf16le', 0, end));
      }
      if (length < step) throw this.bad(at, `a text without an end, or of more than ${limit} characters`);
    }
  }

  /** Says that what stands at a byte cannot be. */
  bad(at: number, what: string): AdreachError {
    return new AdreachError('format', `${this.name} byte ${at}: ${what}`, DAMAGED);
  }

  /** Says that something lies beyond the end of the file. */
  truncated(at: number, what: string): AdreachError {
    return new AdreachError(
      'integrity',
      `${this.name} byte ${at}: ${what}, but the file ends at byte ${this.size}`,
      CUT_OFF,
    );
  }

  /** The bytes of the whole file in order, past the cache. */
  *sequence(): Generator<Buffer> {
    const buffer = Buffer.allocUnsafe(1 << 20);
    for (let at = 0; ; ) {
      const read = this.read(buffer, at);
      if (read === 0) return;
      yield buffer.subarray(0, read);
      at += read;
    }
  }

  /** @throws AdreachError `file` where the file was written to since it was opened */
  unchanged(): void {
    const { size, mtimeMs } = fstatSync(this.fd);
    if (size === this.opened.size && mtimeMs === this.opened.mtimeMs) return;
    throw new AdreachError('file', `${this.name} was changed while it was read`, 'run it again when it is whole');
  }

  close(): void {
    if (this.closed) return;
    this.closed = true;
    closeSync(this.fd);
  }

  private page(number: number): Buffer {
    if (number === this.lastNumber) return this.lastPage;
    let page = this.pages.get(number);
    if (page === undefined) {
      const at = number * PAGE;
      page = Buffer.allocUnsafe(Math.min(PAGE, this.size - at));
      for (let done = 0; done < page.length; ) {
        const read = this.read(page.subarray(done), at + done);
        if (read === 0) throw this.truncated(at + done, 'the file became shorter while it was read');
        done += read;
      }
      if (this.pages.size >= PAGES) this.pages.delete(this.pages.keys().next().value!);
    } else {
      this.pages.delete(number);
    }
    // The page that was used last stands last: the first one is given up.
    this.pages.set(number, page);
    this.lastNumber = number;
    this.lastPage = page;
    return page;
  }

  private read(into: Buffer, at: number): number {
    try {
      return readSync(this.fd, into, 0, into.length, at);
    } catch (error) {
      throw fileError('read', this.name, error);
    }
  }
}

const LONE_SURROGATE = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

function wellFormed(text: string): string | null {
  return LONE_SURROGATE.test(text) ? null : text;
}
