/** Finds what a change names: objects of the model by DN, and the accounts that were found for it. */

import type { Sid } from '../descriptor/types.js';
import { at, type Container, type Directory } from '../directory/directory.js';
import { type ContainerId, type DomainId, type GroupId, idsOf } from '../directory/ids.js';
import { dnKey } from '../names/dn.js';
import type { Change } from './change.js';

interface ForeignRef {
  readonly sid: Sid;
  readonly position: number;
}

/** The objects of a directory's model, by the key of their DN. One object can be a container and a group. */
export interface ObjectNames {
  readonly containers: ReadonlyMap<string, ContainerId>;
  readonly groups: ReadonlyMap<string, GroupId>;
  readonly foreign: ReadonlyMap<string, ForeignRef>;
  readonly domains: ReadonlyMap<string, DomainId>;
}

/** By the list of domains, which no change replaces: made once for all that is tried on a directory. */
const KNOWN = new WeakMap<object, ObjectNames>();

export function objectNames(directory: Directory): ObjectNames {
  const known = KNOWN.get(directory.domains);
  if (known) return known;
  const { containers, groups, domains } = directory;
  const foreign = new Map<string, ForeignRef>();
  for (const [sid, principals] of directory.foreignBySid)
    for (const [position, { dn }] of principals.entries()) foreign.set(dnKey(dn), { sid, position });
  const names: ObjectNames = {
    containers: new Map([...idsOf<ContainerId>(containers)].map((id) => [dnKey(containers[id]!.dn), id])),
    groups: new Map([...idsOf<GroupId>(groups)].map((id) => [dnKey(groups[id]!.dn), id])),
    foreign,
    domains: new Map([...idsOf<DomainId>(domains)].map((id) => [dnKey(domains[id]!.dn), id])),
  };
  KNOWN.set(directory.domains, names);
  return names;
}

/**
 * What changes name and the model does not have: these objects have to be looked for among the accounts, whose records
 * `apply` is then given.
 * @returns DNs, as written, each once
 */
export function namedBeyondModel(directory: Directory, changes: readonly Change[]): readonly string[] {
  const { containers, groups, foreign } = objectNames(directory);
  const found = new Map<string, string>();
  for (const change of changes) {
    if (change.kind === 'run-adminsdholder') continue;
    const dn = 'dn' in change ? change.dn : change.member;
    const key = dnKey(dn);
    if (groups.has(key) || foreign.has(key)) continue;
    const container = at(directory.containers, containers.get(key) ?? null);
    // An account that others lie below is a container too, which lacks its attributes.
    if (container === null || mayBeAccount(directory, container)) found.set(key, dn);
  }
  return [...found.values()];
}

/** @returns whether a container may be an account too, as far as its classes tell */
export function mayBeAccount(
  { classLists }: Pick<Directory, 'classLists'>,
  { classes }: Pick<Container, 'classes'>,
): boolean {
  const names = at(classLists, classes);
  return names === null || names.some((name) => name.toLowerCase() === 'user');
}
