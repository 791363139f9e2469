/**
 * The file of a journal: a first line that says what it is, then blocks of a kind, a length and a checksum, appended one
 * after the other and never changed. Whatever ends the program, all blocks but the last are whole, and a torn one is
 * recognised. A checksum goes on from that of the block before, so that no block can be missing or stand elsewhere either.
 * Lengths and checksums are 32 bits, little-endian.
 */
import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import { fileError } from '../../../errors/file-error.js';
import { AdreachError } from '../../../errors/index.js';
import { isJournal, JOURNAL_LINE } from '../../journal-line.js';

const FIRST_LINE = Buffer.from(JOURNAL_LINE, 'latin1');
/** Kind, length, and CRC-32 of all blocks up to this one: of kind, length and content each. */
const HEAD = 9;
/** No block is larger; a page of large groups is written as several. */
const LARGEST_BLOCK = 1 << 30;

/** What a block holds, as one letter. */
export type BlockKind = 'H' | 'S' | 'E' | 'D' | 'R';
const KINDS: ReadonlySet<string> = new Set<BlockKind>(['H', 'S', 'E', 'D', 'R']);

export interface BlockPlace {
  readonly kind: BlockKind;
  /** Offset of the content, and its length. */
  readonly at: number;
  readonly length: number;
}

export class BlockFile {
  readonly #fd: number;
  #size: number;
  /** Checksum of the last block. */
  #sum = 0;

  private constructor(
    readonly path: string,
    fd: number,
    size: number,
  ) {
    this.#fd = fd;
    this.#size = size;
  }

  /** Makes a file that only this user can read. @throws AdreachError file, also where there is one of that name */
  static create(path: string): BlockFile {
    let fd: number;
    try {
      fd = openSync(path, 'wx+', 0o600);
    } catch (error) {
      throw fileError('write', path, error);
    }
    const file = new BlockFile(path, fd, 0);
    try {
      file.#write([FIRST_LINE]);
    } catch (error) {
      file.close();
      throw error;
    }
    return file;
  }

  /** Opens a file to be read, with `scan`, and then gone on with. @throws AdreachError file; format for a file that is no journal */
  static open(path: string): BlockFile {
    let fd: number;
    try {
      fd = openSync(path, 'r+');
    } catch (error) {
      throw fileError('read', path, error);
    }
    try {
      const file = new BlockFile(path, fd, fstatSync(fd).size);
      const first = file.#size < FIRST_LINE.length ? Buffer.alloc(0) : file.#read(0, FIRST_LINE.length);
      if (!isJournal(first)) {
        throw new AdreachError(
          'format',
          `${path} is not what an interrupted "adreach collect" of this version leaves`,
          'delete it to start from the beginning',
        );
      }
      return file;
    } catch (error) {
      closeSync(fd);
      throw fileError('read', path, error);
    }
  }

  append(kind: BlockKind, content: Uint8Array): void {
    if (content.length > LARGEST_BLOCK) throw new RangeError(`a block of ${content.length} bytes`);
    const head = Buffer.alloc(HEAD);
    head.write(kind, 0, 'latin1');
    head.writeUInt32LE(content.length, 1);
    this.#sum = checksum(this.#sum, head, content);
    head.writeUInt32LE(this.#sum, 5);
    this.#write([head, content]);
  }

  /**
   * The whole blocks of the file, from the first on; what stands behind the last whole one is cut off.
   * @param visit is given each block's content, which it must not keep
   * @returns how many bytes were cut off
   */
  scan(visit: (place: BlockPlace, content: Buffer) => void): number {
    let at = FIRST_LINE.length;
    this.#sum = 0;
    while (at + HEAD <= this.#size) {
      const head = this.#read(at, HEAD);
      const kind = head.toString('latin1', 0, 1);
      const length = head.readUInt32LE(1);
      if (!KINDS.has(kind) || length > LARGEST_BLOCK || at + HEAD + length > this.#size) break;
      const content = this.#read(at + HEAD, length);
      const sum = checksum(this.#sum, head, content);
      if (sum !== head.readUInt32LE(5)) break;
      this.#sum = sum;
      visit({ kind: kind as BlockKind, at: at + HEAD, length }, content);
      at += HEAD + length;
    }
    const torn = this.#size - at;
    if (torn > 0) {
      try {
        ftruncateSync(this.#fd, at);
      } catch (error) {
        throw fileError('write', this.path, error);
      }
      this.#size = at;
    }
    return torn;
  }

  content({ at, length }: BlockPlace): Buffer {
    return this.#read(at, length);
  }

  close(): void {
    closeSync(this.#fd);
  }

  #read(at: number, length: number): Buffer {
    const bytes = Buffer.allocUnsafe(length);
    try {
      for (let done = 0; done < length; ) {
        const read = readSync(this.#fd, bytes, done, length - done, at + done);
        if (read === 0) throw new Error('the file became shorter while it was read');
        done += read;
      }
    } catch (error) {
      throw fileError('read', this.path, error);
    }
    return bytes;
  }

  #write(parts: readonly Uint8Array[]): void {
    try {
      for (const part of parts) {
        for (let done = 0; done < part.length; ) {
          const written = writeSync(this.#fd, part, done, part.length - done, this.#size);
          done += written;
          this.#size += written;
        }
      }
    } catch (error) {
      throw fileError('write', this.path, error);
    }
  }
}

const checksum = (before: number, head: Buffer, content: Uint8Array): number =>
  crc32(content, crc32(head.subarray(0, 5), before));
