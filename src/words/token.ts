/** Steps of the way from an account to a SID of its token that have no name of their own. */
import type { Sid } from '../descriptor/types.js';

/** @returns what a value of sIDHistory is called on the way */
export function formerSidText(sid: Sid): string {
  return `sIDHistory ${sid}`;
}

/** @returns what a primary group is called that the sources do not hold */
export function primaryGroupText(sid: Sid): string {
  return `primary group ${sid}`;
}
