/** Memberships added and removed. */
import { at } from '../directory/directory.js';
import { scopeOf } from '../directory/groups.js';
import type { GroupId } from '../directory/ids.js';
import { type Joining, type NestingFault, nestingFault } from '../directory/nesting.js';
import { dnKey } from '../names/dn.js';
import type { Change } from './change.js';
import { type Draft, refused } from './draft.js';

type MemberChange = Extract<Change, { readonly member: string }>;

/** @throws AdreachError where there is no such group or member, or nothing would change */
export function changeMember(draft: Draft, { kind, group: groupDn, member }: MemberChange): void {
  const group = draft.names.groups.get(dnKey(groupDn));
  if (group === undefined)
    throw refused(`the sources have no group ${groupDn}`, 'Check the name, or add the source that holds it.');
  const key = dnKey(member);
  const link = linkOf(draft, key, group);
  if (link === null) {
    if (kind === 'remove-member' && forget(draft, group, key)) return;
    throw refused(`the sources have no principal ${member}`, 'Check the name, or add the source that holds it.');
  }
  if (kind === 'add-member') {
    if (link.is) throw refused(`${member} is a member of ${groupDn} already`);
    if (isPrimary(draft, key, group)) throw refused(`${groupDn} is the primary group of ${member}, which has no entry`);
    const joining = draft.checksScopes ? joiningOf(draft, key, group) : null;
    const fault = joining === null ? null : nestingFault(draft.groups[group]!, joining);
    if (fault !== null) throw refused(`${member} cannot be a member of ${groupDn}: ${FAULTS[fault]}`);
    link.add();
  } else {
    if (!link.is) throw refused(`${member} is no direct member of ${groupDn}`);
    link.remove();
  }
}

const FAULTS: Readonly<Record<NestingFault, string>> = {
  'global-takes-no-local': 'a global group takes no domain-local one',
  'global-takes-no-universal': 'a global group takes no universal one',
  'global-takes-no-other-domain': 'a global group takes members of its own domain only',
  'universal-takes-no-local': 'a universal group takes no domain-local one',
  'local-takes-no-local-of-other-domain': 'a domain-local group takes no domain-local one of another domain',
};

/** @returns null where it is not known which domain the two are of */
function joiningOf({ accounts, names, groups, containers }: Draft, key: string, into: GroupId): Joining | null {
  const own = groups[into]!.domain;
  if (own === null || groups[into]!.shadow) return null;
  const record = accounts.get(key);
  if (record !== undefined) {
    const domain = at(containers, record.parent)?.domain ?? null;
    return domain === null ? null : { kind: 'account', scope: null, sameDomain: domain === own };
  }
  const nested = names.groups.get(key);
  if (nested === undefined) return { kind: 'foreign', scope: null, sameDomain: false };
  const { domain, ...group } = groups[nested]!;
  return domain === null ? null : { kind: 'group', scope: scopeOf(group), sameDomain: domain === own };
}

interface Link {
  readonly is: boolean;
  add(): void;
  remove(): void;
}

/** The membership of a principal in a group; null where the sources do not have the principal. */
function linkOf(draft: Draft, key: string, group: GroupId): Link | null {
  const { membership, accounts, names } = draft;
  const record = accounts.get(key);
  if (record !== undefined) {
    const { memberOf = [] } = record;
    const set = (groups: readonly GroupId[]) => accounts.set(key, { ...record, memberOf: groups });
    return {
      is: memberOf.includes(group),
      add: () => set([...memberOf, group].sort((a, b) => a - b)),
      remove: () => set(memberOf.filter((own) => own !== group)),
    };
  }
  const nested = names.groups.get(key);
  if (nested !== undefined)
    return {
      is: membership.isMember(nested, group),
      add: () => {
        draft.membership = membership.with(nested, group);
      },
      remove: () => {
        draft.membership = membership.without(nested, group);
      },
    };
  const foreign = names.foreign.get(key);
  if (foreign === undefined) return null;
  const { sid, position } = foreign;
  return {
    is: membership.ofForeign(sid)[position]?.includes(group) === true,
    add: () => {
      draft.membership = membership.withForeign(sid, position, group);
    },
    remove: () => {
      draft.membership = membership.withoutForeign(sid, position, group);
    },
  };
}

/** Takes out a member that no source has. What is not known of the group's other members stays so. */
function forget(draft: Draft, id: GroupId, key: string): boolean {
  const group = draft.groups[id]!;
  const unresolvedMembers = group.unresolvedMembers.filter((dn) => dnKey(dn) !== key);
  if (unresolvedMembers.length === group.unresolvedMembers.length) return false;
  draft.setGroup(id, { unresolvedMembers });
  return true;
}

function isPrimary({ accounts, groups }: Draft, key: string, group: GroupId): boolean {
  const rid = accounts.get(key)?.primaryGroupId;
  return rid !== undefined && groups[group]!.sid?.endsWith(`-${rid}`) === true;
}
