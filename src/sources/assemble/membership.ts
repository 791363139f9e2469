/** Group memberships turned round: from the groups' lists of members to the members' lists of groups. */
import { dnKey } from '../../names/dn.js';
import { Lists, PairList } from './columns.js';
import type { Intake } from './intake.js';
import { headOf } from './tree.js';

/** Characters of unresolved DNs that one group's record may hold. */
const MAX_UNRESOLVED = 32 * 1024 * 1024;

export interface Memberships {
  /** Numbers of the groups that name an object in `member`, by the number of its name; ascending. */
  of(id: number): readonly number[];
  /** DNs in `member` of a group (by number of its name) that no object of the sources has. */
  unresolved(id: number): readonly string[];
}

/**
 * @param groups names of the groups, in the order of their numbers
 * @param heads keys of the heads of naming contexts, longest first
 */
export function invertMemberships(intake: Intake, groups: Int32Array, heads: readonly string[]): Memberships {
  const { names } = intake;
  const pairs = new PairList();
  const open = new Set<number>();
  const domains = new Set(intake.domains.map((domain) => dnKey(domain.dn)));
  const groupNumber = new Map(Array.from(groups, (id, number) => [id, number]));
  const isObject = (id: number): boolean => id >= 0 && intake.kindOf(id) !== null;

  // Unresolved members that are told from their own side; the others are found again in the group's list.
  const told = new Map<number, Set<string>>();
  const noteInvisible = (dn: string, key: string, group: number): void => {
    const head = headOf(key, heads);
    if (head === null || !domains.has(head)) return;
    intake.gaps.derived({
      code: 'object-not-visible',
      dn: short(dn),
      message: `a member of ${names.keys[group]} that the sources do not show, though they hold its domain`,
    });
  };

  groups.forEach((group, number) => {
    for (const dn of intake.membersOf(group)) {
      const key = names.keyOf(dn) ?? dnKey(dn);
      const id = names.findKey(key);
      if (isObject(id)) {
        pairs.add(id, number);
      } else {
        open.add(group);
        noteInvisible(dn, key, group);
      }
    }
  });
  for (const { dn, groups: of } of intake.store.memberships()) {
    const key = names.keyOf(dn) ?? dnKey(dn);
    const id = names.findKey(key);
    for (const name of of) {
      const group = names.find(name);
      const number = groupNumber.get(group);
      if (number === undefined) {
        intake.gaps.told({
          code: 'members-incomplete',
          dn: short(dn),
          message: `it is a member of ${short(name)}, a group that the sources do not hold`,
        });
      } else if (isObject(id)) {
        pairs.add(id, number);
      } else {
        told.set(group, (told.get(group) ?? new Set()).add(dn));
        noteInvisible(dn, key, group);
      }
    }
  }
  const lists = new Lists(pairs, names.size);
  return {
    of: (id) => lists.of(id),
    unresolved: (id) => (open.has(id) || told.has(id) ? unresolved(intake, id, told.get(id) ?? []) : []),
  };
}

function unresolved(intake: Intake, group: number, told: Iterable<string>): string[] {
  const out = new Set<string>(told);
  let size = 0;
  let left = 0;
  for (const dn of intake.membersOf(group)) {
    const id = intake.names.find(dn);
    if (id >= 0 && intake.kindOf(id) !== null) continue;
    size += dn.length;
    if (size <= MAX_UNRESOLVED) out.add(dn);
    else left++;
  }
  if (left > 0) {
    intake.gaps.told({
      code: 'members-incomplete',
      dn: intake.names.keys[group],
      count: left,
      message: `${left} members outside the sources are left out: the group has too many of them`,
    });
  }
  return [...out].sort();
}

function short(dn: string): string {
  return dn.length > 1000 ? `${dn.slice(0, 1000)}...` : dn;
}
