/** What is different about one target itself. */
import { inheritsList } from '../access/inherit.js';
import type { SecurityDescriptor } from '../descriptor/types.js';
import { daclTextOf } from '../directory/descriptors.js';
import { at } from '../directory/directory.js';
import type { GroupId } from '../directory/ids.js';
import type { AccountRecord } from '../directory/records.js';
import { type TargetRecord, targetDomain } from '../directory/targets.js';
import { flagNames } from '../explain/account-flags.js';
import type { Tristate } from '../result/tristate.js';
import type { Names } from '../words/names.js';
import { type Atom, TARGET } from './atom.js';
import { type Common, descriptorOf } from './common.js';
import { listAtoms } from './list-atoms.js';
import { differenceOf, isDeleted, isMade, membershipFact } from './model-atoms.js';

/** A target before and after, each in the numbers of its own directory. */
export interface Pair {
  readonly before: TargetRecord;
  readonly after: TargetRecord;
  /** Whether it belongs to the protected set now. */
  readonly protectedNow: Tristate;
}

/**
 * @param flags the bits of userAccountControl that a verdict can depend on
 * @param bears whether a membership in a group can matter
 */
export function targetAtoms(
  common: Common,
  { before, after, protectedNow }: Pair,
  flags: number,
  bears: (group: GroupId) => boolean,
  names: Names,
): readonly Atom[] {
  return [
    ...placeAtoms(common, before, after),
    ...(before.type === 'account' && after.type === 'account'
      ? [...flagAtoms(before, after, flags), ...membershipAtoms(common, before, after, bears)]
      : []),
    ...ownListAtoms(common, before, after, protectedNow, names),
  ];
}

function placeAtoms(common: Common, before: TargetRecord, after: TargetRecord): readonly Atom[] {
  const atoms: Atom[] = [];
  const parent = common.container(after.parent);
  // Of an object that is a container, the model tells it.
  const isContainer = before.type === 'object' && before.group === null;
  if (!isContainer && parent !== null && before.parent !== null && parent !== before.parent) {
    const [from, to] = [at(common.before.containers, before.parent)!.dn, at(common.after.containers, after.parent)!.dn];
    const created = parent >= common.oldContainers;
    atoms.push({
      key: `move||${before.parent}|${parent}`,
      fact: { change: 'moved', object: null, from, to, created },
      act: { do: 'move-target', parent },
    });
  }
  const classes = common.classes(after.classes);
  const [was, is] = [common.directory.classLists[before.classes] ?? [], common.directory.classLists[classes] ?? []];
  if (!isContainer && was.join('\n').toLowerCase() !== is.join('\n').toLowerCase())
    atoms.push({
      key: `class||${was.join()}|${is.join()}`,
      fact: { change: 'class-changed', on: null, before: was, after: is },
      act: { do: 'class-of-target', classes },
    });
  return atoms;
}

function ownListAtoms(
  common: Common,
  before: TargetRecord,
  after: TargetRecord,
  protectedNow: Tristate,
  names: Names,
): readonly Atom[] {
  if (before.type === 'object' && before.group === null) return [];
  const old = descriptorOf(common.before, before.descriptor);
  const now = descriptorOf(common.after, after.descriptor);
  if (old === null || now === null) return [];
  const dn = TARGET;
  const domain = at(common.before.domains, targetDomain(common.before, before));
  if (domain !== null) {
    const [oldHolder, newHolder] = [holderOf(common.before, before), holderOf(common.after, after)];
    const was = isHolders(old, oldHolder);
    const is = isHolders(now, newHolder);
    if (is && !sameList(old, now))
      return [
        {
          key: `stamp|${domain.dn}`,
          fact: { change: 'adminsdholder-stamped', domain: domain.dn },
          // Of one that has left the set since, the run would not do it again.
          act: protectedNow === 'yes' ? { do: 'stamp', domain: domain.dn } : written(now),
        },
      ];
    if (was && !is && !inheritsList(old) && inheritsList(now))
      return [
        {
          key: `release|${daclTextOf(now)}|${now.owner}`,
          fact: { change: 'adminsdholder-released', domain: domain.dn },
          act: written(now),
        },
      ];
  }
  return [
    ...listAtoms({ dn, on: null }, old, now, names),
    {
      key: 'propagate|',
      fact: { change: 'entries-propagated', on: null },
      act: { do: 'propagate', dn },
    },
  ];
}

