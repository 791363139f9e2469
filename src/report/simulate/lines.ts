/**
 * Changed verdicts as JSON. What is said of the outcomes is serialised once a difference, which targets that are alike
 * share; what is said of the target once for all its actions.
 */
import type { Outcome } from '../../result/audit.js';
import type { ChangedVerdict } from '../../result/simulate.js';
import { jsonString, jsonText } from '../encode/json.js';

/** Differences remembered before starting afresh: bounds memory where targets do not share them. */
const MOST_KEPT = 1 << 14;

type Side = Outcome | null;

export class ChangedVerdictLines {
  #tails = new Map<Side, Map<Side, string>>();
  #kept = 0;
  #last: Pick<ChangedVerdict, 'account' | 'target' | 'targetDn' | 'targetName'> | null = null;
  #head = '';

  /** @returns one object without line breaks, its keys in the order of the published schema */
  of(verdict: ChangedVerdict): string {
    return this.#headOf(verdict) + this.#tailOf(verdict);
  }

  #headOf(verdict: ChangedVerdict): string {
    const { account, target, targetDn, targetName } = verdict;
    const last = this.#last;
    if (
      last === null ||
      last.targetDn !== targetDn ||
      last.target !== target ||
      last.account !== account ||
      last.targetName !== targetName
    ) {
      this.#head = `{"account":${jsonString(account)},"target":${jsonString(target)},"targetDn":${jsonString(targetDn)},"targetName":${jsonString(targetName)},"action":`;
      this.#last = { account, target, targetDn, targetName };
    }
    return this.#head;
  }

  #tailOf({ action, before, after }: ChangedVerdict): string {
    const known = this.#tails.get(before)?.get(after);
    if (known !== undefined) return known;
    if (++this.#kept > MOST_KEPT) {
      this.#tails = new Map();
      this.#kept = 1;
    }
    const tail = jsonText({ action, before, after }).slice('{"action":'.length);
    const ofBefore = this.#tails.get(before) ?? new Map<Side, string>();
    this.#tails.set(before, ofBefore.set(after, tail));
    return tail;
  }
}
