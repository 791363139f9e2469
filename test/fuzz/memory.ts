/** How much memory this process takes, above what it took at a point in time. */
import { readFileSync, writeFileSync } from 'node:fs';

const STATUS = '/proc/self/status';

export class MemoryPeak {
  /** Bytes at the start. */
  readonly base: number;
  private readonly exact: boolean;
  private sampled = 0;

  constructor() {
    (globalThis as { gc?: () => void }).gc?.();
    this.base = process.memoryUsage.rss();
    this.exact = forgetPeak();
  }

  /** Bytes above the start at this moment. */
  now(): number {
    const above = Math.max(0, process.memoryUsage.rss() - this.base);
    this.sampled = Math.max(this.sampled, above);
    return above;
  }

  /** The most at any moment; where the system does not tell, the most at the moments when `now` was called. */
  peak(): number {
    this.now();
    return this.exact ? Math.max(this.sampled, highWaterMark() - this.base) : this.sampled;
  }
}

/** Linux: the highest resident size so far is forgotten (proc(5), clear_refs). */
function forgetPeak(): boolean {
  try {
    writeFileSync('/proc/self/clear_refs', '5');
    return highWaterMark() > 0;
  } catch {
    return false;
  }
}

function highWaterMark(): number {
  const kilobytes = /^VmHWM:\s*(\d+) kB$/m.exec(readFileSync(STATUS, 'latin1'))?.[1];
  return Number(kilobytes ?? 0) * 1024;
}
