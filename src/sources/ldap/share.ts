/** Several connections that work on one list of searches. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { RawItem } from '../entry.js';
import type { Channel } from './channel.js';
import type { PlannedSearch } from './plan.js';
import type { SearchReader } from './reader.js';

/** Milliseconds a search has been with the server before the next connection is opened. */
const STAGGER = 20;

/**
 * Lets the readers take searches from one list until it is empty.
 *
 * A connection is opened when there is work for it, one after the other, each when the one before is busy: a server that
 * shares connections among processes gives a new one to an idle process, and two that are opened together may end up in
 * the same. A connection that the server does not grant is done without; what it would have read the others read.
 */
export async function share(
  readers: readonly SearchReader[],
  searches: readonly PlannedSearch[],
  run: (reader: SearchReader, search: PlannedSearch) => Promise<void>,
  channel: Channel<readonly RawItem[]>,
): Promise<void> {
  const queue = [...searches];
  const work = async (reader: SearchReader) => {
    try {
      for (let search = queue.shift(); search && !channel.ended; search = queue.shift()) await run(reader, search);
    } catch (error) {
      queue.length = 0;
      channel.fail(error);
    }
  };
  const working: Promise<void>[] = [];
  for (const [number, reader] of readers.entries()) {
    if (number > 0 && !reader.connected) {
      await sleep(STAGGER);
      if (queue.length === 0 || channel.ended) break;
      const granted = await reader.connection(false).then(
        () => true,
        () => false,
      );
      if (!granted) continue;
    }
    working.push(work(reader));
  }
  await Promise.all(working);
}
