/** What the values of objects are before the changes, where changes of single values need to know it. */
import { encodeSid } from '../../descriptor/index.js';
import type { Sid } from '../../descriptor/types.js';
import { accountDn, at, type Directory } from '../../directory/directory.js';
import { type GroupId, idsOf } from '../../directory/ids.js';
import type { AccountRecord } from '../../directory/records.js';
import { ownSideOf } from '../../directory/unread-members.js';
import { dnKey, parentDn } from '../../names/dn.js';
import { objectNames } from '../names.js';
import { NameHistory } from '../objects/name-history.js';
import { isHeld, isMultiValued } from './attributes.js';
import type { ChangeRecord } from './change-record.js';

export interface PresentValues {
  /** @returns the values of an attribute of an object; null where they are not known */
  values(dn: string, attribute: string): readonly Buffer[] | null;
  /** @returns DNs of a group's members; null where there is no such group, or not all of them are known */
  members(group: string): readonly string[] | null;
}

/** Nothing is known: for changes that need nothing. */
export const NOTHING_KNOWN: PresentValues = { values: () => null, members: () => null };

/** What has to be looked for before changes can be told. */
export interface Needed {
  /** DNs of objects whose values are needed. */
  readonly objects: readonly string[];
  /** DNs before the changes of groups whose members are needed. */
  readonly groups: readonly string[];
}

/** @returns what the records are not clear without */
export function neededValues(records: readonly ChangeRecord[]): Needed {
  const objects = new Map<string, string>();
  const groups = new Map<string, string>();
  const history = new NameHistory();
  for (const record of records) {
    if (record.type === 'delete') history.gone(record.dn);
    if (record.type === 'moddn') {
      const to = record.newSuperior ?? parentDn(record.dn);
      if (to !== null) history.moved(record.dn, `${record.newRdn},${to}`);
    }
    if (record.type !== 'modify') continue;
    const { dn } = record;
    for (const { operation, attribute, values } of record.modifications) {
      if (attribute.toLowerCase() === 'member') {
        const before = operation === 'replace' || values.length === 0 ? history.before(dn) : null;
        if (before !== null) groups.set(dnKey(before), before);
      } else if (operation !== 'replace' && values.length > 0 && isHeld(attribute) && isMultiValued(attribute)) {
        objects.set(dnKey(dn), dn);
      }
    }
  }
  return { objects: [...objects.values()], groups: [...groups.values()] };
}

/**
 * Reads what is needed, in one pass over the accounts where something is.
 * @param pass the accounts of the directory
 */
export async function presentValues(
  directory: Directory,
  needed: Needed,
  pass: () => AsyncIterable<readonly AccountRecord[]>,
): Promise<PresentValues> {
  if (needed.objects.length === 0 && needed.groups.length === 0) return NOTHING_KNOWN;
  const names = objectNames(directory);
  const wanted = new Set(needed.objects.map(dnKey));
  const found = new Map<string, AccountRecord>();
  const members = new Map<GroupId, string[]>();
  for (const dn of needed.groups) {
    const group = names.groups.get(dnKey(dn));
    if (group !== undefined) members.set(group, otherMembers(directory, group));
  }
  for await (const batch of pass()) {
    for (const record of batch) {
      for (const group of record.memberOf ?? []) members.get(group)?.push(accountDn(directory, record));
      if (wanted.size === 0) continue;
      const key = dnKey(accountDn(directory, record));
      if (wanted.has(key)) found.set(key, record);
    }
  }
  return {
    values(dn, attribute) {
      const record = found.get(dnKey(dn));
      const group = at(directory.groups, names.groups.get(dnKey(dn)) ?? null);
      switch (attribute.toLowerCase()) {
        case 'sidhistory':
          if (record !== undefined) return historyOf(directory, record)?.map(sidBytes) ?? null;
          return group?.historyKnown === true ? group.sidHistory.map(sidBytes) : null;
        case 'serviceprincipalname':
          return record?.managed?.spns?.map((name) => Buffer.from(name)) ?? null;
        default:
          return null;
      }
    },
    members(dn) {
      const id = names.groups.get(dnKey(dn));
      const group = at(directory.groups, id ?? null);
      return group === null || group.membersCut || group.hidesMembers ? null : (members.get(id!) ?? null);
    },
  };
}

const sidBytes = (sid: Sid): Buffer => Buffer.from(encodeSid(sid));

function historyOf(directory: Directory, record: AccountRecord): readonly Sid[] | null {
  const domain = at(directory.containers, record.parent)?.domain ?? null;
  const known = directory.reading.historyKnown(ownSideOf(record, domain), record.sidHistory);
  return known ? (record.sidHistory ?? []) : null;
}

/** Members that are no accounts: groups, foreign principals, and names that no object of the sources has. */
function otherMembers(directory: Directory, group: GroupId): string[] {
  const { membership, groups, foreignBySid } = directory;
  const nested = [...idsOf<GroupId>(groups)].filter((id) => membership.isMember(id, group));
  const foreign = [...foreignBySid].flatMap(([sid, principals]) =>
    principals.filter((_, position) => membership.ofForeign(sid)[position]?.includes(group) === true),
  );
  return [...nested.map((id) => groups[id]!.dn), ...foreign.map(({ dn }) => dn), ...groups[group]!.unresolvedMembers];
}
