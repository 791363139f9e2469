/** Two-letter SID aliases of SDDL (MS-DTYP 2.5.1.1, sid-token; and the later ones that Windows has). */
import { isInDomain, sidRid } from '../sid.js';
import type { Sid } from '../types.js';

/** What a domain-relative alias stands for. */
export interface DomainContext {
  /** The domain's SID: without it, domain-relative aliases are neither read nor printed. */
  readonly domainSid?: Sid | undefined;
  /** SID of the forest root domain, for EA, SA, RO and EK; the domain itself is taken for the root where absent. */
  readonly rootDomainSid?: Sid | undefined;
}

const FIXED: readonly (readonly [string, Sid])[] = [
  ['AA', 'S-1-5-32-579'],
  ['AC', 'S-1-15-2-1'],
  ['AN', 'S-1-5-7'],
  ['AO', 'S-1-5-32-548'],
  ['AS', 'S-1-18-1'],
  ['AU', 'S-1-5-11'],
  ['BA', 'S-1-5-32-544'],
  ['BG', 'S-1-5-32-546'],
  ['BO', 'S-1-5-32-551'],
  ['BU', 'S-1-5-32-545'],
  ['CD', 'S-1-5-32-574'],
  ['CG', 'S-1-3-1'],
  ['CO', 'S-1-3-0'],
  ['CY', 'S-1-5-32-569'],
  ['ED', 'S-1-5-9'],
  ['ER', 'S-1-5-32-573'],
  ['ES', 'S-1-5-32-576'],
  ['HA', 'S-1-5-32-578'],
  ['HI', 'S-1-16-12288'],
  ['HO', 'S-1-5-32-584'],
  ['IS', 'S-1-5-32-568'],
  ['IU', 'S-1-5-4'],
  ['LS', 'S-1-5-19'],
  ['LU', 'S-1-5-32-559'],
  ['LW', 'S-1-16-4096'],
  ['ME', 'S-1-16-8192'],
  ['MP', 'S-1-16-8448'],
  ['MS', 'S-1-5-32-577'],
  ['MU', 'S-1-5-32-558'],
  ['NO', 'S-1-5-32-556'],
  ['NS', 'S-1-5-20'],
  ['NU', 'S-1-5-2'],
  ['OW', 'S-1-3-4'],
  ['PO', 'S-1-5-32-550'],
  ['PS', 'S-1-5-10'],
  ['PU', 'S-1-5-32-547'],
  ['RA', 'S-1-5-32-575'],
  ['RC', 'S-1-5-12'],
  ['RD', 'S-1-5-32-555'],
  ['RE', 'S-1-5-32-552'],
  ['RM', 'S-1-5-32-580'],
  ['RU', 'S-1-5-32-554'],
  ['SH', 'S-1-5-32-585'],
  ['SI', 'S-1-16-16384'],
  ['SO', 'S-1-5-32-549'],
  ['SS', 'S-1-18-2'],
  ['SU', 'S-1-5-6'],
  ['SY', 'S-1-5-18'],
  ['UD', 'S-1-5-84-0-0-0-0-0'],
  ['WD', 'S-1-1-0'],
  ['WR', 'S-1-5-33'],
];

/** Relative identifiers in the domain. */
const DOMAIN: readonly (readonly [string, number])[] = [
  ['AP', 525],
  ['CA', 517],
  ['CN', 522],
  ['DA', 512],
  ['DC', 515],
  ['DD', 516],
  ['DG', 514],
  ['DU', 513],
  ['KA', 526],
  ['LA', 500],
  ['LG', 501],
  ['PA', 520],
  ['RS', 553],
];

/** Relative identifiers in the forest's root domain. */
const ROOT_DOMAIN: readonly (readonly [string, number])[] = [
  ['EA', 519],
  ['EK', 527],
  ['RO', 498],
  ['SA', 518],
];

const SID_BY_ALIAS = new Map(FIXED);
const ALIAS_BY_SID = new Map(FIXED.map(([alias, sid]) => [sid, alias] as const));
const RID_BY_ALIAS = new Map(DOMAIN);
const ALIAS_BY_RID = new Map(DOMAIN.map(([alias, rid]) => [rid, alias] as const));
const ROOT_RID_BY_ALIAS = new Map(ROOT_DOMAIN);
const ALIAS_BY_ROOT_RID = new Map(ROOT_DOMAIN.map(([alias, rid]) => [rid, alias] as const));

/**
 * @param alias two letters, in any case
 * @returns the SID; `needs-domain` for a domain-relative alias without a domain to be relative to; null for no alias
 */
export function sidOfAlias(alias: string, { domainSid, rootDomainSid }: DomainContext): Sid | 'needs-domain' | null {
  const name = alias.toUpperCase();
  const fixed = SID_BY_ALIAS.get(name);
  if (fixed !== undefined) return fixed;
  const rid = RID_BY_ALIAS.get(name);
  if (rid !== undefined) return domainSid === undefined ? 'needs-domain' : `${domainSid}-${rid}`;
  const rootRid = ROOT_RID_BY_ALIAS.get(name);
  if (rootRid === undefined) return null;
  const root = rootDomainSid ?? domainSid;
  return root === undefined ? 'needs-domain' : `${root}-${rootRid}`;
}

/** @returns the alias of a SID where there is one, else the SID itself */
export function aliasOrSid(sid: Sid, { domainSid, rootDomainSid }: DomainContext): string {
  const fixed = ALIAS_BY_SID.get(sid);
  if (fixed !== undefined) return fixed;
  if (domainSid !== undefined && isInDomain(sid, domainSid)) {
    const alias = ALIAS_BY_RID.get(sidRid(sid)!);
    if (alias !== undefined) return alias;
  }
  const root = rootDomainSid ?? domainSid;
  if (root !== undefined && isInDomain(sid, root)) return ALIAS_BY_ROOT_RID.get(sidRid(sid)!) ?? sid;
  return sid;
}
