/** A ZIP archive written from front to back: nothing of it is held but the list of its entries. */
import { once } from 'node:events';
import { constants, crc32, createDeflateRaw, type DeflateRaw } from 'node:zlib';
import { AdreachError } from '../../errors/index.js';
import type { ByteOutput } from '../output/output.js';

/** Sizes and places have 32 bits in the plain form of the format, which every reader knows. */
const MOST = 0xffff_ffff;
const VERSION = 20;
/** Bit 3: sizes stand behind the data; bit 11: names are UTF-8. */
const FLAGS = 0x0808;
const DEFLATED = 8;
/** The first of January 1980, the earliest that can be said: the same input gives the same bytes. */
const DATE = 0x0021;

interface Entry {
  readonly name: Buffer;
  readonly at: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

interface Open {
  readonly name: Buffer;
  readonly at: number;
  readonly deflate: DeflateRaw;
  /** Moves what comes out of `deflate` to the output; settles at its end. */
  readonly moved: Promise<void>;
  crc: number;
  size: number;
}

/** Writes entries one after the other. */
export class ZipWriter {
  private readonly entries: Entry[] = [];
  private position = 0;
  private entry: Open | null = null;

  constructor(private readonly output: ByteOutput) {}

  /** Octets of the open entry, before they are packed. */
  get size(): number {
    return this.entry?.size ?? 0;
  }

  /** Begins an entry; the one before it is ended. */
  async begin(path: string): Promise<void> {
    await this.close();
    const name = Buffer.from(path, 'utf8');
    const at = this.position;
    const header = record(0x04034b50, [2, VERSION], [2, FLAGS], [2, DEFLATED], [2, 0], [2, DATE]);
    await this.put(Buffer.concat([header, fields([4, 0], [4, 0], [4, 0], [2, name.length], [2, 0]), name]));
    const deflate = createDeflateRaw({ level: constants.Z_DEFAULT_COMPRESSION });
    const moved = this.move(deflate);
    // Whoever writes or ends the entry hears of a failure.
    moved.catch(() => undefined);
    this.entry = { name, at, deflate, moved, crc: 0, size: 0 };
  }

  /** Appends to the open entry. */
  async write(piece: string | Uint8Array): Promise<void> {
    const entry = this.entry!;
    // A copy: the memory of a piece may be used again before it is packed.
    const bytes = typeof piece === 'string' ? Buffer.from(piece, 'utf8') : Buffer.from(piece);
    entry.crc = crc32(bytes, entry.crc);
    entry.size += bytes.length;
    if (!entry.deflate.write(bytes)) await Promise.race([once(entry.deflate, 'drain'), entry.moved]);
  }

  /** Ends the archive. */
  async finish(): Promise<void> {
    await this.close();
    const at = this.position;
    for (const { name, at: start, crc, packed, size } of this.entries) {
      const header = record(0x02014b50, [2, VERSION], [2, VERSION], [2, FLAGS], [2, DEFLATED], [2, 0], [2, DATE]);
      const rest = fields([4, crc], [4, packed], [4, size], [2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0]);
      await this.put(Buffer.concat([header, rest, fields([4, start]), name]));
    }
    const count = this.entries.length;
    await this.put(
      record(0x06054b50, [2, 0], [2, 0], [2, count], [2, count], [4, this.position - at], [4, at], [2, 0]),
    );
  }

  /** Gives back what an entry holds that will not be ended. */
  abort(): void {
    this.entry?.deflate.destroy();
    this.entry = null;
  }

  private async close(): Promise<void> {
    if (this.entry === null) return;
    const { name, at, deflate, moved } = this.entry;
    const start = this.position;
    deflate.end();
    await moved;
    const { crc, size } = this.entry;
    const packed = this.position - at - 30 - name.length;
    this.entry = null;
    if (size > MOST || start > MOST) throw tooLarge();
    this.entries.push({ name, at, crc, packed, size });
    await this.put(record(0x08074b50, [4, crc], [4, packed], [4, size]));
  }

  private async move(deflate: DeflateRaw): Promise<void> {
    for await (const chunk of deflate) await this.put(chunk as Buffer);
  }

  private async put(bytes: Uint8Array): Promise<void> {
    this.position += bytes.length;
    if (this.position > MOST) throw tooLarge();
    await this.output.write(bytes);
  }
}

function tooLarge(): AdreachError {
  return new AdreachError('file', 'the workbook would be larger than 4 GiB', 'use --format csv or parquet');
}

type Field = readonly [octets: 2 | 4, value: number];

/** Numbers as the format writes them, each of so many octets. */
function fields(...list: readonly Field[]): Buffer {
  const bytes = Buffer.alloc(list.reduce((sum, [octets]) => sum + octets, 0));
  let at = 0;
  for (const [octets, value] of list) at = bytes.writeUIntLE(value, at, octets);
  return bytes;
}

function record(signature: number, ...list: readonly Field[]): Buffer {
  return Buffer.concat([fields([4, signature]), fields(...list)]);
}
