/** Changes that would let an action be granted, in words. */
import type { MendStep } from '../result/coverage.js';
import { listed } from './lists.js';
import type { ShowDn } from './show-dn.js';

/** A clause in the imperative, without a full stop: "switch inheritance on again at OU=Staff,DC=example,DC=com". */
export function mendStepWords(step: MendStep, dn: ShowDn): string {
  switch (step.change) {
    case 'enable-inheritance':
      return `switch inheritance on again at ${step.at === null ? 'each of these accounts' : dn(step.at)}`;
    case 'propagate':
      return 'write the lists of these accounts again: entries from above should have come down and did not';
    case 'name-class':
      return `give the entries on ${dn(step.at)} that name another class for ${step.className} objects as well`;
    case 'remove-deny':
      return `take out the entry ${step.sddl}, which denies it, ${step.at === null ? "from each of these accounts' own list" : `on ${dn(step.at)}`}`;
    case 'delegate':
      return `delegate the documented rights on ${dn(step.at)}`;
    case 'clear-flag':
      return `take the flag ${step.flag} off each of these accounts`;
  }
}

/** All of several changes, which only together have the effect. */
export function mendWords(mend: readonly MendStep[], dn: ShowDn): string {
  return mend.length === 0
    ? 'further changes of the same kind, too many to be told apart'
    : listed(mend.map((step) => mendStepWords(step, dn)));
}

/** @returns what changes bring beside what they are made for, in a few words each, each once; nothing where that is not known */
export function cautionsOf(mend: readonly MendStep[]): readonly string[] {
  return [...new Set(mend.map(cautionOf).filter((caution) => caution !== null))];
}

function cautionOf(step: MendStep): string | null {
  switch (step.change) {
    case 'enable-inheritance':
      return 'brings all entries from above';
    case 'remove-deny':
      return 'may be meant';
    case 'clear-flag':
      return step.flag === 'DONT_EXPIRE_PASSWD' ? 'old passwords expire at once' : null;
    default:
      return null;
  }
}
