/** Delegations as the page names them. */
import type { Delegation } from '../../../src/result/delegations.js';

/**
 * Anchors of delegations, in their order: the same as long as trustee, place and rights are the same, whatever else is delegated.
 * @returns for example `delegation-5b1c02aa`
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

/** FNV-1a, 32 bits, over UTF-16 code units: no secret, only a name. */
export function shortHash(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    hash = Math.imul(hash ^ (unit & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (unit >>> 8), 0x01000193);
  }
  return (hash >>> 0).toString(16).padStart(8, '0');
}
