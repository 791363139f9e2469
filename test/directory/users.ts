/** Users of tokens, in short. */
import type { Sid } from '../../src/descriptor/types.js';
import type { DomainId, GroupId } from '../../src/directory/ids.js';
import { accountUser, type TokenUser } from '../../src/directory/token-user.js';

/** A user with its former SIDs, the SID of its primary group (null: not read) and the groups that it is a direct member of. */
export function userOf(
  domain: DomainId | null,
  sid: Sid,
  name: string,
  sidHistory: readonly Sid[],
  primaryGroupSid: Sid | null,
  groups: readonly GroupId[],
): TokenUser {
  return accountUser({ domain, sid, name, sidHistory, primaryGroupSid, groups, historyKnown: true });
}
