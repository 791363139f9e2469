/** Who else is in some groups: what is taken from a group is taken from them too. */
import type { Session } from '../audit/session.js';
import { accountDn } from '../directory/directory.js';
import type { GroupId } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';

export interface Members {
  /** Accounts and foreign principals, the account under audit apart. */
  readonly count: number;
  /** The first of them by name. */
  readonly names: readonly string[];
  /** The sources do not show all members. */
  readonly open: boolean;
}

const NAMED = 5;

/**
 * One pass over the accounts.
 * @param self SID of the account under audit
 * @returns by group: its other members, directly or through others
 */
export async function membersOf(
  session: Session,
  groups: readonly GroupId[],
  self: string,
): Promise<ReadonlyMap<GroupId, Members>> {
  const { directory, stream } = session;
  const found = new Map<GroupId, { count: number; names: string[]; open: boolean }>();
  const leadTo = new Map<GroupId, GroupId[]>();
  for (const group of groups) {
    found.set(group, { count: 0, names: [], open: directory.groups[group]!.open });
    for (const below of directory.membership.below([group], { for: 'protection' })) {
      const known = leadTo.get(below);
      if (known === undefined) leadTo.set(below, [group]);
      else known.push(group);
    }
  }
  const add = (memberOf: readonly GroupId[], name: () => string) => {
    const into = new Set(memberOf.flatMap((group) => leadTo.get(group) ?? []));
    for (const group of into) {
      const members = found.get(group)!;
      members.count++;
      members.names.push(name());
      if (members.names.length > 4 * NAMED) shorten(members.names);
    }
  };
  for (const sid of directory.membership.foreignSids()) {
    for (const memberOf of directory.membership.ofForeign(sid)) add(memberOf, () => sid);
  }
  if (leadTo.size > 0) {
    for await (const batch of stream.pass()) {
      for (const record of batch) {
        if (record.memberOf !== undefined && record.sid !== self) add(record.memberOf, nameOf(session, record));
      }
    }
  }
  for (const { names } of found.values()) shorten(names);
  return found;
}

function shorten(names: string[]): void {
  names.sort();
  names.length = Math.min(names.length, NAMED);
}

const nameOf =
  ({ directory }: Session, record: AccountRecord) =>
  () =>
    accountDn(directory, record);
