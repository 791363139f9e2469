/**
 * What no server lets anybody delete, move or rename (MS-ADTS 6.1.1.4, 3.1.1.5.5.3: isCriticalSystemObject and systemFlags). The
 * sources do not have these attributes: what every domain has is known by its name or its SID, of other objects it is not checked.
 */
import { sidRid } from '../../descriptor/index.js';
import type { Sid } from '../../descriptor/types.js';
import { dnKey } from '../../names/dn.js';

/** Directly below the head of a domain, or below the system container. */
const PLACES = [
  'CN=Users',
  'CN=Computers',
  'OU=Domain Controllers',
  'CN=System',
  'CN=Builtin',
  'CN=ForeignSecurityPrincipals',
  'CN=LostAndFound',
  'CN=Infrastructure',
  'CN=Deleted Objects',
  'CN=NTDS Quotas',
  'CN=Managed Service Accounts',
  'CN=Program Data',
  'CN=Keys',
  'CN=AdminSDHolder,CN=System',
  'CN=Policies,CN=System',
  'CN=RID Manager$,CN=System',
] as const;

/** Relative identifiers below are those of accounts and groups that every domain has. */
const FIRST_ORDINARY = 1000;

/** @returns whether an object is one of the places that every domain has */
export function isWellKnownPlace(dn: string, domainDn: string): boolean {
  const key = dnKey(dn);
  return PLACES.some((place) => key === dnKey(`${place},${domainDn}`));
}

/** @returns whether an account or group is one that every domain has */
export function isWellKnownPrincipal(sid: Sid): boolean {
  return isAlias(sid) || (sidRid(sid) ?? FIRST_ORDINARY) < FIRST_ORDINARY;
}

/** @returns whether a group is an alias of BUILTIN, which stays in its place */
export function isAlias(sid: Sid): boolean {
  return sid.startsWith('S-1-5-32-');
}
