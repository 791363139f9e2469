/** Members of groups that no source shows: from where they may be. */
import { sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { dnKey, isAtOrBelow, splitDn } from '../names/dn.js';
import type { Directory } from './directory.js';
import { foreignByName } from './foreign-names.js';
import { GroupType } from './groups.js';
import { type GroupId, idsOf } from './ids.js';

const FOREIGN = dnKey('CN=ForeignSecurityPrincipals');

/**
 * The groups that may hold, unseen, others than accounts and groups of their own domain: groups of other domains, and
 * foreign principals, which stand for what any token may carry (Everyone, a former SID). Where all memberships of an
 * account within its domain are known, these may hold it all the same.
 */
export function openBeyondDomain(directory: Directory): ReadonlySet<GroupId> {
  directory.memo.openBeyondDomain ??= find(directory);
  return directory.memo.openBeyondDomain;
}

function find({ groups, domains }: Directory): ReadonlySet<GroupId> {
  const found = new Set<GroupId>();
  for (const id of idsOf<GroupId>(groups)) {
    const { incomplete, membersCut, groupType, domain, unresolvedMembers } = groups[id]!;
    // Global groups have members of their own domain alone (MS-ADTS 3.1.1.5.2.2).
    if (!incomplete || ((groupType ?? 0) & GroupType.Global) !== 0) continue;
    const home = domain === null ? null : dnKey(domains[domain]!.dn);
    // Of a list that was read in part, whoever is not on it may be anybody.
    if (
      membersCut ||
      unresolvedMembers.some((member) => foreignByName(member) == null && !isOfDomain(dnKey(member), home))
    )
      found.add(id);
  }
  return found;
}

/** Whether an object of this DN is an account or a group of a domain: not of one below it, and no foreign principal. */
function isOfDomain(key: string, home: string | null): boolean {
  if (home === null || !isAtOrBelow(key, home)) return false;
  // A foreign principal has its place, and its CN is its SID (MS-ADTS 6.1.1.4.10).
  if (key.startsWith('cn=s-1-') || key.endsWith(`,${FOREIGN},${home}`)) return false;
  // Some servers name Everyone and its like by objects of the configuration.
  if (key.includes(',cn=configuration,')) return false;
  return splitDn(key.slice(0, key.length - home.length - 1)).every((part) => !part.startsWith('dc='));
}

/**
 * Whether what carries some SIDs tells all groups of one domain that it is in: the groups of that domain, whoever of it has
 * had one of them as a former SID, and foreign principals.
 * @param asked a SID of that domain
 */
export function tellAll(directory: Directory, sids: Iterable<Sid>, asked: Sid): boolean {
  const domain = sidWithoutLast(asked);
  const all = [...sids];
  const told = all.every((sid) => {
    if (sidWithoutLast(sid) !== domain) return true;
    const groups = directory.groupsBySid.get(sid) ?? [];
    return groups.length > 0 && groups.every((group) => directory.groups[group]!.membershipsProven);
  });
  return told && foreignTellAll(directory, all);
}

/** Whether the foreign principals of some SIDs tell all groups that they are in. */
function foreignTellAll({ foreignBySid, membership }: Directory, sids: Iterable<Sid>): boolean {
  for (const sid of sids) {
    const seen = foreignBySid.get(sid) ?? [];
    // Of one that only a group names it is not known what else it is in.
    if (membership.ofForeign(sid).length > seen.length) return false;
    if (seen.some(({ membershipsProven }) => !membershipsProven)) return false;
  }
  return true;
}
