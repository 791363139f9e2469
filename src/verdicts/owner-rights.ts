/** BlockOwnerImplicitRights: whether an owner may change the list of an object without an entry (MS-ADTS 5.1.3.3.1, 6.1.3.4). */
import type { Sid } from '../descriptor/types.js';
import { at, type Directory } from '../directory/directory.js';
import { dSHeuristicsOf, forestOf } from '../directory/forest.js';
import type { ClassListId, DomainId } from '../directory/ids.js';
import type { Token } from '../directory/token.js';
import type { Tristate } from '../result/tristate.js';

/** The 29th character of dSHeuristics (MS-ADTS 6.1.1.2.4.1.2). */
const BLOCK_OWNER_IMPLICIT_RIGHTS = 28;

/**
 * What dSHeuristics says of objects derived from `computer`. Unset (and 0) blocks on controllers of build 26H1 and later and
 * on no earlier one, which no directory tells; 3 exists there only.
 */
function blocked(dSHeuristics: string | null | undefined): Tristate {
  const digit = dSHeuristics?.charAt(BLOCK_OWNER_IMPLICIT_RIGHTS) ?? '';
  if (digit === '2') return 'no';
  return digit === '' || digit === '0' || digit === '3' ? 'unknown' : 'yes';
}

/**
 * Whether the owner's implicit rights count for whoever has a token.
 * @param classes of the object
 * @param domain of the object
 */
export function ownerRightsOn(
  directory: Directory,
  token: Token,
  classes: ClassListId,
  domain: DomainId | null,
): Tristate {
  const derived = at(directory.classLists, classes)?.some((name) => name.toLowerCase() === 'computer') ?? false;
  if (!derived) return 'yes';
  if (domain === null) return 'unknown';
  const blocks = blocked(dSHeuristicsOf(directory, domain));
  if (blocks === 'no') return 'yes';
  const admin = isAdmin(directory, token, domain);
  if (admin === 'yes') return 'yes';
  return admin === 'no' && blocks === 'yes' ? 'no' : 'unknown';
}

/** Domain Admins of the object's domain and Enterprise Admins are not blocked. */
function isAdmin(directory: Directory, token: Token, domain: DomainId): Tristate {
  const root = forestOf(directory, domain).root;
  const answers = [token.carries(`${directory.domains[domain]!.sid}-512`)];
  // Without the root of the forest nobody knows which group Enterprise Admins is.
  answers.push(root === null ? 'unknown' : inEnterpriseAdmins(directory, token, `${root}-519`));
  if (answers.includes('yes')) return 'yes';
  return answers.includes('unknown') ? 'unknown' : 'no';
}

/** Where the sources do not hold the group, as an export of a part of the forest does not, nobody is taken to be a member. */
function inEnterpriseAdmins(directory: Directory, token: Token, sid: Sid): Tristate {
  const carried = token.carries(sid);
  return carried === 'unknown' && !directory.groupsBySid.has(sid) ? 'no' : carried;
}
