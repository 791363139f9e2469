/**
 * Shadow principals (MS-ADTS 3.1.1.13.5): groups of the configuration whose members carry the SID of a principal of another
 * forest. What one gives is not known where its SID was not read, or where it was not seen itself.
 */
import { sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import { dnKey } from '../names/dn.js';
import { passesFilter } from './boundary.js';
import type { Directory } from './directory.js';
import { forestOf } from './forest.js';
import type { DomainId, GroupId } from './ids.js';
import { PROTECTION } from './membership.js';
import type { Boundary } from './memo.js';

const PLACE = dnKey('CN=Shadow Principal Configuration,CN=Services,CN=Configuration');

/**
 * @param reached groups that hold the account
 * @param proven whether all memberships of the account are known
 * @returns whether the account is, or may be, a member of a shadow principal whose SID was not read
 */
export function mayGiveAnySid(directory: Directory, reached: readonly GroupId[], proven: () => boolean): boolean {
  const { groups, membership } = directory;
  return directory.shadows.some((id) => {
    if (groups[id]!.sid !== null) return false;
    if (reached.includes(id)) return true;
    const open = [...membership.below([id], PROTECTION)].some((below) => {
      const { membersCut, unresolvedMembers } = groups[below]!;
      return membersCut || unresolvedMembers.length > 0;
    });
    return open && !proven();
  });
}

/** Whether an account may be in shadow principals that no source shows, where a trust lets their SIDs pass, or may. */
export function mayHoldForeignSids(
  directory: Directory,
  from: DomainId | null,
  boundary: Boundary | null,
  proven: () => boolean,
): boolean {
  if (from === null || boundary === null) return false;
  // Of a trust whose attributes were not read it is not known what it is for.
  const lets = boundary.kind === 'pim' || (boundary.kind === 'not-known' && boundary.logon !== 'unknown');
  return lets && !wereSeen(directory, from) && !proven();
}

/** Whether a shadow principal may give a SID, and a trust on the way let it through. */
export function mayBeOfShadow(
  directory: Directory,
  {
    from,
    to,
    boundary,
  }: { readonly from: DomainId | null; readonly to: DomainId | null; readonly boundary: Boundary | null },
  sid: Sid,
): boolean {
  if (from === null || to === null) return false;
  // Aliases of BUILTIN may hold whoever comes from the target's forest.
  const alias = sid.startsWith('S-1-5-32-') && boundary !== null;
  const probe: Sid = alias ? `${directory.domains[to]!.sid}-1000` : sid;
  if (!probe.startsWith('S-1-5-21-') || forestOf(directory, from).sids.has(sidWithoutLast(probe))) return false;
  return boundary === null || passesFilter(directory, boundary, probe) !== 'no';
}

/** The place of shadow principals was read, or one of them. */
function wereSeen(directory: Directory, from: DomainId): boolean {
  const places = [...forestOf(directory, from).domains].map((id) => `${PLACE},${dnKey(directory.domains[id]!.dn)}`);
  return (
    directory.containers.some(({ dn, missing }) => !missing && places.includes(dnKey(dn))) ||
    directory.shadows.some((id) => places.some((place) => dnKey(directory.groups[id]!.dn).endsWith(`,${place}`)))
  );
}
