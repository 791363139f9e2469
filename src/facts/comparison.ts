/** What two accounts under audit can do, compared target by target. */
import type { Outcome } from '../result/audit.js';

interface Counts {
  readonly both: number;
  readonly onlyAccount: number;
  readonly onlyOther: number;
}

/** Counts while the targets pass; what two halves of them give can be added. */
export class Comparison {
  /** By action: both, only the account, only the other one. */
  readonly #counts: Float64Array;
  /** Targets on which some action lasts by the account only, and by the other one only. */
  onlyAccount = 0;
  onlyOther = 0;

  readonly #places: ReadonlyMap<string, number>;

  /** @param actions their ids; a target may have verdicts on some of them only */
  constructor(actions: readonly string[]) {
    this.#counts = new Float64Array(actions.length * 3);
    this.#places = new Map(actions.map((id, position) => [id, position * 3]));
  }

  /** Takes the outcomes of both on one target, on the same actions in the same order. What is not known counts for neither. */
  target(own: readonly Outcome[], other: readonly Outcome[]): void {
    let ownOnly = false;
    let otherOnly = false;
    for (let at = 0; at < own.length; at++) {
      const place = this.#places.get(own[at]!.action)!;
      const [a, b] = [own[at]!.verdict, other[at]!.verdict];
      if (a === 'can' && b === 'can') this.#counts[place]!++;
      else if (a === 'can' && b !== 'unknown') {
        this.#counts[place + 1]!++;
        ownOnly = true;
      } else if (b === 'can' && a !== 'unknown') {
        this.#counts[place + 2]!++;
        otherOnly = true;
      }
    }
    if (ownOnly) this.onlyAccount++;
    if (otherOnly) this.onlyOther++;
  }

  merge(other: Comparison): void {
    other.#counts.forEach((count, place) => {
      this.#counts[place]! += count;
    });
    this.onlyAccount += other.onlyAccount;
    this.onlyOther += other.onlyOther;
  }

  action(position: number): Counts {
    const [both, onlyAccount, onlyOther] = this.#counts.subarray(position * 3, position * 3 + 3);
    return { both: both!, onlyAccount: onlyAccount!, onlyOther: onlyOther! };
  }
}
