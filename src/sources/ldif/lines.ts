/** Logical lines of LDIF: physical lines joined where the next begins with a space (RFC 2849, note 2). */
import { AdreachError } from '../../errors/index.js';

/** The longest logical line (one value) that is accepted, in bytes. */
const MAX_LINE_BYTES = 32 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;
const COMMENT = 0x23;

/**
 * Cuts chunks of a file into logical lines, without copying: a line is a stretch of `buffer` that stays valid as long
 * as the buffer lives. Folded lines are closed up inside the chunk they stand in.
 */
export class LineCutter {
  /** The bytes that `start` and `end` refer to. */
  buffer: Buffer = Buffer.alloc(0);
  /** First byte of the current line. */
  start = 0;
  /** End of the current line, without its line break. */
  end = 0;
  /** Number of the current line's first physical line, from 1. */
  line = 0;
  /** False when the file's last line had no line break: a sign that the file was cut off. */
  terminated = true;
  private next = 0;
  private physical = 0;
  private final = false;

  constructor(private readonly name: string) {}

  /** Gives the next chunk; lines must have been taken until `advance` said false. */
  push(chunk: Buffer): void {
    const left = this.buffer.length - this.next;
    if (left === 0) {
      this.buffer = chunk;
    } else {
      if (left > MAX_LINE_BYTES) {
        throw new AdreachError(
          'format',
          `${this.name} line ${this.physical + 1}: the line is longer than ${MAX_LINE_BYTES} bytes`,
          'this is no LDIF file, or it is damaged',
        );
      }
      this.buffer = Buffer.concat([this.buffer.subarray(this.next), chunk]);
    }
    this.next = 0;
  }

  /** Says that no chunk follows. */
  finish(): void {
    this.final = true;
    this.terminated = this.buffer.length === this.next || this.buffer[this.buffer.length - 1] === LF;
  }

  /** Moves to the next logical line; false when there is none complete. Comments are passed over, `comment` sees them. */
  advance(comment: (text: Buffer) => void): boolean {
    const { buffer } = this;
    for (;;) {
      const from = this.next;
      if (from >= buffer.length) return false;
      let lf = buffer.indexOf(LF, from);
      if (lf < 0) {
        if (!this.final) return false;
        lf = buffer.length;
      }
      // Whether the line goes on is known only when the first byte of the next one is there.
      if (lf + 1 >= buffer.length && !this.final) return false;
      let end = lf > from && buffer[lf - 1] === CR ? lf - 1 : lf;
      let count = 1;
      if (buffer[lf + 1] === SPACE) {
        const folded = this.measure(lf);
        if (folded === null) return false;
        end = this.close(from, end, lf);
        lf = folded.lf;
        count += folded.count;
      }
      this.line = this.physical + 1;
      this.physical += count;
      this.next = lf + 1;
      if (buffer[from] === COMMENT) {
        comment(buffer.subarray(from, end));
        continue;
      }
      this.start = from;
      this.end = end;
      return true;
    }
  }

  /** Finds the end of a folded line whose first physical line ends at `first`; null where the chunk ends before it. */
  private measure(first: number): { lf: number; count: number } | null {
    const { buffer } = this;
    let lf = first;
    let count = 0;
    while (buffer[lf + 1] === SPACE) {
      const at = buffer.indexOf(LF, lf + 1);
      if (at < 0 && !this.final) return null;
      lf = at < 0 ? buffer.length : at;
      count++;
      if (lf + 1 >= buffer.length && !this.final) return null;
    }
    return { lf, count };
  }

  /** Moves the continuations up against the first physical line; returns the new end. */
  private close(from: number, end: number, first: number): number {
    const { buffer } = this;
    let target = end;
    let lf = first;
    while (buffer[lf + 1] === SPACE) {
      const start = lf + 2;
      const at = buffer.indexOf(LF, lf + 1);
      lf = at < 0 ? buffer.length : at;
      const stop = lf > start && buffer[lf - 1] === CR ? lf - 1 : lf;
      buffer.copyWithin(target, start, stop);
      target += Math.max(0, stop - start);
    }
    if (target - from > MAX_LINE_BYTES) {
      throw new AdreachError(
        'format',
        `${this.name} line ${this.physical + 1}: the value is longer than ${MAX_LINE_BYTES} bytes`,
        'this is no LDIF export of a directory, or it is damaged',
      );
    }
    return target;
  }
}
