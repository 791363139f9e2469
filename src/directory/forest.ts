/** How two domains of the sources stand to each other, by the trusts that they tell of (MS-ADTS 6.1.6.7.9). */
import type { Sid } from '../descriptor/types.js';
import { dnKey } from '../names/dn.js';
import type { Directory } from './directory.js';
import type { TrustRecord } from './records.js';

/** trustAttributes bits. */
export const TrustAttribute = {
  QuarantinedDomain: 0x4,
  ForestTransitive: 0x8,
  WithinForest: 0x20,
  TreatAsExternal: 0x40,
} as const;

export interface Relation {
  readonly kind: 'same-domain' | 'same-forest' | 'other-forest' | 'not-known';
  /** trustAttributes of the trust that the target's domain has in the other forest; null where none is in the sources. */
  readonly attributes: number | null;
}

/** SIDs of the domains of one forest, as far as trusts within the forest tell. */
function forestOf(directory: Directory, domain: number): ReadonlySet<Sid> {
  const start = directory.domains[domain]?.sid;
  const forest = new Set<Sid>(start === undefined ? [] : [start]);
  const edges = withinForest(directory);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [a, b] of edges) {
      if (forest.has(a) === forest.has(b)) continue;
      forest.add(a).add(b);
      grown = true;
    }
  }
  return forest;
}

function withinForest(directory: Directory): readonly (readonly [Sid, Sid])[] {
  return directory.trusts.flatMap((trust) => {
    const holder = holderOf(directory, trust);
    if (holder === undefined || trust.sid === undefined || trust.attributes === undefined) return [];
    return (trust.attributes & TrustAttribute.WithinForest) !== 0 ? [[holder, trust.sid] as const] : [];
  });
}

/** SID of the domain that a trustedDomain object belongs to. */
function holderOf(directory: Directory, trust: TrustRecord): Sid | undefined {
  const key = dnKey(trust.dn);
  return directory.domains.find((domain) => key.endsWith(`,${dnKey(`CN=System,${domain.dn}`)}`))?.sid;
}

/**
 * @param from number of the account's domain
 * @param to number of the target's domain
 */
export function relation(directory: Directory, from: number, to: number): Relation {
  if (from === to) return { kind: 'same-domain', attributes: null };
  const account = directory.domains[from];
  const target = directory.domains[to];
  if (!account || !target) return { kind: 'not-known', attributes: null };
  const forest = forestOf(directory, from);
  if (forest.has(target.sid)) return { kind: 'same-forest', attributes: null };
  const targets = forestOf(directory, to);
  for (const trust of directory.trusts) {
    const holder = holderOf(directory, trust);
    if (holder === undefined || trust.sid === undefined || trust.attributes === undefined) continue;
    if (targets.has(holder) && forest.has(trust.sid)) return { kind: 'other-forest', attributes: trust.attributes };
  }
  return { kind: 'not-known', attributes: null };
}

/**
 * What SID filtering leaves of a token that comes from another domain (MS-PAC 4.1.2.2).
 * @returns `yes`: the SID passes; `no`: it is filtered; `maybe`: the sources do not tell how the domains stand
 */
export function passesFilter(directory: Directory, from: number, to: number, sid: Sid): 'yes' | 'no' | 'maybe' {
  if (!sid.startsWith('S-1-5-21-')) return 'yes';
  const { kind, attributes } = relation(directory, from, to);
  if (kind === 'same-domain' || kind === 'same-forest') return 'yes';
  const domain = sid.slice(0, sid.lastIndexOf('-'));
  const own = directory.domains[from]?.sid;
  if (kind === 'not-known' || attributes === null) return domain === own ? 'yes' : 'maybe';
  if (domain === own) return 'yes';
  if ((attributes & TrustAttribute.QuarantinedDomain) !== 0) return 'no';
  if (forestOf(directory, from).has(domain)) return 'yes';
  // A forest trust lets no SID of another forest pass, unless it is treated as external; an external trust that is not
  // quarantined lets all pass.
  if ((attributes & TrustAttribute.ForestTransitive) === 0) return 'yes';
  return (attributes & TrustAttribute.TreatAsExternal) !== 0 ? 'yes' : 'no';
}
