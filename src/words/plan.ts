/** Words of a plan. */
import { UNDECIDED_POPULATION } from '../result/coverage.js';
import type { LeftWhy, Plan, RemovalCause } from '../result/plan.js';

/** Why something is removed, as a heading and a sentence. */
export const REMOVAL_TEXTS: Readonly<Record<RemovalCause, { readonly title: string; readonly why: string }>> = {
  membership: {
    title: 'Privileged memberships',
    why: 'The group gives far more than any entry, and hides how little would do.',
  },
  'shared-group': {
    title: 'Memberships of groups that others share',
    why: 'The group gives the account more than it needs; others need the group, so the account leaves it.',
  },
  adminsdholder: {
    title: 'Entries on AdminSDHolder',
    why: 'What stands there is copied onto every protected account, administrators among them.',
  },
  'domain-root': {
    title: 'Entries at the root of the domain',
    why: 'They reach whatever inherits, now and later; the containers above take their place.',
  },
  direct: {
    title: 'Entries for the account itself',
    why: 'A group can be looked through and emptied; the rights go to the group in their place.',
  },
  excess: {
    title: 'Entries that give more than the documented set',
    why: 'The documented rights are delegated in their place where they are needed.',
  },
  'single-object': {
    title: 'Entries on single objects',
    why: 'They give control over these objects beyond the documented set.',
  },
  'no-effect': { title: 'Entries without effect', why: 'They change nothing for anybody, and hide what does.' },
};

/** Why something stays that a finding calls too much. */
export const LEFT_TEXTS: Readonly<Record<LeftWhy, string>> = {
  'default-not-known': 'it may be one that Windows itself puts there: compare with a fresh domain of the same version',
  common: 'most accounts have this trustee, so that it is no matter of this account alone',
  'former-sid': 'the account has it as a former SID (sIDHistory), which no change of a list or a group takes away',
  'no-membership-of-its-own': 'the account is in that group through others, or as its primary group',
  'not-its-own': 'the trustee is not one that the account alone has',
  owner: 'it comes with owning the object: give the object another owner',
  'too-many': 'there are more than 500 of such single objects: find out what made them first',
  'would-lose': 'others would lose what they need',
  'would-gain':
    'the group is denied something as well, so that the account could do more without it: deny the account itself first',
  'not-expressible':
    'no exact rule of .NET stands for the entry (a condition, flags for files, bytes behind its end): remove it by hand',
};

/** Accounts of which the evidence does not tell whether the account should reach them. */
export function undecidedOf({ promises }: Pick<Plan, 'promises'>): number {
  return promises.accounts[0]?.populations[UNDECIDED_POPULATION]?.targets ?? 0;
}

/** @returns who else gets the rights, as a sentence without its full stop; null: nobody else is in the group */
export function othersInGroup({ group }: Plan): string | null {
  if (group.others === 0 && !group.othersOpen) return null;
  const { others } = group;
  const who =
    others > 0
      ? `${others.toLocaleString('en')} other ${others === 1 ? 'member' : 'members'}`
      : 'Members that the sources do not show';
  return `${who} of that group ${group.others === 1 ? 'gets' : 'get'} the same rights`;
}

/**
 * Accounts that it should reach, and does not by one of the actions, even afterwards: by the action of which it lacks the most.
 * Not those alone for which a change is known that would let it.
 */
export function outOf({ populations, promises, promisesAfterRun, actions }: Plan): number {
  const [account] = (promisesAfterRun ?? promises).accounts;
  const expected = populations.flatMap(({ id, expected: is }) => (is ? (account?.populations[id] ?? []) : []));
  const out = actions.map(({ id }) =>
    expected.reduce((sum, { targets, actions: verdicts }) => sum + targets - (verdicts[id]?.can ?? 0), 0),
  );
  return Math.max(0, ...out);
}

/** @returns of a plan without changes, why there are none; null for any other */
export function nothingToChange(plan: Plan): string | null {
  if (plan.changes.length > 0) return null;
  const expected = plan.populations
    .filter((each) => each.expected)
    .reduce((sum, { id }) => sum + (plan.promises.accounts[0]?.populations[id]?.targets ?? 0), 0);
  if (plan.avoided.length > 0 || plan.stillOut.length > 0 || undecidedOf(plan) > 0 || outOf(plan) > 0)
    return 'there are accounts that it does not reach, or that nobody can tell about, and nothing that a plan may do about it';
  if (expected === 0) return 'the sources show nobody whom it should reach';
  return 'the account reaches everybody whom it should reach';
}
