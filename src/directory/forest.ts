/** How two domains of the sources stand to each other, by the trusts that they tell of (MS-ADTS 6.1.6.7.9). */
import { sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { dnKey } from '../names/dn.js';
import type { Tristate } from '../result/tristate.js';
import type { Directory } from './directory.js';
import type { DomainId } from './ids.js';
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

/** The naming context of the configuration that an object directly in one of its well-known places lies in. */
function configurationOf(dn: string | undefined, place: string): string | null {
  const end = `,${dnKey(place)},`;
  const key = dn === undefined ? '' : dnKey(dn);
  const at = key.indexOf(end);
  return at < 0 ? null : key.slice(at + end.length);
}

/**
 * dSHeuristics of the forest of a domain (MS-ADTS 6.1.1.2.4.1.2).
 *  * @returns null where the object was read and has none; undefined where the sources do not tell it for this forest
 */
export function dSHeuristicsOf(directory: Directory, domain: DomainId): string | null | undefined {
  const { forests, partitions } = directory;
  const own = directory.domains[domain];
  if (own === undefined) return undefined;
  const configurations = partitions.map(({ nCName, dn }) => ({
    domain: dnKey(nCName),
    configuration: configurationOf(dn, 'CN=Partitions'),
  }));
  const key = dnKey(own.dn);
  const found = forests.filter((forest) => {
    const configuration = configurationOf(forest.dn, 'CN=Windows NT,CN=Services');
    const named = configurations.filter((each) => each.configuration !== null && each.configuration === configuration);
    // Where the partitions of that forest are known, they say whether the domain is one of them.
    return named.length === 0 ? forests.length === 1 : named.some((each) => each.domain === key);
  });
  return found.length === 1 ? found[0]!.dSHeuristics : undefined;
}

/** SIDs of the domains of one forest, as far as trusts within the forest tell. */
function forestOf(directory: Directory, domain: DomainId): ReadonlySet<Sid> {
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
 * @param from the account's domain
 * @param to the target's domain
 */
export function relation(directory: Directory, from: DomainId, to: DomainId): Relation {
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
 * @returns `yes`: the SID passes; `no`: it is filtered; `unknown`: the sources do not tell how the domains stand
 */
export function passesFilter(directory: Directory, from: DomainId, to: DomainId, sid: Sid): Tristate {
  if (!sid.startsWith('S-1-5-21-')) return 'yes';
  const { kind, attributes } = relation(directory, from, to);
  if (kind === 'same-domain' || kind === 'same-forest') return 'yes';
  const domain = sidWithoutLast(sid);
  const own = directory.domains[from]?.sid;
  if (kind === 'not-known' || attributes === null) return domain === own ? 'yes' : 'unknown';
  if (domain === own) return 'yes';
  if ((attributes & TrustAttribute.QuarantinedDomain) !== 0) return 'no';
  if (forestOf(directory, from).has(domain)) return 'yes';
  // A forest trust lets no SID of another forest pass, unless it is treated as external; an external trust that is not
  // quarantined lets all pass.
  if ((attributes & TrustAttribute.ForestTransitive) === 0) return 'yes';
  return (attributes & TrustAttribute.TreatAsExternal) !== 0 ? 'yes' : 'no';
}
