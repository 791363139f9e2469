/** Assembles bytes in two large buffers that take turns: one is filled while the other is being written. */
import type { ByteOutput } from './output.js';

const SIZE = 1 << 20;
/** UTF-8 takes at most three octets for one UTF-16 code unit. */
const OCTETS_PER_UNIT = 3;

/**
 * A buffered writer with back-pressure. Appending is synchronous; whoever appends looks at `full` between records and
 * awaits `flush`. A record larger than the buffer makes the buffer grow.
 */
export class ByteWriter {
  /** The buffer being filled. Valid until the next `flush`, `reserve`, `text` or `bytes`. */
  buffer: Buffer;
  /** How much of it is filled, octets. */
  length = 0;
  private spare: Buffer;
  private pending: Promise<void> = Promise.resolve();

  constructor(
    private readonly output: ByteOutput,
    private readonly size = SIZE,
  ) {
    this.buffer = Buffer.allocUnsafe(size);
    this.spare = Buffer.allocUnsafe(size);
  }

  /** Time to `flush`. */
  get full(): boolean {
    return this.length >= this.size - (this.size >> 2);
  }

  /** The reader has gone; what is appended is dropped. */
  get closed(): boolean {
    return this.output.closed;
  }

  /** Makes room for that many octets more. */
  reserve(octets: number): void {
    const needed = this.length + octets;
    if (needed <= this.buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(needed, this.buffer.length * 2));
    this.buffer.copy(larger, 0, 0, this.length);
    this.buffer = larger;
  }

  /** Appends text as UTF-8. */
  text(text: string): void {
    this.reserve(text.length * OCTETS_PER_UNIT);
    this.length += this.buffer.write(text, this.length, 'utf8');
  }

  bytes(bytes: Uint8Array): void {
    this.reserve(bytes.length);
    this.buffer.set(bytes, this.length);
    this.length += bytes.length;
  }

  /** Hands over what was appended; waits for the hand-over before that to be finished. */
  async flush(): Promise<void> {
    await this.pending;
    if (this.length === 0) return;
    const filled = this.buffer;
    this.pending = this.output.write(filled.subarray(0, this.length));
    // An error shows at the next `flush` or `finish`, which await it.
    this.pending.catch(() => undefined);
    this.buffer = this.spare;
    this.spare = filled.length > this.size ? Buffer.allocUnsafe(this.size) : filled;
    this.length = 0;
  }

  /** Writes everything and waits for it. */
  async finish(): Promise<void> {
    await this.flush();
    await this.pending;
  }
}
