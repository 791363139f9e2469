/** Which rows the page lists one by one: as many as it can hold, exceptions first; the others are counted by what they are alike in. */
import type { Population } from '../../result/audit.js';
import type { TargetOutcomes } from '../../result/sink.js';
import { compare } from '../digest.js';

/** Lower is listed first. */
const EXCEPTION = 0;
const NOT_ALL = 1;
const PLAIN = 2;
type Rank = typeof EXCEPTION | typeof NOT_ALL | typeof PLAIN;

/**
 * How much a reviewer needs to see a row by itself.
 * @returns first those that the account is meant to reach and does not, then all others on which something is not a plain `can`
 */
export function rankOf({ state, population, outcomes }: TargetOutcomes, populations: readonly Population[]): Rank {
  if (outcomes.every(({ verdict }) => verdict === 'can')) return PLAIN;
  const expected = population !== null && populations[population]?.expected === true;
  return expected && state.enabled !== 'no' ? EXCEPTION : NOT_ALL;
}

/** Keeps rows up to a bound, in memory that does not grow with the directory. */
export class RowKeeper {
  readonly #kept: readonly TargetOutcomes[][] = [[], [], []];
  #populations: readonly Population[] = [];
  /** Rows that are not listed. */
  left = 0;

  /**
   * @param most rows that are kept
   * @param leave is given each row that is not
   */
  constructor(
    readonly most: number,
    readonly leave: (row: TargetOutcomes) => void,
  ) {}

  begin(populations: readonly Population[]): void {
    this.#populations = populations;
  }

  add(row: TargetOutcomes): void {
    const rank = rankOf(row, this.#populations);
    const total = this.#kept.reduce((sum, { length }) => sum + length, 0);
    if (total < this.most) {
      this.#kept[rank]!.push(row);
      return;
    }
    // One that matters less makes room.
    for (let other = PLAIN; other > rank; other--) {
      const last = this.#kept[other]!.pop();
      if (last === undefined) continue;
      this.#leave(last);
      this.#kept[rank]!.push(row);
      return;
    }
    this.#leave(row);
  }

  #leave(row: TargetOutcomes): void {
    this.left++;
    this.leave(row);
  }

  /** The rows by account under audit, container and name. */
  rows(): readonly TargetOutcomes[] {
    return this.#kept
      .flat()
      .sort(
        (a, b) =>
          a.account - b.account ||
          compare(a.target.container.toLowerCase(), b.target.container.toLowerCase()) ||
          compare(a.target.name.toLowerCase(), b.target.name.toLowerCase()) ||
          compare(a.target.sid, b.target.sid),
      );
  }
}
