/** Reports to a stream: standard output. */
import type { Writable } from 'node:stream';
import { AdreachError } from '../../errors/index.js';
import type { ByteOutput } from './output.js';

/**
 * An output over a stream that is not closed at the end. A reader that goes away (`| head`) is no error: the rest is
 * dropped and `closed` becomes true.
 */
export function streamOutput(stream: Writable, name = 'standard output'): ByteOutput {
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
      return new Promise((resolve, reject) => {
        stream.write(bytes, (error) => {
          if (error === null || error === undefined) return resolve();
          const code = (error as NodeJS.ErrnoException).code;
          if (code === 'EPIPE' || code === 'ERR_STREAM_DESTROYED' || code === 'ECONNRESET') {
            closed = true;
            return resolve();
          }
          reject(new AdreachError('file', `cannot write to ${name}: ${error.message}`, undefined, { cause: error }));
        });
      });
    },
    // The listener stays: a late broken pipe may be reported after the last write.
    commit: () => Promise.resolve(),
    abort: () => Promise.resolve(),
  };
}
