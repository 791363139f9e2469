/** What Windows puts on a new object of a class: its defaultSecurityDescriptor, as the schema at hand has it (MS-ADTS 6.1.3.5). */
import { mapGenericMask, parseSddl } from '../descriptor/index.js';
import type { Ace, Sid } from '../descriptor/types.js';
import type { Directory } from './directory.js';
import { forestOf } from './forest.js';
import type { DomainId } from './ids.js';

/**
 * What an entry says, whatever is inherited of it: type, rights, object types and trustee.
 * @returns null for an entry of a kind that takes no part
 */
export function entryKey(ace: Ace): string | null {
  if (ace.form !== 'basic' && ace.form !== 'object') return null;
  const types = ace.form === 'object' ? `${ace.objectType}|${ace.inheritedObjectType}` : 'null|null';
  const condition = Buffer.from(ace.applicationData).toString('hex');
  return `${ace.type}|${mapGenericMask(ace.mask)}|${types}|${ace.sid}|${condition}`;
}

/**
 * @param className lDAPDisplayName
 * @param domain that of the object
 * @returns the entries; null where the sources do not tell them
 */
export function defaultEntries(directory: Directory, className: string, domain: DomainId): readonly Ace[] | null {
  const text = directory.schema.class(className)?.defaultSddl;
  if (text === undefined) return null;
  const domainSid = directory.domains[domain]!.sid;
  const rootDomainSid: Sid | undefined = forestOf(directory, domain).root ?? undefined;
  try {
    return parseSddl(text, { domainSid, ...(rootDomainSid !== undefined && { rootDomainSid }) }).dacl?.aces ?? [];
  } catch {
    // What is damaged, or names the root of a forest that no source holds, tells nothing.
    return null;
  }
}
