/** What the name of a member says that no source shows: who it is, or that it may stand for anybody. */
import { isSid, normalizeSid } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { parentDn, parseDn } from '../names/dn.js';

const DOMAIN_PLACE = /^cn=foreignsecurityprincipals,dc=/i;
/** Some servers name Everyone and its like by objects of the configuration, whose names are no SIDs. */
const WELL_KNOWN_PLACE = /^cn=wellknown security principals,cn=configuration,/i;

/**
 * Whom a foreign security principal stands for, by its name: it is the SID (MS-ADTS 6.1.1.4.10).
 * @returns null: not known whom; undefined: the name is none of a foreign security principal
 */
export function foreignByName(dn: string): Sid | null | undefined {
  const place = parentDn(dn) ?? '';
  if (WELL_KNOWN_PLACE.test(place)) return null;
  if (!DOMAIN_PLACE.test(place)) return undefined;
  const named = parseDn(dn)[0]!
    .map(({ value }) => value)
    .find(isSid);
  return named === undefined ? null : normalizeSid(named);
}
