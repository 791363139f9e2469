/** Trustees that stand for most accounts. */
import type { Sid } from '../descriptor/types.js';

/** Domain Users, Domain Guests, Domain Computers, Domain Controllers: groups that nobody delegates to on purpose. */
const BROAD_RIDS = /-(513|514|515|516)$/;

/** @returns whether most accounts carry a trustee: its usual reading entries are no delegation */
export function isBroad(sid: Sid): boolean {
  return !sid.startsWith('S-1-5-21-') || BROAD_RIDS.test(sid);
}
