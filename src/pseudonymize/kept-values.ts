/** Values that are kept because they say nothing of whom they belong to, held against the form that they must have for that. */
import type { Collection, OriginInfo } from '../result/sources.js';

type Tool = NonNullable<OriginInfo['tool']>;

/** Characters that have a meaning: the last is the 31st (MS-ADTS 6.1.1.2.4.1.2); later versions may add some. */
const LONGEST_HEURISTICS = 40;
const DECIMAL = /^\d{1,20}$/;
const INSTANT = /^(?:\d{4}|[+-]\d{6})-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/;
const VERSION = /^\d{1,5}\.\d{1,5}\.\d{1,5}(?:-(?:alpha|beta|rc)(?:\.?\d{1,5})?)?$/;

/** The 29th character: what is none of its digits counts as its 1 does (`verdicts/owner-rights.ts`). */
const BLOCK_OWNER_IMPLICIT_RIGHTS = 28;

/**
 * dSHeuristics: each character is a digit, or a hexadecimal one. What is none is text that somebody put there, and becomes the
 * digit as which it counts.
 * @returns the text in the form that the specification gives it
 */
export function heuristics(text: string): string {
  return text
    .slice(0, LONGEST_HEURISTICS)
    .replace(/[^\da-f]/gi, (_, at: number) => (at === BLOCK_OWNER_IMPLICIT_RIGHTS ? '1' : '0'));
}

/** @returns the instant; null for what is none */
export function instant(text: string | null): string | null {
  return text !== null && INSTANT.test(text) ? text : null;
}

/** @returns by what a snapshot was made, where that is this program in one of its versions */
export function tool({ name, version }: Tool): Tool {
  return name === 'adreach' && VERSION.test(version) ? { name, version } : { name: LEFT_OUT, version: LEFT_OUT };
}

/** @returns what a collection says, without whom, where and what for */
export function collectionKept(collection: Collection): Collection {
  const { resumed } = collection;
  return {
    boundAs: LEFT_OUT,
    startedAt: instant(collection.startedAt) ?? LEFT_OUT,
    endedAt: instant(collection.endedAt),
    serverTime: instant(collection.serverTime),
    highestCommittedUSN: decimal(collection.highestCommittedUSN),
    ...(resumed !== undefined && {
      resumed: resumed.map((run) => ({
        startedAt: instant(run.startedAt) ?? LEFT_OUT,
        serverTime: instant(run.serverTime),
        highestCommittedUSN: decimal(run.highestCommittedUSN),
      })),
    }),
    searches: [],
    moreSearches: collection.searches.length + (collection.moreSearches ?? 0),
  };
}

/** In place of what is not told. */
export const LEFT_OUT = '(left out)';

const decimal = (text: string | null): string | null => (text !== null && DECIMAL.test(text) ? text : null);
