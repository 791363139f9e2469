/** Group memberships turned round: from the groups' lists of members to the members' lists of groups. */
import { dnKey, isAtOrBelow } from '../../names/dn.js';
import { Lists, PairList } from './columns.js';
import type { Intake } from './intake.js';
import { headOf } from './tree.js';

/** Characters of unresolved DNs that one group's record may hold. */
const MAX_UNRESOLVED = 64 * 1024 * 1024;

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

  groups.forEach((group, number) => {
    for (const dn of intake.membersOf(group)) {
      const key = dnKey(dn);
      const id = names.findKey(key);
      if (isObject(id)) {
        pairs.add(id, number);
        continue;
      }
      open.add(group);
      const head = headOf(key, heads);
      if (head === null || !domains.has(head) || !isAtOrBelow(key, head)) continue;
      const shown = short(dn);
      intake.gaps.derived({
        code: 'object-not-visible',
        dn: shown,
        message: `a member of ${names.keys[group]} that the sources do not show, though they hold its domain`,
      });
    }
  });
  for (const { dn, groups: of } of intake.memberships()) {
    const id = names.find(dn);
    for (const group of of) {
      const number = groupNumber.get(names.find(group));
      if (isObject(id) && number !== undefined) {
        pairs.add(id, number);
        continue;
      }
      intake.gaps.told({
        code: 'members-incomplete',
        dn: short(dn),
        message: `its membership of ${short(group)} was told, but the sources do not hold both objects`,
      });
    }
  }
  const lists = new Lists(pairs, names.size);
  return {
    of: (id) => lists.of(id),
    unresolved: (id) => (open.has(id) ? unresolved(intake, id) : []),
  };
}

function unresolved(intake: Intake, group: number): string[] {
  const out = new Set<string>();
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
