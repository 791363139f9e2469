/** An entry that would have allowed it, and why it does not reach the target. */
import type { Explanation, NearMiss } from '../result/explain.js';
import { givenRightPhrases } from './given-right.js';
import { article, listed } from './lists.js';
import type { ShowDn } from './show-dn.js';

/** One sentence. */
export function nearMissWords(miss: NearMiss, target: Explanation['target'], dn: ShowDn): string {
  const { written, trustee } = miss;
  const what = `Entry ${written.index} on ${dn(written.dn)} allows ${trustee.name ?? trustee.sid} to ${listed(givenRightPhrases(miss.rights))}`;
  const scope = miss.appliesTo === null ? '' : ` on ${miss.appliesTo} objects`;
  return `${what}${scope}, but ${whyWords(miss, target, dn)}.`;
}

function whyWords(
  { because, appliesTo, blockedAt, written }: NearMiss,
  target: Explanation['target'],
  dn: ShowDn,
): string {
  switch (because) {
    case 'other-class':
      return `the target is ${article(target.className || 'object of unknown class')}, and an entry for ${appliesTo} objects reaches no other class, not even one derived from it`;
    case 'inheritance-off':
      return `inheritance is off at ${listed(blockedAt.map(dn))}, so it does not come down`;
    case 'one-level':
      return `it goes one level down only, and the target is deeper than that`;
    case 'not-inheritable':
      return `it counts for ${dn(written.dn)} itself and is not inherited`;
    case 'not-propagated':
      return "the target's list does not hold it, although it should have come down";
    case 'inherit-only':
      return 'it is marked inherit-only: it counts for objects below the target, not for the target';
    case 'elsewhere':
      return `the target does not lie below it`;
  }
}
