/** Delegations as the page names them. */
import type { Delegation } from '../../../src/result/delegations.js';
import { shortHash } from './hash.js';

/**
 * Anchors of delegations, in their order: the same as long as trustee, place and rights are the same, whatever else is delegated.
 * @returns for example `delegation-5b1c02aa7f0d9e11`
 */
export function delegationAnchors(delegations: readonly Delegation[]): readonly string[] {
  const seen = new Map<string, number>();
  return delegations.map(({ trustee, where, rights, entries, appliesTo, spread }) => {
    const anchor = `delegation-${shortHash(JSON.stringify([trustee, where, rights, entries, appliesTo, spread]))}`;
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before + 1}`;
  });
}
