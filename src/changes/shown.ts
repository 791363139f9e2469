/** What objects show of memberships after these have changed, as a new reading of the directory would have it. */
import type { DescriptorId, GroupId } from '../directory/ids.js';
import type { AccountRecord, GroupRecord } from '../directory/records.js';

type OwnSide = Pick<GroupRecord | AccountRecord, 'memberOf' | 'otherGroups' | 'unasked'>;

/**
 * @param record as it was read
 * @param memberOf the groups that it is a member of now
 * @param readable whether whoever read may read its memberOf: that it came without any said that it was in no group then
 * @returns the fields about its memberships: an object comes with memberOf where it is in a group, and without it in none
 */
export function memberOfAfter(
  record: OwnSide,
  memberOf: readonly GroupId[],
  readable: boolean,
): Pick<OwnSide, 'memberOf' | 'otherGroups'> {
  const { otherGroups } = record;
  const isIn = memberOf.length > 0;
  const shown = { memberOf: isIn ? memberOf : undefined, otherGroups };
  if (otherGroups === undefined) {
    const wasInNone = readable && (record.memberOf ?? []).length === 0 && record.unasked?.includes('memberof') !== true;
    return isIn && wasInNone ? { ...shown, otherGroups: [] } : shown;
  }
  return isIn || otherGroups.length > 0 ? shown : { ...shown, otherGroups: undefined };
}

/**
 * @param now whether it has members now: 'yes' it got one, 'none' it has none left
 * @param readable as for `memberOfAfter`, of its members
 */
export function membersReadAfter(
  { membersRead, unasked }: Pick<GroupRecord, 'membersRead' | 'unasked'>,
  now: 'yes' | 'none',
  readable: boolean,
): GroupRecord['membersRead'] {
  if (now === 'none') return membersRead === 'yes' ? undefined : membersRead;
  return membersRead ?? (readable && unasked?.includes('member') !== true ? 'yes' : undefined);
}

/** What has become of a group, to be put into its record. */
export interface GroupChange {
  readonly descriptor?: DescriptorId | null;
  readonly adminCount?: number | null;
  readonly unresolvedMembers?: readonly string[];
  readonly memberOf?: { readonly groups: readonly GroupId[]; readonly readable: boolean };
  readonly members?: { readonly now: 'yes' | 'none'; readonly readable: boolean };
}

/** The record of a group after its changes. */
export function groupAfter(record: GroupRecord, change: GroupChange): GroupRecord {
  const { descriptor, adminCount, unresolvedMembers, memberOf, members } = change;
  return {
    ...record,
    ...(descriptor !== undefined && { descriptor: descriptor ?? undefined }),
    ...(adminCount !== undefined && { adminCount: adminCount ?? undefined }),
    ...(unresolvedMembers !== undefined && {
      unresolvedMembers: unresolvedMembers.length === 0 ? undefined : unresolvedMembers,
    }),
    ...(memberOf !== undefined && memberOfAfter(record, memberOf.groups, memberOf.readable)),
    ...(members !== undefined && { membersRead: membersReadAfter(record, members.now, members.readable) }),
  };
}
