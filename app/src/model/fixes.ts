/** Changes that would let the account under audit reach more, grouped by what is done. */
import type { ReasonCode } from '../../../src/result/codes.js';
import type { Hole, MendStep, Population } from '../../../src/result/coverage.js';
import type { Filter } from './filter.js';

export type ChangeKind = MendStep['change'] | 'several' | 'further';

export interface FixGroup {
  readonly kind: ChangeKind;
  /** Those that gain the most accounts first. */
  readonly holes: readonly Hole[];
}

/** What is done, in the imperative. */
export const CHANGE_TITLES: Readonly<Record<ChangeKind, string>> = {
  delegate: 'Delegate the documented rights',
  'enable-inheritance': 'Switch inheritance on again',
  'name-class': 'Give the entries for another class as well',
  'remove-deny': 'Take out an entry that denies',
  'clear-flag': 'Take a flag off',
  propagate: 'Write lists again that entries from above did not reach',
  several: 'Several changes that only together have the effect',
  further: 'Further changes, too many to be told apart',
};

/** @returns groups in the order of the most that one of their changes gains */
export function fixGroups(holes: readonly Hole[]): readonly FixGroup[] {
  const groups = new Map<ChangeKind, Hole[]>();
  for (const hole of [...holes].sort((a, b) => b.accounts - a.accounts)) {
    const kind = kindOf(hole);
    const known = groups.get(kind);
    if (known === undefined) groups.set(kind, [hole]);
    else known.push(hole);
  }
  return [...groups].map(([kind, all]) => ({ kind, holes: all }));
}

function kindOf({ mend }: Hole): ChangeKind {
  const kinds = new Set(mend.map(({ change }) => change));
  if (kinds.size === 0) return 'further';
  return kinds.size === 1 ? mend[0]!.change : 'several';
}

/** @returns the containers that would be changed, each once */
export function placesOf({ mend }: Hole): readonly string[] {
  return [...new Set(mend.flatMap(({ at }) => at ?? []))];
}

/** @returns why the accounts of a change are not reached as things are, each reason once */
export function reasonsOf({ gains }: Hole): readonly ReasonCode[] {
  return [...new Set(gains.map(({ reason }) => reason))];
}

/** @returns by action how many accounts would gain it, in the order of the report */
export function gainsOf(
  { gains }: Hole,
  actions: readonly string[],
): readonly (readonly [action: string, accounts: number])[] {
  return actions.flatMap((id) => {
    const own = gains.filter(({ action }) => action === id);
    return own.length === 0 ? [] : [[id, own.reduce((sum, { accounts }) => sum + accounts, 0)] as const];
  });
}

/**
 * Those in the accounts table whom a change is for: meant to be reached, and not reached for the same reason.
 * @param ou container below which they are; null: anywhere
 */
export function fixFilter(hole: Hole, populations: readonly Population[], ou: string | null): Filter {
  return {
    reason: reasonsOf(hole).join(','),
    population: populations
      .filter(({ expected }) => expected)
      .map(({ id }) => id)
      .join(','),
    ...(ou !== null && { ou }),
    ...(hole.actions.length === 1 && { action: hole.actions[0]! }),
  };
}
