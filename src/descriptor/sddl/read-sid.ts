/** A SID in SDDL: an alias of two letters, or S-1-... (MS-DTYP 2.5.1.1, sid-string). */
import { isSid, normalizeSid } from '../sid.js';
import type { Sid } from '../types.js';
import { type DomainContext, sidOfAlias } from './aliases.js';
import type { Scanner } from './scanner.js';

/**
 * Windows passes over white space before the revision and the authority, and nowhere later. One number more than a SID
 * may have is matched, to be refused as such; a repetition without end would exhaust the stack of the matcher.
 */
const SID = /S-[\t-\r ]*1-[\t-\r ]*(?:0x[\da-f]+|\d+)(?:-(?:0x[\da-f]+|\d+)){0,16}/iy;
const ALIAS = /[A-Z]{2}/iy;

/**
 * @param scanner stands at the SID, white space before it already passed over
 * @returns the SID; the scanner stands behind it, and behind the white space that may follow an alias
 * @throws AdreachError `descriptor` with the offset
 */
export function readSid(scanner: Scanner, domain: DomainContext): Sid {
  const start = scanner.at;
  let text = scanner.match(SID);
  if (text !== null) {
    // "0x200D:" ends with a D that begins the DACL.
    if (scanner.sees(':') && /-0x[\da-f]+d$/i.test(text)) {
      text = text.slice(0, -1);
      scanner.at--;
    }
    const sid = text.replace(/[\t-\r ]+/g, '');
    if (!isSid(sid)) {
      throw scanner.fault(`${scanner.consumed(start)} is no SID: too many numbers, or one too large`, start);
    }
    return normalizeSid(sid);
  }
  const alias = scanner.match(ALIAS);
  if (alias === null) throw scanner.fault(`expected a SID or an alias of two letters, found ${scanner.shown()}`);
  const sid = sidOfAlias(alias, domain);
  if (sid === null) throw scanner.fault(`${JSON.stringify(alias)} is no alias of a SID`, start);
  if (sid === 'needs-domain') {
    throw scanner.fault(
      `the alias ${alias.toUpperCase()} is relative to a domain, and none is given`,
      start,
      "Give the domain's SID (--domain-sid S-1-5-21-...).",
    );
  }
  scanner.skipSpace();
  return sid;
}
