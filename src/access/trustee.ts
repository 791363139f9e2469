/** Whether an entry's trustee is the one who asks. */
import type { Sid } from '../descriptor/types.js';
import type { Tristate } from '../result/tristate.js';

/** Whether SELF means the requester. */
export type Self = boolean | 'unknown';

/** The one who asks, as seen from one object. */
export interface Requester {
  /** Whether the token carries a SID. */
  carries(sid: Sid): Tristate;
  /** The token carries the object's own SID, so that SELF (S-1-5-10) means the requester: that of the account or a group of it. */
  readonly isSelf: Self;
  /**
   * Whether the owner's implicit rights count for this requester on this object (BlockOwnerImplicitRights,
   * MS-ADTS 5.1.3.3.1); absent: they do.
   */
  readonly ownerRights?: Tristate;
}

const SELF = 'S-1-5-10';
const CREATOR_OWNER = 'S-1-3-0';
const CREATOR_GROUP = 'S-1-3-1';
const CREATOR_OWNER_SERVER = 'S-1-3-2';
const CREATOR_GROUP_SERVER = 'S-1-3-3';
export const OWNER_RIGHTS = 'S-1-3-4';

/**
 * @param owner the object's owner, for OWNER RIGHTS (MS-DTYP 2.4.2.4: it stands for the current owner)
 * @returns whether the trustee is in the requester's token, the placeholders of MS-DTYP 2.4.2.4 taken for what they
 *   mean in a check: SELF is the object, CREATOR OWNER and its like mean nobody
 */
export function matchTrustee(trustee: Sid, requester: Requester, owner: Sid | null): Tristate {
  switch (trustee) {
    case SELF:
      return requester.isSelf === 'unknown' ? 'unknown' : requester.isSelf ? 'yes' : 'no';
    case CREATOR_OWNER:
    case CREATOR_GROUP:
    case CREATOR_OWNER_SERVER:
    case CREATOR_GROUP_SERVER:
      return 'no';
    case OWNER_RIGHTS:
      return owner === null ? 'unknown' : requester.carries(owner);
    default:
      return requester.carries(trustee);
  }
}
