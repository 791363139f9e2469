/** Why it is not known whether an account carries a trustee, in a few words that stand after "because". */
import { sidWithoutLast } from '../descriptor/index.js';
import type { Sid } from '../descriptor/types.js';
import type { Directory } from '../directory/directory.js';

/** Of an entry whose trustee the account carries. */
export const LEFT_OPEN =
  'it, or an entry before it, has a condition or names something that the evidence does not decide';

/** Of an ownership that counts or not. */
export const OWNER_LEFT_OPEN =
  'of computers and managed service accounts, owners have no such right where the domain controllers are of build 26H1 or later, unless the 29th character of dSHeuristics says otherwise';

/** @returns what is missing of the trustee itself; of several things the first */
export function whyUndecided(directory: Directory, sid: Sid): string {
  const numbers = directory.groupsBySid.get(sid) ?? [];
  if (numbers.length > 0) {
    const groups = numbers.map((number) => directory.groups[number]!);
    if (groups.some(({ groupType }) => groupType === null)) return 'what kind of group it is was not read';
    if (groups.some(({ membersCut, hidesMembers }) => membersCut || hidesMembers))
      return 'its members were not all read';
    if (groups.some(({ open }) => open)) return 'it has members that no source knows';
    return 'what the account is a member of, or was called before, was not all read';
  }
  if (sid.startsWith('S-1-5-32-')) return 'the sources do not hold this group of the domain controllers';
  if (!sid.startsWith('S-1-5-21-')) return 'it depends on how the account logs on';
  if (sid.startsWith('S-1-5-21-0-0-0-')) return 'it depends on how the account logs on';
  const known = directory.domains.some((domain) => domain.sid === sidWithoutLast(sid));
  return known ? 'the sources hold nothing of this SID' : 'the sources do not hold the domain of this SID';
}
