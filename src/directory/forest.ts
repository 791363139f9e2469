/** Which domains are one forest, and where dSHeuristics and partitions tell it (MS-ADTS 6.1.1.2.1.1, 6.1.6.7.9). */
import { isDomainSid, sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { dnKey, isAtOrBelow, parentDn } from '../names/dn.js';
import type { Tristate } from '../result/tristate.js';
import type { Directory } from './directory.js';
import { type DomainId, idsOf } from './ids.js';
import type { Forest } from './memo.js';
import { Recent } from './recent.js';
import type { PartitionRecord, TrustRecord } from './records.js';

/** trustAttributes bits (MS-ADTS 6.1.6.7.9). */
export const TrustAttribute = {
  NonTransitive: 0x1,
  QuarantinedDomain: 0x4,
  ForestTransitive: 0x8,
  CrossOrganization: 0x10,
  WithinForest: 0x20,
  TreatAsExternal: 0x40,
  PimTrust: 0x400,
} as const;

/** systemFlags of a crossRef: its naming context is that of a domain (MS-ADTS 2.2.10, FLAG_CR_NTDS_DOMAIN). */
const CR_NTDS_DOMAIN = 0x2;

/** The naming context of the configuration that an object directly in one of its well-known places lies in. */
function configurationOf(dn: string | undefined, place: string): string | null {
  if (dn === undefined) return null;
  return dnKey(dn).split(`,${dnKey(place)},`)[1] ?? null;
}

/** The configuration whose partitions name a domain; null where none of the sources does. */
function configurationNaming(directory: Directory, domain: DomainId): string | null {
  const key = dnKey(directory.domains[domain]!.dn);
  for (const { nCName, dn } of directory.partitions) {
    if (dnKey(nCName) === key) return configurationOf(dn, 'CN=Partitions');
  }
  return null;
}

/**
 * dSHeuristics of the forest of a domain (MS-ADTS 6.1.1.2.4.1.2).
 * @returns null where the object was read and has none; undefined where the sources do not tell it for this forest
 */
export function dSHeuristicsOf(directory: Directory, domain: DomainId): string | null | undefined {
  const { forests } = directory;
  const own = directory.domains[domain];
  if (own === undefined) return undefined;
  const configurations = directory.partitions.map(({ nCName, dn }) => ({
    domain: dnKey(nCName),
    configuration: configurationOf(dn, 'CN=Partitions'),
  }));
  const key = dnKey(own.dn);
  const found = forests.filter((forest) => {
    const configuration = configurationOf(forest.dn, 'CN=Windows NT,CN=Services');
    const named = configurations.filter((each) => each.configuration !== null && each.configuration === configuration);
    // Where the partitions of that forest are known, they say whether the domain is one of them.
    if (named.length > 0) return named.some((each) => each.domain === key);
    // Else it is that of the domain where it lies in the configuration of a domain at or above.
    const root = configuration === null ? null : parentDn(configuration);
    const only = forests.length === 1;
    return only && (directory.domains.length === 1 || root === null || isAtOrBelow(key, root));
  });
  return found.length === 1 ? found[0]!.dSHeuristics : undefined;
}

/** The forest of a domain, by the partitions of its configuration and the trusts within it. */
export function forestOf(directory: Directory, domain: DomainId): Forest {
  const known = directory.memo.forests.get(domain);
  if (known) return known;
  const { domains } = directory;
  const sids = new Set<Sid>([domains[domain]!.sid]);
  const names = namingContexts(directory, domain);
  for (const each of domains) if (names?.has(dnKey(each.dn))) sids.add(each.sid);
  const edges = withinForest(directory);
  for (let grown = true; grown; ) {
    grown = false;
    for (const [a, b] of edges) {
      if (sids.has(a) === sids.has(b)) continue;
      sids.add(a).add(b);
      grown = true;
    }
  }
  // Of a domain that was not read a trust within the forest may tell the SID.
  const told = new Set(domains.map(({ dn }) => dnKey(dn)));
  for (const { trust, partner } of knownTrusts(directory))
    if (sids.has(partner)) told.add(dnKey(`DC=${trust.partner.split('.').join(',DC=')}`));
  const configuration = configurationNaming(directory, domain);
  const root = domains.find(({ dn }) => dnKey(`CN=Configuration,${dn}`) === configuration);
  const forest: Forest = {
    asked: new Recent(ASKED),
    domains: new Set([...idsOf<DomainId>(domains)].filter((id) => sids.has(domains[id]!.sid))),
    sids,
    whole: names !== null,
    lacksDomains: [...(names ?? [])].some((name) => !told.has(name)),
    root: root?.sid ?? (domains.length === 1 && names === null ? domains[0]!.sid : null),
  };
  directory.memo.forests.set(domain, forest);
  return forest;
}

/** Whether a partition is that of a domain; of unread flags it may be. */
export function isDomainPartition({ systemFlags }: PartitionRecord): boolean {
  return systemFlags === undefined || (systemFlags & CR_NTDS_DOMAIN) !== 0;
}

/** Keys of the naming contexts of the domains of a domain's forest; null where its partitions were not read. */
function namingContexts(directory: Directory, domain: DomainId): ReadonlySet<string> | null {
  const configuration = configurationNaming(directory, domain);
  if (configuration === null) return null;
  return new Set(
    directory.partitions
      .filter((each) => isDomainPartition(each) && configurationOf(each.dn, 'CN=Partitions') === configuration)
      .map(({ nCName }) => dnKey(nCName)),
  );
}

/** Domains that are remembered of those asked for: lists can name any number that there are not. */
const ASKED = 1 << 12;

/** Whether a domain, by its SID, is one of a forest. */
export function isInForest(directory: Directory, forest: Forest, domainSid: Sid): Tristate {
  return forest.asked.of(domainSid, () => lookUp(directory, forest, domainSid));
}

function lookUp(directory: Directory, forest: Forest, domainSid: Sid): Tristate {
  if (forest.sids.has(domainSid)) return 'yes';
  if (isTrustedOutside(directory, forest, domainSid)) return 'no';
  if (forest.whole) {
    // A domain that the partitions name may be one whose own object was not read, and its SID with it.
    return forest.lacksDomains && !directory.domains.some(({ sid }) => sid === domainSid) ? 'unknown' : 'no';
  }
  // Of a domain that is known to be one of another forest.
  const others = [...idsOf<DomainId>(directory.domains)].filter((id) => directory.domains[id]!.sid === domainSid);
  return others.some((id) => forestOf(directory, id).whole) ? 'no' : 'unknown';
}

/** A trust between the two that is none within a forest. */
function isTrustedOutside(directory: Directory, forest: Forest, domainSid: Sid): boolean {
  return knownTrusts(directory).some(({ trust, holder, partner }) => {
    // One within the forest has made both ends members of it; one whose attributes were not read may be one.
    if (trust.attributes === undefined) return false;
    return forest.domains.has(holder)
      ? partner === domainSid
      : forest.sids.has(partner) && directory.domains[holder]!.sid === domainSid;
  });
}

/** SIDs of the ends of the trusts within a forest. */
function withinForest(directory: Directory): readonly (readonly [Sid, Sid])[] {
  return knownTrusts(directory)
    .filter(({ trust }) => ((trust.attributes ?? 0) & TrustAttribute.WithinForest) !== 0)
    .map(({ holder, partner }) => [directory.domains[holder]!.sid, partner]);
}

/** A trust of which both ends are known. */
export interface KnownTrust {
  readonly trust: TrustRecord;
  /** The domain that its object belongs to. */
  readonly holder: DomainId;
  readonly partner: Sid;
}

/** @returns the trusts of domains of the sources to a domain whose SID was read, from the trust or from that domain */
export function knownTrusts(directory: Directory): readonly KnownTrust[] {
  return directory.trusts.flatMap((trust) => {
    const holder = holderOf(directory, trust);
    const partner = trust.sid ?? sidByName(directory, trust.partner);
    return holder === null || partner === undefined ? [] : [{ trust, holder, partner }];
  });
}

/** The SID of a domain of the sources by its DNS name, which trustPartner holds (MS-ADTS 6.1.6.7.13). */
function sidByName(directory: Directory, name: string): Sid | undefined {
  return directory.domains.find(({ dnsName }) => dnsName.toLowerCase() === name.toLowerCase())?.sid;
}

/** The domain that a trustedDomain object belongs to; null where the sources lack it. */
function holderOf(directory: Directory, trust: TrustRecord): DomainId | null {
  const key = dnKey(trust.dn);
  for (const id of idsOf<DomainId>(directory.domains)) {
    if (key.endsWith(`,${dnKey(`CN=System,${directory.domains[id]!.dn}`)}`)) return id;
  }
  return null;
}

/**
 * Whether a SID is one of a domain that is known to lie outside an account's forest. No group there can hold the account
 * and come along in its token: universal and global groups have members of their own forest alone (MS-ADTS 3.1.1.5.2.2,
 * MS-ADTS 6.1.4.5).
 */
export function isOutside(directory: Directory, from: DomainId, sid: Sid): boolean {
  const domain = sidWithoutLast(sid);
  if (!isDomainSid(domain)) return false;
  if (isInForest(directory, forestOf(directory, from), domain) !== 'no') return false;
  // Somebody has to tell of that domain: else it may be one that is no more, and what it gave out stands in sIDHistory.
  return (
    directory.trusts.some((trust) => trust.sid === domain) ||
    directory.domains.some((each) => each.sid === domain) ||
    directory.foreignBySid.has(sid)
  );
}

/** Whether a SID that an object had once may be another one's today: a group's that can hold an account of `from`. */
export function mayBeLive(directory: Directory, from: DomainId | null, sid: Sid): boolean {
  return from === null || isInForest(directory, forestOf(directory, from), sidWithoutLast(sid)) === 'yes';
}
