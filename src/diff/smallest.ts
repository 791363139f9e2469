/** Smallest sets of differences that bring about something: found by trying. */

/** More trials than this for one question are not made. */
const MOST_TRIALS = 600;
/** More sets that do the same nobody reads. */
const MOST_SETS = 8;
/** All proper subsets of a set of this size are tried. */
const EXHAUSTIVE = 8;

export interface Smallest {
  /** Sets of positions, each enough alone, and none of its proper subsets; all of one size. */
  readonly sets: readonly (readonly number[])[];
  /** Why there are none. */
  readonly none: 'all-together-do-not' | 'too-many-trials' | null;
}

/**
 * @param count how many differences there are
 * @param gives whether some of them, done together, bring it about; asked once for each set
 */
export function smallestSets(count: number, gives: (set: readonly number[]) => boolean): Smallest {
  const tries = new Tries(gives);
  const all = [...Array(count).keys()];
  try {
    for (const size of [1, 2]) {
      if (size > count || tries.left < combinations(count, size)) break;
      const found = [...subsetsOf(all, size)].filter((set) => tries.gives(set));
      if (found.length > 0) return { sets: found.slice(0, MOST_SETS), none: null };
    }
    if (!tries.gives(all)) return { sets: [], none: 'all-together-do-not' };
    const reduced = smallerWithin(reduce(all, tries), tries);
    return { sets: othersOf(all, reduced.length, reduced, tries), none: null };
  } catch (error) {
    if (error instanceof OutOfTrials) return { sets: [], none: 'too-many-trials' };
    throw error;
  }
}

class OutOfTrials extends Error {}

class Tries {
  left = MOST_TRIALS;
  readonly #known = new Map<string, boolean>();

  constructor(private readonly ask: (set: readonly number[]) => boolean) {}

  gives(set: readonly number[]): boolean {
    const key = set.join();
    let known = this.#known.get(key);
    if (known === undefined) {
      if (this.left-- <= 0) throw new OutOfTrials();
      known = this.ask(set);
      this.#known.set(key, known);
    }
    return known;
  }
}

/** Delta debugging (Zeller and Hildebrandt 2002): what is left gives it, and without any one of its parts it does not. */
function reduce(all: readonly number[], tries: Tries): readonly number[] {
  let set = all;
  let parts = 2;
  while (set.length >= 2) {
    const size = Math.ceil(set.length / parts);
    const chunks: (readonly number[])[] = [];
    for (let at = 0; at < set.length; at += size) chunks.push(set.slice(at, at + size));
    const smaller =
      chunks.find((chunk) => tries.gives(chunk)) ??
      chunks.map((chunk) => set.filter((each) => !chunk.includes(each))).find((rest) => tries.gives(rest));
    if (smaller !== undefined) {
      set = smaller;
      parts = 2;
    } else if (parts >= set.length) break;
    else parts = Math.min(parts * 2, set.length);
  }
  return set;
}

/** Effects can cancel each other: all proper subsets are tried, the smaller ones first. */
function smallerWithin(set: readonly number[], tries: Tries): readonly number[] {
  if (set.length > EXHAUSTIVE) throw new OutOfTrials();
  for (let size = 0; size < set.length; size++)
    for (const subset of subsetsOf(set, size)) if (tries.gives(subset)) return subset;
  return set;
}

/** Further sets of the same size, or smaller ones, where it does not take too many trials to look for them. */
function othersOf(
  all: readonly number[],
  most: number,
  found: readonly number[],
  tries: Tries,
): readonly (readonly number[])[] {
  for (let size = 1; size <= most; size++) {
    if (combinations(all.length, size) > tries.left) break;
    const sets = [...subsetsOf(all, size)].filter((set) => tries.gives(set));
    if (sets.length > 0) return sets.slice(0, MOST_SETS);
  }
  return [found];
}

function combinations(n: number, k: number): number {
  let product = 1;
  for (let i = 0; i < k; i++) product = (product * (n - i)) / (i + 1);
  return product;
}

function* subsetsOf(all: readonly number[], size: number, from = 0): Generator<readonly number[]> {
  if (size === 0) yield [];
  else
    for (let at = from; at <= all.length - size; at++)
      for (const rest of subsetsOf(all, size - 1, at + 1)) yield [all[at]!, ...rest];
}
