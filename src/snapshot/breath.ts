/** Lets the process hear of signals in the middle of long work: Node tells it of them between two turns of its loop only. */
import { setImmediate } from 'node:timers/promises';

/** Milliseconds of work in one go. */
const MOST = 100;

/** @returns a function to be called, and awaited where it gives a promise, again and again while the work goes on */
export function breathing(): () => Promise<void> | undefined {
  let last = performance.now();
  return () => {
    if (performance.now() - last < MOST) return undefined;
    return setImmediate().then(() => {
      last = performance.now();
    });
  };
}
