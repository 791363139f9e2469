/** Ways of naming an account, and how well an object fits what was written. */
import { wellKnownName } from '../descriptor/index.js';
import type { Domain } from '../directory/directory.js';
import type { Group } from '../directory/groups.js';
import type { AccountRecord } from '../directory/records.js';
import { dnKey } from '../names/dn.js';

/** A way of naming an account, as written. */
export interface Wanted {
  readonly text: string;
  readonly kind: 'sid' | 'dn' | 'upn' | 'name';
  /** For names: NetBIOS or DNS name of the domain, lower case; null where none was written. */
  readonly domain: string | null;
  /** The name without its domain, lower case; a SID as written; the key of a DN. */
  readonly value: string;
}

export function parseWanted(text: string): Wanted {
  if (/^s-1-\d+(-\d+)*$/i.test(text)) return { text, kind: 'sid', domain: null, value: text.toUpperCase() };
  if (/^[a-z0-9.-]+\s*=/i.test(text)) return { text, kind: 'dn', domain: null, value: dnKey(text) };
  const slash = text.indexOf('\\');
  if (slash > 0) {
    return {
      text,
      kind: 'name',
      domain: text.slice(0, slash).toLowerCase(),
      value: text.slice(slash + 1).toLowerCase(),
    };
  }
  if (text.includes('@')) return { text, kind: 'upn', domain: null, value: text.toLowerCase() };
  return { text, kind: 'name', domain: null, value: text.toLowerCase() };
}

/**
 * How well a name fits, where it does: the sAMAccountName itself comes before one with a `$` behind it.
 * @param name null where it was not read
 */
export function fitOfName(wanted: Wanted, name: string | null | undefined, domain: Domain | null): number {
  if (wanted.domain !== null) {
    const own = domain?.netbiosName.toLowerCase() === wanted.domain || domain?.dnsName.toLowerCase() === wanted.domain;
    if (!own) return 0;
  }
  const text = name?.toLowerCase();
  return text === wanted.value ? 2 : text === `${wanted.value}$` ? 1 : 0;
}

/** What BUILTIN is called where the system speaks another language. */
const BUILTIN_NAMES: ReadonlySet<string> = new Set(['builtin', 'vordefiniert']);

/**
 * The same of a group; those of BUILTIN go by their English names too, behind whatever has that name itself, and by
 * `BUILTIN\\name`.
 */
export function fitOfGroup(wanted: Wanted, group: Group, domain: Domain | null): number {
  const english = group.sid?.startsWith('S-1-5-32-')
    ? (wellKnownName(group.sid)?.replace('BUILTIN\\', '') ?? null)
    : null;
  const inBuiltin = english !== null && wanted.domain !== null && BUILTIN_NAMES.has(wanted.domain);
  const named = inBuiltin ? { ...wanted, domain: null } : wanted;
  const own = fitOfName(named, group.samAccountName, domain);
  const alias = fitOfName(named, english, domain) === 2;
  return alias ? Math.max(own, inBuiltin ? 2 : ENGLISH) : own;
}

/** How well the English name fits of a group that has another one: better than a name that lacks its `$`. */
const ENGLISH = 1.5;

/** How well a UPN fits: that of the attribute comes before the implicit one, sAMAccountName@dnsName (MS-ADTS 5.1.1.1.1). */
export function fitOfUpn(wanted: Wanted, record: AccountRecord, dnsName: string | undefined): number {
  if (record.userPrincipalName?.toLowerCase() === wanted.value) return 2;
  return dnsName !== undefined && `${record.samAccountName}@${dnsName}`.toLowerCase() === wanted.value ? 1 : 0;
}

/** Text that a record of this account contains: the name without its domain, or the SID. */
export function mentionOf(wanted: Wanted): string {
  return wanted.kind === 'upn' ? wanted.value.slice(0, wanted.value.indexOf('@')) : wanted.value;
}
