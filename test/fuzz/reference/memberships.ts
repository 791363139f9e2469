/** Memberships, held against what groups say of their members and members of their groups. */
import { isUtf8 } from 'node:buffer';
import { dnKey, parentDn } from '../../../src/names/dn.js';
import { promised } from '../parser-target.js';
import type { Named } from './accounting.js';
import type { ReferenceObject } from './identity.js';
import type { EvidenceView } from './view.js';

const LONGEST_DN = 1000;

/**
 * A member that is an account, a group or a foreign principal knows the group; any other object carries no token; one that the
 * sources do not hold is listed with the group. And nobody is a member who is not said to be one.
 * @param alone objects that were read once: of others, who is a member is not told by their name
 * @param all names of objects
 */
export function holdMemberships(
  alone: readonly ReferenceObject[],
  all: readonly ReferenceObject[],
  view: EvidenceView,
  named: Named,
): void {
  const once = new Map(alone.map((object) => [object.key, object]));
  const names = new Set(all.map(({ key }) => key));
  const told = new Map<string, Set<string>>();
  const tell = (member: string, group: string): void => {
    const of = told.get(member);
    if (of === undefined) told.set(member, new Set([group]));
    else of.add(group);
  };
  for (const { key, kind, entry } of alone) {
    if (kind === 'group') {
      for (const value of entry.attributes.get('member') ?? []) {
        const member = value.toString('utf8');
        tell(dnKey(member), key);
        if (names.has(dnKey(member))) continue;
        // What is no text, or has nothing above it, names no object.
        if (!isUtf8(value) || parentDn(member) === null) {
          promised(named(entry.dn, 'members-incomplete'), () => `${member} is no member of ${key}, unsaid`);
          continue;
        }
        const listed = view.groups.get(key)?.unresolvedMembers?.some((dn) => dnKey(dn) === dnKey(member));
        promised(listed === true, () => `${member}, a member of ${key}, is neither an object nor listed with it`);
      }
    }
    for (const group of entry.memberOf ?? []) {
      const name = dnKey(group);
      if (once.get(name)?.kind === 'group') tell(key, name);
      else if (!names.has(name)) {
        const said = named(entry.dn.slice(0, LONGEST_DN), 'members-incomplete');
        promised(said, () => `${entry.dn} is in ${group}, unsaid`);
      }
    }
  }
  const isOnce = (key: string, kind: string): boolean => once.get(key)?.kind === kind;
  for (const [kind, records] of [
    ['account', view.accounts],
    ['group', view.groups],
    ['foreign', view.foreign],
  ] as const) {
    for (const [key, { memberOf: m }] of records) {
      if (!isOnce(key, kind)) continue;
      const of = new Set((m ?? []).map((number) => view.groupKeys[number]!).filter((group) => isOnce(group, 'group')));
      const wanted = [...(told.get(key) ?? [])].filter((group) => view.groups.has(group));
      for (const group of wanted)
        promised(of.has(group), () => `${key} is a member of ${group}, and was not read as one`);
      promised(of.size === wanted.length, () => `${key} was read as a member of groups that do not name it`);
    }
  }
}
