/**
 * What can be acted on: accounts, and, where an action names their classes, groups and the other objects of the tree. An
 * object is made into what an account is: whatever an account alone has is absent.
 */
import { rdnText } from '../names/dn.js';
import { accountDn, at, type Directory } from './directory.js';
import { type ClassListId, type ContainerId, type DomainId, type GroupId, idsOf } from './ids.js';
import type { AccountRecord } from './records.js';

/** A group, or another object of the tree, as a target. */
export interface ObjectRecord extends Omit<AccountRecord, 'type' | 'parent'> {
  readonly type: 'object';
  readonly dn: string;
  /** As people know it. */
  readonly name: string;
  /** Null for the head of a naming context, which takes nothing from above. */
  readonly parent: ContainerId | null;
  readonly domain: DomainId | null;
  /** Which group it is; null for another object. */
  readonly group: GroupId | null;
  /** Which of the containers it is; null for a group. */
  readonly container: ContainerId | null;
}

export type TargetRecord = AccountRecord | ObjectRecord;

/** @returns the domain that a target belongs to; null where that is none of the sources' */
export function targetDomain(directory: Directory, record: TargetRecord): DomainId | null {
  return record.type === 'object' ? record.domain : (at(directory.containers, record.parent)?.domain ?? null);
}

export function targetDn(directory: Directory, record: TargetRecord): string {
  return record.type === 'object' ? record.dn : accountDn(directory, record);
}

/** What an object goes by: its SID; its DN where its class has none; empty for a group whose SID was not read. */
export function targetSid(record: TargetRecord): string {
  return record.sid ?? (record.type === 'object' && record.group === null ? record.dn : '');
}

/**
 * The groups and the other objects that are no accounts.
 * @param wanted whether objects of a list of classes are
 */
export function* objectTargets(
  directory: Directory,
  wanted: (classes: ClassListId) => boolean,
): Generator<ObjectRecord> {
  for (const id of idsOf<GroupId>(directory.groups)) {
    const { classes } = directory.groups[id]!;
    if (classes !== null && wanted(classes)) yield groupTarget(directory, id)!;
  }
  for (const id of idsOf<ContainerId>(directory.containers)) {
    const { classes } = directory.containers[id]!;
    if (classes === null || !wanted(classes) || isTakenElsewhere(directory, classes)) continue;
    yield containerTarget(directory, id)!;
  }
}

/** Accounts and groups that have objects below them are containers too. */
function isTakenElsewhere(directory: Directory, classes: ClassListId): boolean {
  const names = directory.classLists[classes] ?? [];
  return names.some((name) => TAKEN.has(name.toLowerCase()));
}

const TAKEN: ReadonlySet<string> = new Set(['user', 'group', 'msds-shadowprincipal']);

/** @returns null for a group whose classes were not read */
export function groupTarget(directory: Directory, id: GroupId): ObjectRecord | null {
  const group = directory.groups[id]!;
  if (group.classes === null) return null;
  return {
    type: 'object',
    dn: group.dn,
    rdn: rdnText(group.dn),
    name: group.name,
    parent: group.container,
    domain: group.domain,
    group: id,
    container: null,
    classes: group.classes,
    descriptor: group.descriptor ?? undefined,
    // A shadow principal's SID is that of somebody else.
    sid: group.shadow ? undefined : (group.sid ?? undefined),
    samAccountName: group.samAccountName ?? undefined,
    adminCount: group.adminCount ?? undefined,
    memberOf: directory.membership.direct(id),
  };
}

/** @returns null for one whose classes were not read */
export function containerTarget(directory: Directory, id: ContainerId): ObjectRecord | null {
  const container = directory.containers[id]!;
  if (container.classes === null) return null;
  const domain = at(directory.domains, container.domain);
  return {
    type: 'object',
    dn: container.dn,
    rdn: container.parent === null ? container.dn : rdnText(container.dn),
    name: container.dn,
    parent: container.parent,
    domain: container.domain,
    group: null,
    container: id,
    classes: container.classes,
    descriptor: container.descriptor ?? undefined,
    guid: container.guid ?? undefined,
    sid: domain?.container === id ? domain.sid : undefined,
  };
}
