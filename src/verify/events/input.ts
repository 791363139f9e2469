/** What readers read from: the bytes of a file, in bounded pieces. */
import type { Place, ReadItem } from './event.js';

/** An event file that is open. `src/verify/files.ts` makes them. */
export interface EventInput {
  /** As the user named it. */
  readonly name: string;
  readonly size: number;
  /** The bytes in order; may be called again. */
  read(): AsyncIterable<Buffer>;
  /** @returns as many bytes as there are, at most `length` */
  readAt(offset: number, length: number): Promise<Buffer>;
}

/** Reads one form of event files. What cannot be read of a file is among the items, as damage. */
export type EventReader = (input: EventInput) => AsyncIterable<ReadItem>;

/** What a file holds is quoted in it, and may be as long as the file. */
const LONGEST = 300;

export function damage(file: string, at: string, what: string): ReadItem {
  return { kind: 'damage', place: { file, at }, what: what.length > LONGEST ? `${what.slice(0, LONGEST)}...` : what };
}

export function lineOf(file: string, line: number): Place {
  return { file, at: `line ${line}` };
}
