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

  /** @param actions how many there are */
  constructor(actions: number) {
    this.#counts = new Float64Array(actions * 3);
  }

  /** Takes the outcomes of both on one target, action by action. What is not known counts for neither. */
  target(own: readonly Outcome[], other: readonly Outcome[]): void {
    let ownOnly = false;
    let otherOnly = false;
    for (let action = 0; action < own.length; action++) {
      const [a, b] = [own[action]!.verdict, other[action]!.verdict];
      if (a === 'can' && b === 'can') this.#counts[action * 3]!++;
      else if (a === 'can' && b !== 'unknown') {
        this.#counts[action * 3 + 1]!++;
        ownOnly = true;
      } else if (b === 'can' && a !== 'unknown') {
        this.#counts[action * 3 + 2]!++;
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
