/** How many differences of each kind there are between two directories. */
import type { ModelAtoms } from './model-atoms.js';

export function countModel({
  containers,
  memberships,
  deletedGroups,
  groupTypes,
}: ModelAtoms): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  const atoms = [...[...containers.values()].flat(), ...memberships, ...deletedGroups.values(), ...groupTypes.values()];
  for (const { fact } of atoms) counts[fact.change] = (counts[fact.change] ?? 0) + 1;
  return counts;
}
