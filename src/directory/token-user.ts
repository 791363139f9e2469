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
  /** All of its memberships are known: its `memberOf` was read. */
  readonly membershipsProven: boolean;
  /** Its sIDHistory was read, or is known to be absent. */
  readonly historyKnown: boolean;
  /** It is a member of groups that the sources do not hold. */
  readonly namesUnseen?: boolean;
  /** Stands for the members of a group: its own SID comes with the group, or not at all. */
  readonly holdsNothing?: boolean;
  /** Groups of principals whose SID is among the former ones of this token, by that SID. */
  readonly formerHolders?: ReadonlyMap<Sid, readonly GroupId[]>;
  /** The account that a delegated managed service account took over, or may have: what that one holds may be in its token. */
  readonly superseded?: TokenUser | 'not-known';
  /** SIDs that come with what the account is, where that was not read. */
  readonly mayHold?: ReadonlySet<Sid>;
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

const GUEST_RID = '-501';
const AUTHENTICATED_USERS = 'S-1-5-11';

/** userAccountControl of domain controllers (MS-ADTS 2.2.16). */
const SERVER_TRUST_ACCOUNT = 0x2000;
const WORKSTATION_TRUST_ACCOUNT = 0x1000;
const PARTIAL_SECRETS_ACCOUNT = 0x4000000;

/** What of an account its token depends on. */
export interface AccountOfToken {
  readonly domain: DomainId | null;
  readonly sid: Sid;
  readonly name: string;
  readonly sidHistory: readonly Sid[];
  /** Null where it was not read. */
  readonly primaryGroupSid: Sid | null;
  readonly groups: readonly GroupId[];
  /** userAccountControl; null where it was not read. */
  readonly flags?: number | null;
  /** Of a class that domain controllers have: without its flags it may be one. */
  readonly isComputer?: boolean;
  /** SID of the forest's root domain; null where the sources lack it. */
  readonly forestRoot?: Sid | null;
  readonly membershipsProven?: boolean;
  readonly historyKnown?: boolean;
}

/** A user of the sources. */
export function accountUser(account: AccountOfToken): TokenUser {
  const { domain, sid, name, sidHistory, primaryGroupSid, groups, flags, forestRoot, membershipsProven, historyKnown } =
    account;
  const open = account.isComputer === true && (flags ?? null) === null;
  return {
    domain,
    sid,
    name,
    sidHistory,
    primaryGroupSid,
    primaryGroupKnown: primaryGroupSid !== null,
    groups,
    membershipsProven: membershipsProven === true,
    historyKnown: historyKnown === true,
    wellKnown: [
      ...NETWORK_LOGON.filter((known) => known.sid !== AUTHENTICATED_USERS || !sid.endsWith(GUEST_RID)),
      ...controllerSids(flags ?? 0, forestRoot ?? null),
    ],
    ...(open && { mayHold: new Set<Sid>(['S-1-5-9', ...(forestRoot == null ? [] : [`${forestRoot}-498` as const])]) }),
  };
}

/** What domain controllers carry (MS-DTYP 2.4.2.4, MS-DRSR 4.1.8.3, MS-ADTS 6.1.1.4.12.21). */
function controllerSids(flags: number, forestRoot: Sid | null): TokenUser['wellKnown'] {
  if ((flags & SERVER_TRUST_ACCOUNT) !== 0) return [{ sid: 'S-1-5-9', name: 'Enterprise Domain Controllers' }];
  const readOnly = (flags & WORKSTATION_TRUST_ACCOUNT) !== 0 && (flags & PARTIAL_SECRETS_ACCOUNT) !== 0;
  if (!readOnly || forestRoot === null) return [];
  return [{ sid: `${forestRoot}-498`, name: 'Enterprise Read-only Domain Controllers' }];
}

/**
 * A group under audit: what each of its members holds through it. A distribution group, and a domain-local one elsewhere
 * than in its domain, is in no token.
 * @param membershipsProven all groups of its domain that it is a member of are known
 */
export function groupUser(
  domain: DomainId | null,
  sid: Sid,
  name: string,
  group: GroupId,
  membershipsProven = false,
): TokenUser {
  return {
    domain,
    sid,
    name,
    sidHistory: [],
    primaryGroupSid: null,
    primaryGroupKnown: true,
    groups: [group],
    membershipsProven,
    historyKnown: true,
    holdsNothing: true,
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
  membershipsProven: true,
  historyKnown: true,
  wellKnown: [],
  fixed: [
    { sid: 'S-1-5-18', name: 'NT AUTHORITY\\SYSTEM' },
    { sid: 'S-1-5-32-544', name: 'BUILTIN\\Administrators' },
    { sid: 'S-1-1-0', name: 'Everyone' },
    { sid: 'S-1-5-11', name: 'Authenticated Users' },
  ],
};
