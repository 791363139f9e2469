/**
 * How an account stands to AdminSDHolder (MS-ADTS 3.1.1.6.1). Several times an hour the PDC emulator's task
 * (ProtectAdminGroups) gives AdminSDHolder's descriptor to the members of the protected set and marks them with adminCount; it
 * takes neither back from whoever leaves.
 */
import type { ProtectionState, ProtectionWhy } from '../result/codes.js';
import type { Tristate } from '../result/tristate.js';

/** What the state depends on. */
export interface ProtectionTraits {
  /** Whether the account belongs to the protected set. */
  readonly protected: Tristate;
  /** It is a member of groups that dSHeuristics takes out of the set, and of none that it leaves in. */
  readonly excluded: boolean;
  readonly inheritance: 'on' | 'off' | 'unknown';
  /** Its DACL is AdminSDHolder's. */
  readonly matchesList: Tristate;
  /** So is its owner; asked for only where the DACL is. */
  readonly matchesOwner: Tristate;
  /** Null where not set or not readable, which cannot be told apart. */
  readonly adminCount: number | null;
}

export interface Protection {
  readonly state: ProtectionState;
  /** What is missing where the state is not known; empty: nothing. */
  readonly why: ProtectionWhy;
  /** What the next run would give the account: part of its descriptor; `unknown` where that is not known. */
  readonly nextRun: 'nothing' | 'list' | 'owner' | 'unknown';
}

/** @returns the state of one account, from what was read of it and of AdminSDHolder */
export function protectionOf(traits: ProtectionTraits): Protection {
  switch (traits.protected) {
    case 'yes':
      return ofMember(traits);
    case 'no':
      return ofNonMember(traits);
    default:
      return { state: 'unknown', why: 'membership', nextRun: 'unknown' };
  }
}

function ofMember({ inheritance, matchesList, matchesOwner, adminCount }: ProtectionTraits): Protection {
  if (inheritance === 'unknown') return { state: 'unknown', why: 'descriptor', nextRun: 'unknown' };
  if (matchesList === 'unknown' || (matchesList === 'yes' && matchesOwner === 'unknown'))
    return { state: 'unknown', why: 'adminsdholder', nextRun: 'unknown' };
  if (matchesList === 'yes' && matchesOwner === 'yes') return { state: 'normal', why: '', nextRun: 'nothing' };
  // The mark of an earlier run says that it was given the descriptor once; without one it may be new in its group.
  const state = hasMark(adminCount) ? 'tampered' : 'pending';
  return { state, why: '', nextRun: matchesList === 'yes' ? 'owner' : 'list' };
}

function ofNonMember({ excluded, inheritance, matchesList, adminCount }: ProtectionTraits): Protection {
  const nextRun = 'nothing';
  if (excluded) return { state: 'excluded', why: '', nextRun };
  // A list that equals AdminSDHolder's while that inherits itself is no trace.
  if (inheritance === 'off' && (hasMark(adminCount) || matchesList === 'yes'))
    return { state: 'orphaned', why: '', nextRun };
  if (!hasMark(adminCount)) return { state: 'none', why: '', nextRun };
  return inheritance === 'on'
    ? { state: 'stale-flag', why: '', nextRun }
    : { state: 'unknown', why: 'descriptor', nextRun };
}

const hasMark = (adminCount: number | null): boolean => (adminCount ?? 0) > 0;
