/** Reports to a stream: standard output. */
import type { Writable } from 'node:stream';
import { fileError } from '../../errors/file-error.js';
import type { ByteOutput } from './output.js';

const GONE: ReadonlySet<string | undefined> = new Set(['EPIPE', 'ERR_STREAM_DESTROYED', 'ECONNRESET']);

/** @returns whether an error of a stream says that its reader went away (`| head`), which is no error */
export function isGone(error: unknown): boolean {
  return GONE.has((error as NodeJS.ErrnoException | null)?.code);
}

/**
 * An output over a stream that is not closed at the end. A reader that goes away (`| head`) is no error: the rest is
 * dropped and `closed` becomes true.
 * @param beforeWriting is called each time before something is written
 */
export function streamOutput(stream: Writable, beforeWriting?: () => void): ByteOutput {
  let closed = false;
  // Without a listener, a broken pipe would end the process with a stack; each write hears of it by its callback.
  const quiet = (): void => undefined;
  stream.on('error', quiet);
  return {
    get closed() {
      return closed;
    },
    write(bytes) {
      if (closed || bytes.length === 0) return Promise.resolve();
      beforeWriting?.();
      return new Promise((resolve, reject) => {
        stream.write(bytes, (error) => {
          if (error === null || error === undefined) return resolve();
          if (isGone(error)) {
            closed = true;
            return resolve();
          }
          reject(fileError('write', 'standard output', error));
        });
      });
    },
    // The listener stays: a late broken pipe may be reported after the last write.
    commit: () => Promise.resolve(),
    abort: () => Promise.resolve(),
  };
}
