/** One line that tells how far the work is, on a terminal only. */
export interface Progress {
  /** Shows this text in place of the last one. */
  update(text: string): void;
  /** Removes the line. May be called more than once. */
  done(): void;
}

/** Milliseconds between two changes of the line. */
const PACE = 100;
const CLEAR = '\r\u001b[K';

/** Shows nothing. */
export const NO_PROGRESS: Progress = { update: () => undefined, done: () => undefined };

/** @param stream where to show it; nothing is written when that is no terminal */
export function createProgress(stream: NodeJS.WriteStream): Progress {
  if (!stream.isTTY || process.env['TERM'] === 'dumb') return NO_PROGRESS;
  let shown = false;
  let last = 0;
  return {
    update(text) {
      const now = performance.now();
      if (shown && now - last < PACE) return;
      last = now;
      shown = true;
      const width = (stream.columns ?? 80) - 1;
      stream.write(CLEAR + (text.length > width ? `${text.slice(0, Math.max(0, width - 3))}...` : text));
    },
    done() {
      if (shown) stream.write(CLEAR);
      shown = false;
    },
  };
}
