/** Objects whose lists are not what their parents hand on: the directory computes these anew when a list above them is written. */
import type { Session } from '../audit/session.js';
import { inheritedAnew } from '../changes/lists.js';
import { sameDescriptor } from '../descriptor/same.js';
import type { SecurityDescriptor } from '../descriptor/types.js';
import { accountDn, at } from '../directory/directory.js';
import { type ClassListId, type ContainerId, type DescriptorId, type GroupId, idsOf } from '../directory/ids.js';
import { dnKey } from '../names/dn.js';
import type { Kind } from './people.js';

/** What would not come back entry for entry when lists are written and written back. */
export interface Inconsistent {
  readonly count: number;
  /** The first of them by name; accounts that are alike are named once. */
  readonly names: readonly string[];
}

const NAMED = 20;

/**
 * @param changed DNs of the objects whose lists are written
 * @param kinds all accounts
 * @returns of what lies at or below them, what is not as its parent hands it on
 */
export function inconsistentBelow(session: Session, changed: readonly string[], kinds: readonly Kind[]): Inconsistent {
  const { directory, shared } = session;
  const keys = new Set(changed.map(dnKey));
  const heads = new Set(directory.domains.map(({ container }) => container));
  const below = new Set<ContainerId>();
  /** Containers that come out as others than they were: what lies in them inherits that, consistent as it is now. */
  const anew = new Map<ContainerId, SecurityDescriptor>();
  /** By descriptor, parent and classes: what the directory makes of it; null where it stays as it is. */
  const known = new Map<string, SecurityDescriptor | null>();
  const anewOf = (descriptor: DescriptorId | null, parent: ContainerId | null, classes: ClassListId | null) => {
    const key = `${descriptor} ${parent} ${classes}`;
    let answer = known.get(key);
    if (answer === undefined) {
      const value = shared.descriptor(descriptor);
      const above =
        parent === null
          ? null
          : (anew.get(parent) ?? shared.descriptor(at(directory.containers, parent)?.descriptor ?? null));
      const classGuid = classes === null ? undefined : shared.classOf(classes).guid;
      const made = value === null || above === null ? null : inheritedAnew(value, { parent: above, classGuid });
      answer = made === null || sameDescriptor(made, value!) ? null : made;
      known.set(key, answer);
    }
    return answer;
  };
  const isConsistent = (...object: Parameters<typeof anewOf>) => anewOf(...object) === null;
  const names: string[] = [];
  let count = 0;
  const note = (dn: string, objects: number) => {
    count += objects;
    names.push(dn);
  };
  for (const id of idsOf<ContainerId>(directory.containers)) {
    const { dn, parent, descriptor, classes } = directory.containers[id]!;
    const own = keys.has(dnKey(dn));
    const isBelow = parent !== null && below.has(parent) && !heads.has(id);
    if (!own && !isBelow) continue;
    below.add(id);
    const made = heads.has(id) ? null : anewOf(descriptor, parent, classes);
    if (made === null) continue;
    anew.set(id, made);
    note(dn, 1);
  }
  for (const id of idsOf<GroupId>(directory.groups)) {
    const { dn, container, descriptor, classes } = directory.groups[id]!;
    if (container === null || (!below.has(container) && !keys.has(dnKey(dn)))) continue;
    if (!isConsistent(descriptor, container, classes)) note(dn, 1);
  }
  for (const { record, count: accounts } of kinds) {
    const dn = accountDn(directory, record);
    if (!below.has(record.parent) && !keys.has(dnKey(dn))) continue;
    if (!isConsistent(record.descriptor ?? null, record.parent, record.classes)) note(dn, accounts);
  }
  return { count, names: [...new Set(names)].sort().slice(0, NAMED) };
}
