/** An output into memory, for tests. Copies at once, as `write` promises no more than to have taken the bytes. */
import type { ByteOutput } from '../../src/report/output/output.js';

export interface MemoryOutput extends ByteOutput {
  readonly text: string;
  readonly bytes: Buffer;
  readonly writes: number;
}

export function memoryOutput(): MemoryOutput {
  const parts: Buffer[] = [];
  return {
    closed: false,
    async write(bytes) {
      // A slow reader: whoever reuses the memory before `write` resolves is found out.
      await new Promise((resolve) => setImmediate(resolve));
      parts.push(Buffer.from(bytes));
    },
    commit: () => Promise.resolve(),
    abort: () => Promise.resolve(),
    get bytes() {
      return Buffer.concat(parts);
    },
    get text() {
      return Buffer.concat(parts).toString('utf8');
    },
    get writes() {
      return parts.length;
    },
  };
}
