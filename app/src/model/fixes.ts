/** Changes that would let the account under audit reach more, grouped by what is done. */
import type { Hole, MendStep } from '../../../src/result/coverage.js';

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
