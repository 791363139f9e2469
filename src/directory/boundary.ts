/**
 * What stands between an account's domain and a target's: the trust on the way, whether an account can log on across it,
 * and which SIDs it lets through (MS-PAC 4.1.2.2, MS-ADTS 6.1.6.7.9, 6.1.6.7.12).
 */
import { isDomainSid, sidRid, sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';
import type { Directory } from './directory.js';
import { forestOf, isInForest, knownTrusts, TrustAttribute } from './forest.js';
import type { DomainId } from './ids.js';
import type { Boundary, BoundaryKind } from './memo.js';
import type { TrustRecord } from './records.js';

/** trustDirection: the holder trusts the partner, whose accounts can log on here (MS-ADTS 6.1.6.7.12). */
const OUTBOUND = 0x2;
const INBOUND = 0x1;

/** @returns what stands between two domains of the sources */
export function boundaryBetween(directory: Directory, from: DomainId, to: DomainId): Boundary {
  const key = `${from} ${to}`;
  const known = directory.memo.boundaries.get(key);
  if (known) return known;
  const made = find(directory, from, to);
  directory.memo.boundaries.set(key, made);
  return made;
}

/**
 * What stands between an account's domain and a target's.
 * @returns null where that is nothing, or one of them is not known and no trust tells of any other domain
 */
export function boundaryTo(directory: Directory, from: DomainId | null, to: DomainId | null): Boundary | null {
  if (from === null || directory.domains[from] === undefined || from === to) return null;
  if (to !== null) return boundaryBetween(directory, from, to);
  // Of a domain that the sources lack it is not known which trust leads there.
  if (directory.trusts.length === 0) return null;
  return { kind: 'not-known', from, to: from, logon: 'unknown', selective: false };
}

function find(directory: Directory, from: DomainId, to: DomainId): Boundary {
  const ends = { from, to };
  if (from === to) return { kind: 'same-domain', ...ends, logon: 'yes', selective: false };
  const forest = forestOf(directory, from);
  if (forest.domains.has(to)) {
    return { ...withinForest(directory, from, to), ...ends, logon: 'yes', selective: false };
  }
  const trusts = connecting(directory, from, to);
  // One that lets nobody come filters nothing.
  const usable = trusts.filter(({ logon }) => logon !== 'no');
  const [best] = usable.length > 0 ? usable : trusts;
  const attributes = best?.attributes ?? null;
  const logon = trusts.some((trust) => trust.logon === 'yes')
    ? 'yes'
    : trusts.length > 0 && usable.length === 0
      ? 'no'
      : 'unknown';
  if (attributes === null) return { kind: 'not-known', ...ends, logon, selective: false };
  return { kind: kindOf(attributes), ...ends, logon, selective: (attributes & TrustAttribute.CrossOrganization) !== 0 };
}

/** What the trust of a domain says of the one before it on a way: undefined where unread, null where no source holds it. */
type Hop = number | undefined | null;

/**
 * Whether a domain on the way within a forest holds the one before it for quarantined: each filters what comes to it. A
 * trust that no source holds is taken to be none of the rare ones that are.
 */
function withinForest(directory: Directory, from: DomainId, to: DomainId): Pick<Boundary, 'kind' | 'assumed'> {
  const way = wayWithinForest(directory, from, to);
  const assumed = way.length === 0 || way.includes(null);
  const quarantined = way.map((hop) => ((hop ?? 0) & TrustAttribute.QuarantinedDomain) !== 0);
  // That the own SIDs of a domain pass says nothing of those that only come through it.
  if (way.includes(undefined) || quarantined.includes(true, 1)) return { kind: 'perhaps-quarantined', assumed };
  return { kind: quarantined[0] === true ? 'quarantined-within-forest' : 'within-forest', assumed };
}

/** The shortest way by trusts of a forest: one hop for each domain after the first; none where the sources know no way. */
function wayWithinForest(directory: Directory, from: DomainId, to: DomainId): readonly Hop[] {
  const { sids } = forestOf(directory, from);
  const trusts = knownTrusts(directory)
    .map(({ trust, holder, partner }) => ({ holder: directory.domains[holder]!.sid, partner, trust }))
    .filter(({ holder, partner }) => sids.has(holder) && sids.has(partner));
  const ways = new Map<Sid, readonly Hop[]>([[directory.domains[from]!.sid, []]]);
  for (const [at, way] of ways) {
    // The domain that filters tells how; the other end tells only that there is a trust.
    for (const { holder, partner, trust } of trusts) {
      if (partner === at && !ways.has(holder)) ways.set(holder, [...way, trust.attributes]);
    }
    for (const { holder, partner } of trusts) {
      if (holder === at && !ways.has(partner)) ways.set(partner, [...way, null]);
    }
  }
  return ways.get(directory.domains[to]!.sid) ?? [];
}

function kindOf(attributes: number): BoundaryKind {
  const has = (bit: number) => (attributes & bit) !== 0;
  // The bit of PIM counts on a forest trust only, and only where it is treated as external too.
  if (has(TrustAttribute.ForestTransitive) && has(TrustAttribute.TreatAsExternal) && has(TrustAttribute.PimTrust))
    return 'pim';
  if (has(TrustAttribute.QuarantinedDomain)) return 'quarantined-external';
  return has(TrustAttribute.ForestTransitive) && !has(TrustAttribute.TreatAsExternal) ? 'cross-forest' : 'external';
}

/** A trust over which accounts can come, or not. */
interface Connecting {
  /** Null where they were not read, or stand at the side that does not filter. */
  readonly attributes: number | null;
  readonly logon: Tristate;
  readonly rank: number;
}

/** Trusts over which accounts of one domain can come to the other: those of the trusting side first, which filters. */
function connecting(directory: Directory, from: DomainId, to: DomainId): readonly Connecting[] {
  const accounts = forestOf(directory, from);
  const targets = forestOf(directory, to);
  const ownSid = directory.domains[from]!.sid;
  const otherSid = directory.domains[to]!.sid;
  const found: Connecting[] = [];
  for (const { trust, holder, partner } of knownTrusts(directory)) {
    const attributes = trust.attributes ?? 0;
    const transitive =
      (attributes & TrustAttribute.ForestTransitive) !== 0 && (attributes & TrustAttribute.NonTransitive) === 0;
    // The trusting side's object, or that of the trusted side, which tells the same from its own end.
    const trusting = transitive
      ? targets.domains.has(holder) && accounts.sids.has(partner)
      : holder === to && partner === ownSid;
    const trusted = transitive
      ? accounts.domains.has(holder) && targets.sids.has(partner)
      : holder === from && partner === otherSid;
    if (trusting)
      found.push({
        attributes: trust.attributes ?? null,
        logon: allows(trust, OUTBOUND),
        rank: transitive ? 1 : 0,
      });
    else if (trusted) found.push({ attributes: null, logon: allows(trust, INBOUND), rank: 2 });
  }
  return found.sort((a, b) => a.rank - b.rank);
}

function allows({ direction }: TrustRecord, bit: number): Tristate {
  if (direction === undefined) return 'unknown';
  return (direction & bit) !== 0 ? 'yes' : 'no';
}

/** What a SID of a token is to the two domains. */
type Pattern =
  /** S-1-5-32-*: aliases mean something on one domain's controllers only. */
  | 'alias'
  /** S-1-5-9. */
  | 'enterprise-domain-controllers'
  /** A principal of the account's own domain. */
  | 'own-domain'
  /** Of another domain of the account's forest, RID below 1000. */
  | 'own-forest-well-known'
  /** The same, RID 1000 or more. */
  | 'own-forest'
  /** Of a domain outside the account's forest, RID below 1000: a well-known principal. */
  | 'foreign-well-known'
  /** The same, RID 1000 or more. */
  | 'foreign'
  /** What stands for a kind of logon, or the system itself, and no controller believes another (S-1-5-18). */
  | 'reserved'
  /** Any other SID, which no domain gave out. */
  | 'other';

/** Which SIDs pass (MS-PAC 4.1.2.2): one row a boundary. */
const PASSES: Readonly<Record<BoundaryKind, Readonly<Record<Pattern, Tristate>>>> = {
  'same-domain': row('yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes'),
  'within-forest': row('no', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes'),
  'quarantined-within-forest': row('no', 'yes', 'yes', 'no', 'no', 'no', 'no'),
  'perhaps-quarantined': row('no', 'yes', 'yes', 'unknown', 'unknown', 'unknown', 'unknown'),
  'cross-forest': row('no', 'no', 'yes', 'yes', 'yes', 'no', 'no'),
  pim: row('no', 'no', 'yes', 'yes', 'yes', 'yes', 'yes'),
  // Whose well-known principals are those of "out of the forest" the text leaves open for a third domain of theirs.
  external: row('no', 'no', 'yes', 'unknown', 'yes', 'no', 'yes'),
  'quarantined-external': row('no', 'no', 'yes', 'no', 'no', 'no', 'no'),
  'not-known': row('no', 'unknown', 'yes', 'unknown', 'unknown', 'unknown', 'unknown'),
};

function row(
  always: Tristate,
  controllers: Tristate,
  ownDomain: Tristate,
  ownForestWellKnown: Tristate,
  ownForest: Tristate,
  foreignWellKnown: Tristate,
  foreign: Tristate,
): Readonly<Record<Pattern, Tristate>> {
  return {
    alias: always,
    'enterprise-domain-controllers': controllers,
    'own-domain': ownDomain,
    'own-forest-well-known': ownForestWellKnown,
    'own-forest': ownForest,
    'foreign-well-known': foreignWellKnown,
    foreign,
    reserved: always,
    other: 'yes',
  };
}

/**
 * What SID filtering leaves of a token on its way (MS-PAC 4.1.2.2).
 * @returns `yes`: the SID passes; `no`: it is filtered; `unknown`: the sources do not tell how the domains stand
 */
export function passesFilter(directory: Directory, boundary: Boundary, sid: Sid): Tristate {
  const passes = PASSES[boundary.kind];
  const answers = new Set(patternsOf(directory, boundary, sid).map((pattern) => passes[pattern]));
  const [only] = answers;
  return answers.size === 1 ? only! : 'unknown';
}

/**
 * The same for an account whose domain the sources lack: it is not known what stands between.
 * @param to SID of the target's domain, where that is known
 */
export function passesFromUnseen(account: Sid, to: Sid | undefined, sid: Sid): Tristate {
  if (sid !== 'S-1-5-9' && !sid.startsWith('S-1-5-21-')) return 'yes';
  const own = sidWithoutLast(account);
  return own === sidWithoutLast(sid) || own === to ? 'yes' : 'unknown';
}

/** S-1-0 to S-1-3, S-1-6 to S-1-9, and S-1-5-R with R below 1000. */
const RESERVED = /^S-1-(?:[0-36-9]|5-\d{1,3})(?:-|$)/;
/** What every controller adds for itself, whatever came over the trust. */
const OF_THE_LOGON: ReadonlySet<Sid> = new Set(['S-1-1-0', 'S-1-5-2', 'S-1-5-11', 'S-1-5-15']);

/** What a SID may be to the domains: several where it is not known whether its domain is one of the account's forest. */
function patternsOf(directory: Directory, { from }: Boundary, sid: Sid): readonly Pattern[] {
  if (sid.startsWith('S-1-5-32-')) return ['alias'];
  if (sid === 'S-1-5-9') return ['enterprise-domain-controllers'];
  if (!sid.startsWith('S-1-5-21-')) return [RESERVED.test(sid) && !OF_THE_LOGON.has(sid) ? 'reserved' : 'other'];
  const domain = sidWithoutLast(sid);
  // No domain has S-1-5-21-0-0-0: what is below it says how somebody logged on (MS-DTYP 2.4.2.4).
  if (!isDomainSid(domain) || domain === 'S-1-5-21-0-0-0') return ['other'];
  if (domain === directory.domains[from]!.sid) return ['own-domain'];
  const wellKnown = (sidRid(sid) ?? 0) < 1000;
  const foreign: Pattern = wellKnown ? 'foreign-well-known' : 'foreign';
  const own: Pattern = wellKnown ? 'own-forest-well-known' : 'own-forest';
  const inForest = isInForest(directory, forestOf(directory, from), domain);
  return inForest === 'yes' ? [own] : inForest === 'no' ? [foreign] : [own, foreign];
}

/** Whether an account can log on at a domain's controllers, and why not, or why that is not known. */
export type Logon =
  | { readonly possible: 'yes'; readonly because?: undefined }
  /**
   * The trusts do not let accounts of its domain log on there, or ask for Allowed-To-Authenticate on the controllers, which
   * it does not hold; or that is not known.
   */
  | { readonly possible: 'no' | 'unknown'; readonly because: 'selective-authentication' | 'trust-direction' };

/** What a boundary says about logons across it. */
export function logonOver(boundary: Boundary | null): Logon {
  if (boundary === null) return { possible: 'yes' };
  if (boundary.logon === 'no') return { possible: 'no', because: 'trust-direction' };
  // Of a trust whose attributes were not read it is not known whether it authenticates selectively.
  if (boundary.logon === 'unknown' || boundary.kind === 'not-known')
    return { possible: 'unknown', because: 'trust-direction' };
  return boundary.selective ? { possible: 'unknown', because: 'selective-authentication' } : { possible: 'yes' };
}