const written = (descriptor: SecurityDescriptor): Atom['act'] => ({
  do: 'changes',
  changes: [{ kind: 'write-descriptor', dn: TARGET, descriptor, parts: ['owner', 'group', 'dacl'] }],
});

function holderOf(directory: Common['before'], record: TargetRecord): SecurityDescriptor | null {
  const domain = at(directory.domains, targetDomain(directory, record));
  return descriptorOf(directory, at(directory.containers, domain?.adminSDHolder ?? null)?.descriptor);
}

const sameList = (a: SecurityDescriptor, b: SecurityDescriptor): boolean =>
  a.owner === b.owner && daclTextOf(a) === daclTextOf(b);

function isHolders(value: SecurityDescriptor, holder: SecurityDescriptor | null): boolean {
  return holder !== null && daclTextOf(value) === daclTextOf(holder);
}

function flagAtoms(before: AccountRecord, after: AccountRecord, mask: number): readonly Atom[] {
  const [was, is] = [before.userAccountControl, after.userAccountControl];
  if (was === undefined || is === undefined) return [];
  const atoms: Atom[] = [];
  for (let bit = 1, rest = ((was ^ is) & mask) >>> 0; rest !== 0; bit *= 2) {
    if ((rest & bit) === 0) continue;
    rest = (rest & ~bit) >>> 0;
    const isSet = (is & bit) !== 0;
    atoms.push({
      key: `flag|${bit}|${isSet}`,
      fact: { change: isSet ? 'flag-set' : 'flag-cleared', flag: flagNames(bit)[0]!, bit },
      act: {
        do: 'changes',
        changes: [{ kind: 'set-flags', dn: TARGET, set: isSet ? bit : 0, clear: isSet ? 0 : bit }],
      },
    });
  }
  return atoms;
}

function membershipAtoms(
  common: Common,
  before: AccountRecord,
  after: AccountRecord,
  bears: (group: GroupId) => boolean,
): readonly Atom[] {
  const was = before.memberOf ?? [];
  const is = (after.memberOf ?? []).map((group) => common.group(group));
  const made = (group: GroupId, isAdded: boolean): Atom => ({
    key: `member||${common.directory.groups[group]!.sid}|${isAdded}`,
    fact: membershipFact(common, group, null, isAdded, false),
    act: {
      do: 'changes',
      changes: [
        { kind: isAdded ? 'add-member' : 'remove-member', group: common.directory.groups[group]!.dn, member: TARGET },
      ],
      made: isMade(common, group) ? [group] : [],
    },
    unread: common.unreadOf(group),
    ...(isMade(common, group) && { existence: 'made' }),
  });
  const [from, to] = [before.primaryGroupId, after.primaryGroupId];
  // What was not read on one side is no change.
  if (from !== to && from !== undefined && to !== undefined)
    return [
      {
        key: `primary||${from}|${to}`,
        fact: { change: 'primary-group-changed', member: null, before: from, after: to },
        // Memberships go along with it (MS-SAMR 3.1.1.8.2).
        act: { do: 'patch', whose: 'target', values: { primaryGroupId: to, memberOf: [...is].sort((a, b) => a - b) } },
      },
    ];
  return [
    ...differenceOf(was, is)
      .filter((group) => bears(group) && !isDeleted(common, group))
      .map((group) => made(group, false)),
    ...differenceOf(is, was)
      .filter(bears)
      .map((group) => made(group, true)),
  ];
}
