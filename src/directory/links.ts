/**
 * Who is a direct member of which group, as the sources have it. Only `membership.ts` walks these links, and only what
 * builds a directory makes them (.dependency-cruiser.cjs): everybody else asks `Membership`.
 */
import type { Sid } from '../descriptor/types.js';
import type { GroupId } from './ids.js';

export interface MembershipLinks {
  /** By group: the groups that name it in `member`. */
  readonly parents: readonly (readonly GroupId[])[];
  /** By SID: the groups that name a foreign security principal of that SID; one list a principal. */
  readonly foreign: ReadonlyMap<Sid, readonly (readonly GroupId[])[]>;
}
