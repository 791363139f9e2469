/** Values of links (DN syntax) in the forms that servers and tools write them. */
import { isUtf8 } from 'node:buffer';
import { parentDn } from '../names/dn.js';

/** LDAP_SERVER_LINK_TTL: `<TTL=seconds,DN>` (MS-ADTS 3.1.1.3.4.1.36); tools also close the bracket before the DN. */
const TTL = /^<TTL=\d+(?:,(.*)>|>[,;]?(.*))$/is;
/** LDAP_SERVER_EXTENDED_DN: `<GUID=...>;<SID=...>;DN` (MS-ADTS 3.1.1.3.4.1.5). */
const EXTENDED = /^(?:<(?:GUID|SID|RMD_[A-Z_]+)=[^>]*>;)+(.*)$/is;
/** The mark of a deleted object in its name (MS-ADTS 3.1.1.5.5.1.1): a line feed, escaped or as it is, and DEL:. */
const DELETED = /(?:\\0A|\n)DEL:/i;

/** @returns the DN that a value names; null where it names none that can be read */
export function linkDn(value: Buffer): string | null {
  if (!isUtf8(value)) return null;
  let text = value.toString('utf8');
  for (let form = TTL.exec(text) ?? EXTENDED.exec(text); form !== null; form = TTL.exec(text) ?? EXTENDED.exec(text)) {
    text = form[1] ?? form[2] ?? '';
  }
  return text === '' || text.startsWith('<') ? null : text;
}

/** @returns whether a DN is that of a deleted object, or of one below it */
export function isDeletedName(dn: string): boolean {
  return DELETED.test(dn);
}

/** @returns whether a link names an object of a directory: an RDN, and something above it */
export function isObjectName(dn: string): boolean {
  return parentDn(dn) !== null;
}
