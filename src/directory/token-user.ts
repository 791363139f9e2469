/** Who a token is built for: an account of the sources, a group standing for its members, or the domain controller itself. */
import type { Sid } from '../descriptor/types.js';
import type { DomainId, GroupId } from './ids.js';

export interface TokenUser {
  /** The domain that it belongs to; null where that is none of the sources'. */
  readonly domain: DomainId | null;
  readonly sid: Sid;
  readonly name: string;
  readonly sidHistory: readonly Sid[];
  /** Null where primaryGroupID was not read or does not apply. */
  readonly primaryGroupSid: Sid | null;
  /** False where the account must have a primary group but it was not read. */
  readonly primaryGroupKnown: boolean;
  /** The groups that name it in `member`. */
  readonly groups: readonly GroupId[];
  /** SIDs that every network logon of an account carries. */
  readonly wellKnown: readonly { readonly sid: Sid; readonly name: string }[];
  /** The whole token, where it does not come from memberships. */
  readonly fixed?: readonly { readonly sid: Sid; readonly name: string }[];
}

/** Added to every authenticated network logon of an account of the same forest (MS-DTYP 2.4.2.4, MS-KILE 3.3.5.7.3). */
const NETWORK_LOGON = [
  { sid: 'S-1-1-0', name: 'Everyone' },
  { sid: 'S-1-5-2', name: 'NETWORK' },
  { sid: 'S-1-5-11', name: 'Authenticated Users' },
  { sid: 'S-1-5-15', name: 'This Organization' },
] as const;

/**
 * @param primaryGroupSid null where it was not read
 */
export function accountUser(
  domain: DomainId | null,
  sid: Sid,
  name: string,
  sidHistory: readonly Sid[],
  primaryGroupSid: Sid | null,
  groups: readonly GroupId[],
): TokenUser {
  return {
    domain,
    sid,
    name,
    sidHistory,
    primaryGroupSid,
    primaryGroupKnown: primaryGroupSid !== null,
    groups,
    wellKnown: NETWORK_LOGON,
  };
}

/** A group under audit: what each of its members holds through it. */
export function groupUser(
  domain: DomainId | null,
  sid: Sid,
  name: string,
  sidHistory: readonly Sid[],
  group: GroupId,
): TokenUser {
  return {
    domain,
    sid,
    name,
    sidHistory,
    primaryGroupSid: null,
    primaryGroupKnown: true,
    groups: [group],
    wellKnown: NETWORK_LOGON,
  };
}

/** LocalSystem on a domain controller: the token that Defender for Identity's sensor acts with by default. */
export const localSystemUser: TokenUser = {
  domain: null,
  sid: 'S-1-5-18',
  name: 'NT AUTHORITY\\SYSTEM',
  sidHistory: [],
  primaryGroupSid: null,
  primaryGroupKnown: true,
  groups: [],
  wellKnown: [],
  fixed: [
    { sid: 'S-1-5-18', name: 'NT AUTHORITY\\SYSTEM' },
    { sid: 'S-1-5-32-544', name: 'BUILTIN\\Administrators' },
    { sid: 'S-1-1-0', name: 'Everyone' },
    { sid: 'S-1-5-11', name: 'Authenticated Users' },
  ],
};
