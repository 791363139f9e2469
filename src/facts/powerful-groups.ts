/** Groups that bring much power over a forest and that AdminSDHolder does not protect: nobody thinks of them as administrators. */
import { sidRid } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';
import type { ProtectedSets } from '../directory/protected-set.js';

/** By RID in each domain: Cert Publishers, Group Policy Creator Owners, Cloneable Domain Controllers, Key Admins, Enterprise Key Admins. */
const OF_DOMAINS: ReadonlySet<number> = new Set([517, 520, 522, 526, 527]);
/** BUILTIN: Network Configuration Operators, Incoming Forest Trust Builders, Hyper-V Administrators, Remote Management Users. */
const BUILTIN: ReadonlySet<string> = new Set(['S-1-5-32-556', 'S-1-5-32-557', 'S-1-5-32-578', 'S-1-5-32-580']);
/** Groups that setup makes, with any RID; a name proves nothing, and is a reason to look. */
const NAMED = /^(dnsadmins|exchange windows permissions|exchange trusted subsystem|organization management)$/i;

/** @param sids of a token's groups @returns their names, each once */
export function powerfulGroups(directory: Directory, sets: ProtectedSets, sids: Iterable<string>): readonly string[] {
  const names = new Set<string>();
  for (const sid of sids) {
    const number = directory.groupsBySid.get(sid as Sid)?.[0];
    const group = number === undefined ? undefined : directory.groups[number];
    if (group === undefined) continue;
    // Where it is protected after all (Key Admins in some versions), it is told as a privileged membership.
    if (group.domain !== null && sets.get(group.domain)?.root(number!) !== 'no') continue;
    const rid = sid.startsWith('S-1-5-21-') ? sidRid(sid as Sid) : null;
    if (BUILTIN.has(sid) || (rid !== null && OF_DOMAINS.has(rid)) || NAMED.test(group.samAccountName ?? ''))
      names.add(group.name);
  }
  return [...names];
}
